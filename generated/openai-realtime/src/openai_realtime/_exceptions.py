"""Every exception of this package; `OpenAIError` is the base of them all."""

from __future__ import annotations

from ._runtime.errors import APIConnectionError as APIConnectionError
from ._runtime.errors import APIError as APIError
from ._runtime.errors import APIResponseValidationError as APIResponseValidationError
from ._runtime.errors import APIStatusError as APIStatusError
from ._runtime.errors import APITimeoutError as APITimeoutError
from ._runtime.errors import AuthenticationError as AuthenticationError
from ._runtime.errors import BadRequestError as BadRequestError
from ._runtime.errors import ConflictError as ConflictError
from ._runtime.errors import InternalServerError as InternalServerError
from ._runtime.errors import NotFoundError as NotFoundError
from ._runtime.errors import PermissionDeniedError as PermissionDeniedError
from ._runtime.errors import RateLimitError as RateLimitError
from ._runtime.errors import UnprocessableEntityError as UnprocessableEntityError
from ._runtime.errors import WebSocketConnectionClosedError as WebSocketConnectionClosedError
from ._runtime.errors import WebSocketQueueFullError as WebSocketQueueFullError
from ._runtime.errors import WebSocketEventError as WebSocketEventError
from ._runtime.errors import SDKError as OpenAIError

__all__ = [
    "OpenAIError",
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "InternalServerError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "UnprocessableEntityError",
    "WebSocketConnectionClosedError",
    "WebSocketQueueFullError",
    "WebSocketEventError",
]

# A traceback shows the name that a user catches, and an exception is unpickled by it.
OpenAIError.__name__ = OpenAIError.__qualname__ = "OpenAIError"
for _error in (
    OpenAIError,
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    UnprocessableEntityError,
    WebSocketConnectionClosedError,
    WebSocketQueueFullError,
    WebSocketEventError,
):
    _error.__module__ = __name__
