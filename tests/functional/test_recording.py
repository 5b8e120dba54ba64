"""Recordings of connections of a generated package over a real server, blocking and asyncio."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.server import ServerConnection

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import websocket_server

KEY = "chat-key-0123456789"

# A credential in the query, text and binary messages, and one that is called as the method is.
CHAT = """
asyncapi: 3.0.0
info: {title: Chat, version: '1'}
servers: {live: {host: example.com, pathname: /v2, protocol: wss,
    security: [{$ref: '#/components/securitySchemes/key'}]}}
channels:
  chat:
    address: /chat/{room}
    parameters: {room: {}}
    messages:
      Say: {payload: {type: object, required: [op], properties: {op: {const: say},
          text: {type: string}, chat_pass: {type: string}}}}
      Record: {payload: {type: object, required: [op], properties: {op: {const: record}}}}
      Said: {payload: {type: object, required: [op], properties: {op: {const: said},
          text: {type: string}}}}
      Sound: {payload: {type: string, format: binary}}
operations:
  send: {action: send, channel: {$ref: '#/channels/chat'}, messages: [
      {$ref: '#/channels/chat/messages/Say'}, {$ref: '#/channels/chat/messages/Record'}]}
  receive: {action: receive, channel: {$ref: '#/channels/chat'}, messages: [
      {$ref: '#/channels/chat/messages/Said'}, {$ref: '#/channels/chat/messages/Sound'}]}
components:
  securitySchemes: {key: {type: httpApiKey, in: query, name: chat_pass}}
"""


@pytest.fixture(scope="module")
def chat(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=CHAT, config="describes: client")


Conversation = Callable[[Any, Any], Any]
"""Takes a connection, and a function that awaits where there is something to await."""


@pytest.fixture(params=["blocking", "asyncio"])
def talk(request: pytest.FixtureRequest, chat: GeneratedPackage) -> Any:
    """Connect and have a conversation; give what it gives."""

    def run(server_side: Any, conversation: Any) -> Any:
        with websocket_server(server_side) as server:
            if request.param == "asyncio":
                return asyncio.run(awaited(server.url, conversation))
            with (
                chat.module().Chat(api_key=KEY, base_url=server.url) as client,
                client.chat.connect("lobby") as connection,
            ):
                steps = conversation(connection)
                given = None
                while True:
                    try:
                        given = steps.send(given)
                    except StopIteration as end:
                        return end.value

    async def awaited(url: str, conversation: Any) -> Any:
        async with (
            chat.module().AsyncChat(api_key=KEY, base_url=url) as client,
            client.chat.connect("lobby") as connection,
        ):
            steps = conversation(connection)
            step = steps.send, None
            while True:
                try:
                    resume, value = step
                    waiting = resume(value)
                except StopIteration as end:
                    return end.value
                try:
                    step = steps.send, await waiting
                except Exception as error:  # noqa: BLE001 - it is the conversation's own
                    step = steps.throw, error

    return run


def answers(connection: ServerConnection) -> None:
    connection.send(f'{{"op":"said","text":"with {KEY}"}}')
    connection.recv()
    connection.send(b"\0\1\2")
    connection.close(4001, f"bye {KEY}")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_both_directions(talk: Any, tmp_path: Path, chat: GeneratedPackage) -> None:
    path = tmp_path / "trace.jsonl"

    def conversation(connection: Any) -> Any:
        connection.record(path)
        first = yield connection.recv()
        yield connection.say(text="hi", chat_pass="hidden")
        sound = yield connection.recv()
        with pytest.raises(chat.module().WebSocketConnectionClosedError):
            yield connection.recv()
        return first, sound

    first, sound = talk(answers, conversation)
    # The user gets what came; only the file is masked.
    assert (first.text, sound) == (f"with {KEY}", b"\0\1\2")
    header, *rest = lines(path)
    assert header == {
        "trace": 1,
        "at": header["at"],
        "channel": "/chat/{room}",
        "sdk": "Chat",
        "version": header["version"],
        "url": header["url"],
        "tag": "op",
    }
    assert header["url"].startswith("ws://127.0.0.1:")
    assert header["url"].endswith("/chat/lobby")
    assert KEY not in path.read_text()
    assert all(line.pop("at") for line in rest)
    times = [line.pop("t") for line in rest]
    assert times == sorted(times)
    assert rest == [
        {"dir": "received", "size": 47, "msg": {"op": "said", "text": "with ***"}},
        {"dir": "sent", "size": 45, "msg": {"op": "say", "text": "hi", "chat_pass": "***"}},
        {"dir": "received", "size": 3, "base64": "AAEC"},
        {"event": "close", "dir": "received", "code": 4001, "reason": "bye ***"},
    ]


def test_it_stops_and_another_one_begins(talk: Any, tmp_path: Path) -> None:
    def conversation(connection: Any) -> Any:
        plain = connection._connection
        connection.stop_recording()
        yield connection.say(text="0")
        connection.record(tmp_path / "1.jsonl")
        yield connection.say(text="1")
        connection.record(str(tmp_path / "2.jsonl"), secrets=["text"], max_bytes=100_000)
        yield connection.say(text="2")
        connection.stop_recording()
        assert connection._connection is plain
        yield connection.say(text="3")
        connection.record(tmp_path / "3.jsonl")
        yield connection.close(code=4000, reason="enough")

    talk(lambda connection: None, conversation)
    members = ("msg", "event", "code", "reason", "dir")
    assert [
        [{m: line[m] for m in members if m in line} for line in lines(tmp_path / f"{n}.jsonl")[1:]]
        for n in (1, 2, 3)
    ] == [
        [{"msg": {"op": "say", "text": "1"}, "dir": "sent"}, {"event": "stop"}],
        [{"msg": {"op": "say", "text": "***"}, "dir": "sent"}, {"event": "stop"}],
        [{"event": "close", "code": 4000, "reason": "enough", "dir": "sent"}],
    ]


def test_a_file_error_does_not_end_the_conversation(
    talk: Any, tmp_path: Path, chat: GeneratedPackage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, chat.name)

    def conversation(connection: Any) -> Any:
        connection.record(tmp_path / "none" / "trace.jsonl")
        event = yield connection.recv()
        yield connection.say(text="hi")
        yield connection.recv()
        connection.stop_recording()
        return event

    assert talk(answers, conversation).op == "said"
    [record] = [r for r in caplog.records if r.name == chat.name]
    assert record.levelname == "WARNING"
    assert record.getMessage().endswith("ended: No such file or directory")


def test_a_message_that_was_not_sent(talk: Any, tmp_path: Path, chat: GeneratedPackage) -> None:
    path = tmp_path / "trace.jsonl"
    closed = chat.module().WebSocketConnectionClosedError

    def conversation(connection: Any) -> Any:
        connection.record(path)
        with pytest.raises(closed):
            yield connection.recv()
        with pytest.raises(closed):
            yield connection.say(text="hi")

    talk(lambda connection: connection.close(1011, "gone"), conversation)
    _, end, failed = lines(path)
    assert (end["event"], end["dir"], end["code"], end["reason"]) == (
        "close", "received", 1011, "gone")  # fmt: skip
    assert (failed["dir"], failed["failed"], failed["msg"]["text"]) == ("sent", True, "hi")


def test_it_goes_on_with_another_connection(
    talk: Any, tmp_path: Path, chat: GeneratedPackage
) -> None:
    path = tmp_path / "trace.jsonl"

    def conversation(connection: Any) -> Any:
        connection.record(path)
        recorded = connection._connection
        connection._connection = connection._recorded(recorded.connection)
        assert connection._connection is not recorded
        yield connection.say(text="again")
        connection.stop_recording()
        # Without a recording the connection stays what it is.
        assert connection._recorded(connection._connection) is connection._connection

    talk(lambda connection: None, conversation)
    assert [line.get("event") or line["dir"] for line in lines(path)[1:]] == [
        "close", "reconnect", "sent", "stop"]  # fmt: skip


def test_a_message_called_record_keeps_its_helper(talk: Any) -> None:
    def conversation(connection: Any) -> Any:
        yield connection.record_()
        return (yield connection.recv()).raw

    def echo(connection: ServerConnection) -> None:
        connection.send(json.dumps({"op": "echo", "was": json.loads(connection.recv())}))

    assert talk(echo, conversation)["was"] == {"op": "record"}
