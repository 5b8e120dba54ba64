"""Events as a user reads them: narrowing by tag, matching, nested items."""

from __future__ import annotations

from typing import assert_never, assert_type

import openai_realtime.types.realtime as t
from openai_realtime import AsyncOpenAI, OpenAI, UnknownEvent, UnknownVariant, is_unknown
from openai_realtime.resources.realtime.realtime import (
    AsyncRealtimeConnection,
    RealtimeConnection,
)

# Four events have no module of their own.
from openai_realtime.types.realtime import realtime_server_event as local


def blocking(client: OpenAI) -> None:
    with client.realtime.connect(model="gpt-realtime") as connection:
        assert_type(connection, RealtimeConnection)
        assert_type(connection.recv_bytes(), bytes)
        assert_type(connection.recv(), t.RealtimeServerEvent | UnknownEvent)
        assert_type(connection.parse_event(b"{}"), t.RealtimeServerEvent | UnknownEvent)
        for event in connection:
            by_comparison(event)
            by_tag(event)
            by_class(event)
    opened = client.realtime.connect(
        call_id="rtc_1",
        extra_query={"a": 1},
        extra_headers={"X-A": "1"},
        websocket_connection_options={"max_size": None, "ping_interval": 5},
    ).enter()
    opened.close(code=4000, reason="done")


async def asyncio(client: AsyncOpenAI) -> None:
    async with client.realtime.connect(model="gpt-realtime") as connection:
        assert_type(connection, AsyncRealtimeConnection)
        assert_type(await connection.recv_bytes(), bytes)
        assert_type(await connection.recv(), t.RealtimeServerEvent | UnknownEvent)
        async for event in connection:
            assert_type(event, t.RealtimeServerEvent | UnknownEvent)
    opened = await client.realtime.connect(model="gpt-realtime").enter()
    await opened.close()


def by_comparison(event: t.RealtimeServerEvent | UnknownEvent) -> None:
    if event.type == "response.output_audio.delta":
        assert_type(event, t.ResponseAudioDeltaEvent)
        assert_type(event.delta, str)
    elif event.type == "response.done":
        assert_type(event, t.ResponseDoneEvent)
        for item in event.response.output or []:
            by_item(item)
    elif event.type == "error":
        assert_type(event, t.RealtimeErrorEvent)
        assert_type(event.error.message, str)
    elif event.type == "unknown":
        assert_type(event, UnknownEvent)
        assert_type(event.error, str | None)


def by_tag(event: t.RealtimeServerEvent | UnknownEvent) -> None:
    match event.type:
        case "session.created":
            assert_type(event, t.SessionCreatedEvent)
        case "response.output_audio_transcript.delta":
            assert_type(event, t.ResponseAudioTranscriptDeltaEvent)
        case _:
            pass


def by_item(item: t.ConversationItem) -> None:
    if is_unknown(item):
        print(item.raw)
        return
    if item.type == "message":
        if item.role == "user":
            assert_type(item, t.RealtimeConversationItemUserMessage)
        elif item.role == "assistant":
            assert_type(item, t.RealtimeConversationItemAssistantMessage)
        else:
            assert_type(item, t.RealtimeConversationItemSystemMessage)
    elif item.type == "function_call":
        assert_type(item, t.RealtimeConversationItemFunctionCall)
        assert_type(item.name, str)
    elif item.type == "function_call_output":
        assert_type(item, t.RealtimeConversationItemFunctionCallOutput)
    elif item.type == "mcp_approval_request":
        assert_type(item, t.RealtimeMcpApprovalRequest)
    elif item.type == "mcp_approval_response":
        assert_type(item, t.RealtimeMcpApprovalResponse)
    elif item.type == "mcp_list_tools":
        assert_type(item, t.RealtimeMcpListTools)
    else:
        assert_type(item, t.RealtimeMcpToolCall)


def session_of(event: t.SessionCreatedEvent) -> None:
    if event.session.type == "realtime":
        assert_type(event.session, t.RealtimeSessionCreateRequest)
    else:
        assert_type(event.session, t.RealtimeTranscriptionSessionCreateRequest)


def unknown(value: UnknownVariant) -> None:
    assert_type(value.error, str | None)
    assert_type(value.to_dict(), dict[str, object])


def by_class(event: t.RealtimeServerEvent | UnknownEvent) -> None:
    """Every class of the union, and nothing besides."""
    match event:
        case UnknownEvent():
            print(event.raw)
        case t.RealtimeErrorEvent():
            print(event.error.message)
        case t.SessionCreatedEvent() | t.SessionUpdatedEvent():
            print(event.session.type)
        case t.ConversationCreatedEvent():
            print(event.conversation.id)
        case (
            t.ConversationItemAdded()
            | t.ConversationItemCreatedEvent()
            | t.ConversationItemDone()
            | local.ConversationItemRetrieved()
        ):
            by_item(event.item)
        case t.ConversationItemDeletedEvent() | t.ConversationItemTruncatedEvent():
            print(event.item_id)
        case (
            t.ConversationItemInputAudioTranscriptionCompletedEvent()
            | t.ConversationItemInputAudioTranscriptionDeltaEvent()
            | t.ConversationItemInputAudioTranscriptionFailedEvent()
            | t.ConversationItemInputAudioTranscriptionSegment()
        ):
            print(event.item_id)
        case (
            t.InputAudioBufferClearedEvent()
            | t.InputAudioBufferCommittedEvent()
            | t.InputAudioBufferDtmfEventReceivedEvent()
            | t.InputAudioBufferSpeechStartedEvent()
            | t.InputAudioBufferSpeechStoppedEvent()
            | t.InputAudioBufferTimeoutTriggered()
        ):
            print(event.type)
        case t.RateLimitsUpdatedEvent():
            print([limit.remaining for limit in event.rate_limits])
        case t.ResponseAudioDeltaEvent() | t.ResponseAudioTranscriptDeltaEvent():
            print(event.delta)
        case t.ResponseAudioDoneEvent() | t.ResponseAudioTranscriptDoneEvent():
            print(event.response_id)
        case t.ResponseContentPartAddedEvent() | t.ResponseContentPartDoneEvent():
            print(event.part)
        case t.ResponseCreatedEvent() | t.ResponseDoneEvent():
            print(event.response.status)
        case t.ResponseFunctionCallArgumentsDeltaEvent() | t.ResponseTextDeltaEvent():
            print(event.delta)
        case t.ResponseFunctionCallArgumentsDoneEvent():
            print(event.arguments)
        case t.ResponseOutputItemAddedEvent() | t.ResponseOutputItemDoneEvent():
            by_item(event.item)
        case t.ResponseTextDoneEvent():
            print(event.text)
        case (
            t.McpListToolsInProgress()
            | t.McpListToolsCompleted()
            | t.McpListToolsFailed()
            | t.ResponseMcpCallArgumentsDelta()
            | t.ResponseMcpCallArgumentsDone()
            | t.ResponseMcpCallInProgress()
            | t.ResponseMcpCallCompleted()
            | t.ResponseMcpCallFailed()
        ):
            print(event.item_id)
        case (
            local.OutputAudioBufferStarted()
            | local.OutputAudioBufferStopped()
            | local.OutputAudioBufferCleared()
        ):
            print(event.response_id)
        case _:
            assert_never(event)
