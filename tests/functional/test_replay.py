"""A conversation is recorded, and the recording plays the server in the next one."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest
from typer.testing import CliRunner
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.sync.server import ServerConnection

from codegen.cli import app
from codegen.mock import ReplayMismatchError, ReplayServer
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import websocket_server

# Requests with ids that the client makes afresh, and events beside them.
DESK = """
asyncapi: 3.0.0
info: {title: Desk, version: '1'}
servers: {live: {host: example.com, pathname: /v2, protocol: wss}}
channels:
  desk:
    address: /desk/{room}
    parameters: {room: {}}
    messages:
      Ask: {payload: {type: object, required: [op, id], properties: {op: {const: ask},
          id: {type: string}, text: {type: string}}},
          correlationId: {location: '$message.payload#/id'}}
      Say: {payload: {type: object, required: [op], properties: {op: {const: say},
          text: {type: string}}}}
      Answer: {payload: {type: object, required: [op, id], properties: {op: {const: answer},
          id: {type: string}, text: {type: string}}},
          correlationId: {location: '$message.payload#/id'}}
      News: {payload: {type: object, required: [op], properties: {op: {const: news},
          text: {type: string}}}}
operations:
  ask: {action: send, channel: {$ref: '#/channels/desk'}, messages: [
      {$ref: '#/channels/desk/messages/Ask'}], reply: {channel: {$ref: '#/channels/desk'},
      messages: [{$ref: '#/channels/desk/messages/Answer'}]}}
  say: {action: send, channel: {$ref: '#/channels/desk'}, messages: [
      {$ref: '#/channels/desk/messages/Say'}]}
  news: {action: receive, channel: {$ref: '#/channels/desk'}, messages: [
      {$ref: '#/channels/desk/messages/News'}]}
"""


@pytest.fixture(scope="module")
def desk(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(asyncapi=DESK, config="describes: client")


def serves(connection: ServerConnection) -> None:
    connection.send('{"op":"news","text":"open"}')
    for _ in range(2):
        ask = json.loads(connection.recv())
        connection.send(json.dumps({"op": "answer", "id": ask["id"], "text": f"to {ask['text']}"}))
    connection.recv()
    connection.close(4000, "that was all")


def talks(desk: GeneratedPackage, url: str, path: Path | None) -> list[Any]:
    """The conversation of a user, blocking."""
    with desk.module().Desk(base_url=url) as client, client.desk.connect("one") as connection:
        if path is not None:
            connection.record(path)
        seen = [connection.ask(text="first").text, connection.ask(text="second").text]
        connection.say(text="bye")
        seen.append(connection.recv().text)
        with pytest.raises(desk.module().WebSocketConnectionClosedError) as closed:
            connection.recv()
        return [*seen, closed.value.code, closed.value.reason]


async def talks_async(desk: GeneratedPackage, url: str, path: Path | None) -> list[Any]:
    """The same for asyncio."""
    async with (
        desk.module().AsyncDesk(base_url=url) as client,
        client.desk.connect("one") as connection,
    ):
        if path is not None:
            connection.record(path)
        answers = [await connection.ask(text="first"), await connection.ask(text="second")]
        seen = [answer.text for answer in answers]
        await connection.say(text="bye")
        seen.append((await connection.recv()).text)
        with pytest.raises(desk.module().WebSocketConnectionClosedError) as closed:
            await connection.recv()
        return [*seen, closed.value.code, closed.value.reason]


SAID = ["to first", "to second", "open", 4000, "that was all"]


@pytest.mark.parametrize("flavour", ["blocking", "asyncio"])
@pytest.mark.parametrize("exact", [False, True])
def test_recorded_and_replayed(
    desk: GeneratedPackage, tmp_path: Path, flavour: str, exact: bool
) -> None:
    path = tmp_path / "trace.jsonl"

    def run(url: str, to: Path | None) -> list[Any]:
        if flavour == "asyncio":
            return asyncio.run(talks_async(desk, url, to))
        return talks(desk, url, to)

    with websocket_server(serves) as server:
        assert run(f"{server.url}/v2", path) == SAID
    if exact:
        # Fresh ids are no difference that a test is about.
        path.write_text(masked_ids(path), encoding="utf-8")
    with ReplayServer(path, strict=True, exact=exact) as replay:
        assert replay.base_url.endswith("/v2")
        assert replay.websocket_url.endswith("/v2/desk/one")
        if not exact:  # the ids that are not known come back masked, and nobody waits for them
            assert run(replay.base_url, None) == SAID
            replay.check()
            assert run(replay.base_url, None) == SAID  # and again
            replay.check()


def breaks(connection: ServerConnection) -> None:
    connection.send('{"op":"news","text":"before"}')
    connection.recv()
    connection.socket.shutdown(socket.SHUT_RDWR)


def goes_on(connection: ServerConnection) -> None:
    connection.recv()
    connection.send('{"op":"news","text":"after"}')
    connection.close(1000, "enough")


def listens(desk: GeneratedPackage, url: str, path: Path | None) -> list[str]:
    """A user whose connection breaks; it is opened again, and greeted."""
    policy = desk.module().ReconnectPolicy(initial_delay=0.2, max_delay=0.2)
    arguments = {"reconnect": policy, "on_reconnected": lambda live: live.say(text="back")}
    with (
        desk.module().Desk(base_url=url) as client,
        client.desk.connect("one", **arguments) as connection,
    ):
        if path is not None:
            connection.record(path)
        heard = [connection.recv().text]
        connection.say(text="hi")
        return heard + [event.text for event in connection]


async def listens_async(desk: GeneratedPackage, url: str, path: Path | None) -> list[str]:
    policy = desk.module().ReconnectPolicy(initial_delay=0.2, max_delay=0.2)
    arguments = {"reconnect": policy, "on_reconnected": lambda live: live.say(text="back")}
    async with (
        desk.module().AsyncDesk(base_url=url) as client,
        client.desk.connect("one", **arguments) as connection,
    ):
        if path is not None:
            connection.record(path)
        heard = [(await connection.recv()).text]
        await connection.say(text="hi")
        return heard + [event.text async for event in connection]


@pytest.mark.parametrize("flavour", ["blocking", "asyncio"])
def test_a_connection_that_broke_and_the_next(
    desk: GeneratedPackage, tmp_path: Path, flavour: str
) -> None:
    path = tmp_path / "trace.jsonl"

    def run(url: str, to: Path | None) -> list[str]:
        if flavour == "asyncio":
            return asyncio.run(listens_async(desk, url, to))
        return listens(desk, url, to)

    talks = iter((breaks, goes_on))
    with websocket_server(lambda connection: next(talks)(connection)) as server:
        assert run(f"{server.url}/v2", path) == ["before", "after"]

    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][1:]
    assert [line.get("event") or (line["dir"], line["msg"]["text"]) for line in lines] == [
        ("received", "before"), ("sent", "hi"), "close",
        "reconnect", ("sent", "back"), ("received", "after"), "close",
    ]  # fmt: skip
    assert [line["code"] for line in lines if line.get("event") == "close"] == [1006, 1000]
    gap = lines[3]["t"] - lines[2]["t"]
    assert gap > 0.09

    shown = CliRunner().invoke(app, ["trace", str(path)])
    assert shown.exit_code == 0, shown.output
    assert "reconnections: 1" in shown.output
    page = tmp_path / "out.html"
    assert CliRunner().invoke(app, ["trace", str(path), "--html", str(page)]).exit_code == 0
    assert '["reconnections","1",""]' in page.read_text(encoding="utf-8").replace(", ", ",")

    # The replay breaks where the server did, and is connected to again.
    with ReplayServer(path, strict=True) as replay:
        assert run(replay.base_url, None) == ["before", "after"]
        replay.check()


def masked_ids(path: Path) -> str:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if isinstance(line.get("msg"), dict) and line["dir"] == "sent" and "id" in line["msg"]:
            line["msg"]["id"] = "***"
    return "".join(json.dumps(line) + "\n" for line in lines)


# -- recordings written by hand --------------------------------------------------------------------

SENT, RECEIVED = {"dir": "sent"}, {"dir": "received"}
CONVERSATION = [
    {**RECEIVED, "msg": {"type": "hello"}},
    {**SENT, "msg": {"type": "a", "n": 1}},
    {**SENT, "msg": {"type": "b", "token": "***"}},
    {**RECEIVED, "msg": {"type": "done"}},
    {**RECEIVED, "base64": "AAE="},
    {**RECEIVED, "text": "plain"},
    {**RECEIVED, "event": "close", "code": 1000, "reason": "bye"},
]


def written(folder: Path, lines: list[Any]) -> Path:
    path = folder / "trace.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def sends(url: str, *messages: Any) -> tuple[list[str | bytes], int | None, str | None]:
    """Send messages, and give what comes until the server closes."""
    with connect(url) as client:
        for message in messages:
            client.send(message if isinstance(message, (str, bytes)) else json.dumps(message))
        got: list[str | bytes] = []
        with suppress(ConnectionClosed):
            while True:
                got.append(client.recv())
        return got, client.close_code, client.close_reason


A, B = {"type": "a", "n": 1}, {"type": "b", "token": "secret"}
PLAYED = ['{"type":"hello"}', '{"type":"done"}', b"\0\1", "plain"]


def test_what_the_server_said(tmp_path: Path) -> None:
    with ReplayServer(written(tmp_path, CONVERSATION), exact=True) as server:
        assert sends(server.websocket_url, A, B) == (PLAYED, 1000, "bye")
        server.check()


MISMATCHES: list[tuple[list[Any], list[str]]] = [
    ([{"type": "a", "n": 2}, B], []),
    ([B], ["line 2: expected a, which was not sent"]),
    (
        [{"type": "x"}, A, B],
        [
            "line 2: expected a, got x\n"
            "    --- the trace\n    +++ the client\n    @@ -1,4 +1,3 @@\n     {\n"
            '    -  "n": 1,\n    -  "type": "a"\n    +  "type": "x"\n     }'
        ],
    ),
    (
        [b"\0", A, "\x1b[2J", B],
        [
            "line 2: expected a, got binary of 1 bytes\n"
            "    --- the trace\n    +++ the client\n    @@ -1,4 +1 @@\n    -{\n"
            '    -  "n": 1,\n    -  "type": "a"\n    -}\n    +binary, 1 bytes: 00',
            "line 3: expected b, got text of 4 characters\n"
            "    --- the trace\n    +++ the client\n    @@ -1,4 +1 @@\n    -{\n"
            '    -  "token": "***",\n    -  "type": "b"\n    -}\n    +\\x1b[2J',
        ],
    ),
]


@pytest.mark.parametrize(("messages", "told"), MISMATCHES)
def test_mismatches(tmp_path: Path, messages: list[Any], told: list[str]) -> None:
    with ReplayServer(written(tmp_path, CONVERSATION)) as server:
        assert sends(server.websocket_url, *messages) == (PLAYED, 1000, "bye")
        assert server.wait()
        assert [str(mismatch) for mismatch in server.mismatches] == told


def test_whole_messages(tmp_path: Path) -> None:
    with ReplayServer(written(tmp_path, CONVERSATION), exact=True) as server:
        assert sends(server.websocket_url, {"type": "a", "n": 2}, B)[0] == PLAYED
        with pytest.raises(ReplayMismatchError) as differs:
            server.check()
    assert str(differs.value) == (
        "line 2: a is another one than expected\n"
        "    --- the trace\n    +++ the client\n    @@ -1,4 +1,4 @@\n     {\n"
        '    -  "n": 1,\n    +  "n": 2,\n       "type": "a"\n     }'
    )


def test_strict_closes(tmp_path: Path) -> None:
    with ReplayServer(written(tmp_path, CONVERSATION), strict=True) as server:
        assert sends(server.websocket_url, B) == (
            ['{"type":"hello"}'], 1008, "line 2: expected a, which was not sent")  # fmt: skip
        with pytest.raises(ReplayMismatchError):
            server.check()


def test_a_client_that_says_nothing(tmp_path: Path) -> None:
    with ReplayServer(written(tmp_path, CONVERSATION), patience=0.01) as server:
        assert sends(server.websocket_url) == (PLAYED, 1000, "bye")
        assert server.wait()
        assert [str(mismatch) for mismatch in server.mismatches] == [
            "line 2: expected a, and nothing came",
            "line 3: expected b, and nothing came",
        ]


def test_a_client_that_leaves(tmp_path: Path) -> None:
    with ReplayServer(written(tmp_path, CONVERSATION)) as server:
        with connect(server.websocket_url) as client:
            client.send(json.dumps(A))
        assert server.wait()
        assert [str(m) for m in server.mismatches] == ["line 3: expected b, and the client closed"]


def test_more_than_was_recorded(tmp_path: Path) -> None:
    with ReplayServer(written(tmp_path, CONVERSATION[:2])) as server:
        with connect(server.websocket_url) as client:
            client.recv()
            client.send(json.dumps(A))
            client.send(json.dumps(B))
        assert server.wait()
        assert [str(m) for m in server.mismatches] == [
            "after the last line: nothing expected, got b"
        ]


def test_each_connection_of_a_recording(tmp_path: Path) -> None:
    lines = [
        {**RECEIVED, "msg": 1},
        {**SENT, "msg": {"type": "lost"}, "failed": True},
        {**RECEIVED, "event": "close", "code": 1006, "reason": ""},
        {"event": "reconnect"},
        {**RECEIVED, "msg": "\ud800"},
        {**RECEIVED, "event": "close", "code": 4001, "reason": "x" * 300},
    ]
    with ReplayServer(written(tmp_path, lines)) as server:
        with pytest.raises(ReplayMismatchError, match="0 of 2 connections were played"):
            server.check(0)
        # 1006 is how a connection ends without a code: nobody can send it.
        assert sends(server.websocket_url) == (["1"], 1011, "")
        assert sends(server.websocket_url) == (['"\\ud800"'], 4001, "x" * 123)
        server.check()


def test_numbers_that_the_client_counts_itself(tmp_path: Path) -> None:
    lines = [
        {**SENT, "msg": {"type": "ask", "id": 7, "n": 1}},
        {**RECEIVED, "msg": {"type": "answer", "id": 7, "n": 7, "of": [{"id": 7}]}},
        {**RECEIVED, "event": "close", "code": 1000, "reason": ""},
    ]
    with ReplayServer(written(tmp_path, lines)) as server:
        got, _, _ = sends(server.websocket_url, {"type": "ask", "id": 1, "n": 1})
    assert json.loads(got[0]) == {"type": "answer", "id": 1, "n": 7, "of": [{"id": 1}]}


def test_the_pace_of_the_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        pauses.append(seconds)
        await sleep(0)

    monkeypatch.setattr("codegen.mock.replay.sleep", noted)
    lines = [
        {"t": 1, **RECEIVED, "msg": 1},
        {"t": 3, **RECEIVED, "msg": 2},
        {"t": 9, **SENT, "msg": {"type": "a"}},
        {"t": 10, **RECEIVED, "msg": 3},
        {"t": 14, **RECEIVED, "event": "close", "code": 1000, "reason": ""},
    ]
    with ReplayServer(written(tmp_path, lines), speed=2) as server:
        sends(server.websocket_url, {"type": "a"})
        assert server.wait()
    assert pauses == [1, 0.5, 2]


def test_the_recordings_of_others(tmp_path: Path) -> None:
    folder = Path(__file__).resolve().parents[3] / "shared/recordings"
    recordings = sorted(folder.glob("*.jsonl"))
    if not recordings:
        pytest.skip("the recordings are not part of the project")
    for recording in recordings:
        lines = [json.loads(line) for line in recording.read_text(encoding="utf-8").splitlines()]
        with ReplayServer(recording, strict=True, exact=True) as server:
            with connect(server.websocket_url) as client:
                for line in lines:
                    if line["dir"] == "sent":
                        client.send(json.dumps(line["msg"]))
                expected = [line["msg"] for line in lines if line["dir"] == "received"]
                assert [json.loads(client.recv()) for _ in expected] == expected
            server.check()


class TestCommand:
    @pytest.fixture
    def run(self) -> Callable[..., tuple[int, str, str]]:
        def invoke(*arguments: str) -> tuple[int, str, str]:
            result = CliRunner().invoke(app, ["replay", *arguments])
            assert result.exception is None or isinstance(result.exception, SystemExit)
            return result.exit_code, result.stdout, result.stderr

        return invoke

    @pytest.mark.parametrize(("messages", "code"), [([A, B], 0), ([B], 1)])
    def test_once(self, tmp_path: Path, messages: list[Any], code: int) -> None:
        path = written(tmp_path, CONVERSATION)
        command = ("-m", "codegen", "replay", str(path), "--port", "0", "--asap", "--once")
        with Popen([sys.executable, *command], stdout=PIPE, stderr=PIPE, text=True) as replay:
            assert replay.stdout is not None
            ready = replay.stdout.readline()
            found = re.fullmatch(r"replaying at (ws:(\S+)) \(base URL http:(\S+)\)\n", ready)
            assert found is not None
            assert found[2] == found[3]
            sends(f"{found[1]}/any/path", *messages)
            out, err = replay.communicate(timeout=30)
        assert (replay.returncode, out) == (code, "")
        lines = ["connection 1 of 1 open", "connection 1 of 1 closed"]
        if code:
            lines.insert(1, "line 2: expected a, which was not sent")
        assert err.splitlines() == lines

    def test_what_keeps_it_from_starting(self, run: Any, tmp_path: Path) -> None:
        path = str(written(tmp_path, CONVERSATION))
        assert run(path, "--speed", "-1") == (2, "", "the speed and the patience are 0 or more\n")
        code, _, err = run(str(tmp_path / "none"))
        assert (code, err.count("\n")) == (2, 1)
        assert "error SL001 file-missing" in err
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            code, _, err = run(path, "--port", port)
        assert (code, err.startswith(f"cannot listen on 127.0.0.1:{port}: ")) == (2, True)


def test_other_requests_are_refused(tmp_path: Path) -> None:
    from urllib.error import HTTPError
    from urllib.request import urlopen

    with ReplayServer(written(tmp_path, CONVERSATION)) as server:
        with pytest.raises(HTTPError) as refused:
            urlopen(server.base_url)
        refused.value.close()
        assert refused.value.code == 404
    with pytest.raises(ValueError, match="0 or more"):
        ReplayServer(written(tmp_path, CONVERSATION), patience=-1)


def test_a_client_is_told_why_in_strict_mode(tmp_path: Path) -> None:
    with (
        ReplayServer(written(tmp_path, CONVERSATION), strict=True) as server,
        connect(server.websocket_url) as client,
    ):
        client.recv()
        client.send('{"type":"other"}')
        with pytest.raises(ConnectionClosed, match="line 2: expected a, got other"):
            client.recv()
