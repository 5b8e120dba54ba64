"""What a user sends: a helper per event, models, and dicts of the same shape."""

from __future__ import annotations

from openai_realtime import AsyncOpenAI, OpenAI, omit
from openai_realtime.types.realtime import (
    ConversationItemCreateEvent,
    RealtimeClientEvent,
    RealtimeClientEventParam,
    RealtimeConversationItemUserMessage,
    RealtimeFunctionToolParam,
    ResponseCreateEvent,
)
from openai_realtime.types.realtime.realtime_conversation_item_user_message import Content


def helpers(client: OpenAI) -> None:
    with client.realtime.connect(model="gpt-realtime") as connection:
        connection.session.update(
            session={
                "type": "realtime",
                "instructions": "Be brief.",
                "audio": {"input": {"turn_detection": None}},
                "tools": [{"type": "mcp", "server_label": "s", "server_url": "https://h.test"}],
            }
        )
        connection.session.update(session={"type": "transcription"}, event_id="e")
        connection.response.create()
        connection.response.create(response={"output_modalities": ["text"], "metadata": {"a": "b"}})
        connection.response.cancel(response_id=omit)
        connection.input_audio_buffer.append(audio=b"\x00\x00")
        connection.input_audio_buffer.append(audio="AAA=", event_id="e")
        connection.input_audio_buffer.commit()
        connection.input_audio_buffer.clear()
        connection.output_audio_buffer.clear()
        connection.conversation.item.create(
            item={
                "type": "message",
                "role": "user",
                "content": [{"type": "input_text", "text": "Hello"}],
            },
            previous_item_id="root",
        )
        connection.conversation.item.create(
            item={"type": "function_call_output", "call_id": "call_1", "output": "{}"}
        )
        connection.conversation.item.delete(item_id="item_1")
        connection.conversation.item.retrieve(item_id="item_1")
        connection.conversation.item.truncate(item_id="i", content_index=0, audio_end_ms=1500)


async def helpers_async(client: AsyncOpenAI) -> None:
    async with client.realtime.connect(model="gpt-realtime") as connection:
        await connection.session.update(session={"type": "realtime"})
        await connection.response.create()
        await connection.response.cancel()
        await connection.input_audio_buffer.append(audio=b"\x00\x00")
        await connection.input_audio_buffer.commit()
        await connection.input_audio_buffer.clear()
        await connection.output_audio_buffer.clear()
        await connection.conversation.item.delete(item_id="item_1")


def whole_events(client: OpenAI, any_event: RealtimeClientEvent) -> None:
    message = RealtimeConversationItemUserMessage(
        type="message", role="user", content=[Content(type="input_text", text="Hello")]
    )
    cancel: RealtimeClientEventParam = {"type": "response.cancel"}
    with client.realtime.connect(model="gpt-realtime") as connection:
        connection.send(any_event)
        connection.send(ResponseCreateEvent(type="response.create"))
        connection.send(ConversationItemCreateEvent(type="conversation.item.create", item=message))
        connection.send(cancel)
        connection.send({"type": "input_audio_buffer.append", "audio": "AAA="})
        connection.send({"type": "session.update", "session": {"type": "realtime"}})
        connection.send_raw('{"type": "response.cancel"}')


def what_came_back(client: OpenAI, tools: list[RealtimeFunctionToolParam]) -> None:
    with client.realtime.connect(model="gpt-realtime") as connection:
        for event in connection:
            if event.type == "session.created":
                session = event.session
                connection.session.update(session=session)
                connection.send({"type": "session.update", "session": session})
                if session.type == "realtime":
                    own = session.tools or []
                    connection.session.update(session={"type": "realtime", "tools": own})
                    client.realtime.calls.accept(
                        "rtc_1", type="realtime", audio=session.audio or omit
                    )
                    client.realtime.calls.accept("rtc_1", type="realtime", tools=[*own, *tools])
                    client.realtime.calls.accept("rtc_1", type="realtime", tools=tools)
            elif event.type == "conversation.item.done":
                connection.conversation.item.create(item=event.item)
