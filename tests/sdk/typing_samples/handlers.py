"""Functions for messages, as a user adds them: by name, by class, on a connection or before it."""

from __future__ import annotations

from typing import Any, assert_type

import openai_realtime.types.realtime as t
from openai_realtime import AsyncOpenAI, OpenAI, UnknownEvent, WebSocketEventError
from openai_realtime.resources.realtime.realtime import (
    AsyncRealtimeConnection,
    RealtimeConnection,
    RealtimeConnectionManager,
)


def blocking(client: OpenAI) -> None:
    with client.realtime.connect(model="gpt-realtime") as connection:

        @connection.on("response.done")
        def done(event: t.ResponseDoneEvent) -> int:
            connection.close()
            return len(event.response.output or [])

        @connection.once("error")
        @connection.on("session.updated")
        def either(event: t.RealtimeErrorEvent | t.SessionUpdatedEvent) -> None:
            print(event.type)

        @connection.on(t.SessionCreatedEvent)
        def created(event: t.SessionCreatedEvent) -> str:
            return event.session.type

        def any_event(event: object) -> None:
            print(event)

        def by_name(event: t.ResponseAudioDeltaEvent) -> None:
            print(event.delta)

        added = connection.on("response.output_audio.delta", by_name).on("unknown", any_event)
        assert_type(added, RealtimeConnection)
        connection.on("response.output_text.delta", lambda event: print(event.delta))
        connection.on("*", lambda event: print(event.type))
        connection.on("unknown", lambda event: print(event.raw, event.error))
        connection.on(t.ResponseTextDoneEvent, lambda event: print(event.text))
        assert_type(connection.off("response.done", done), RealtimeConnection)
        connection.off(t.SessionCreatedEvent, created)
        connection.off("error", either)
        connection.dispatch_events()
        connection.dispatch_events(on_handler_error=failed)


def failed(error: Exception, event: t.RealtimeServerEvent | UnknownEvent) -> None:
    print(error, event.type)


def before_connecting(client: OpenAI) -> None:
    manager = client.realtime.connect(model="gpt-realtime")

    @manager.on("error")
    def error(event: t.RealtimeErrorEvent) -> None:
        print(event.error.message)

    def start(connection: RealtimeConnection) -> None:
        connection.response.create()

    same = manager.on("response.done", lambda event: print(event.response.status))
    assert_type(same, RealtimeConnectionManager)
    try:
        manager.run()
        manager.run(start, on_handler_error=failed)
    except WebSocketEventError as raised:
        print(raised.event, raised.code, error)


async def asyncio(client: AsyncOpenAI) -> None:
    async with client.realtime.connect(model="gpt-realtime") as connection:

        @connection.on("response.done")
        async def done(event: t.ResponseDoneEvent) -> None:
            print(event.response.status)
            await connection.close()

        @connection.once("session.created")
        def created(event: t.SessionCreatedEvent) -> None:
            print(event.session.type)

        added = connection.on("response.done", done).on("session.created", created)
        assert_type(added, AsyncRealtimeConnection)
        await connection.dispatch_events()
    await client.realtime.connect(model="gpt-realtime").on("response.done", done).run(start)


async def start(connection: AsyncRealtimeConnection) -> None:
    await connection.response.create()


def of_another_message(event: t.ResponseDoneEvent) -> None:
    print(event.response.status)


def wrong(client: OpenAI, name: str) -> None:
    connection = client.realtime.connect(model="gpt-realtime").enter()
    connection.on("error", of_another_message)  # type: ignore[call-overload]
    connection.once("error", of_another_message)  # type: ignore[call-overload]
    connection.on("error")(of_another_message)  # type: ignore[type-var]
    connection.on(t.RealtimeErrorEvent, of_another_message)  # type: ignore[arg-type]
    connection.on("respons.done", of_another_message)  # type: ignore[call-overload]
    connection.on(name, of_another_message)  # type: ignore[call-overload]
    connection.on("error", lambda event: print(event.response))  # type: ignore[call-overload]
    connection.on("error", 5)  # type: ignore[call-overload]


def with_what_comes_back(connection: RealtimeConnection) -> Any:
    @connection.on("response.done")
    def done(event: t.ResponseDoneEvent) -> int:
        return len(event.response.output or [])

    return done.response  # type: ignore[attr-defined]
