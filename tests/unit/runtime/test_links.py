"""Connections that break over real sockets and are opened again, blocking and asyncio alike."""

# ruff: noqa: SIM117 - the server, the expected error and the connection read best nested

from __future__ import annotations

import asyncio
import json
import pickle
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection

from runtime.errors import (
    APIConnectionError,
    AuthenticationError,
    InternalServerError,
    SDKError,
    WebSocketConnectionClosedError,
    WebSocketQueueFullError,
)
from runtime.reconnecting import RECONNECTED_CODES, ReconnectingEvent, ReconnectPolicy
from runtime.send_queue import SentLog
from tests.unit.runtime import example_sdk
from tests.unit.runtime.example_sdk import AsyncExample, Example
from tests.unit.runtime.flavours import Flavour
from tests.unit.runtime.servers import Talk, assert_no_more_threads, refusal, websocket_server

DELTA = '{"type":"text.delta","delta":"%s","index":0}'
QUICK = ReconnectPolicy(initial_delay=0.001, max_delay=0.01)


def in_turn(*talks: Talk) -> Talk:
    """One talk for each connection; the last one for all further ones."""
    opened = iter(range(len(talks)))

    def talk(connection: ServerConnection) -> None:
        talks[next(opened, len(talks) - 1)](connection)

    return talk


def says(*deltas: str, code: int | None = None) -> Talk:
    """Send deltas; close with the code, or listen."""

    def talk(connection: ServerConnection) -> None:
        for delta in deltas:
            connection.send(DELTA % delta)
        if code is not None:
            connection.close(code, "because")

    return talk


def drops(*deltas: str) -> Talk:
    """Send deltas, then let the connection break without a close."""

    def talk(connection: ServerConnection) -> None:
        says(*deltas)(connection)
        # What the client sends meanwhile makes a reset of the break, and a reset takes along what
        # the client has not read yet: it has read everything once it answers.
        connection.ping().wait(5)
        connection.socket.shutdown(socket.SHUT_RDWR)

    return talk


def deltas(events: list[Any]) -> list[str]:
    return [event.delta for event in events]


class TestReceiving:
    @pytest.mark.parametrize("broken", [says("a", code=1012), drops("a"), says("a", code=1001)])
    def test_an_iteration_goes_on(self, flavour: Flavour, broken: Talk) -> None:
        with websocket_server(in_turn(broken, broken, says("b", code=1000))) as server:
            with flavour.connected({"reconnect": QUICK}, base_url=server.url) as live:
                assert deltas(live.events()) == ["a", "a", "b"]
                assert live.connection.reconnections == 2
        assert len(server.requests) == 3

    def test_without_being_asked_it_ends(self, flavour: Flavour) -> None:
        for options in ({}, {"reconnect": False, "on_reconnecting": print}):
            with websocket_server(says("a", code=1012)) as server:
                with flavour.connected(options, base_url=server.url) as live:
                    with pytest.raises(WebSocketConnectionClosedError):
                        live.events()
                    assert live.connection.reconnections == 0
            assert len(server.requests) == 1

    @pytest.mark.parametrize("code", [1008, 1009, 3000, 4000, 4401])
    def test_codes_that_are_for_good(self, flavour: Flavour, code: int) -> None:
        with websocket_server(says(code=code)) as server:
            with flavour.connected({"reconnect": QUICK}, base_url=server.url) as live:
                with pytest.raises(WebSocketConnectionClosedError) as caught:
                    live.events()
        assert (caught.value.code, caught.value.reason) == (code, "because")
        assert len(server.requests) == 1

    def test_a_code_of_the_users_choice(self, flavour: Flavour) -> None:
        policy = ReconnectPolicy(initial_delay=0, close_codes=RECONNECTED_CODES | {4408})
        with websocket_server(in_turn(says(code=4408), says("a", code=1000))) as server:
            with flavour.connected({"reconnect": policy}, base_url=server.url) as live:
                assert deltas(live.events()) == ["a"]

    def test_a_hook_alone_asks_for_it(self, flavour: Flavour) -> None:
        seen: list[ReconnectingEvent] = []
        with websocket_server(in_turn(says(code=1012), says("a", code=1000))) as server:
            with flavour.connected({"on_reconnecting": seen.append}, base_url=server.url) as live:
                assert deltas(live.events()) == ["a"]
        [event] = seen
        assert (event.attempt, event.max_attempts, event.close_code) == (1, 5, 1012)
        assert 0.25 <= event.delay <= 0.5

    def test_frames_are_raw_as_before(self, flavour: Flavour) -> None:
        with websocket_server(in_turn(drops(), says("a"))) as server:
            with flavour.connected({"reconnect": QUICK}, base_url=server.url) as live:
                assert live.recv_bytes() == (DELTA % "a").encode()

    def test_a_recording_goes_on(self, flavour: Flavour, tmp_path: Path) -> None:
        with websocket_server(in_turn(drops("a"), says("b", code=1000))) as server:
            with flavour.connected({"reconnect": QUICK}, base_url=server.url) as live:
                live.connection.record(tmp_path / "trace.jsonl")
                assert deltas(live.events()) == ["a", "b"]
        lines = [json.loads(line) for line in (tmp_path / "trace.jsonl").read_text().splitlines()]
        assert [line["msg"]["delta"] for line in lines if "msg" in line] == ["a", "b"]
        assert [line["event"] for line in lines if "event" in line][-3:] == [
            "close",
            "reconnect",
            "close",
        ]

    def test_a_recording_has_what_was_read_late(self, flavour: Flavour, tmp_path: Path) -> None:
        """A sender notices the end before everything that had come is read."""
        with websocket_server(in_turn(drops("a", "b"), says("c"))) as server:
            with flavour.connected({"reconnect": QUICK}, base_url=server.url) as live:
                live.connection.record(tmp_path / "trace.jsonl")
                assert live.recv().delta == "a"
                while live.connection.reconnections == 0:
                    live.send_raw("mine")
                assert deltas([live.recv(), live.recv()]) == ["b", "c"]
        lines = [json.loads(line) for line in (tmp_path / "trace.jsonl").read_text().splitlines()]
        seen = [
            line.get("event") or line["msg"]["delta"]
            for line in lines[1:]
            if line.get("dir") != "sent" or "event" in line
        ]
        assert seen == ["a", "close", "reconnect", "b", "c", "close"]
        assert [line["code"] for line in lines if line.get("event") == "close"] == [1006, 1000]

    def test_a_peer_that_answers_no_ping(self, flavour: Flavour) -> None:
        done = threading.Event()
        options = {"ping_interval": 0.05, "ping_timeout": 0.05, "close_timeout": 0.05}
        talk = in_turn(half_open(done), says("a", code=1000))
        with websocket_server(talk) as server:
            arguments = {"reconnect": QUICK, "websocket_connection_options": options}
            with flavour.connected(arguments, base_url=server.url) as live:
                try:
                    assert deltas(live.events()) == ["a"]
                finally:
                    done.set()


def half_open(done: threading.Event) -> Talk:
    """Read nothing any more, so that no ping is answered."""

    def talk(connection: ServerConnection) -> None:
        with connection.protocol_mutex:
            done.wait(10)
            connection.socket.shutdown(socket.SHUT_RDWR)

    return talk


class TestEveryAttempt:
    def test_it_has_a_fresh_key(self, flavour: Flavour) -> None:
        keys = iter(("one", "two", "three"))
        talk = in_turn(drops(), drops(), says("a", code=1000))
        with (
            websocket_server(talk) as server,
            flavour.connected(
                {"reconnect": QUICK}, base_url=server.url, api_key=lambda: next(keys)
            ) as live,
        ):
            live.events()
        sent = [request.headers["Authorization"] for request in server.requests]
        assert sent == ["Bearer one", "Bearer two", "Bearer three"]

    def test_a_hook_changes_headers_and_query(self, flavour: Flavour) -> None:
        def change(event: ReconnectingEvent) -> Any:
            assert event.extra_query == ({"r": "0"} if event.attempt == 1 else {"r": "1"})
            return {"extra_query": {"r": "1"}, "extra_headers": {"X-Attempt": str(event.attempt)}}

        talk = in_turn(drops(), drops(), says("a", code=1000))
        arguments = {
            "model": "m",
            "extra_query": {"r": "0"},
            "reconnect": QUICK,
            "on_reconnecting": change,
        }
        with websocket_server(talk) as server:
            with flavour.connected(arguments, base_url=server.url) as live:
                live.events()
        assert [request.path for request in server.requests] == [
            "/live?model=m&r=0",
            "/live?model=m&r=1",
            "/live?model=m&r=1",
        ]
        attempts = [request.headers.get("X-Attempt") for request in server.requests]
        assert attempts == [None, "1", "2"]

    def test_a_refusal_is_tried_again(self, flavour: Flavour) -> None:
        answers = iter((None, 503, 429, None))
        events: list[ReconnectingEvent] = []

        def refuse(request: Request) -> Response | None:
            status = next(answers)
            return refusal(status, **{"Retry-After-Ms": "7"}) if status else None

        talk = in_turn(drops(), says("a", code=1000))
        with websocket_server(talk, refuse) as server:
            arguments = {"reconnect": QUICK, "on_reconnecting": events.append}
            with flavour.connected(arguments, base_url=server.url) as live:
                assert deltas(live.events()) == ["a"]
        assert [getattr(event.error, "status_code", None) for event in events] == [None, 503, 429]
        assert [event.delay for event in events[1:]] == [0.007, 0.007]

    @pytest.mark.parametrize(
        ("status", "headers", "kind"),
        [
            (401, {}, AuthenticationError),
            (503, {"Retry-After": "86400"}, InternalServerError),
            (307, {"Location": "ws://127.0.0.1:1/steal"}, APIConnectionError),
        ],
    )
    def test_a_refusal_that_ends_it(
        self, flavour: Flavour, status: int, headers: dict[str, str], kind: type[Exception]
    ) -> None:
        answers = iter((None, status))

        def refuse(request: Request) -> Response | None:
            found = next(answers)
            return refusal(found, **headers) if found else None

        with websocket_server(drops(), refuse) as server:
            with flavour.connected({"reconnect": QUICK}, base_url=server.url) as live:
                with pytest.raises(WebSocketConnectionClosedError) as caught:
                    live.events()
        assert caught.value.code == 1006
        assert isinstance(caught.value.__cause__, kind)
        assert len(server.requests) == 2

    def test_there_are_no_more_than_allowed(self, flavour: Flavour) -> None:
        policy = ReconnectPolicy(max_retries=3, initial_delay=0.001)
        for code in (1012, 1001):  # 1001 alone would end an iteration quietly
            with websocket_server(says("a", code=code)) as server:
                with flavour.connected({"reconnect": policy}, base_url=server.url) as live:
                    with pytest.raises(WebSocketConnectionClosedError) as caught:
                        live.events()
            assert caught.value.code == code
            assert len(server.requests) == 4


class TestHooks:
    def test_on_reconnected_speaks_before_what_waits(self, flavour: Flavour) -> None:
        def queue(event: ReconnectingEvent) -> Any:
            return live.connection.send_raw(f"queued {event.attempt}")

        def greet(connection: Any) -> Any:
            assert connection is live.connection
            return connection.send_raw("hello")

        arguments = {"reconnect": QUICK, "on_reconnecting": queue, "on_reconnected": greet}
        with websocket_server(in_turn(drops(), says("a"))) as server:
            with flavour.connected(arguments, base_url=server.url) as live:
                assert live.recv().delta == "a"
                live.send_raw("after")
        assert server.messages == ["hello", "queued 1", "after"]

    def test_on_reconnected_may_receive(self, flavour: Flavour) -> None:
        seen: list[Any] = []

        def greet(connection: Any) -> Any:
            if isinstance(connection, example_sdk.AsyncLiveConnection):
                return receive(connection)
            seen.append(connection.recv())
            return None

        async def receive(connection: Any) -> None:
            seen.append(await connection.recv())

        arguments = {"reconnect": QUICK, "on_reconnected": greet}
        with websocket_server(in_turn(drops("a"), says("b", "c", code=1000))) as server:
            with flavour.connected(arguments, base_url=server.url) as live:
                assert deltas(live.events()) == ["a", "c"]
        assert deltas(seen) == ["b"]

    def test_on_reconnected_is_there_when_it_breaks_again(self, flavour: Flavour) -> None:
        def greet(connection: Any) -> Any:
            return connection.recv()

        arguments = {"reconnect": QUICK, "on_reconnected": greet}
        talk = in_turn(drops(), drops(), says("b", "c", code=1000))
        with websocket_server(talk) as server:
            with flavour.connected(arguments, base_url=server.url) as live:
                assert deltas(live.events()) == ["c"]
        assert len(server.requests) == 3

    def test_to_abort(self, flavour: Flavour) -> None:
        arguments = {"reconnect": QUICK, "on_reconnecting": lambda event: {"abort": True}}
        with websocket_server(says(code=1012)) as server:
            with flavour.connected(arguments, base_url=server.url) as live:
                with pytest.raises(WebSocketConnectionClosedError, match="1012"):
                    live.events()
        assert len(server.requests) == 1

    @pytest.mark.parametrize("hook", ["on_reconnecting", "on_reconnected"])
    def test_what_one_raises_surfaces_and_ends_it(self, flavour: Flavour, hook: str) -> None:
        def fail(argument: object) -> None:
            raise KeyError("mine")

        with websocket_server(in_turn(drops(), says("a"))) as server:
            with flavour.connected({"reconnect": QUICK, hook: fail}, base_url=server.url) as live:
                with pytest.raises(KeyError, match="mine"):
                    live.events()
                with pytest.raises(WebSocketConnectionClosedError) as caught:
                    live.recv()
        assert isinstance(caught.value.__cause__, KeyError)

    def test_one_closes_the_connection(self, flavour: Flavour) -> None:
        for hook in ("on_reconnecting", "on_reconnected"):
            arguments = {"reconnect": QUICK, hook: lambda argument: live.connection.close()}
            with websocket_server(in_turn(drops(), says("a"))) as server:
                with flavour.connected(arguments, base_url=server.url) as live:
                    # What had come over the new connection is still given, as after any close.
                    assert deltas(live.events()) in ([], ["a"])
            assert len(server.requests) == (1 if hook == "on_reconnecting" else 2)


class TestSending:
    def test_a_sender_notices_and_what_came_before_is_read_first(self, flavour: Flavour) -> None:
        with websocket_server(in_turn(drops("a", "b"), says("c"))) as server:
            with flavour.connected({"reconnect": QUICK}, base_url=server.url) as live:
                assert live.recv().delta == "a"
                sent: list[str | bytes] = []
                while live.connection.reconnections == 0:
                    sent.append(f"message {len(sent)}")
                    live.send_raw(sent[-1])
                assert deltas([live.recv(), live.recv()]) == ["b", "c"]
                lost = live.connection.take_uncertain_messages()
                assert live.connection.take_uncertain_messages() == ()
        assert {*server.messages, *lost} == set(sent)
        assert len(set(server.messages)) == len(server.messages)

    def test_a_message_of_unknown_fate_is_never_sent_again(self, flavour: Flavour) -> None:
        def reads_nothing(connection: ServerConnection) -> None:
            with connection.protocol_mutex:  # no pong
                ready.set()
                arrived.wait(5)
                connection.socket.shutdown(socket.SHUT_RDWR)

        ready, arrived = threading.Event(), threading.Event()
        with websocket_server(in_turn(reads_nothing, says("a"))) as server:
            with flavour.connected({"reconnect": QUICK}, base_url=server.url) as live:
                assert ready.wait(5)
                live.send_raw("text")
                live.send_raw(b"bytes")
                arrived.set()
                assert live.recv().delta == "a"
                assert live.connection.take_uncertain_messages() == ("text", b"bytes")
                live.send_raw("next")
        # The server's library may have read them before the connection broke.
        assert all(server.messages.count(message) <= 1 for message in ("text", b"bytes"))
        assert server.messages.count("next") == 1

    def test_what_is_confirmed_is_forgotten(self, flavour: Flavour) -> None:
        def answers(connection: ServerConnection) -> None:
            for _ in range(3):
                connection.recv()
            connection.send(DELTA % "a")
            connection.recv()
            connection.send(DELTA % "b")
            connection.recv()
            connection.socket.shutdown(socket.SHUT_RDWR)

        with websocket_server(in_turn(answers, says("c"))) as server:
            with flavour.connected({"reconnect": QUICK}, base_url=server.url) as live:
                for number in range(3):
                    live.send_raw(f"early {number}")
                assert live.recv().delta == "a"
                live.send_raw("middle")
                assert live.recv().delta == "b"
                time.sleep(0.05)  # for the pong; without it more is reported, and nothing is wrong
                live.send_raw("late")
                assert live.recv().delta == "c"
                lost = live.connection.take_uncertain_messages()
        assert "early 0" not in lost
        assert set(lost) <= {"middle", "late"}

    def test_what_waits_is_bounded(self, flavour: Flavour) -> None:
        def fill(event: ReconnectingEvent) -> Any:
            return live.connection.send_raw("x" * 11)

        arguments = {"reconnect": QUICK, "on_reconnecting": fill, "max_queue_size": 10}
        with websocket_server(drops()) as server:
            with flavour.connected(arguments, base_url=server.url) as live:
                with pytest.raises(WebSocketQueueFullError, match="max_queue_size"):
                    live.recv()

    def test_what_was_never_sent_is_given_back(self, flavour: Flavour) -> None:
        answers = iter((None, 401))

        def refuse(request: Request) -> Response | None:
            status = next(answers)
            return refusal(status) if status else None

        def queue(event: ReconnectingEvent) -> Any:
            return live.connection.send_raw("queued")

        arguments = {"reconnect": QUICK, "on_reconnecting": queue}
        with websocket_server(says(code=1001), refuse) as server:
            with flavour.connected(arguments, base_url=server.url) as live:
                for action in (live.events, live.recv, lambda: live.send_raw("late")):
                    with pytest.raises(WebSocketConnectionClosedError) as caught:
                        action()
                    assert caught.value.unsent_messages == ("queued",)
                    assert caught.value.uncertain_messages == ()
        assert str(caught.value) == (
            "WebSocket connection closed with code 1001: because; 1 unsent"
        )
        copied = pickle.loads(pickle.dumps(caught.value))
        assert copied.unsent_messages == ("queued",)

    def test_before_there_is_a_connection(self, flavour: Flavour) -> None:
        def use(client: Any) -> Any:
            manager = client.connect(max_queue_size=40)
            manager._send_early({"type": "one"})
            manager._send_early(b"two")
            with pytest.raises(WebSocketQueueFullError):
                manager._send_early("x" * 40)
            if isinstance(client, AsyncExample):
                return use_async(manager)
            with manager as live:
                live.send_raw("three")
                with pytest.raises(SDKError, match="open"):
                    manager._send_early("four")
            return None

        async def use_async(manager: Any) -> None:
            async with manager as live:
                await live.send_raw("three")
                with pytest.raises(SDKError, match="open"):
                    manager._send_early("four")

        with websocket_server(says()) as server:
            flavour.run(use, base_url=server.url)
        assert server.messages == ['{"type":"one"}', b"two", "three"]


class TestKeepAlive:
    def test_it_is_sent_while_nothing_else_is(self, flavour: Flavour) -> None:
        heard = threading.Semaphore(0)
        messages: list[str | bytes] = []

        def talk(connection: ServerConnection) -> None:
            for _ in range(3):
                messages.append(connection.recv())
            connection.send(DELTA % "a")
            heard.release()

        before = set(threading.enumerate())
        with websocket_server(talk) as server:
            with flavour.connected({"keep_alive": 0.02}, base_url=server.url) as live:
                assert live.recv().delta == "a"
        assert messages == ["KEEP"] * 3
        assert_no_more_threads(before)

    def test_close_leaves_no_thread(self) -> None:
        with (
            websocket_server(says()) as server,
            Example(api_key="k", base_url=server.url) as client,
        ):
            live = client.connect(keep_alive=30.0).enter()
            [keeper] = [t for t in threading.enumerate() if t.name == "keep-alive"]
            live.close()
            assert not keeper.is_alive()

    @pytest.mark.parametrize("hook", ["on_reconnecting", "on_reconnected"])
    def test_close_in_a_hook(self, hook: str) -> None:
        before = set(threading.enumerate())
        began = time.monotonic()
        arguments: dict[str, Any] = {hook: lambda argument: live.close()}
        with websocket_server(in_turn(drops(), says("a"))) as server:
            with Example(api_key="k", base_url=server.url) as client:
                live = client.connect(keep_alive=0.001, reconnect=QUICK, **arguments).enter()
                list(live)
        assert time.monotonic() - began < 4
        assert_no_more_threads(before)

    def test_close_in_its_own_thread(self) -> None:
        """What is called while it sends, a handler of logs for one, may close the connection."""
        closed = threading.Event()

        def send(message: str | bytes) -> None:
            assert threading.current_thread().name == "keep-alive"
            live.close()
            closed.set()

        before = set(threading.enumerate())
        with (
            websocket_server(says()) as server,
            Example(api_key="k", base_url=server.url) as client,
        ):
            live = client.connect(keep_alive=0.05).enter()
            live._connection.send = send  # type: ignore[method-assign,assignment]
            assert closed.wait(4)
        assert_no_more_threads(before)

    def test_it_waits_for_silence(self, flavour: Flavour) -> None:
        with websocket_server(says("a")) as server:
            with flavour.connected({"keep_alive": 30.0}, base_url=server.url) as live:
                live.send_raw("mine")
                assert live.recv().delta == "a"
        assert server.messages == ["mine"]

    @pytest.mark.parametrize("interval", [0, -1, float("nan"), float("inf")])
    def test_an_interval_is_positive(self, flavour: Flavour, interval: float) -> None:
        with websocket_server(says("a")) as server:
            with pytest.raises(ValueError, match="keep_alive"):
                with flavour.connected({"keep_alive": interval}, base_url=server.url):
                    pass
        assert server.requests == []

    @pytest.fixture(autouse=True)
    def keep_alive(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the example's channel have such a message."""
        channel = replace(example_sdk.CONNECT, keep_alive="KEEP")
        monkeypatch.setattr(example_sdk, "CONNECT", channel)


SLOW = ReconnectPolicy(initial_delay=60, max_delay=60)


class TestEndingTheSearch:
    def test_close_of_another_thread(self) -> None:
        waiting = threading.Event()
        found: list[object] = []

        def receive() -> None:
            try:
                live.recv()
            except WebSocketConnectionClosedError as error:
                found.append(error)

        before = set(threading.enumerate())
        with websocket_server(drops()) as server:
            with Example(api_key="k", base_url=server.url) as client:
                live = client.connect(
                    reconnect=SLOW, on_reconnecting=lambda event: waiting.set()
                ).enter()
                receiver = threading.Thread(target=receive)
                receiver.start()
                assert waiting.wait(5)
                live.send_raw("queued")
                began = time.monotonic()
                live.close()
                receiver.join(5)
        assert time.monotonic() - began < 2
        [error] = found
        assert isinstance(error, WebSocketConnectionClosedError)
        assert (error.code, error.unsent_messages) == (1000, ("queued",))
        assert_no_more_threads(before)

    def test_close_of_another_task(self) -> None:
        async def main(url: str) -> None:
            waiting = asyncio.Event()
            async with AsyncExample(api_key="k", base_url=url) as client:
                live = await client.connect(
                    reconnect=SLOW, on_reconnecting=lambda event: waiting.set()
                ).enter()
                receiving = asyncio.ensure_future(live.recv())
                await waiting.wait()
                await live.send_raw("queued")
                async with asyncio.timeout(2):
                    await live.close()
                    with pytest.raises(WebSocketConnectionClosedError) as caught:
                        await receiving
                assert (caught.value.code, caught.value.unsent_messages) == (1000, ("queued",))
                assert asyncio.all_tasks() == {asyncio.current_task()}

        with websocket_server(drops()) as server:
            asyncio.run(main(server.url))

    def test_a_cancelled_receiver_stops_and_the_next_goes_on(self) -> None:
        hooks: list[ReconnectingEvent] = []
        policy = ReconnectPolicy(initial_delay=0.3, max_delay=0.3)

        async def main(url: str) -> None:
            async with (
                AsyncExample(api_key="k", base_url=url) as client,
                client.connect(reconnect=policy, on_reconnecting=hooks.append) as live,
            ):
                receiving = asyncio.ensure_future(live.recv())
                while not hooks:
                    await asyncio.sleep(0.001)
                receiving.cancel("mine")
                with pytest.raises(asyncio.CancelledError, match="mine"):
                    await receiving
                assert asyncio.all_tasks() == {asyncio.current_task()}
                # The attempt goes on where it was: short patience again and again gets there.
                event: Any = None
                while event is None:
                    try:
                        event = await asyncio.wait_for(live.recv(), 0.05)
                    except TimeoutError:
                        continue
                assert event.delta == "a"

        with websocket_server(in_turn(drops(), says("a"))) as server:
            asyncio.run(main(server.url))
        assert len(hooks) == 1
        assert len(server.requests) == 2

    def test_a_cancelled_hook_leaves_no_connection(self) -> None:
        async def main(url: str) -> None:
            entered = asyncio.Event()

            async def greet(connection: Any) -> None:
                if not entered.is_set():
                    assert (await connection.recv()).delta == "a"
                    entered.set()
                    await asyncio.sleep(60)

            async with (
                AsyncExample(api_key="k", base_url=url) as client,
                client.connect(reconnect=QUICK, on_reconnected=greet) as live,
            ):
                receiving = asyncio.ensure_future(live.recv())
                await entered.wait()
                receiving.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await receiving
                assert (await live.recv()).delta == "b"  # type: ignore[union-attr]
                assert live.reconnections == 2

        with websocket_server(in_turn(drops(), says("a"), says("b"))) as server:
            asyncio.run(main(server.url))

    def test_another_task_takes_over(self) -> None:
        """Who looks for the connection is cancelled; the one that waits finds it."""

        async def main(url: str) -> None:
            hooks: list[object] = []
            policy = ReconnectPolicy(initial_delay=0.1, max_delay=0.1)
            async with (
                AsyncExample(api_key="k", base_url=url) as client,
                client.connect(reconnect=policy, on_reconnecting=hooks.append) as live,
            ):
                # The sender is first: its connection is closed before it sends.
                await asyncio.sleep(0.05)
                sending = asyncio.ensure_future(live.send_raw("one"))
                while not hooks:
                    await asyncio.sleep(0.001)
                receiving = asyncio.ensure_future(live.recv())
                await asyncio.sleep(0)
                sending.cancel()
                assert (await receiving).delta == "a"  # type: ignore[union-attr]

        with websocket_server(in_turn(says(code=1012), says("a"))) as server:
            asyncio.run(main(server.url))
        assert server.messages == ["one"]


class Readers:
    """The first connection breaks after ten messages; what each of them got is noted."""

    def __init__(self) -> None:
        self.first: list[str | bytes] = []
        self.second: list[str | bytes] = []

    def talk(self) -> Talk:
        def breaks(connection: ServerConnection) -> None:
            for _ in range(10):
                self.first.append(connection.recv())
            connection.socket.shutdown(socket.SHUT_RDWR)
            self.first.extend(connection)

        return in_turn(breaks, lambda connection: self.second.extend(connection))

    def check(self, sent: list[str], lost: tuple[str | bytes, ...]) -> None:
        """What the senders sent arrived once, in the order of each, or was reported."""
        arrived = [*self.first, *self.second]
        assert len(set(arrived)) == len(arrived)
        assert {*arrived, *lost} == set(sent)
        assert len(self.second) > 0
        for name in range(8):
            own = [str(message) for message in arrived if str(message).startswith(f"{name} ")]
            assert own == sorted(own, key=lambda text: int(text.split()[1]))


def numbered(name: int, live: Any) -> Iterator[str]:
    """Messages to send, until there is another connection and something was sent over it."""
    left = 50
    for number in range(100_000):
        left -= live.reconnections
        if left <= 0:
            return
        yield f"{name} {number}"


class TestManySenders:
    def test_threads(self) -> None:
        """Threads that send while the connection breaks: each message once, in each one's order."""
        readers, sent = Readers(), list[str]()
        with websocket_server(readers.talk()) as server:
            with (
                Example(api_key="k", base_url=server.url) as client,
                client.connect(reconnect=QUICK) as live,
            ):

                def send(name: int) -> None:
                    for message in numbered(name, live):
                        sent.append(message)
                        live.send_raw(message)
                        time.sleep(0.0002)  # who opens the next connection gets his turn

                threads = [threading.Thread(target=send, args=(name,)) for name in range(8)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join(20)
        readers.check(sent, live.take_uncertain_messages())

    def test_one_ping_at_a_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A pong that came for another ping would confirm what the peer has not read."""
        pinged = SentLog.pinged
        was_wanted: list[bool] = []

        def noted(log: SentLog) -> int:
            was_wanted.append(log.wants_ping)
            return pinged(log)

        async def main(url: str) -> None:
            async with (
                AsyncExample(api_key="k", base_url=url) as client,
                client.connect(reconnect=QUICK) as live,
            ):
                while len(was_wanted) < 20:
                    await live.send_raw("message")
                    await asyncio.sleep(0)

        monkeypatch.setattr(SentLog, "pinged", noted)
        with websocket_server(lambda connection: None) as server:
            asyncio.run(main(server.url))
        assert all(was_wanted)

    def test_tasks(self) -> None:
        async def main(url: str) -> tuple[str | bytes, ...]:
            async with (
                AsyncExample(api_key="k", base_url=url) as client,
                client.connect(reconnect=QUICK) as live,
            ):

                async def send(name: int) -> None:
                    for message in numbered(name, live):
                        sent.append(message)
                        await live.send_raw(message)
                        await asyncio.sleep(0)

                await asyncio.gather(*(send(name) for name in range(8)))
            return live.take_uncertain_messages()

        readers, sent = Readers(), list[str]()
        with websocket_server(readers.talk()) as server:
            lost = asyncio.run(main(server.url))
        readers.check(sent, lost)
