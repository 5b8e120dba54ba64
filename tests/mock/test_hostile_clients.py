"""What a client can do to the server: nothing that another connection would notice."""

from __future__ import annotations

import base64
import contextlib
import json
import socket
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from codegen.mock.server import MAX_FRAME_BYTES, MockServer
from tests.mock.realtime_client import RealtimeClient

HEADERS = {"Authorization": "Bearer sk"}


def fill(client: RealtimeClient) -> None:
    """Add to the conversation until the server has enough."""
    while True:
        client.say("x" * 2_000_000)


def test_a_frame_over_the_limit_ends_its_connection(
    realtime_server: MockServer, client: RealtimeClient
) -> None:
    with connect(realtime_server.websocket_url, additional_headers=HEADERS) as hostile:
        hostile.recv()
        with contextlib.suppress(ConnectionClosed):
            # The server goes before the last of it is written, so its close frame may be lost.
            hostile.send("x" * (MAX_FRAME_BYTES + 1))
        with pytest.raises(ConnectionClosed):
            hostile.recv()
    assert client.ask("Hello!")[-1]["response"]["status"] == "completed"


def test_a_flood_of_invalid_frames_is_answered_one_by_one(client: RealtimeClient) -> None:
    for _ in range(500):
        client.socket.send('{"type": "nonsense"}')
    for _ in range(500):
        client.error()
    assert client.update()["type"] == "realtime"


def test_audio_that_is_never_committed_is_bounded(client: RealtimeClient) -> None:
    client.update(audio={"input": {"turn_detection": None}})
    piece = base64.b64encode(bytes(4_000_000)).decode()
    for _ in range(4):
        client.send("input_audio_buffer.append", audio=piece)
    assert client.error()["code"] == "input_audio_buffer_full"


def test_a_conversation_that_outgrows_its_limit_is_closed(
    realtime_server: MockServer, client: RealtimeClient
) -> None:
    with connect(
        realtime_server.websocket_url, additional_headers=HEADERS, max_size=None, max_queue=None
    ) as socket:
        hostile = RealtimeClient(socket)
        with pytest.raises(ConnectionClosed) as caught:
            fill(hostile)
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 1011
    assert client.update()["type"] == "realtime"


def test_a_client_that_drops_the_connection_is_forgotten(
    realtime_server: MockServer, client: RealtimeClient
) -> None:
    with connect(realtime_server.websocket_url, additional_headers=HEADERS) as hostile:
        hostile.recv()
        content = [{"type": "input_text", "text": "Tell me a long story."}]
        item = {"type": "message", "role": "user", "content": content}
        hostile.send(json.dumps({"type": "conversation.item.create", "item": item}))
        hostile.send('{"type": "response.create"}')
        hostile.socket.shutdown(socket.SHUT_RDWR)
    assert client.ask("Hello!")[-1]["response"]["status"] == "completed"


def test_bytes_that_are_no_http_are_survived(
    realtime_server: MockServer, client: RealtimeClient
) -> None:
    address = urlsplit(realtime_server.base_url)
    assert address.hostname is not None
    with socket.create_connection((address.hostname, address.port or 0)) as raw:
        raw.sendall(b"\x16\x03\x01\x00\xff" * 50)
        raw.shutdown(socket.SHUT_WR)
        while raw.recv(65_536):
            pass
    assert client.update()["type"] == "realtime"


def test_json_at_its_worst_is_an_error_event(client: RealtimeClient) -> None:
    for frame in (
        '{"type": "session.update", "session": ' + '{"a": ' * 70 + "1" + "}" * 71,
        '{"type": "session.update", "type": "response.cancel", "event_id": "\\ud800"}',
        '{"type": "session.update", "session": NaN}',
        '"\\u0000"',
        "",
    ):
        client.socket.send(frame)
        assert client.error()["message"]
