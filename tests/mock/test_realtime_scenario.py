"""The flagship's scenario, over real sockets: what clients of the Realtime API rely on.

The server verifies everything it sends against the documents; a message that they do not have
closes the connection, and so fails the test that meets it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from codegen.mock.audio import audio_format, tone
from codegen.mock.server import MockServer
from tests.mock.realtime_client import SPEC, RealtimeClient

PCM = audio_format("audio/pcm", 24_000)
SILENCE = bytes(24_000)  # 500 ms
VOICE = tone(1_000, 300, PCM)
WEATHER = {
    "type": "function",
    "name": "look_up",
    "description": "Weather of a city.",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "unit": {"type": "string", "enum": ["c", "f"]}},
        "required": ["city", "unit"],
    },
}


def types(events: list[dict[str, Any]]) -> list[str]:
    """Types in order, a run of the same one given once."""
    found: list[str] = []
    for event in events:
        if not found or found[-1] != event["type"]:
            found.append(event["type"])
    return found


def joined(events: list[dict[str, Any]], type_: str) -> str:
    return "".join(event["delta"] for event in events if event["type"] == type_)


class TestHandshake:
    def test_a_missing_key_is_refused_with_401(self, realtime_server: MockServer) -> None:
        with pytest.raises(InvalidStatus) as caught, connect(realtime_server.websocket_url):
            pass
        response = caught.value.response
        assert response.status_code == 401
        assert response.body is not None
        assert json.loads(response.body)["error"]["code"] == "invalid_api_key"

    def test_the_key_may_come_as_a_subprotocol(self, realtime_server: MockServer) -> None:
        with connect(
            realtime_server.websocket_url,
            subprotocols=["realtime", "openai-insecure-api-key.sk-1"],  # type: ignore[list-item]
        ) as socket:
            assert socket.subprotocol == "realtime"
            assert RealtimeClient(socket).receive()["type"] == "session.created"

    def test_the_model_of_the_query_is_the_sessions(self, realtime_server: MockServer) -> None:
        headers = {"Authorization": "Bearer k"}
        url = realtime_server.websocket_url + "?model=gpt-realtime-mini"
        with connect(url, additional_headers=headers) as socket:
            assert RealtimeClient(socket).receive()["session"]["model"] == "gpt-realtime-mini"

    def test_a_client_secret_opens_the_session_it_was_made_for(
        self, realtime_server: MockServer
    ) -> None:
        settings = {"type": "realtime", "instructions": "Whisper.", "output_modalities": ["text"]}
        answer = httpx.post(
            realtime_server.base_url + "/realtime/client_secrets",
            headers={"Authorization": "Bearer sk"},
            json={"session": settings, "expires_after": {"anchor": "created_at", "seconds": 60}},
        )
        secret = answer.json()["value"]
        assert secret.startswith("ek_")
        headers = {"Authorization": f"Bearer {secret}"}
        with connect(realtime_server.websocket_url, additional_headers=headers) as socket:
            session = RealtimeClient(socket).receive()["session"]
        assert session["instructions"] == "Whisper."
        assert session["output_modalities"] == ["text"]

    def test_a_demanded_key_is_the_only_one_beside_issued_ones(self) -> None:
        with MockServer(
            SPEC / "openapi.yaml",
            SPEC / "asyncapi.yaml",
            SPEC / "scenario.yaml",
            key="sk-right",
            speed=0,
        ) as server:
            url = server.base_url + "/realtime/client_secrets"
            wrong = httpx.post(url, headers={"Authorization": "Bearer sk-wrong"}, json={})
            right = httpx.post(url, headers={"Authorization": "Bearer sk-right"}, json={})
            assert (wrong.status_code, right.status_code) == (401, 200)
            headers = {"Authorization": f"Bearer {right.json()['value']}"}
            with connect(server.websocket_url, additional_headers=headers) as socket:
                assert RealtimeClient(socket).receive()["type"] == "session.created"


class TestSession:
    def test_created_is_a_whole_session(self, client: RealtimeClient) -> None:
        session = client.events[0]["session"]
        assert session["id"].startswith("sess_")
        assert session["audio"]["input"]["turn_detection"]["type"] == "server_vad"
        assert session["audio"]["output"]["voice"] == "alloy"
        assert session["tools"] == []

    def test_update_merges_deeply(self, client: RealtimeClient) -> None:
        session = client.update(audio={"output": {"voice": "marin"}}, tools=[WEATHER])
        assert session["audio"]["output"]["voice"] == "marin"
        assert session["audio"]["output"]["speed"] == 1.0
        assert session["audio"]["input"]["format"]["rate"] == 24_000
        assert session["tools"] == [WEATHER]

    def test_null_switches_turn_detection_off(self, client: RealtimeClient) -> None:
        session = client.update(audio={"input": {"turn_detection": None}})
        assert session["audio"]["input"]["turn_detection"] is None

    def test_another_kind_of_turn_detection_has_its_own_settings(
        self, client: RealtimeClient
    ) -> None:
        session = client.update(audio={"input": {"turn_detection": {"type": "semantic_vad"}}})
        assert session["audio"]["input"]["turn_detection"] == {
            "type": "semantic_vad",
            "eagerness": "auto",
            "create_response": True,
            "interrupt_response": True,
        }

    def test_a_voice_that_has_spoken_stays(self, client: RealtimeClient) -> None:
        client.ask("Hello!")
        client.send(
            "session.update",
            session={"type": "realtime", "audio": {"output": {"voice": "marin"}}},
        )
        assert client.error()["code"] == "cannot_update_voice"

    def test_a_transcription_session_makes_no_responses(self, client: RealtimeClient) -> None:
        client.send("session.update", session={"type": "transcription"})
        assert client.last("session.updated")["session"]["type"] == "transcription"
        client.send("response.create")
        assert "transcription" in client.error()["message"]


class TestItems:
    def test_an_item_is_added_and_done(self, client: RealtimeClient) -> None:
        first = client.say("one")
        second = client.say("two")
        added = [e for e in client.events if e["type"] == "conversation.item.added"]
        assert [e["previous_item_id"] for e in added] == [None, first["id"]]
        assert second["status"] == "completed"
        assert first["id"].startswith("item_")

    def test_items_go_where_they_are_put(self, client: RealtimeClient) -> None:
        first, last = client.say("one")["id"], client.say("three")["id"]
        client.say("two", previous_item_id=first)
        assert client.events[-1]["previous_item_id"] == first
        client.say("zero", previous_item_id="root")
        assert client.events[-1]["previous_item_id"] is None
        client.say("four", previous_item_id=last)
        assert client.events[-1]["previous_item_id"] == last

    def test_an_unknown_previous_item_is_an_error(self, client: RealtimeClient) -> None:
        item = {"type": "message", "role": "user", "content": []}
        client.send("conversation.item.create", item=item, previous_item_id="item_x", event_id="e7")
        error = client.error()
        assert error["param"] == "previous_item_id"
        assert error["event_id"] == "e7"

    def test_an_id_of_the_clients_is_kept_and_is_unique(self, client: RealtimeClient) -> None:
        item = {"id": "mine", "type": "message", "role": "system", "content": []}
        client.send("conversation.item.create", item=item)
        assert client.last("conversation.item.done")["item"]["id"] == "mine"
        client.send("conversation.item.create", item=item)
        assert client.error()["param"] == "item.id"

    def test_retrieve_gives_the_item(self, client: RealtimeClient) -> None:
        item = client.say("remember this")
        client.send("conversation.item.retrieve", item_id=item["id"])
        assert client.last("conversation.item.retrieved")["item"] == item

    def test_delete_forgets_the_item(self, client: RealtimeClient) -> None:
        item = client.say("forget this")
        client.send("conversation.item.delete", item_id=item["id"])
        assert client.last("conversation.item.deleted")["item_id"] == item["id"]
        client.send("conversation.item.retrieve", item_id=item["id"])
        assert client.error()["code"] == "item_retrieve_invalid_item_id"

    @pytest.mark.parametrize("action", ["retrieve", "delete", "truncate"])
    def test_an_unknown_item_is_an_error(self, client: RealtimeClient, action: str) -> None:
        extra = {"content_index": 0, "audio_end_ms": 0} if action == "truncate" else {}
        client.send(f"conversation.item.{action}", item_id="item_x", event_id="e1", **extra)
        error = client.error()
        assert error["code"] == f"item_{action}_invalid_item_id"
        assert error["event_id"] == "e1"

    def test_truncate_cuts_the_assistants_audio(self, client: RealtimeClient) -> None:
        item = client.ask("Hello!")[-1]["response"]["output"][0]
        whole = item["content"][0]["transcript"]
        client.send(
            "conversation.item.truncate", item_id=item["id"], content_index=0, audio_end_ms=500
        )
        assert client.last("conversation.item.truncated")["audio_end_ms"] == 500
        client.send("conversation.item.retrieve", item_id=item["id"])
        left = client.last("conversation.item.retrieved")["item"]["content"][0]["transcript"]
        assert whole.startswith(left)
        assert 0 < len(left) < len(whole)

    def test_truncate_beyond_the_audio_is_an_error(self, client: RealtimeClient) -> None:
        item = client.ask("Hello!")[-1]["response"]["output"][0]
        client.send(
            "conversation.item.truncate", item_id=item["id"], content_index=0, audio_end_ms=99_999
        )
        assert client.error()["param"] == "audio_end_ms"


class TestTextResponse:
    def test_events_come_in_the_order_of_the_live_service(self, client: RealtimeClient) -> None:
        client.update(output_modalities=["text"])
        client.say("How are you doing?")
        events = client.answer()
        assert types(events) == [
            "response.created",
            "response.output_item.added",
            "conversation.item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "conversation.item.done",
            "response.output_item.done",
            "response.done",
        ]
        assert client.receive()["type"] == "rate_limits.updated"

    def test_deltas_add_up_to_the_text(self, client: RealtimeClient) -> None:
        client.update(output_modalities=["text"])
        events = client.ask("How are you doing?")
        deltas = [e for e in events if e["type"] == "response.output_text.delta"]
        assert len(deltas) > 3
        done = next(e for e in events if e["type"] == "response.output_text.done")
        assert joined(events, "response.output_text.delta") == done["text"]
        assert done["text"] == "You said: How are you doing?"
        response = events[-1]["response"]
        assert response["status"] == "completed"
        assert response["output"][0]["content"] == [{"type": "output_text", "text": done["text"]}]

    def test_usage_adds_up(self, client: RealtimeClient) -> None:
        usage = client.ask("Hello!")[-1]["response"]["usage"]
        assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]
        for side in ("input", "output"):
            details = usage[f"{side}_token_details"]
            assert usage[f"{side}_tokens"] == details["text_tokens"] + details["audio_tokens"]
        assert usage["output_token_details"]["audio_tokens"] > 0

    def test_ids_are_unique(self, client: RealtimeClient) -> None:
        client.ask("Hello!")
        client.ask("Hello again!")
        ids = [event["event_id"] for event in client.events]
        assert len(set(ids)) == len(ids)

    def test_previous_item_is_the_users(self, client: RealtimeClient) -> None:
        item = client.say("Hello!")
        added = [e for e in client.answer() if e["type"] == "conversation.item.added"]
        assert added[0]["previous_item_id"] == item["id"]

    def test_quoted_instructions_are_said_word_for_word(self, client: RealtimeClient) -> None:
        events = client.ask(
            "Hello!", instructions='Say exactly "aye aye".', output_modalities=["text"]
        )
        assert joined(events, "response.output_text.delta") == "aye aye"

    def test_a_response_out_of_the_conversation_leaves_no_item(
        self, client: RealtimeClient
    ) -> None:
        client.say("Hello!")
        events = client.answer(conversation="none", metadata={"topic": "x"})
        assert "conversation.item.added" not in types(events)
        response = events[-1]["response"]
        assert response["conversation_id"] is None
        assert response["metadata"] == {"topic": "x"}
        client.send("conversation.item.retrieve", item_id=response["output"][0]["id"])
        assert client.error()["code"] == "item_retrieve_invalid_item_id"

    def test_input_replaces_the_conversation(self, client: RealtimeClient) -> None:
        client.say("What is the weather in Rome?")
        content = [{"type": "input_text", "text": "sideways"}]
        events = client.answer(
            conversation="none",
            output_modalities=["text"],
            input=[{"type": "message", "role": "user", "content": content}],
        )
        assert joined(events, "response.output_text.delta") == "You said: sideways"

    def test_max_output_tokens_ends_it_early(self, client: RealtimeClient) -> None:
        events = client.ask("Say something!", output_modalities=["text"], max_output_tokens=2)
        response = events[-1]["response"]
        assert response["status"] == "incomplete"
        assert response["status_details"]["reason"] == "max_output_tokens"
        assert response["usage"]["output_tokens"] == 2
        assert response["output"][0]["status"] == "incomplete"


class TestAudioResponse:
    def test_transcript_and_audio_alternate(self, client: RealtimeClient) -> None:
        events = client.ask("Hello!")
        deltas = [event["type"] for event in events if event["type"].endswith(".delta")]
        assert (
            deltas[:4]
            == [
                "response.output_audio_transcript.delta",
                "response.output_audio.delta",
            ]
            * 2
        )
        assert types(events)[-7:] == [
            "response.output_audio.delta",
            "response.output_audio.done",
            "response.output_audio_transcript.done",
            "response.content_part.done",
            "conversation.item.done",
            "response.output_item.done",
            "response.done",
        ]

    def test_audio_is_as_long_as_the_text(self, client: RealtimeClient) -> None:
        events = client.ask("Hello!")
        audio = b"".join(
            base64.b64decode(event["delta"])
            for event in events
            if event["type"] == "response.output_audio.delta"
        )
        transcript = joined(events, "response.output_audio_transcript.delta")
        assert len(audio) == 2 * 24 * 65 * len(transcript)
        assert any(audio)

    def test_telephone_audio_has_one_byte_a_sample(self, client: RealtimeClient) -> None:
        events = client.ask("Hello!", audio={"output": {"format": {"type": "audio/pcmu"}}})
        event = next(e for e in events if e["type"] == "response.output_audio.delta")
        assert len(base64.b64decode(event["delta"])) == 8 * 65 * len("Hello!")


class TestFunctionCalls:
    def test_the_weather_is_looked_up_with_the_clients_tool(self, client: RealtimeClient) -> None:
        client.update(tools=[WEATHER])
        events = client.ask("What is the weather in New York tomorrow?")
        assert types(events) == [
            "response.created",
            "response.output_item.added",
            "conversation.item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "conversation.item.done",
            "response.output_item.done",
            "response.done",
        ]
        call = events[-1]["response"]["output"][0]
        assert call["name"] == "look_up"
        assert json.loads(call["arguments"]) == {"city": "New York", "unit": "c"}
        assert joined(events, "response.function_call_arguments.delta") == call["arguments"]

    def test_the_result_is_used_in_the_answer(self, client: RealtimeClient) -> None:
        client.update(tools=[WEATHER], output_modalities=["text"])
        call = client.ask("Weather in Oslo?")[-1]["response"]["output"][0]
        output = {"type": "function_call_output", "call_id": call["call_id"], "output": "12 below"}
        client.send("conversation.item.create", item=output)
        client.last("conversation.item.done")
        assert "12 below" in joined(client.answer(), "response.output_text.delta")

    def test_without_a_declared_tool_there_is_a_call_still(self, client: RealtimeClient) -> None:
        call = client.ask("How is the weather in Bonn?")[-1]["response"]["output"][0]
        assert call["name"] == "get_weather"
        assert json.loads(call["arguments"]) == {"location": "Bonn"}

    def test_tool_choice_none_is_obeyed(self, client: RealtimeClient) -> None:
        output = client.ask("Weather in Bonn?", tool_choice="none")[-1]["response"]["output"]
        assert output[0]["type"] == "message"

    def test_tool_choice_by_name_is_obeyed(self, client: RealtimeClient) -> None:
        choice = {"type": "function", "name": "look_up"}
        events = client.ask("Hello!", tool_choice=choice, tools=[WEATHER])
        assert events[-1]["response"]["output"][0]["name"] == "look_up"


class TestCancel:
    def test_nothing_to_cancel_is_an_error(self, client: RealtimeClient) -> None:
        client.send("response.cancel", event_id="e1")
        error = client.error()
        assert (error["code"], error["event_id"]) == ("response_cancel_not_active", "e1")

    @pytest.mark.parametrize("fields", [{}, {"response_id": "resp_1"}])
    def test_that_error_is_known_by_its_first_words(
        self, client: RealtimeClient, fields: dict[str, str]
    ) -> None:
        # Clients that cancel what the server has interrupted already pass over this one.
        client.send("response.cancel", **fields)
        assert client.error()["message"].startswith("Cancellation failed: ")

    def test_a_long_answer_is_cut_short(self, client: RealtimeClient) -> None:
        client.update(output_modalities=["text"])
        client.say("Tell me a long story.")
        client.send("response.create")
        client.until("response.output_text.delta")
        client.send("response.cancel")
        events = client.until("response.done")
        response = events[-1]["response"]
        assert response["status"] == "cancelled"
        assert response["status_details"] == {"type": "cancelled", "reason": "client_cancelled"}
        assert response["output"][0]["status"] == "incomplete"
        assert "response.output_item.done" in types(events)

    def test_also_before_the_first_delta(self, client: RealtimeClient) -> None:
        client.say("Take your time, then tell me a long story.")
        client.send("response.create")
        client.send("response.cancel")
        events = client.until("response.done")
        assert types(events) == ["response.created", "response.done"]
        assert events[-1]["response"]["status"] == "cancelled"
        assert events[-1]["response"]["output"] == []

    def test_a_second_response_has_to_wait(self, client: RealtimeClient) -> None:
        client.say("Take your time.")
        client.send("response.create")
        client.send("response.create", event_id="second")
        error = client.error()
        assert error["code"] == "conversation_already_has_active_response"
        assert error["event_id"] == "second"
        assert client.until("response.done")[-1]["response"]["status"] == "completed"

    def test_cancel_may_name_the_response(self, client: RealtimeClient) -> None:
        client.say("Take your time, then tell me a long story.")
        client.send("response.create")
        created = client.last("response.created")["response"]["id"]
        client.send("response.cancel", response_id="resp_other")
        assert client.error()["param"] == "response_id"
        client.send("response.cancel", response_id=created)
        client.until("response.done")

    def test_the_next_response_works(self, client: RealtimeClient) -> None:
        client.say("Take your time, then tell me a long story.")
        client.send("response.create")
        client.send("response.cancel")
        client.until("response.done")
        assert client.ask("Hello!")[-1]["response"]["status"] == "completed"


class TestVoiceActivity:
    def test_a_turn_is_heard_and_answered(self, client: RealtimeClient) -> None:
        for audio in (SILENCE, VOICE, SILENCE):
            client.append(audio)
        events = client.until("response.done")
        assert types(events)[:6] == [
            "input_audio_buffer.speech_started",
            "input_audio_buffer.speech_stopped",
            "input_audio_buffer.committed",
            "conversation.item.added",
            "conversation.item.done",
            "response.created",
        ]
        started, stopped, committed = events[:3]
        assert started["audio_start_ms"] == 200
        assert stopped["audio_end_ms"] == 1_700
        assert started["item_id"] == stopped["item_id"] == committed["item_id"]
        assert events[-1]["response"]["usage"]["input_token_details"]["audio_tokens"] > 0

    def test_small_pieces_are_heard_alike(self, client: RealtimeClient) -> None:
        audio = SILENCE + VOICE + SILENCE
        for start in range(0, len(audio), 1_001):
            client.append(audio[start : start + 1_001])
        events = client.until("input_audio_buffer.speech_stopped")
        assert events[0]["audio_start_ms"] == 200
        assert events[-1]["audio_end_ms"] == 1_700
        client.until("response.done")

    def test_silence_and_settings_are_obeyed(self, client: RealtimeClient) -> None:
        detection = {
            "type": "server_vad",
            "silence_duration_ms": 400,
            "prefix_padding_ms": 0,
            "create_response": False,
        }
        client.update(audio={"input": {"turn_detection": detection}})
        for audio in (SILENCE, VOICE, SILENCE):
            client.append(audio)
        events = client.until("conversation.item.done")
        assert events[0]["audio_start_ms"] == 500
        assert events[1]["audio_end_ms"] == 1_900
        client.send("input_audio_buffer.clear")
        assert client.receive()["type"] == "input_audio_buffer.cleared"

    def test_transcription_is_sent_when_asked_for(self, client: RealtimeClient) -> None:
        client.update(audio={"input": {"transcription": {"model": "gpt-4o-transcribe"}}})
        for audio in (SILENCE, VOICE, SILENCE):
            client.append(audio)
        completed = client.last("conversation.item.input_audio_transcription.completed")
        assert completed["usage"]["type"] == "tokens"
        deltas = "conversation.item.input_audio_transcription.delta"
        assert joined(client.events, deltas) == completed["transcript"]

    def test_speech_interrupts_an_answer(self, client: RealtimeClient) -> None:
        client.say("Tell me a long story.")
        client.send("response.create")
        client.until("response.output_audio.delta")
        client.append(SILENCE + VOICE + SILENCE)
        first = client.last("response.done")["response"]
        assert first["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
        assert client.last("response.done")["response"]["status"] == "completed"

    def test_without_detection_the_client_commits(self, client: RealtimeClient) -> None:
        client.update(audio={"input": {"turn_detection": None}})
        client.append(VOICE)
        client.send("input_audio_buffer.commit")
        item_id = client.last("input_audio_buffer.committed")["item_id"]
        client.until("conversation.item.done")
        client.send("conversation.item.retrieve", item_id=item_id)
        part = client.last("conversation.item.retrieved")["item"]["content"][0]
        assert base64.b64decode(part["audio"]) == VOICE
        assert client.answer()[-1]["response"]["status"] == "completed"

    def test_an_empty_buffer_cannot_be_committed(self, client: RealtimeClient) -> None:
        client.send("input_audio_buffer.commit", event_id="e1")
        error = client.error()
        assert error["code"] == "input_audio_buffer_commit_empty"
        assert error["event_id"] == "e1"

    def test_audio_that_is_not_base64_is_an_error(self, client: RealtimeClient) -> None:
        client.send("input_audio_buffer.append", audio="***")
        assert client.error()["param"] == "audio"


class TestInvalidEvents:
    @pytest.mark.parametrize(
        ("frame", "code", "param"),
        [
            ("{", "invalid_json", None),
            ("[]", "invalid_type", None),
            ("{}", "missing_required_parameter", "type"),
            ('{"type": "nonsense"}', "invalid_value", "type"),
            ('{"type": 7}', "invalid_value", "type"),
            ('{"type": "session.update"}', "missing_required_parameter", "session"),
            ('{"type": "session.update", "session": 3}', None, "session"),
            (
                '{"type": "session.update", "session": {"type": "realtime", "tools": 1}}',
                "invalid_type",
                "session.tools",
            ),
            ('{"type": "response.cancel", "event_id": 7}', "invalid_type", "event_id"),
            (b"\x00\x01", "invalid_frame", None),
            ("[" * 100_000, "invalid_json", None),
            ("1" * 10_000, "invalid_json", None),
        ],
    )
    def test_is_answered_and_survived(
        self, client: RealtimeClient, frame: str | bytes, code: str | None, param: str | None
    ) -> None:
        client.socket.send(frame)
        error = client.error()
        assert error["param"] == param
        if code is not None:
            assert error["code"] == code
        assert client.update()["type"] == "realtime"

    def test_names_the_event_it_is_about(self, client: RealtimeClient) -> None:
        client.send("nonsense", event_id="event_of_mine")
        assert client.error()["event_id"] == "event_of_mine"


class TestNull:
    """Clients write null for what they leave open, where the document has no null, too."""

    @pytest.mark.parametrize(
        "fields",
        [
            {"event_id": None, "response": None},
            {"response": {"instructions": None, "metadata": {"turn": "1"}}},
            {"response": {"instructions": None, "tools": None, "tool_choice": None, "input": None}},
        ],
    )
    def test_is_the_same_as_nothing(self, client: RealtimeClient, fields: dict[str, Any]) -> None:
        client.update(output_modalities=["text"])
        client.say("Is it late?")
        client.send("response.create", **fields)
        events = client.until("response.done")
        assert joined(events, "response.output_text.delta") == "You said: Is it late?"

    def test_session_settings_keep_their_values(self, client: RealtimeClient) -> None:
        session = client.update(instructions=None, audio={"output": {"voice": None}})
        assert session["instructions"].startswith("You are")
        assert session["audio"]["output"]["voice"] == "alloy"

    def test_what_is_needed_is_missing(self, client: RealtimeClient) -> None:
        client.send("input_audio_buffer.append", event_id="e1", audio=None)
        error = client.error()
        assert (error["code"], error["param"]) == ("missing_required_parameter", "audio")
        assert error["event_id"] == "e1"


class TestCalls:
    @pytest.fixture
    def http(self, realtime_server: MockServer) -> Iterator[httpx.Client]:
        headers = {"Authorization": "Bearer sk"}
        with httpx.Client(base_url=realtime_server.base_url, headers=headers) as client:
            yield client

    def test_create_answers_with_sdp_and_a_location(
        self, http: httpx.Client, realtime_server: MockServer
    ) -> None:
        session = json.dumps({"type": "realtime", "instructions": "Sing."})
        answer = http.post(
            "/realtime/calls",
            files={
                "sdp": (None, "v=0\r\n", "application/sdp"),
                "session": (None, session, "application/json"),
            },
        )
        assert answer.status_code == 201
        assert answer.headers["content-type"].startswith("application/sdp")
        assert answer.text.startswith("v=0\r\n")
        call_id = answer.headers["location"].rsplit("/", 1)[-1]
        url = f"{realtime_server.websocket_url}?call_id={call_id}"
        headers = {"Authorization": "Bearer sk"}
        with connect(url, additional_headers=headers, max_size=None, max_queue=None) as socket:
            sideband = RealtimeClient(socket)
            assert sideband.receive()["session"]["instructions"] == "Sing."
            assert "output_audio_buffer.started" in types(sideband.ask("Hello!"))
            sideband.until("output_audio_buffer.stopped")

    def test_a_bare_offer_will_do(self, http: httpx.Client) -> None:
        headers = {"Content-Type": "application/sdp"}
        assert http.post("/realtime/calls", content="v=0", headers=headers).status_code == 201
        wrong = http.post("/realtime/calls", content="hello", headers=headers)
        assert (wrong.status_code, wrong.json()["error"]["param"]) == (400, "sdp")

    @pytest.mark.parametrize(
        ("action", "body"),
        [
            ("accept", {"type": "realtime"}),
            ("hangup", None),
            ("refer", {"target_uri": "tel:+14155550123"}),
            ("reject", {"status_code": 486}),
        ],
    )
    def test_actions_answer_with_an_empty_body(
        self, http: httpx.Client, action: str, body: dict[str, Any] | None
    ) -> None:
        answer = http.post(f"/realtime/calls/rtc_1/{action}", json=body)
        assert (answer.status_code, answer.content) == (200, b"")
        missing = http.post(f"/realtime/calls/rtc_missing/{action}", json=body)
        assert (missing.status_code, missing.json()["error"]["param"]) == (404, "call_id")

    def test_an_invalid_body_is_a_400_that_says_where(self, http: httpx.Client) -> None:
        answer = http.post("/realtime/calls/rtc_1/accept", json={"type": "realtime", "tools": 1})
        assert answer.status_code == 400
        error = answer.json()["error"]
        assert (error["param"], error["code"]) == ("tools", "invalid_type")

    def test_without_a_key_it_is_a_401(self, realtime_server: MockServer) -> None:
        answer = httpx.post(realtime_server.base_url + "/realtime/calls/rtc_1/hangup")
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "invalid_api_key"

    def test_a_secret_for_a_transcription_session(self, http: httpx.Client) -> None:
        answer = http.post("/realtime/client_secrets", json={"session": {"type": "transcription"}})
        assert answer.json()["session"]["type"] == "transcription"
