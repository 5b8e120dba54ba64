"""What a type checker has to refuse. Both checkers report a comment that hides nothing.

A comment without a code stands where the code differs between versions of mypy.
"""

from __future__ import annotations

from openai_realtime import AsyncOpenAI, OpenAI
from openai_realtime.types.realtime import ConversationItemParam, RealtimeSessionCreateRequestParam


def wrong_arguments(client: OpenAI) -> None:
    client.realtime.calls.accept("rtc_1")  # type: ignore[call-arg]
    client.realtime.calls.accept("rtc_1", type="transcription")  # type: ignore[arg-type]
    client.realtime.calls.accept(type="realtime")  # type: ignore[call-arg]
    client.realtime.calls.hangup(7)  # type: ignore[arg-type]
    client.realtime.calls.refer("rtc_1")  # type: ignore[call-arg]
    client.realtime.calls.reject("rtc_1", status_code="486")  # type: ignore[arg-type]
    client.realtime.calls.create(sdp=b"v=0")  # type: ignore[arg-type]
    client.realtime.connect("gpt-realtime")  # type: ignore
    client.realtime.nonsense()  # type: ignore[attr-defined]
    OpenAI("sk-1")  # type: ignore
    AsyncOpenAI(api_key=lambda: "key")  # type: ignore


def wrong_keys(client: OpenAI) -> None:
    session: RealtimeSessionCreateRequestParam = {"type": "realtime", "modle": "x"}  # type: ignore[typeddict-unknown-key]
    bare: RealtimeSessionCreateRequestParam = {}  # type: ignore[typeddict-item]
    item: ConversationItemParam = {"type": "message", "role": "narrator", "content": []}  # type: ignore
    client.realtime.calls.create(sdp="v=0", session={"type": "reltime"})  # type: ignore[arg-type]
    client.realtime.client_secrets.create(expires_after={"seconds": "600"})  # type: ignore[arg-type]
    print(session, bare, item)


def wrong_messages(client: OpenAI) -> None:
    with client.realtime.connect(model="gpt-realtime") as connection:
        connection.send({"type": "brand.new"})  # type: ignore[arg-type]
        connection.send("text")  # type: ignore[arg-type]
        connection.input_audio_buffer.append(audio=1)  # type: ignore[arg-type]
        connection.input_audio_buffer.append(b"")  # type: ignore
        connection.conversation.item.create()  # type: ignore[call-arg]
        connection.conversation.item.truncate(item_id="i", audio_end_ms=1)  # type: ignore[call-arg]
        connection.close(4000)  # type: ignore
        for event in connection:
            if event.type == "response.output_audio.delta":
                print(event.nonsense)  # type: ignore[attr-defined]
            if event.type == "response.output_audio.dleta":  # type: ignore[comparison-overlap]
                print(event)
