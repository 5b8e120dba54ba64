from __future__ import annotations

from typing_extensions import Required, TypedDict

from .response_input_file_param import ResponseInputFileParam
from .response_input_image_param import ResponseInputImageParam
from .response_input_text_param import ResponseInputTextParam

__all__ = ["ResponsePromptParam"]


class ResponsePromptParam(TypedDict, total=False):
    """Reference to a prompt template stored with the service."""

    id: Required[str]
    """Id of the template."""

    version: str | None
    """Version of the template. The current one when left out or null."""

    variables: (
        dict[str, str | ResponseInputTextParam | ResponseInputImageParam | ResponseInputFileParam]
        | None
    )
    """Values for the variables of the template, by name. A value is a string or an input of type
    text, image or file.
    """
