from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from typing_extensions import Required, TypedDict

from ..._runtime.lazy_types import LazyType
from .response_input_file_param import ResponseInputFileParam
from .response_input_image_param import ResponseInputImageParam
from .response_input_text_param import ResponseInputTextParam

if TYPE_CHECKING:
    from .response_input_file import ResponseInputFile
    from .response_input_image import ResponseInputImage
    from .response_input_text import ResponseInputText
else:
    ResponseInputFile = LazyType(".response_input_file", "ResponseInputFile", __package__)
    ResponseInputImage = LazyType(".response_input_image", "ResponseInputImage", __package__)
    ResponseInputText = LazyType(".response_input_text", "ResponseInputText", __package__)

__all__ = ["ResponsePromptParam"]


class ResponsePromptParam(TypedDict, total=False):
    """Reference to a prompt template stored with the service."""

    id: Required[str]
    """Id of the template."""

    version: str | None
    """Version of the template. The current one when left out or null."""

    variables: (
        Mapping[
            str,
            ResponseInputText
            | ResponseInputImage
            | ResponseInputFile
            | str
            | ResponseInputTextParam
            | ResponseInputImageParam
            | ResponseInputFileParam,
        ]
        | None
    )
    """Values for the variables of the template, by name. A value is a string or an input of type
    text, image or file.
    """
