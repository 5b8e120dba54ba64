from __future__ import annotations

from ..._runtime.models import BaseModel
from .realtime_response_usage_input_token_details import RealtimeResponseUsageInputTokenDetails
from .realtime_response_usage_output_token_details import RealtimeResponseUsageOutputTokenDetails

__all__ = ["RealtimeResponseUsage"]


class RealtimeResponseUsage(BaseModel):
    """Tokens used by a response, which are what it is billed by."""

    total_tokens: int | None = None
    """Input and output together."""

    input_tokens: int | None = None
    """Tokens read: instructions, tools and conversation."""

    output_tokens: int | None = None
    """Tokens made: text, audio and function arguments."""

    input_token_details: RealtimeResponseUsageInputTokenDetails | None = None
    """Input tokens by kind."""

    output_token_details: RealtimeResponseUsageOutputTokenDetails | None = None
    """Output tokens by kind."""
