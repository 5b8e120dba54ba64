from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["ResponseInputFileParam"]


class ResponseInputFileParam(TypedDict, total=False):
    """A file as a prompt variable, given by id, by address or by content."""

    type: Required[Literal["input_file"]]
    """Marks file input.

    Default: "input_file".
    """

    file_id: str | None
    """Id of an uploaded file."""

    filename: str
    """Name of the file as the model sees it."""

    file_url: str
    """Address of the file."""

    file_data: str
    """Content of the file, as base64 text."""
