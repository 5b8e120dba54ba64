from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ResponseInputFile"]


class ResponseInputFile(BaseModel):
    """A file as a prompt variable, given by id, by address or by content."""

    type: Literal["input_file"]
    """Marks file input.

    Default: "input_file".
    """

    file_id: str | None = None
    """Id of an uploaded file."""

    filename: str | None = None
    """Name of the file as the model sees it."""

    file_url: str | None = None
    """Address of the file."""

    file_data: str | None = None
    """Content of the file, as base64 text."""
