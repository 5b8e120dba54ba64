from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, cast

from ..._runtime.constants import DEFAULT_MAX_QUEUE_SIZE
from ..._runtime.dispatch import TagDecoder
from ..._runtime.encode_json import base64_text
from ..._runtime.handlers_async import AsyncHandlers, AsyncHandlersManager
from ..._runtime.handlers_sync import SyncHandlers, SyncHandlersManager
from ..._runtime.lazy_types import LazyType
from ..._runtime.reconnecting import (
    AsyncOnReconnecting,
    OnReconnected,
    OnReconnecting,
    ReconnectPolicy,
)
from ..._runtime.request_types import Headers, Query
from ..._runtime.resource import AsyncResource, SyncResource
from ..._runtime.sentinels import Omit, omit
from ..._runtime.websocket import Channel, WebsocketConnectionOptions
from ..._runtime.websocket_async import AsyncConnection, AsyncConnectionResource
from ..._runtime.websocket_sync import SyncConnection, SyncConnectionResource
from ...types.unknown_event import UnknownEvent

if TYPE_CHECKING:
    from ..._client import AsyncOpenAI, OpenAI
    from ._realtime_handlers import RealtimeOn
    from .calls import (
        AsyncCalls,
        AsyncCallsWithRawResponse,
        AsyncCallsWithStreamingResponse,
        Calls,
        CallsWithRawResponse,
        CallsWithStreamingResponse,
    )
    from .client_secrets import (
        AsyncClientSecrets,
        AsyncClientSecretsWithRawResponse,
        AsyncClientSecretsWithStreamingResponse,
        ClientSecrets,
        ClientSecretsWithRawResponse,
        ClientSecretsWithStreamingResponse,
    )
    from ...types.realtime.conversation_item import ConversationItem
    from ...types.realtime.conversation_item_param import ConversationItemParam
    from ...types.realtime.realtime_client_event import RealtimeClientEvent
    from ...types.realtime.realtime_client_event_param import RealtimeClientEventParam
    from ...types.realtime.realtime_response_create_params import RealtimeResponseCreateParams
    from ...types.realtime.realtime_response_create_params_param import (
        RealtimeResponseCreateParamsParam,
    )
    from ...types.realtime.realtime_server_event import RealtimeServerEvent
    from ...types.realtime.realtime_session_create_request import RealtimeSessionCreateRequest
    from ...types.realtime.realtime_session_create_request_param import (
        RealtimeSessionCreateRequestParam,
    )
    from ...types.realtime.realtime_transcription_session_create_request import (
        RealtimeTranscriptionSessionCreateRequest,
    )
    from ...types.realtime.realtime_transcription_session_create_request_param import (
        RealtimeTranscriptionSessionCreateRequestParam,
    )
else:
    ConversationItem = LazyType(
        "...types.realtime.conversation_item", "ConversationItem", __package__
    )
    ConversationItemParam = LazyType(
        "...types.realtime.conversation_item_param", "ConversationItemParam", __package__
    )
    RealtimeClientEvent = LazyType(
        "...types.realtime.realtime_client_event", "RealtimeClientEvent", __package__
    )
    RealtimeClientEventParam = LazyType(
        "...types.realtime.realtime_client_event_param", "RealtimeClientEventParam", __package__
    )
    RealtimeResponseCreateParams = LazyType(
        "...types.realtime.realtime_response_create_params",
        "RealtimeResponseCreateParams",
        __package__,
    )
    RealtimeResponseCreateParamsParam = LazyType(
        "...types.realtime.realtime_response_create_params_param",
        "RealtimeResponseCreateParamsParam",
        __package__,
    )
    RealtimeServerEvent = LazyType(
        "...types.realtime.realtime_server_event", "RealtimeServerEvent", __package__
    )
    RealtimeSessionCreateRequest = LazyType(
        "...types.realtime.realtime_session_create_request",
        "RealtimeSessionCreateRequest",
        __package__,
    )
    RealtimeSessionCreateRequestParam = LazyType(
        "...types.realtime.realtime_session_create_request_param",
        "RealtimeSessionCreateRequestParam",
        __package__,
    )
    RealtimeTranscriptionSessionCreateRequest = LazyType(
        "...types.realtime.realtime_transcription_session_create_request",
        "RealtimeTranscriptionSessionCreateRequest",
        __package__,
    )
    RealtimeTranscriptionSessionCreateRequestParam = LazyType(
        "...types.realtime.realtime_transcription_session_create_request_param",
        "RealtimeTranscriptionSessionCreateRequestParam",
        __package__,
    )

_CONNECT: Channel[RealtimeServerEvent | UnknownEvent] = Channel(
    path="/realtime",
    decoder=TagDecoder(
        "type",
        {
            "conversation.created": (
                "...types.realtime.conversation_created_event",
                "ConversationCreatedEvent",
            ),
            "conversation.item.created": (
                "...types.realtime.conversation_item_created_event",
                "ConversationItemCreatedEvent",
            ),
            "conversation.item.deleted": (
                "...types.realtime.conversation_item_deleted_event",
                "ConversationItemDeletedEvent",
            ),
            "conversation.item.input_audio_transcription.completed": (
                "...types.realtime.conversation_item_input_audio_transcription_completed_event",
                "ConversationItemInputAudioTranscriptionCompletedEvent",
            ),
            "conversation.item.input_audio_transcription.delta": (
                "...types.realtime.conversation_item_input_audio_transcription_delta_event",
                "ConversationItemInputAudioTranscriptionDeltaEvent",
            ),
            "conversation.item.input_audio_transcription.failed": (
                "...types.realtime.conversation_item_input_audio_transcription_failed_event",
                "ConversationItemInputAudioTranscriptionFailedEvent",
            ),
            "conversation.item.retrieved": (
                "...types.realtime.realtime_server_event",
                "ConversationItemRetrieved",
            ),
            "conversation.item.truncated": (
                "...types.realtime.conversation_item_truncated_event",
                "ConversationItemTruncatedEvent",
            ),
            "error": ("...types.realtime.realtime_error_event", "RealtimeErrorEvent"),
            "input_audio_buffer.cleared": (
                "...types.realtime.input_audio_buffer_cleared_event",
                "InputAudioBufferClearedEvent",
            ),
            "input_audio_buffer.committed": (
                "...types.realtime.input_audio_buffer_committed_event",
                "InputAudioBufferCommittedEvent",
            ),
            "input_audio_buffer.dtmf_event_received": (
                "...types.realtime.input_audio_buffer_dtmf_event_received_event",
                "InputAudioBufferDtmfEventReceivedEvent",
            ),
            "input_audio_buffer.speech_started": (
                "...types.realtime.input_audio_buffer_speech_started_event",
                "InputAudioBufferSpeechStartedEvent",
            ),
            "input_audio_buffer.speech_stopped": (
                "...types.realtime.input_audio_buffer_speech_stopped_event",
                "InputAudioBufferSpeechStoppedEvent",
            ),
            "rate_limits.updated": (
                "...types.realtime.rate_limits_updated_event",
                "RateLimitsUpdatedEvent",
            ),
            "response.output_audio.delta": (
                "...types.realtime.response_audio_delta_event",
                "ResponseAudioDeltaEvent",
            ),
            "response.output_audio.done": (
                "...types.realtime.response_audio_done_event",
                "ResponseAudioDoneEvent",
            ),
            "response.output_audio_transcript.delta": (
                "...types.realtime.response_audio_transcript_delta_event",
                "ResponseAudioTranscriptDeltaEvent",
            ),
            "response.output_audio_transcript.done": (
                "...types.realtime.response_audio_transcript_done_event",
                "ResponseAudioTranscriptDoneEvent",
            ),
            "response.content_part.added": (
                "...types.realtime.response_content_part_added_event",
                "ResponseContentPartAddedEvent",
            ),
            "response.content_part.done": (
                "...types.realtime.response_content_part_done_event",
                "ResponseContentPartDoneEvent",
            ),
            "response.created": (
                "...types.realtime.response_created_event",
                "ResponseCreatedEvent",
            ),
            "response.done": ("...types.realtime.response_done_event", "ResponseDoneEvent"),
            "response.function_call_arguments.delta": (
                "...types.realtime.response_function_call_arguments_delta_event",
                "ResponseFunctionCallArgumentsDeltaEvent",
            ),
            "response.function_call_arguments.done": (
                "...types.realtime.response_function_call_arguments_done_event",
                "ResponseFunctionCallArgumentsDoneEvent",
            ),
            "response.output_item.added": (
                "...types.realtime.response_output_item_added_event",
                "ResponseOutputItemAddedEvent",
            ),
            "response.output_item.done": (
                "...types.realtime.response_output_item_done_event",
                "ResponseOutputItemDoneEvent",
            ),
            "response.output_text.delta": (
                "...types.realtime.response_text_delta_event",
                "ResponseTextDeltaEvent",
            ),
            "response.output_text.done": (
                "...types.realtime.response_text_done_event",
                "ResponseTextDoneEvent",
            ),
            "session.created": ("...types.realtime.session_created_event", "SessionCreatedEvent"),
            "session.updated": ("...types.realtime.session_updated_event", "SessionUpdatedEvent"),
            "output_audio_buffer.started": (
                "...types.realtime.realtime_server_event",
                "OutputAudioBufferStarted",
            ),
            "output_audio_buffer.stopped": (
                "...types.realtime.realtime_server_event",
                "OutputAudioBufferStopped",
            ),
            "output_audio_buffer.cleared": (
                "...types.realtime.realtime_server_event",
                "OutputAudioBufferCleared",
            ),
            "conversation.item.added": (
                "...types.realtime.conversation_item_added",
                "ConversationItemAdded",
            ),
            "conversation.item.done": (
                "...types.realtime.conversation_item_done",
                "ConversationItemDone",
            ),
            "input_audio_buffer.timeout_triggered": (
                "...types.realtime.input_audio_buffer_timeout_triggered",
                "InputAudioBufferTimeoutTriggered",
            ),
            "conversation.item.input_audio_transcription.segment": (
                "...types.realtime.conversation_item_input_audio_transcription_segment",
                "ConversationItemInputAudioTranscriptionSegment",
            ),
            "mcp_list_tools.in_progress": (
                "...types.realtime.mcp_list_tools_in_progress",
                "McpListToolsInProgress",
            ),
            "mcp_list_tools.completed": (
                "...types.realtime.mcp_list_tools_completed",
                "McpListToolsCompleted",
            ),
            "mcp_list_tools.failed": (
                "...types.realtime.mcp_list_tools_failed",
                "McpListToolsFailed",
            ),
            "response.mcp_call_arguments.delta": (
                "...types.realtime.response_mcp_call_arguments_delta",
                "ResponseMcpCallArgumentsDelta",
            ),
            "response.mcp_call_arguments.done": (
                "...types.realtime.response_mcp_call_arguments_done",
                "ResponseMcpCallArgumentsDone",
            ),
            "response.mcp_call.in_progress": (
                "...types.realtime.response_mcp_call_in_progress",
                "ResponseMcpCallInProgress",
            ),
            "response.mcp_call.completed": (
                "...types.realtime.response_mcp_call_completed",
                "ResponseMcpCallCompleted",
            ),
            "response.mcp_call.failed": (
                "...types.realtime.response_mcp_call_failed",
                "ResponseMcpCallFailed",
            ),
        },
        package=__package__,
        unknown=UnknownEvent,
    ),
)


class Realtime(SyncResource):
    """Conversations by voice and text with a model, over a WebSocket or a call."""

    @cached_property
    def client_secrets(self) -> ClientSecrets:
        """Short-lived keys with which a browser or a phone opens a session itself."""
        from .client_secrets import ClientSecrets

        return ClientSecrets(self._client)

    @cached_property
    def calls(self) -> Calls:
        """Calls that reach a model by WebRTC or SIP."""
        from .calls import Calls

        return Calls(self._client)

    @cached_property
    def with_raw_response(self) -> RealtimeWithRawResponse:
        """The same methods, giving the response with its headers before it is parsed."""
        return RealtimeWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> RealtimeWithStreamingResponse:
        """The same methods, giving the response before its body is read."""
        return RealtimeWithStreamingResponse(self)

    def connect(
        self,
        *,
        call_id: str | Omit = omit,
        model: str | Omit = omit,
        extra_query: Query = {},
        extra_headers: Headers = {},
        websocket_connection_options: WebsocketConnectionOptions = {},
        reconnect: ReconnectPolicy | bool | None = None,
        on_reconnecting: OnReconnecting | None = None,
        on_reconnected: OnReconnected[RealtimeConnection] | None = None,
        max_queue_size: int = DEFAULT_MAX_QUEUE_SIZE,
    ) -> RealtimeConnectionManager:
        """Connect to `/realtime`; use it in a `with` statement.

        A connection is a session. The service opens with `session.created`; from then on both
        sides send when they have something to say.

        Args:
            call_id: Id of the WebRTC or SIP call to attach to, in place of starting a
                session.
            model: Model to start a session with, such as `gpt-realtime`. Leave it out when
                attaching to a call, or when a client secret names the model.
        """
        return RealtimeConnectionManager(
            client=cast("OpenAI", self._client),
            call_id=call_id,
            model=model,
            extra_query=extra_query,
            extra_headers=extra_headers,
            websocket_connection_options=websocket_connection_options,
            reconnect=reconnect,
            on_reconnecting=on_reconnecting,
            on_reconnected=on_reconnected,
            max_queue_size=max_queue_size,
        )


class RealtimeWithRawResponse:
    """`client.realtime` with responses as they came, their headers included."""

    def __init__(self, realtime: Realtime) -> None:
        self._realtime = realtime

    @cached_property
    def client_secrets(self) -> ClientSecretsWithRawResponse:
        """Short-lived keys with which a browser or a phone opens a session itself."""
        from .client_secrets import ClientSecretsWithRawResponse

        return ClientSecretsWithRawResponse(self._realtime.client_secrets)

    @cached_property
    def calls(self) -> CallsWithRawResponse:
        """Calls that reach a model by WebRTC or SIP."""
        from .calls import CallsWithRawResponse

        return CallsWithRawResponse(self._realtime.calls)


class RealtimeWithStreamingResponse:
    """`client.realtime` with responses whose body has not been read yet."""

    def __init__(self, realtime: Realtime) -> None:
        self._realtime = realtime

    @cached_property
    def client_secrets(self) -> ClientSecretsWithStreamingResponse:
        """Short-lived keys with which a browser or a phone opens a session itself."""
        from .client_secrets import ClientSecretsWithStreamingResponse

        return ClientSecretsWithStreamingResponse(self._realtime.client_secrets)

    @cached_property
    def calls(self) -> CallsWithStreamingResponse:
        """Calls that reach a model by WebRTC or SIP."""
        from .calls import CallsWithStreamingResponse

        return CallsWithStreamingResponse(self._realtime.calls)


class RealtimeConnection(
    SyncConnection["RealtimeServerEvent | UnknownEvent"],
    SyncHandlers["RealtimeServerEvent | UnknownEvent", "RealtimeOn[RealtimeConnection]"],
):
    """A connection is a session. The service opens with `session.created`; from then on both sides
    send when they have something to say.
    """

    _channel = _CONNECT

    @cached_property
    def conversation(self) -> RealtimeConversationResource:
        """Sends `conversation` messages."""
        return RealtimeConversationResource(self)

    @cached_property
    def input_audio_buffer(self) -> RealtimeInputAudioBufferResource:
        """Sends `input_audio_buffer` messages."""
        return RealtimeInputAudioBufferResource(self)

    @cached_property
    def output_audio_buffer(self) -> RealtimeOutputAudioBufferResource:
        """Sends `output_audio_buffer` messages."""
        return RealtimeOutputAudioBufferResource(self)

    @cached_property
    def response(self) -> RealtimeResponseResource:
        """Sends `response` messages."""
        return RealtimeResponseResource(self)

    @cached_property
    def session(self) -> RealtimeSessionResource:
        """Sends `session` messages."""
        return RealtimeSessionResource(self)

    def recv(self) -> RealtimeServerEvent | UnknownEvent:
        """Wait for the next message.

        Raises:
            WebSocketConnectionClosedError: the connection is closed.
        """
        return self._recv_event()

    def __iter__(self) -> Iterator[RealtimeServerEvent | UnknownEvent]:
        """Iterate over messages until the server closes the connection normally.

        Raises:
            WebSocketConnectionClosedError: it was closed for any other reason.
        """
        return self._iterate_events()

    def parse_event(self, data: str | bytes) -> RealtimeServerEvent | UnknownEvent:
        """Turn the data of a frame, as `recv_bytes` gives it, into a message."""
        return self._parse_event(data)

    def send(self, event: RealtimeClientEvent | RealtimeClientEventParam) -> None:
        """Send a message.

        Args:
            event: a model, or a dict of the same shape.

        Raises:
            WebSocketConnectionClosedError: the connection is closed.
        """
        self._send_event(event)


class RealtimeConnectionManager(
    SyncHandlersManager[
        RealtimeConnection,
        "RealtimeServerEvent | UnknownEvent",
        "RealtimeOn[RealtimeConnectionManager]",
    ]
):
    """Opens the connection when the `with` block is entered, and closes it at its end."""

    def __init__(
        self,
        *,
        client: OpenAI,
        call_id: str | Omit = omit,
        model: str | Omit = omit,
        extra_query: Query,
        extra_headers: Headers,
        websocket_connection_options: WebsocketConnectionOptions,
        reconnect: ReconnectPolicy | bool | None,
        on_reconnecting: OnReconnecting | None,
        on_reconnected: OnReconnected[RealtimeConnection] | None,
        max_queue_size: int,
    ) -> None:
        super().__init__(
            RealtimeConnection,
            client,
            _CONNECT,
            path={},
            query={
                "call_id": call_id,
                "model": model,
            },
            headers={},
            extra_query=extra_query,
            extra_headers=extra_headers,
            options=websocket_connection_options,
            reconnect=reconnect,
            on_reconnecting=on_reconnecting,
            on_reconnected=on_reconnected,
            max_queue_size=max_queue_size,
        )

    def send(self, event: RealtimeClientEvent | RealtimeClientEventParam) -> None:
        """Keep a message until the connection is there; it is sent before any other.

        Raises:
            WebSocketQueueFullError: the messages that wait have `max_queue_size` bytes.
        """
        self._send_early(event)

    def enter(self) -> RealtimeConnection:
        """Connect now; the caller closes the connection.

        Raises:
            APIStatusError: the server refused the handshake.
            APIConnectionError: there was no answer, or none that is a WebSocket's.
        """
        return super().enter()

    def __enter__(self) -> RealtimeConnection:
        return super().__enter__()


class RealtimeConversationItemResource(SyncConnectionResource):
    """Sends `item` messages."""

    def create(
        self,
        *,
        item: ConversationItem | ConversationItemParam,
        event_id: str | Omit = omit,
        previous_item_id: str | Omit = omit,
    ) -> None:
        """Adds a message, a function result or an MCP approval. The service confirms with
        `conversation.item.added` and `conversation.item.done`. Nothing is answered until a
        response is asked for.

        Args:
            item: The item to add.
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
            previous_item_id: Id of the item to insert after. `root` inserts at the start;
                leaving it out appends. An id that does not exist is an error.
        """
        self._connection.send_message(
            {
                "type": "conversation.item.create",
                "item": item,
                "event_id": event_id,
                "previous_item_id": previous_item_id,
            }
        )

    def delete(
        self,
        *,
        item_id: str,
        event_id: str | Omit = omit,
    ) -> None:
        """Removes an item from the history. The service confirms with `conversation.item.deleted`,
        or sends an `error` event when the item does not exist.

        Args:
            item_id: Id of the item to remove.
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        self._connection.send_message(
            {
                "type": "conversation.item.delete",
                "item_id": item_id,
                "event_id": event_id,
            }
        )

    def retrieve(
        self,
        *,
        item_id: str,
        event_id: str | Omit = omit,
    ) -> None:
        """Asks for one item, for example to hear your own audio after noise reduction. The service
        answers with `conversation.item.retrieved`, or an `error` event when the item does not
        exist.

        Args:
            item_id: Id of the item to fetch.
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        self._connection.send_message(
            {
                "type": "conversation.item.retrieve",
                "item_id": item_id,
                "event_id": event_id,
            }
        )

    def truncate(
        self,
        *,
        audio_end_ms: int,
        content_index: int,
        item_id: str,
        event_id: str | Omit = omit,
    ) -> None:
        """Cuts the audio of an earlier answer, typically when the user interrupts playback. The
        transcript goes too, so that the model does not count on words nobody heard. The service
        confirms with `conversation.item.truncated`.

        Args:
            audio_end_ms: Length of audio to keep, in milliseconds. Asking for more than
                there is gives an `error` event.
            content_index: Position of the part to cut in the content of the item. Use 0.
            item_id: Id of the assistant message to cut. No other kind of item can be cut.
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        self._connection.send_message(
            {
                "type": "conversation.item.truncate",
                "audio_end_ms": audio_end_ms,
                "content_index": content_index,
                "item_id": item_id,
                "event_id": event_id,
            }
        )


class RealtimeConversationResource(SyncConnectionResource):
    """Sends `conversation` messages."""

    @cached_property
    def item(self) -> RealtimeConversationItemResource:
        """Sends `item` messages."""
        return RealtimeConversationItemResource(self._connection)


class RealtimeInputAudioBufferResource(SyncConnectionResource):
    """Sends `input_audio_buffer` messages."""

    def append(
        self,
        *,
        audio: str | bytes,
        event_id: str | Omit = omit,
    ) -> None:
        """Adds audio to the input buffer. Send pieces as they are recorded; small ones let turn
        detection react sooner. The service does not confirm this event.

        Args:
            audio: The audio in base64, encoded as the `format` of the session input says.
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        self._connection.send_message(
            {
                "type": "input_audio_buffer.append",
                "audio": base64_text(audio),
                "event_id": event_id,
            }
        )

    def clear(
        self,
        *,
        event_id: str | Omit = omit,
    ) -> None:
        """Empties the input buffer. The service confirms with `input_audio_buffer.cleared`.

        Args:
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        self._connection.send_message(
            {
                "type": "input_audio_buffer.clear",
                "event_id": event_id,
            }
        )

    def commit(
        self,
        *,
        event_id: str | Omit = omit,
    ) -> None:
        """Makes a user message of the buffered audio. Only needed without turn detection. It
        starts transcription if that is on, but no response. The service confirms with
        `input_audio_buffer.committed`, or an `error` event when the buffer is empty.

        Args:
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        self._connection.send_message(
            {
                "type": "input_audio_buffer.commit",
                "event_id": event_id,
            }
        )


class RealtimeOutputAudioBufferResource(SyncConnectionResource):
    """Sends `output_audio_buffer` messages."""

    def clear(
        self,
        *,
        event_id: str | Omit = omit,
    ) -> None:
        """Cuts off playback at once, over WebRTC and SIP only. Send `response.cancel` first so
        that no more audio is made. The service confirms with `output_audio_buffer.cleared`.

        Args:
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        self._connection.send_message(
            {
                "type": "output_audio_buffer.clear",
                "event_id": event_id,
            }
        )


class RealtimeResponseResource(SyncConnectionResource):
    """Sends `response` messages."""

    def cancel(
        self,
        *,
        event_id: str | Omit = omit,
        response_id: str | Omit = omit,
    ) -> None:
        """Stops a response in progress. The service ends it with a `response.done` whose status is
        `cancelled`. With nothing to stop, an `error` event comes back and the session goes on.

        Args:
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
            response_id: Id of the response to stop. Leave it out to stop the one in
                progress in the default conversation.
        """
        self._connection.send_message(
            {
                "type": "response.cancel",
                "event_id": event_id,
                "response_id": response_id,
            }
        )

    def create(
        self,
        *,
        event_id: str | Omit = omit,
        response: RealtimeResponseCreateParams | RealtimeResponseCreateParamsParam | Omit = omit,
    ) -> None:
        """Makes the model answer. `response.created` comes first, then events for each item and
        part, and `response.done` last. With turn detection on this happens by itself at the end
        of a turn.

        Args:
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
            response: Settings for this response only. Whatever is left out is taken from
                the session.
        """
        self._connection.send_message(
            {
                "type": "response.create",
                "event_id": event_id,
                "response": response,
            }
        )


class RealtimeSessionResource(SyncConnectionResource):
    """Sends `session` messages."""

    def update(
        self,
        *,
        session: RealtimeSessionCreateRequest
        | RealtimeTranscriptionSessionCreateRequest
        | RealtimeSessionCreateRequestParam
        | RealtimeTranscriptionSessionCreateRequestParam,
        event_id: str | Omit = omit,
    ) -> None:
        """Changes settings at any time; fields left out keep their value. An empty string clears
        the instructions, an empty list the tools, and null the turn detection. The service
        confirms with `session.updated`, which has the full settings.

        Args:
            session: Settings to change. The `type` must be that of the running session.
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        self._connection.send_message(
            {
                "type": "session.update",
                "session": session,
                "event_id": event_id,
            }
        )


class AsyncRealtime(AsyncResource):
    """Conversations by voice and text with a model, over a WebSocket or a call."""

    @cached_property
    def client_secrets(self) -> AsyncClientSecrets:
        """Short-lived keys with which a browser or a phone opens a session itself."""
        from .client_secrets import AsyncClientSecrets

        return AsyncClientSecrets(self._client)

    @cached_property
    def calls(self) -> AsyncCalls:
        """Calls that reach a model by WebRTC or SIP."""
        from .calls import AsyncCalls

        return AsyncCalls(self._client)

    @cached_property
    def with_raw_response(self) -> AsyncRealtimeWithRawResponse:
        """The same methods, giving the response with its headers before it is parsed."""
        return AsyncRealtimeWithRawResponse(self)

    @cached_property
    def with_streaming_response(self) -> AsyncRealtimeWithStreamingResponse:
        """The same methods, giving the response before its body is read."""
        return AsyncRealtimeWithStreamingResponse(self)

    def connect(
        self,
        *,
        call_id: str | Omit = omit,
        model: str | Omit = omit,
        extra_query: Query = {},
        extra_headers: Headers = {},
        websocket_connection_options: WebsocketConnectionOptions = {},
        reconnect: ReconnectPolicy | bool | None = None,
        on_reconnecting: AsyncOnReconnecting | None = None,
        on_reconnected: OnReconnected[AsyncRealtimeConnection] | None = None,
        max_queue_size: int = DEFAULT_MAX_QUEUE_SIZE,
    ) -> AsyncRealtimeConnectionManager:
        """Connect to `/realtime`; use it in a `with` statement.

        A connection is a session. The service opens with `session.created`; from then on both
        sides send when they have something to say.

        Args:
            call_id: Id of the WebRTC or SIP call to attach to, in place of starting a
                session.
            model: Model to start a session with, such as `gpt-realtime`. Leave it out when
                attaching to a call, or when a client secret names the model.
        """
        return AsyncRealtimeConnectionManager(
            client=cast("AsyncOpenAI", self._client),
            call_id=call_id,
            model=model,
            extra_query=extra_query,
            extra_headers=extra_headers,
            websocket_connection_options=websocket_connection_options,
            reconnect=reconnect,
            on_reconnecting=on_reconnecting,
            on_reconnected=on_reconnected,
            max_queue_size=max_queue_size,
        )


class AsyncRealtimeWithRawResponse:
    """`client.realtime` with responses as they came, their headers included."""

    def __init__(self, realtime: AsyncRealtime) -> None:
        self._realtime = realtime

    @cached_property
    def client_secrets(self) -> AsyncClientSecretsWithRawResponse:
        """Short-lived keys with which a browser or a phone opens a session itself."""
        from .client_secrets import AsyncClientSecretsWithRawResponse

        return AsyncClientSecretsWithRawResponse(self._realtime.client_secrets)

    @cached_property
    def calls(self) -> AsyncCallsWithRawResponse:
        """Calls that reach a model by WebRTC or SIP."""
        from .calls import AsyncCallsWithRawResponse

        return AsyncCallsWithRawResponse(self._realtime.calls)


class AsyncRealtimeWithStreamingResponse:
    """`client.realtime` with responses whose body has not been read yet."""

    def __init__(self, realtime: AsyncRealtime) -> None:
        self._realtime = realtime

    @cached_property
    def client_secrets(self) -> AsyncClientSecretsWithStreamingResponse:
        """Short-lived keys with which a browser or a phone opens a session itself."""
        from .client_secrets import AsyncClientSecretsWithStreamingResponse

        return AsyncClientSecretsWithStreamingResponse(self._realtime.client_secrets)

    @cached_property
    def calls(self) -> AsyncCallsWithStreamingResponse:
        """Calls that reach a model by WebRTC or SIP."""
        from .calls import AsyncCallsWithStreamingResponse

        return AsyncCallsWithStreamingResponse(self._realtime.calls)


class AsyncRealtimeConnection(
    AsyncConnection["RealtimeServerEvent | UnknownEvent"],
    AsyncHandlers["RealtimeServerEvent | UnknownEvent", "RealtimeOn[AsyncRealtimeConnection]"],
):
    """A connection is a session. The service opens with `session.created`; from then on both sides
    send when they have something to say.
    """

    _channel = _CONNECT

    @cached_property
    def conversation(self) -> AsyncRealtimeConversationResource:
        """Sends `conversation` messages."""
        return AsyncRealtimeConversationResource(self)

    @cached_property
    def input_audio_buffer(self) -> AsyncRealtimeInputAudioBufferResource:
        """Sends `input_audio_buffer` messages."""
        return AsyncRealtimeInputAudioBufferResource(self)

    @cached_property
    def output_audio_buffer(self) -> AsyncRealtimeOutputAudioBufferResource:
        """Sends `output_audio_buffer` messages."""
        return AsyncRealtimeOutputAudioBufferResource(self)

    @cached_property
    def response(self) -> AsyncRealtimeResponseResource:
        """Sends `response` messages."""
        return AsyncRealtimeResponseResource(self)

    @cached_property
    def session(self) -> AsyncRealtimeSessionResource:
        """Sends `session` messages."""
        return AsyncRealtimeSessionResource(self)

    async def recv(self) -> RealtimeServerEvent | UnknownEvent:
        """Wait for the next message.

        Raises:
            WebSocketConnectionClosedError: the connection is closed.
        """
        return await self._recv_event()

    def __aiter__(self) -> AsyncIterator[RealtimeServerEvent | UnknownEvent]:
        """Iterate over messages until the server closes the connection normally.

        Raises:
            WebSocketConnectionClosedError: it was closed for any other reason.
        """
        return self._iterate_events()

    def parse_event(self, data: str | bytes) -> RealtimeServerEvent | UnknownEvent:
        """Turn the data of a frame, as `recv_bytes` gives it, into a message."""
        return self._parse_event(data)

    async def send(self, event: RealtimeClientEvent | RealtimeClientEventParam) -> None:
        """Send a message.

        Args:
            event: a model, or a dict of the same shape.

        Raises:
            WebSocketConnectionClosedError: the connection is closed.
        """
        await self._send_event(event)


class AsyncRealtimeConnectionManager(
    AsyncHandlersManager[
        AsyncRealtimeConnection,
        "RealtimeServerEvent | UnknownEvent",
        "RealtimeOn[AsyncRealtimeConnectionManager]",
    ]
):
    """Opens the connection when the `with` block is entered, and closes it at its end."""

    def __init__(
        self,
        *,
        client: AsyncOpenAI,
        call_id: str | Omit = omit,
        model: str | Omit = omit,
        extra_query: Query,
        extra_headers: Headers,
        websocket_connection_options: WebsocketConnectionOptions,
        reconnect: ReconnectPolicy | bool | None,
        on_reconnecting: AsyncOnReconnecting | None,
        on_reconnected: OnReconnected[AsyncRealtimeConnection] | None,
        max_queue_size: int,
    ) -> None:
        super().__init__(
            AsyncRealtimeConnection,
            client,
            _CONNECT,
            path={},
            query={
                "call_id": call_id,
                "model": model,
            },
            headers={},
            extra_query=extra_query,
            extra_headers=extra_headers,
            options=websocket_connection_options,
            reconnect=reconnect,
            on_reconnecting=on_reconnecting,
            on_reconnected=on_reconnected,
            max_queue_size=max_queue_size,
        )

    def send(self, event: RealtimeClientEvent | RealtimeClientEventParam) -> None:
        """Keep a message until the connection is there; it is sent before any other.

        Raises:
            WebSocketQueueFullError: the messages that wait have `max_queue_size` bytes.
        """
        self._send_early(event)

    async def enter(self) -> AsyncRealtimeConnection:
        """Connect now; the caller closes the connection.

        Raises:
            APIStatusError: the server refused the handshake.
            APIConnectionError: there was no answer, or none that is a WebSocket's.
        """
        return await super().enter()

    async def __aenter__(self) -> AsyncRealtimeConnection:
        return await super().__aenter__()


class AsyncRealtimeConversationItemResource(AsyncConnectionResource):
    """Sends `item` messages."""

    async def create(
        self,
        *,
        item: ConversationItem | ConversationItemParam,
        event_id: str | Omit = omit,
        previous_item_id: str | Omit = omit,
    ) -> None:
        """Adds a message, a function result or an MCP approval. The service confirms with
        `conversation.item.added` and `conversation.item.done`. Nothing is answered until a
        response is asked for.

        Args:
            item: The item to add.
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
            previous_item_id: Id of the item to insert after. `root` inserts at the start;
                leaving it out appends. An id that does not exist is an error.
        """
        await self._connection.send_message(
            {
                "type": "conversation.item.create",
                "item": item,
                "event_id": event_id,
                "previous_item_id": previous_item_id,
            }
        )

    async def delete(
        self,
        *,
        item_id: str,
        event_id: str | Omit = omit,
    ) -> None:
        """Removes an item from the history. The service confirms with `conversation.item.deleted`,
        or sends an `error` event when the item does not exist.

        Args:
            item_id: Id of the item to remove.
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        await self._connection.send_message(
            {
                "type": "conversation.item.delete",
                "item_id": item_id,
                "event_id": event_id,
            }
        )

    async def retrieve(
        self,
        *,
        item_id: str,
        event_id: str | Omit = omit,
    ) -> None:
        """Asks for one item, for example to hear your own audio after noise reduction. The service
        answers with `conversation.item.retrieved`, or an `error` event when the item does not
        exist.

        Args:
            item_id: Id of the item to fetch.
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        await self._connection.send_message(
            {
                "type": "conversation.item.retrieve",
                "item_id": item_id,
                "event_id": event_id,
            }
        )

    async def truncate(
        self,
        *,
        audio_end_ms: int,
        content_index: int,
        item_id: str,
        event_id: str | Omit = omit,
    ) -> None:
        """Cuts the audio of an earlier answer, typically when the user interrupts playback. The
        transcript goes too, so that the model does not count on words nobody heard. The service
        confirms with `conversation.item.truncated`.

        Args:
            audio_end_ms: Length of audio to keep, in milliseconds. Asking for more than
                there is gives an `error` event.
            content_index: Position of the part to cut in the content of the item. Use 0.
            item_id: Id of the assistant message to cut. No other kind of item can be cut.
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        await self._connection.send_message(
            {
                "type": "conversation.item.truncate",
                "audio_end_ms": audio_end_ms,
                "content_index": content_index,
                "item_id": item_id,
                "event_id": event_id,
            }
        )


class AsyncRealtimeConversationResource(AsyncConnectionResource):
    """Sends `conversation` messages."""

    @cached_property
    def item(self) -> AsyncRealtimeConversationItemResource:
        """Sends `item` messages."""
        return AsyncRealtimeConversationItemResource(self._connection)


class AsyncRealtimeInputAudioBufferResource(AsyncConnectionResource):
    """Sends `input_audio_buffer` messages."""

    async def append(
        self,
        *,
        audio: str | bytes,
        event_id: str | Omit = omit,
    ) -> None:
        """Adds audio to the input buffer. Send pieces as they are recorded; small ones let turn
        detection react sooner. The service does not confirm this event.

        Args:
            audio: The audio in base64, encoded as the `format` of the session input says.
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        await self._connection.send_message(
            {
                "type": "input_audio_buffer.append",
                "audio": base64_text(audio),
                "event_id": event_id,
            }
        )

    async def clear(
        self,
        *,
        event_id: str | Omit = omit,
    ) -> None:
        """Empties the input buffer. The service confirms with `input_audio_buffer.cleared`.

        Args:
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        await self._connection.send_message(
            {
                "type": "input_audio_buffer.clear",
                "event_id": event_id,
            }
        )

    async def commit(
        self,
        *,
        event_id: str | Omit = omit,
    ) -> None:
        """Makes a user message of the buffered audio. Only needed without turn detection. It
        starts transcription if that is on, but no response. The service confirms with
        `input_audio_buffer.committed`, or an `error` event when the buffer is empty.

        Args:
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        await self._connection.send_message(
            {
                "type": "input_audio_buffer.commit",
                "event_id": event_id,
            }
        )


class AsyncRealtimeOutputAudioBufferResource(AsyncConnectionResource):
    """Sends `output_audio_buffer` messages."""

    async def clear(
        self,
        *,
        event_id: str | Omit = omit,
    ) -> None:
        """Cuts off playback at once, over WebRTC and SIP only. Send `response.cancel` first so
        that no more audio is made. The service confirms with `output_audio_buffer.cleared`.

        Args:
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        await self._connection.send_message(
            {
                "type": "output_audio_buffer.clear",
                "event_id": event_id,
            }
        )


class AsyncRealtimeResponseResource(AsyncConnectionResource):
    """Sends `response` messages."""

    async def cancel(
        self,
        *,
        event_id: str | Omit = omit,
        response_id: str | Omit = omit,
    ) -> None:
        """Stops a response in progress. The service ends it with a `response.done` whose status is
        `cancelled`. With nothing to stop, an `error` event comes back and the session goes on.

        Args:
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
            response_id: Id of the response to stop. Leave it out to stop the one in
                progress in the default conversation.
        """
        await self._connection.send_message(
            {
                "type": "response.cancel",
                "event_id": event_id,
                "response_id": response_id,
            }
        )

    async def create(
        self,
        *,
        event_id: str | Omit = omit,
        response: RealtimeResponseCreateParams | RealtimeResponseCreateParamsParam | Omit = omit,
    ) -> None:
        """Makes the model answer. `response.created` comes first, then events for each item and
        part, and `response.done` last. With turn detection on this happens by itself at the end
        of a turn.

        Args:
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
            response: Settings for this response only. Whatever is left out is taken from
                the session.
        """
        await self._connection.send_message(
            {
                "type": "response.create",
                "event_id": event_id,
                "response": response,
            }
        )


class AsyncRealtimeSessionResource(AsyncConnectionResource):
    """Sends `session` messages."""

    async def update(
        self,
        *,
        session: RealtimeSessionCreateRequest
        | RealtimeTranscriptionSessionCreateRequest
        | RealtimeSessionCreateRequestParam
        | RealtimeTranscriptionSessionCreateRequestParam,
        event_id: str | Omit = omit,
    ) -> None:
        """Changes settings at any time; fields left out keep their value. An empty string clears
        the instructions, an empty list the tools, and null the turn detection. The service
        confirms with `session.updated`, which has the full settings.

        Args:
            session: Settings to change. The `type` must be that of the running session.
            event_id: Id you choose for this event. An `error` event that it causes repeats
                it.
        """
        await self._connection.send_message(
            {
                "type": "session.update",
                "session": session,
                "event_id": event_id,
            }
        )
