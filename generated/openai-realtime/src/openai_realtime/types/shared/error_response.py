from __future__ import annotations

from ..._runtime.models import BaseModel

__all__ = ["ErrorResponse"]


class Error(BaseModel):
    """What went wrong."""

    message: str
    """Explanation for a person to read."""

    type: str
    """Class of the failure, such as `invalid_request_error` or `server_error`."""

    param: str | None = None
    """Name of the parameter at fault, or null."""

    code: str | None = None
    """Stable code to test for, such as `invalid_api_key`, or null."""


class ErrorResponse(BaseModel):
    """Body of every response that reports a failure."""

    error: Error
    """What went wrong."""
