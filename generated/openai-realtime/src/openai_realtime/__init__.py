"""The HTTP operations that start and steer speech-to-speech and transcription sessions. The events
of a session travel over a WebSocket and are described in `asyncapi.yaml`, which shares the
schemas of this document.

An independent description of the interface, written for client generation. It is not published
by OpenAI.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._exceptions import APIConnectionError as APIConnectionError
    from ._exceptions import APIError as APIError
    from ._runtime.response import APIResponse as APIResponse
    from ._exceptions import APIResponseValidationError as APIResponseValidationError
    from ._exceptions import APIStatusError as APIStatusError
    from ._exceptions import APITimeoutError as APITimeoutError
    from ._runtime.response import AsyncAPIResponse as AsyncAPIResponse
    from ._client import AsyncOpenAI as AsyncOpenAI
    from ._exceptions import AuthenticationError as AuthenticationError
    from ._exceptions import BadRequestError as BadRequestError
    from ._runtime.models import BaseModel as BaseModel
    from ._exceptions import ConflictError as ConflictError
    from ._runtime.constants import DEFAULT_MAX_RETRIES as DEFAULT_MAX_RETRIES
    from ._runtime.http import DEFAULT_TIMEOUT as DEFAULT_TIMEOUT
    from ._runtime.http_clients import DefaultAsyncHttpxClient as DefaultAsyncHttpxClient
    from ._runtime.http_clients import DefaultHttpxClient as DefaultHttpxClient
    from ._runtime.response import HttpxBinaryResponseContent as HttpxBinaryResponseContent
    from ._exceptions import InternalServerError as InternalServerError
    from ._exceptions import NotFoundError as NotFoundError
    from ._runtime.sentinels import NotGiven as NotGiven
    from ._runtime.sentinels import Omit as Omit
    from ._client import OpenAI as OpenAI
    from ._exceptions import OpenAIError as OpenAIError
    from ._exceptions import PermissionDeniedError as PermissionDeniedError
    from ._runtime.reconnecting import RECONNECTED_CODES as RECONNECTED_CODES
    from ._exceptions import RateLimitError as RateLimitError
    from ._runtime.reconnecting import ReconnectPolicy as ReconnectPolicy
    from ._runtime.reconnecting import ReconnectingEvent as ReconnectingEvent
    from ._runtime.reconnecting import ReconnectingOverrides as ReconnectingOverrides
    from ._runtime.deadline import Timeout as Timeout
    from .types.unknown_event import UnknownEvent as UnknownEvent
    from ._runtime.models import UnknownVariant as UnknownVariant
    from ._exceptions import UnprocessableEntityError as UnprocessableEntityError
    from ._exceptions import WebSocketConnectionClosedError as WebSocketConnectionClosedError
    from ._exceptions import WebSocketEventError as WebSocketEventError
    from ._exceptions import WebSocketQueueFullError as WebSocketQueueFullError
    from ._version import __version__ as __version__
    from ._runtime.models import is_unknown as is_unknown
    from ._runtime.sentinels import not_given as not_given
    from ._runtime.sentinels import omit as omit

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponse",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncAPIResponse",
    "AsyncOpenAI",
    "AuthenticationError",
    "BadRequestError",
    "BaseModel",
    "ConflictError",
    "DEFAULT_MAX_RETRIES",
    "DEFAULT_TIMEOUT",
    "DefaultAsyncHttpxClient",
    "DefaultHttpxClient",
    "HttpxBinaryResponseContent",
    "InternalServerError",
    "NotFoundError",
    "NotGiven",
    "Omit",
    "OpenAI",
    "OpenAIError",
    "PermissionDeniedError",
    "RECONNECTED_CODES",
    "RateLimitError",
    "ReconnectPolicy",
    "ReconnectingEvent",
    "ReconnectingOverrides",
    "Timeout",
    "UnknownEvent",
    "UnknownVariant",
    "UnprocessableEntityError",
    "WebSocketConnectionClosedError",
    "WebSocketEventError",
    "WebSocketQueueFullError",
    "__version__",
    "is_unknown",
    "not_given",
    "omit",
]

_MODULES = {
    "APIConnectionError": "._exceptions",
    "APIError": "._exceptions",
    "APIResponse": "._runtime.response",
    "APIResponseValidationError": "._exceptions",
    "APIStatusError": "._exceptions",
    "APITimeoutError": "._exceptions",
    "AsyncAPIResponse": "._runtime.response",
    "AsyncOpenAI": "._client",
    "AuthenticationError": "._exceptions",
    "BadRequestError": "._exceptions",
    "BaseModel": "._runtime.models",
    "ConflictError": "._exceptions",
    "DEFAULT_MAX_RETRIES": "._runtime.constants",
    "DEFAULT_TIMEOUT": "._runtime.http",
    "DefaultAsyncHttpxClient": "._runtime.http_clients",
    "DefaultHttpxClient": "._runtime.http_clients",
    "HttpxBinaryResponseContent": "._runtime.response",
    "InternalServerError": "._exceptions",
    "NotFoundError": "._exceptions",
    "NotGiven": "._runtime.sentinels",
    "Omit": "._runtime.sentinels",
    "OpenAI": "._client",
    "OpenAIError": "._exceptions",
    "PermissionDeniedError": "._exceptions",
    "RECONNECTED_CODES": "._runtime.reconnecting",
    "RateLimitError": "._exceptions",
    "ReconnectPolicy": "._runtime.reconnecting",
    "ReconnectingEvent": "._runtime.reconnecting",
    "ReconnectingOverrides": "._runtime.reconnecting",
    "Timeout": "._runtime.deadline",
    "UnknownEvent": ".types.unknown_event",
    "UnknownVariant": "._runtime.models",
    "UnprocessableEntityError": "._exceptions",
    "WebSocketConnectionClosedError": "._exceptions",
    "WebSocketEventError": "._exceptions",
    "WebSocketQueueFullError": "._exceptions",
    "__version__": "._version",
    "is_unknown": "._runtime.models",
    "not_given": "._runtime.sentinels",
    "omit": "._runtime.sentinels",
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
