from __future__ import annotations

from typing import Literal

from ..._runtime.models import BaseModel

__all__ = ["ResponseInputImage"]


class ResponseInputImage(BaseModel):
    """An image as a prompt variable, given by address or by uploaded file."""

    type: Literal["input_image"]
    """Marks image input.

    Default: "input_image".
    """

    image_url: str | None = None
    """Address of the image, or the image itself as a base64 data URL."""

    file_id: str | None = None
    """Id of an uploaded image file."""

    detail: Literal["low", "high", "auto"]
    """How closely the model looks at the image. More detail costs more tokens."""
