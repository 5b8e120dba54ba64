"""Types of `responses`."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .response_input_file import ResponseInputFile as ResponseInputFile
    from .response_input_file_param import ResponseInputFileParam as ResponseInputFileParam
    from .response_input_image import ResponseInputImage as ResponseInputImage
    from .response_input_image_param import ResponseInputImageParam as ResponseInputImageParam
    from .response_input_text import ResponseInputText as ResponseInputText
    from .response_input_text_param import ResponseInputTextParam as ResponseInputTextParam
    from .response_prompt import ResponsePrompt as ResponsePrompt
    from .response_prompt_param import ResponsePromptParam as ResponsePromptParam
    from .tool_choice_function import ToolChoiceFunction as ToolChoiceFunction
    from .tool_choice_function_param import ToolChoiceFunctionParam as ToolChoiceFunctionParam
    from .tool_choice_mcp import ToolChoiceMcp as ToolChoiceMcp
    from .tool_choice_mcp_param import ToolChoiceMcpParam as ToolChoiceMcpParam
    from .tool_choice_options import ToolChoiceOptions as ToolChoiceOptions

__all__ = [
    "ResponseInputFile",
    "ResponseInputFileParam",
    "ResponseInputImage",
    "ResponseInputImageParam",
    "ResponseInputText",
    "ResponseInputTextParam",
    "ResponsePrompt",
    "ResponsePromptParam",
    "ToolChoiceFunction",
    "ToolChoiceFunctionParam",
    "ToolChoiceMcp",
    "ToolChoiceMcpParam",
    "ToolChoiceOptions",
]

_MODULES = {
    "ResponseInputFile": ".response_input_file",
    "ResponseInputFileParam": ".response_input_file_param",
    "ResponseInputImage": ".response_input_image",
    "ResponseInputImageParam": ".response_input_image_param",
    "ResponseInputText": ".response_input_text",
    "ResponseInputTextParam": ".response_input_text_param",
    "ResponsePrompt": ".response_prompt",
    "ResponsePromptParam": ".response_prompt_param",
    "ToolChoiceFunction": ".tool_choice_function",
    "ToolChoiceFunctionParam": ".tool_choice_function_param",
    "ToolChoiceMcp": ".tool_choice_mcp",
    "ToolChoiceMcpParam": ".tool_choice_mcp_param",
    "ToolChoiceOptions": ".tool_choice_options",
}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        module = _MODULES.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(module, __name__), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted(__all__)
