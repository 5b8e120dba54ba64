"""Every REST method as a user calls it; checked for its types, never run."""

from __future__ import annotations

from typing import Literal, assert_type

from openai_realtime import (
    APIConnectionError,
    APIResponse,
    APIStatusError,
    AsyncAPIResponse,
    AsyncOpenAI,
    HttpxBinaryResponseContent,
    OpenAI,
    RateLimitError,
    Timeout,
    is_unknown,
    omit,
)
from openai_realtime.types.realtime import (
    ClientSecretCreateResponse,
    RealtimeSessionCreateRequestParam,
    RealtimeSessionCreateResponse,
    RealtimeTranscriptionSessionCreateResponse,
)


def blocking(client: OpenAI) -> None:
    answer = client.realtime.calls.create(sdp="v=0", session={"type": "realtime"})
    assert_type(answer, HttpxBinaryResponseContent)
    assert_type(answer.content, bytes)
    assert_type(answer.text, str)

    session: RealtimeSessionCreateRequestParam = {
        "type": "realtime",
        "model": "gpt-realtime",
        "audio": {
            "input": {
                "format": {"type": "audio/pcm", "rate": 24000},
                "turn_detection": {"type": "semantic_vad", "eagerness": "low"},
            },
            "output": {"voice": "marin"},
        },
        "tools": [{"type": "function", "name": "look_up", "parameters": {"type": "object"}}],
        "tool_choice": "auto",
        "max_output_tokens": "inf",
    }
    client.realtime.calls.create(sdp="v=0", session=session, timeout=Timeout(10, read=None))
    client.realtime.calls.accept("rtc_1", type="realtime")
    client.realtime.calls.accept(
        "rtc_1",
        type="realtime",
        model="a-model-that-is-new",
        instructions=omit,
        prompt=None,
        tracing="auto",
        truncation={"type": "retention_ratio", "retention_ratio": 0.5},
        extra_headers={"X-Trace": "1"},
        extra_query={"a": 1},
        extra_body={"b": 2},
        timeout=None,
    )
    client.realtime.calls.hangup("rtc_1")
    client.realtime.calls.refer("rtc_1", target_uri="tel:+14155550123")
    client.realtime.calls.reject("rtc_1", status_code=486)

    secret = client.realtime.client_secrets.create(
        expires_after={"anchor": "created_at", "seconds": 600},
        session={"type": "transcription"},
    )
    assert_type(secret, ClientSecretCreateResponse)
    assert_type(secret.value, str)
    if secret.session.type == "realtime":
        assert_type(secret.session, RealtimeSessionCreateResponse)
    else:
        assert_type(secret.session, RealtimeTranscriptionSessionCreateResponse)
    if is_unknown(secret.session):
        print(secret.session.raw)


async def asyncio(client: AsyncOpenAI) -> None:
    answer = await client.realtime.calls.create(sdp="v=0")
    assert_type(answer, HttpxBinaryResponseContent)
    await client.realtime.calls.accept("rtc_1", type="realtime", output_modalities=["audio"])
    await client.realtime.calls.hangup("rtc_1")
    await client.realtime.calls.refer("rtc_1", target_uri="tel:+14155550123")
    await client.realtime.calls.reject("rtc_1")
    secret = await client.realtime.client_secrets.create(session={"type": "realtime"})
    assert_type(secret, ClientSecretCreateResponse)


def raw_and_streamed(client: OpenAI) -> None:
    raw = client.realtime.client_secrets.with_raw_response.create(session={"type": "realtime"})
    assert_type(raw, APIResponse[ClientSecretCreateResponse])
    assert_type(raw.parse(), ClientSecretCreateResponse)
    assert_type(raw.request_id, str | None)
    with client.realtime.with_streaming_response.calls.create(sdp="v=0") as response:
        assert_type(response, APIResponse[HttpxBinaryResponseContent])
        for chunk in response.iter_bytes():
            assert_type(chunk, bytes)


async def raw_and_streamed_async(client: AsyncOpenAI) -> None:
    raw = await client.realtime.with_raw_response.client_secrets.create()
    assert_type(raw, APIResponse[ClientSecretCreateResponse])
    async with client.realtime.calls.with_streaming_response.create(sdp="v=0") as response:
        assert_type(response, AsyncAPIResponse[HttpxBinaryResponseContent])
        assert_type(await response.parse(), HttpxBinaryResponseContent)
        async for chunk in response.iter_bytes():
            assert_type(chunk, bytes)


def clients() -> None:
    with OpenAI(api_key=lambda: "key", timeout=30, max_retries=0) as client:
        assert_type(client, OpenAI)
        assert_type(client.copy(organization="org"), OpenAI)
        assert_type(client.with_options(timeout=None), OpenAI)
        assert_type(client.api_key, str)
    AsyncOpenAI(api_key=ask, default_headers={"X-A": "1"}, default_query={"a": 1})


async def ask() -> str:
    return "key"


def failures(client: OpenAI) -> None:
    try:
        client.realtime.calls.hangup("rtc_1")
    except RateLimitError as error:
        print(error.response.headers["retry-after"])
        assert_type(error.status_code, Literal[429])
    except APIStatusError as error:
        assert_type(error.status_code, int)
        assert_type(error.request_id, str | None)
        assert_type(error.code, str | None)
        assert_type(error.body, object | None)
    except APIConnectionError as error:
        assert_type(error.message, str)
