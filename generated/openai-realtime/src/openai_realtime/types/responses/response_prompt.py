from __future__ import annotations

from ..._runtime.models import BaseModel
from .response_input_file import ResponseInputFile
from .response_input_image import ResponseInputImage
from .response_input_text import ResponseInputText

__all__ = ["ResponsePrompt"]


class ResponsePrompt(BaseModel):
    """Reference to a prompt template stored with the service."""

    id: str
    """Id of the template."""

    version: str | None = None
    """Version of the template. The current one when left out or null."""

    variables: (
        dict[str, str | ResponseInputText | ResponseInputImage | ResponseInputFile] | None
    ) = None
    """Values for the variables of the template, by name. A value is a string or an input of type
    text, image or file.
    """
