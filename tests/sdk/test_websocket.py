"""Connections over real sockets: the handshake, what is sent, and what arrives."""

# ruff: noqa: SIM117 - the server, the expected error and the client read best nested

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import openai_realtime
import pytest
from openai_realtime import APIResponseValidationError, UnknownEvent, is_unknown, omit
from openai_realtime.types.realtime import (
    ConversationItemAdded,
    InputAudioBufferAppendEvent,
    RealtimeConversationItemFunctionCall,
    ResponseAudioDeltaEvent,
    ResponseCreateEvent,
    ResponseDoneEvent,
    ResponseTextDeltaEvent,
    SessionCreatedEvent,
)

from tests.sdk.flavours import KEY, Flavour
from tests.sdk.servers import says, stays, websocket_server

DELTA = {
    "type": "response.output_text.delta",
    "event_id": "event_1",
    "response_id": "resp_1",
    "item_id": "item_1",
    "output_index": 0,
    "content_index": 0,
    "delta": "Grüß",
}


class TestHandshake:
    def test_path_and_query(self, flavour: Flavour) -> None:
        with websocket_server() as server:
            url = f"{server.url}/v1/?tenant=t%201&a=base"
            with flavour.client(base_url=url, default_query={"a": "client", "b": "c"}) as client:
                manager = client.realtime.connect(
                    model="m 1&x=2", call_id="rtc_1", extra_query={"include": ["p", "q"]}
                )
                with flavour.entered(manager):
                    pass
        assert server.request.path.startswith("/v1/realtime?")
        assert sorted(server.query) == [
            ("a", "client"),
            ("b", "c"),
            ("call_id", "rtc_1"),
            ("include", "p"),
            ("include", "q"),
            ("model", "m 1&x=2"),
            ("tenant", "t 1"),
        ]

    @pytest.mark.parametrize(
        ("arguments", "query"),
        [
            ({}, []),
            ({"model": "gpt-realtime"}, [("model", "gpt-realtime")]),
            ({"call_id": "rtc_1"}, [("call_id", "rtc_1")]),
            ({"model": omit, "call_id": "a/b?c#d"}, [("call_id", "a/b?c#d")]),
            ({"model": "m", "extra_query": {"model": "n"}}, [("model", "n")]),
        ],
    )
    def test_what_is_left_out_is_not_sent(
        self, flavour: Flavour, arguments: dict[str, Any], query: list[tuple[str, str]]
    ) -> None:
        with websocket_server() as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(**arguments)):
                pass
        assert server.query == query

    def test_headers(self, flavour: Flavour) -> None:
        with websocket_server() as server:
            with flavour.client(
                base_url=server.url,
                organization="org-1",
                project="proj-1",
                default_headers={"X-Default": "d", "X-Kept": "k", "X-Set": "client"},
            ) as client:
                extra = {"X-Extra": "e", "X-Default": omit, "x-set": "call"}
                with flavour.entered(client.realtime.connect(model="m", extra_headers=extra)):
                    pass
        headers = server.request.headers
        assert headers.get_all("Authorization") == [f"Bearer {KEY}"]
        assert headers.get_all("User-Agent") == [f"OpenAI/Python {openai_realtime.__version__}"]
        assert headers["OpenAI-Organization"] == "org-1"
        assert headers["OpenAI-Project"] == "proj-1"
        assert headers["X-Extra"] == "e"
        assert headers["X-Kept"] == "k"
        assert headers.get_all("X-Set") == ["call"]
        assert "X-Default" not in headers
        # Compression costs far more time on audio than it saves.
        assert "Sec-WebSocket-Extensions" not in headers

    def test_a_client_secret_in_place_of_the_key(self, flavour: Flavour) -> None:
        with websocket_server() as server, flavour.client(base_url=server.url) as client:
            manager = client.realtime.connect(extra_headers={"Authorization": "Bearer ek_1"})
            with flavour.entered(manager):
                pass
        assert server.request.headers.get_all("Authorization") == ["Bearer ek_1"]

    def test_a_key_that_is_asked_for(self, flavour: Flavour) -> None:
        keys = flavour.key_function(iter(["first-key", "second-key"]))
        with websocket_server() as server:
            with flavour.client(base_url=server.url, api_key=keys) as client:
                for _ in range(2):
                    with flavour.entered(client.realtime.connect(model="m")):
                        pass
        sent = [request.headers["Authorization"] for request in server.requests]
        assert sent == ["Bearer first-key", "Bearer second-key"]

    @pytest.mark.parametrize("scheme", ["ws", "http"])
    def test_an_address_of_its_own(self, flavour: Flavour, scheme: str) -> None:
        with websocket_server() as server:
            url = server.url.replace("http", scheme) + "/socket/?region=eu"
            with flavour.client(base_url="http://127.0.0.1:1", websocket_base_url=url) as client:
                with flavour.entered(client.realtime.connect(model="m")):
                    pass
        assert server.request.path == "/socket/realtime?region=eu&model=m"

    def test_subprotocols_and_other_options(self, flavour: Flavour) -> None:
        options = {"subprotocols": ["realtime"], "write_limit": 1024, "proxy": False, "ssl": None}
        with websocket_server() as server, flavour.client(base_url=server.url) as client:
            manager = client.realtime.connect(model="m", websocket_connection_options=options)
            with flavour.entered(manager):
                pass
        assert server.request.headers["Sec-WebSocket-Protocol"] == "realtime"


Send = Callable[[Any], Any]

SENDS: list[tuple[Send, dict[str, Any]]] = [
    (
        lambda c: c.session.update(session={"type": "realtime", "tracing": None}),
        {"type": "session.update", "session": {"type": "realtime", "tracing": None}},
    ),
    (
        lambda c: c.session.update(session={"type": "transcription"}, event_id="e"),
        {"type": "session.update", "session": {"type": "transcription"}, "event_id": "e"},
    ),
    (lambda c: c.response.create(), {"type": "response.create"}),
    (
        lambda c: c.response.create(
            event_id="e",
            response={
                "conversation": "none",
                "output_modalities": ["text"],
                "metadata": {"topic": "Grüße"},
                "input": [{"type": "message", "role": "user", "content": []}],
            },
        ),
        {
            "type": "response.create",
            "event_id": "e",
            "response": {
                "conversation": "none",
                "output_modalities": ["text"],
                "metadata": {"topic": "Grüße"},
                "input": [{"type": "message", "role": "user", "content": []}],
            },
        },
    ),
    (lambda c: c.response.cancel(), {"type": "response.cancel"}),
    (
        lambda c: c.response.cancel(response_id="resp_1", event_id=omit),
        {"type": "response.cancel", "response_id": "resp_1"},
    ),
    (
        lambda c: c.input_audio_buffer.append(audio=b"\x00\xff\xfe"),
        {"type": "input_audio_buffer.append", "audio": "AP/+"},
    ),
    (
        lambda c: c.input_audio_buffer.append(audio="AP/+", event_id="e"),
        {"type": "input_audio_buffer.append", "audio": "AP/+", "event_id": "e"},
    ),
    (
        lambda c: c.input_audio_buffer.append(audio=b""),
        {"type": "input_audio_buffer.append", "audio": ""},
    ),
    (lambda c: c.input_audio_buffer.commit(), {"type": "input_audio_buffer.commit"}),
    (
        lambda c: c.input_audio_buffer.clear(event_id="e"),
        {"type": "input_audio_buffer.clear", "event_id": "e"},
    ),
    (lambda c: c.output_audio_buffer.clear(), {"type": "output_audio_buffer.clear"}),
    (
        lambda c: c.conversation.item.create(
            item={
                "type": "message",
                "role": "user",
                "content": [{"type": "input_text", "text": 'say "hi"\n'}],
            },
            previous_item_id="root",
        ),
        {
            "type": "conversation.item.create",
            "previous_item_id": "root",
            "item": {
                "type": "message",
                "role": "user",
                "content": [{"type": "input_text", "text": 'say "hi"\n'}],
            },
        },
    ),
    (
        lambda c: c.conversation.item.create(
            item={"type": "function_call_output", "call_id": "call_1", "output": "{}"}
        ),
        {
            "type": "conversation.item.create",
            "item": {"type": "function_call_output", "call_id": "call_1", "output": "{}"},
        },
    ),
    (
        lambda c: c.conversation.item.delete(item_id="item_1"),
        {"type": "conversation.item.delete", "item_id": "item_1"},
    ),
    (
        lambda c: c.conversation.item.retrieve(item_id="item_1", event_id="e"),
        {"type": "conversation.item.retrieve", "item_id": "item_1", "event_id": "e"},
    ),
    (
        lambda c: c.conversation.item.truncate(
            item_id="item_1", content_index=0, audio_end_ms=1500
        ),
        {
            "type": "conversation.item.truncate",
            "item_id": "item_1",
            "content_index": 0,
            "audio_end_ms": 1500,
        },
    ),
]


class TestSending:
    def test_every_helper(self, flavour: Flavour) -> None:
        with websocket_server() as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                for send, expected in SENDS:
                    flavour.wait(send(connection))
                    assert server.message() == expected
        helpers = {expected["type"] for _, expected in SENDS}
        assert len(helpers) == 11

    @pytest.mark.parametrize(
        ("event", "expected"),
        [
            (ResponseCreateEvent(type="response.create"), {"type": "response.create"}),
            (
                InputAudioBufferAppendEvent(type="input_audio_buffer.append", audio="AP/+"),
                {"type": "input_audio_buffer.append", "audio": "AP/+"},
            ),
            ({"type": "response.cancel"}, {"type": "response.cancel"}),
            (
                {"type": "response.create", "event_id": omit, "response": {"metadata": None}},
                {"type": "response.create", "response": {"metadata": None}},
            ),
            # What the document does not know can be sent as well.
            ({"type": "brand.new", "x": [1, "é"]}, {"type": "brand.new", "x": [1, "é"]}),
        ],
    )
    def test_a_model_or_a_dict(
        self, flavour: Flavour, event: object, expected: dict[str, Any]
    ) -> None:
        with websocket_server() as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                flavour.wait(connection.send(event))
                assert server.message() == expected

    def test_audio_of_every_size_round_trips(self, flavour: Flavour) -> None:
        pieces = [bytes(range(256))[:size] for size in (0, 1, 2, 3, 4, 255)]
        with websocket_server() as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                for piece in pieces:
                    flavour.wait(connection.input_audio_buffer.append(audio=piece))
                arrived = [base64.b64decode(server.message()["audio"]) for _ in pieces]
        assert arrived == pieces

    def test_raw_frames(self, flavour: Flavour) -> None:
        with websocket_server() as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                flavour.wait(connection.send_raw("text"))
                flavour.wait(connection.send_raw(b"\x00\x01"))
                assert (server.frame(), server.frame()) == ("text", b"\x00\x01")

    @pytest.mark.parametrize("value", [b"bytes", object(), {1: "a"}, float("nan")])
    def test_what_has_no_json_form_is_not_sent(self, flavour: Flavour, value: object) -> None:
        with websocket_server() as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                with pytest.raises((TypeError, ValueError)):
                    flavour.wait(connection.send({"type": "response.create", "response": value}))
                flavour.wait(connection.response.cancel())
                assert server.message() == {"type": "response.cancel"}


class TestReceiving:
    def test_recv_then_iteration(self, flavour: Flavour) -> None:
        with websocket_server(says(DELTA, DELTA, DELTA)) as server:
            with flavour.client(base_url=server.url) as client:
                with flavour.entered(client.realtime.connect(model="m")) as connection:
                    first = flavour.wait(connection.recv())
                    rest = flavour.collect(connection)
        assert [type(event) for event in (first, *rest)] == [ResponseTextDeltaEvent] * 3
        assert first.delta == "Grüß"
        assert first.to_dict() == DELTA

    def test_enter_without_a_block(self, flavour: Flavour) -> None:
        with (
            websocket_server(stays(DELTA)) as server,
            flavour.client(base_url=server.url) as client,
        ):
            connection = flavour.wait(client.realtime.connect(model="m").enter())
            try:
                assert type(flavour.wait(connection.recv())) is ResponseTextDeltaEvent
            finally:
                flavour.wait(connection.close())

    def test_nothing_is_connected_before_entry(self, flavour: Flavour) -> None:
        with websocket_server() as server, flavour.client(base_url=server.url) as client:
            manager = client.realtime.connect(model="m")
            assert server.requests == []
            with flavour.entered(manager):
                assert len(server.requests) == 1

    def test_bytes_and_parse_event(self, flavour: Flavour) -> None:
        text = json.dumps(DELTA)
        with websocket_server(stays(text, text.encode(), text)) as server:
            with flavour.client(base_url=server.url) as client:
                with flavour.entered(client.realtime.connect(model="m")) as connection:
                    data = [flavour.wait(connection.recv_bytes()) for _ in range(3)]
                    assert data == [text.encode()] * 3
                    for each in (data[0], text):
                        event = connection.parse_event(each)
                        assert type(event) is ResponseTextDeltaEvent
                        assert event.to_dict() == DELTA

    @pytest.mark.parametrize(
        ("frame", "raw", "reason"),
        [
            ('{"type":"brand.new","x":[1]}', {"type": "brand.new", "x": [1]}, None),
            ('{"x":1}', {"x": 1}, "type"),
            ('{"type":null}', {"type": None}, "type"),
            ('{"type":["a"]}', {"type": ["a"]}, "type"),
            ('{"type":"recv","close":1}', {"type": "recv", "close": 1}, None),
            ("[]", [], "array"),
            ("12", 12, "number"),
            ("not JSON", "not JSON", "JSON"),
            ("", "", "JSON"),
            (b"\xff\xfe", b"\xff\xfe", "JSON"),
            ("[" * 50_000, "[" * 50_000, "JSON"),
        ],
        ids=[
            "unknown", "no tag", "null", "list", "method", "array", "number",
            "text", "empty", "not text", "deep",
        ],
    )  # fmt: skip
    def test_what_is_not_known_arrives_as_it_is(
        self, flavour: Flavour, frame: str | bytes, raw: object, reason: str | None
    ) -> None:
        with websocket_server(says(frame, DELTA)) as server:
            with flavour.client(base_url=server.url) as client:
                with flavour.entered(client.realtime.connect(model="m")) as connection:
                    event, after = flavour.collect(connection)
        assert type(event) is UnknownEvent
        assert is_unknown(event)
        assert event.type == "unknown"
        assert event.raw == raw
        if reason is None:
            assert event.error is None
        else:
            assert reason in event.error
        assert type(after) is ResponseTextDeltaEvent

    @pytest.mark.parametrize(
        "frame",
        [
            '{"type":"brand.new"}',
            "not JSON",
            '{"type":"response.output_text.delta","delta":1}',
            "[]",
            b"\xff",
        ],
    )
    def test_a_strict_client_raises(self, flavour: Flavour, frame: str | bytes) -> None:
        with websocket_server(says(frame, DELTA)) as server:
            with flavour.client(base_url=server.url, _strict_response_validation=True) as client:
                manager = client.realtime.connect(model="m", extra_query={"token": "hidden"})
                with flavour.entered(manager) as connection:
                    with pytest.raises(APIResponseValidationError) as caught:
                        flavour.wait(connection.recv())
                    # The connection itself is fine.
                    assert type(flavour.wait(connection.recv())) is ResponseTextDeltaEvent
        assert "hidden" not in f"{caught.value} {caught.value!r} {caught.value.request.url}"

    def test_an_unknown_item_inside_a_known_event(self, flavour: Flavour) -> None:
        item = {"type": "hologram", "role": "user", "frames": [{"z": 1}]}
        added = {"type": "conversation.item.added", "event_id": "e", "item": item}
        done = {
            "type": "response.done",
            "event_id": "e",
            "response": {"id": "resp_1", "output": [item, {"type": "function_call", "name": "f"}]},
        }
        role = {**added, "item": {"type": "message", "role": "narrator", "content": []}}
        with websocket_server(says(added, done, role)) as server:
            with flavour.client(base_url=server.url) as client:
                with flavour.entered(client.realtime.connect(model="m")) as connection:
                    first, second, third = flavour.collect(connection)
        assert type(first) is ConversationItemAdded
        assert is_unknown(first.item)
        assert first.item.raw == item
        assert type(second) is ResponseDoneEvent
        unknown, call = second.response.output
        assert is_unknown(unknown)
        assert type(call) is RealtimeConversationItemFunctionCall
        assert call.name == "f"
        assert is_unknown(third.item)
        assert [e.to_dict() for e in (first, second, third)] == [added, done, role]

    @pytest.mark.parametrize(
        ("change", "expected", "read"),
        [
            ({"delta": 7}, ResponseTextDeltaEvent, ("delta", 7)),
            ({"delta": None}, ResponseTextDeltaEvent, ("delta", None)),
            ({"output_index": "first"}, ResponseTextDeltaEvent, ("output_index", "first")),
            ({"type": "response.output_audio.delta"}, ResponseAudioDeltaEvent, ("delta", "Grüß")),
            ({"added_later": {"a": 1}}, ResponseTextDeltaEvent, ("added_later", {"a": 1})),
            ({"type": "session.created", "session": {}}, SessionCreatedEvent, ("delta", "Grüß")),
        ],
    )
    def test_a_known_event_is_never_lost(
        self,
        flavour: Flavour,
        change: dict[str, Any],
        expected: type,
        read: tuple[str, object],
    ) -> None:
        frame = {**DELTA, **change}
        with websocket_server(says(frame)) as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                [event] = flavour.collect(connection)
        assert type(event) is expected
        assert getattr(event, read[0]) == read[1]
        assert event.to_dict() == frame

    @pytest.mark.parametrize("missing", sorted(set(DELTA) - {"type"}))
    def test_a_missing_field(self, flavour: Flavour, missing: str) -> None:
        frame = {name: value for name, value in DELTA.items() if name != missing}
        with websocket_server(says(frame)) as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                [event] = flavour.collect(connection)
        assert type(event) is ResponseTextDeltaEvent
        assert getattr(event, missing) is None
        assert event.to_dict() == frame

    def test_an_unknown_value_of_an_enumeration(self, flavour: Flavour) -> None:
        response = {"id": "resp_1", "status": "postponed", "output_modalities": ["smell"]}
        frame = {"type": "response.done", "event_id": "e", "response": response}
        with websocket_server(says(frame)) as server, flavour.client(base_url=server.url) as client:
            with flavour.entered(client.realtime.connect(model="m")) as connection:
                [event] = flavour.collect(connection)
        assert type(event) is ResponseDoneEvent
        assert event.response.status == "postponed"
        assert event.response.output_modalities == ["smell"]
        assert event.to_dict() == frame
        assert json.loads(event.to_json()) == frame
