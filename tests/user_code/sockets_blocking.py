"""What users write: one function for each thing that a blocking connection does."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from workshop import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    ReconnectingEvent,
    ReconnectingOverrides,
    ReconnectPolicy,
    UnknownEvent,
    WebSocketConnectionClosedError,
    WebSocketEventError,
    WebSocketQueueFullError,
    WebSocketReplyError,
    Workshop,
    is_unknown,
)
from workshop.audio import Pacer, PCMFormat, WavWriter, pcm_chunks, send_pcm
from workshop.resources.floors import FloorsConnection
from workshop.types import (
    AudioDelta,
    Fault,
    FloorsClientEventParam,
    FloorsConnectParams,
    FloorsServerEvent,
    Greet,
    Greeted,
    PartAdd,
    PartAdded,
)
from workshop.types.shared import Part, PartParam

FAST = ReconnectPolicy(max_retries=3, initial_delay=0.01, max_delay=0.1, stable_after=0)
FORMAT = PCMFormat(24_000)
log = logging.getLogger(__name__)


def conversation(client: Workshop) -> None:
    with client.floors.connect(
        "ground",
        desk=7,
        since=date(2030, 1, 1),
        x_trace="talk",
        extra_query={"mood": "good"},
        extra_headers={"X-Team": "red"},
        websocket_connection_options={
            "open_timeout": 5,
            "close_timeout": 2,
            "ping_interval": 10,
            "ping_timeout": None,
            "max_size": 2**20,
            "max_queue": 16,
            "compression": None,
            "proxy": None,
        },
        keep_alive=None,
    ) as connection:
        connection.greet(name="Ann", at=datetime(2030, 1, 2, 3, 4, tzinfo=UTC))
        event = connection.recv()
        assert not isinstance(event, bytes) and event.type == "greeted"
        desk: int = event.desk
        assert desk == 7 and event.said == "Ann, visit 1, desk=7&since=2030-01-01&mood=good"
        sending(connection)
        data = connection.recv_bytes()
        parsed = connection.parse_event(data)
        assert isinstance(parsed, Greeted)


def sending(connection: FloorsConnection) -> None:
    """By helpers, as models and as dictionaries; what has come can be sent again."""
    part: PartParam = {"name": "leg", "count": 4}
    connection.part.add(part=part)
    added = connection.recv()
    assert isinstance(added, PartAdded) and added.part.serial == "new"
    connection.part.add(part=added.part)
    connection.send({"type": "part.add", "part": added.part})
    connection.send({"type": "part.add", "part": {"name": "leg", "count": 4}})
    connection.send(PartAdd(type="part.add", part=Part(name="leg", count=4)))
    again: FloorsClientEventParam = {"type": "part.add", "part": part}
    connection.send(again)
    for _ in range(5):
        event = connection.recv()
        assert isinstance(event, PartAdded) and event.part == added.part
    connection.send_raw('{"type": "greet", "name": "raw"}')


def receiving(client: Workshop) -> None:
    wanted: FloorsConnectParams = {"floor": "ground", "desk": 1, "x_trace": "bob"}
    with client.floors.connect(**wanted) as connection:
        connection.greet(name="Bob")
        connection.audio.append(audio=b"\0\1")
        connection.audio.append(audio="AAE=")
        connection.greet(name="odd")
        connection.greet(name="bye")
        kinds: list[str] = []
        # It ends when the server closes the connection.
        for event in connection:
            if isinstance(event, bytes):
                kinds.append(f"{len(event)} bytes")
            elif is_unknown(event):
                kinds.append(f"{event.raw}, {event.error is None}")
            elif event.type == "greeted":
                kinds.append(event.said or "nothing")
            elif event.type == "audio.delta":
                audio: bytes = event.audio_bytes
                kinds.append(f"audio {audio!r}")
    assert kinds == [
        "Bob, visit 1, desk=1",
        "audio b'\\x00\\x01'",
        "audio b'\\x00\\x01'",
        "{'type': 'brand.new', 'n': 1}, True",
        "480 bytes",
    ]


def handlers(client: Workshop) -> None:
    said: list[str] = []
    with client.floors.connect("ground", desk=1) as connection:

        @connection.on("greeted")
        def greeted(event: Greeted) -> None:
            said.append(event.said or "")
            connection.off("greeted", greeted)

        @connection.once("part.added")
        def added(event: PartAdded) -> None:
            said.append(event.part.name)

        def unknown(event: UnknownEvent) -> None:
            said.append(f"unknown {event.raw}")

        def every(event: FloorsServerEvent | UnknownEvent) -> None:
            said.append("*" if isinstance(event, bytes) else event.type)

        connection.on("unknown", unknown).on("*", every)
        connection.on(AudioDelta, lambda event: said.append(str(len(event.audio_bytes))))
        connection.on(bytes, lambda data: said.append(f"{len(data)} bytes"))
        connection.on("error", lambda event: said.append(event.code))
        for _ in range(2):
            connection.greet(name="Ann")
            connection.part.add(part={"name": "leg", "count": 1})
        connection.audio.append(audio=b"123")
        for name in ("odd", "fail", "bye"):
            connection.greet(name=name)
        connection.dispatch_events()
    assert said == [
        *("Ann, visit 1, desk=1", "greeted", "leg", "part.added", "greeted", "part.added"),
        *("3", "audio.delta", "unknown {'type': 'brand.new', 'n': 1}", "unknown"),
        *("480 bytes", "*", "no_such_name", "error"),
    ]


def handlers_before_connecting(client: Workshop) -> None:
    said: list[str] = []

    def failed(error: Exception, event: FloorsServerEvent | UnknownEvent) -> None:
        said.append(f"{error} in {'bytes' if isinstance(event, bytes) else event.type}")

    def start(connection: FloorsConnection) -> None:
        connection.greet(name="Ann")
        connection.greet(name="bye")

    manager = client.floors.connect("ground", desk=1)

    @manager.on("greeted")
    def greeted(event: Greeted) -> None:
        raise RuntimeError(f"nobody at {event.desk}")

    manager.run(start, on_handler_error=failed)
    assert said == ["nobody at 1 in greeted"]
    with client.floors.connect("ground", desk=1) as connection:
        connection.greet(name="fail")
        try:
            connection.dispatch_events()
        except WebSocketEventError as error:
            assert isinstance(error.event, Fault) and error.event.code == "no_such_name"
        else:
            raise AssertionError("the server's error passed unseen")


def requests(client: Workshop) -> None:
    with client.floors.connect("ground", desk=1) as connection:
        followed = connection.order.follow(order="a", timeout=5)
        assert followed.order == "a" and followed.request_id is not None
        mine = connection.order.follow(order="a", request_id="mine")
        assert mine.request_id == "mine"
        try:
            connection.order.follow(order="missing")
        except WebSocketReplyError as error:
            assert isinstance(error.event, Fault) and error.event.code == "no_such_order"
        else:
            raise AssertionError("an order was found")
        try:
            connection.order.follow(order="never", timeout=0.05)
        except APITimeoutError:
            pass
        else:
            raise AssertionError("there was an answer")
        with ThreadPoolExecutor() as threads:
            # Answered out of order.
            later = threads.submit(connection.order.follow, order="later")
            while not later.done():
                assert connection.order.follow(order="now").order == "now"
            assert later.result().order == "later"


def reconnection(client: Workshop) -> None:
    pauses: list[ReconnectingEvent] = []

    def reconnecting(event: ReconnectingEvent) -> ReconnectingOverrides:
        pauses.append(event)
        log.info("attempt %d of %d in %.1f s", event.attempt, event.max_attempts, event.delay)
        return {"extra_query": {**event.extra_query, "since_code": event.close_code}}

    def reconnected(connection: FloorsConnection) -> None:
        connection.greet(name="back")

    with client.floors.connect(
        "ground",
        desk=1,
        x_trace="again",
        reconnect=FAST,
        on_reconnecting=reconnecting,
        on_reconnected=reconnected,
    ) as connection:
        connection.greet(name="break")
        event = connection.recv()
        assert isinstance(event, Greeted)
        assert event.said == "back, visit 2, desk=1&since_code=1006"
        assert connection.reconnections == 1 and len(pauses) == 1
        # Those of which nobody knows whether they have arrived; here the server has it.
        for message in connection.take_uncertain_messages():
            assert message == '{"type":"greet","name":"break"}'
    with client.floors.connect("ground", desk=1, reconnect=True) as connection:
        connection.greet(name="bye")
        assert list(connection) == []


def messages_that_are_left(client: Workshop) -> None:
    """What could not be sent, and what may have arrived, comes back with the error."""
    connection = client.floors.connect("ground", desk=1, x_trace="gone", reconnect=FAST).enter()
    try:
        connection.greet(name="away")
        for _ in connection:
            raise AssertionError("someone is there")
    except WebSocketConnectionClosedError as error:
        assert error.code == 1011 and error.reason == "no one is here"
        left: tuple[str | bytes, ...] = error.unsent_messages + error.uncertain_messages
        assert left in ((), ('{"type":"greet","name":"away"}',))
    else:
        raise AssertionError("it went well")
    finally:
        connection.close()


def messages_before_connecting(client: Workshop) -> None:
    manager = client.floors.connect("ground", desk=1, x_trace="early", max_queue_size=60)
    manager.send(Greet(type="greet", name="early"))
    try:
        manager.send({"type": "greet", "name": "x" * 60})
    except WebSocketQueueFullError:
        pass
    else:
        raise AssertionError("it was kept")
    with manager as connection:
        event = connection.recv()
        assert isinstance(event, Greeted) and event.said == "early, visit 1, desk=1"


def keeping_it_open(client: Workshop) -> None:
    with client.floors.connect("ground", desk=1, keep_alive=0.02) as connection:
        connection.keep()
        connection.greet(name="Ann")
        assert isinstance(connection.recv(), Greeted)
        connection.close(code=1000, reason="done")


def audio(client: Workshop, folder: Path) -> None:
    spoken = bytes(range(250)) * 96
    with WavWriter(folder / "question.wav", FORMAT) as question:
        for chunk in pcm_chunks(spoken, FORMAT, chunk_seconds=0.1):
            question.write(chunk)
    assert Pacer(FORMAT, speed=2).pause(4_800) == 0
    with (
        client.floors.connect("ground", desk=1) as connection,
        WavWriter(folder / "answer.wav", FORMAT) as answer,
    ):
        seconds = send_pcm(
            lambda audio: connection.audio.append(audio=audio),
            folder / "question.wav",
            FORMAT,
            speed=50,
        )
        assert seconds == FORMAT.seconds(len(spoken))
        connection.greet(name="bye")
        for event in connection:
            if isinstance(event, AudioDelta):
                answer.write(event.audio_bytes)
    assert (folder / "answer.wav").read_bytes() == (folder / "question.wav").read_bytes()


def recording(client: Workshop, folder: Path) -> None:
    path = folder / "trace.jsonl"
    with client.floors.connect("ground", desk=1) as connection:
        connection.record(path, max_bytes=100_000, secrets=["said"])
        connection.greet(name="Ann")
        connection.recv()
        connection.stop_recording()
        connection.greet(name="Bob")
    text = path.read_text()
    assert all(json.loads(line) for line in text.splitlines())
    assert "Ann" in text and "visit" not in text and "Bob" not in text


def failures(url: str) -> None:
    with Workshop(token="wrong", websocket_base_url=url) as stranger:
        try:
            stranger.floors.connect("first", desk=1).enter()
        except AuthenticationError as error:
            assert error.status_code == 401 and error.code == "who_are_you"
        else:
            raise AssertionError("anybody is let in")
    with Workshop(token="t", websocket_base_url="http://127.0.0.1:1") as nowhere:
        try:
            nowhere.floors.connect("first", desk=1).enter()
        except APIConnectionError as error:
            assert error.request.method == "GET"
        else:
            raise AssertionError("someone is there")


def main(url: str) -> None:
    with Workshop(token="t", websocket_base_url=url) as client, TemporaryDirectory() as folder:
        conversation(client)
        receiving(client)
        handlers(client)
        handlers_before_connecting(client)
        requests(client)
        reconnection(client)
        messages_that_are_left(client)
        messages_before_connecting(client)
        keeping_it_open(client)
        audio(client, Path(folder))
        recording(client, Path(folder))
    failures(url)
