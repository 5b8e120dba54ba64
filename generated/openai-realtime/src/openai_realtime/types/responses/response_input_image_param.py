from __future__ import annotations

from typing import Literal

from typing_extensions import Required, TypedDict

__all__ = ["ResponseInputImageParam"]


class ResponseInputImageParam(TypedDict, total=False):
    """An image as a prompt variable, given by address or by uploaded file."""

    type: Required[Literal["input_image"]]
    """Marks image input.

    Default: "input_image".
    """

    image_url: str | None
    """Address of the image, or the image itself as a base64 data URL."""

    file_id: str | None
    """Id of an uploaded image file."""

    detail: Required[Literal["low", "high", "auto"]]
    """How closely the model looks at the image. More detail costs more tokens."""
