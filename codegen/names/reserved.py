"""Names that modules of resources import, which no class of theirs can have."""

from __future__ import annotations

from typing import Final

from codegen.names import identifiers
from codegen.text import Identifier

RESOURCE_MODULE_NAMES: Final = frozenset(
    {
        "Annotated", "AsyncBinaryContent", "AsyncConnection", "AsyncConnectionManager",
        "AsyncConnectionResource", "AsyncHandlers", "AsyncHandlersManager", "AsyncIterable",
        "AsyncIterator", "AsyncOnReconnecting", "AsyncPages", "AsyncRequestConnection",
        "AsyncRequestResource", "AsyncResource", "AsyncStream", "BinaryContent", "Body", "ByStatus",
        "Callable", "Channel", "CursorPaging", "DEFAULT_MAX_QUEUE_SIZE", "DEFAULT_REPLY_TIMEOUT",
        "Decoder", "ErrorModels", "EventStream", "Exchange", "Field", "FileContent", "FileTypes",
        "FormBody", "FormPart", "Headers", "HttpxBinaryResponseContent", "Iterable", "Iterator",
        "JsonBody", "JsonLines", "JsonResult", "LazyType", "LinkPaging", "Literal", "Mapping",
        "MultipartBody", "NotGiven", "NumberPaging", "OffsetPaging", "Omit", "OnReconnected",
        "OnReconnecting", "Operation", "PartsBody", "Query", "ReconnectPolicy", "Scoped",
        "Sequence", "SequenceBody", "ServerSentEvent", "Shape", "ShapeDecoder", "Stream", "Style",
        "SyncConnection", "SyncConnectionManager", "SyncConnectionResource", "SyncHandlers",
        "SyncHandlersManager", "SyncPage", "SyncRequestConnection", "SyncRequestResource",
        "SyncResource", "TagDecoder", "TextBody", "Timeout", "UnknownEvent", "UnknownVariant",
        "WebhookTypes", "WebhookVerifier", "WebsocketConnectionOptions",
    }
)  # fmt: skip

CONNECT_OPTIONS: Final = frozenset(
    {
        "keep_alive", "max_queue_size", "on_reconnected", "on_reconnecting", "reconnect",
        "websocket_connection_options",
    }
)  # fmt: skip
"""Options of `connect` besides the parameters of a channel, which cannot have their names."""


def resource_class(name: Identifier) -> Identifier:
    """The class of a resource: `Headers` is `HeadersResource`, for `Headers` is imported."""
    wanted = identifiers.class_name(name)
    is_taken = not RESOURCE_MODULE_NAMES.isdisjoint({wanted, f"Async{wanted}"})
    return Identifier(f"{wanted}Resource") if is_taken else wanted


def connection_stem(name: Identifier) -> Identifier:
    """What the classes of a connection begin with: `SyncSocketConnection` for `sync`."""
    stem = identifiers.class_name(name)
    is_taken = f"{stem}Connection" in RESOURCE_MODULE_NAMES
    return Identifier(f"{stem}Socket") if is_taken else stem
