"""A conversation by text and by voice over the generated package, on the terminal.

python examples/demo.py                     against the mock server, which it starts itself
python examples/demo.py --live              against the real service, with OPENAI_API_KEY
python examples/demo.py --base-url URL      against a server that is running already

Exit codes: 0 done, 2 it could not be run or did not work out, 130 interrupted.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import sys
import time
from array import array
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from openai_realtime import (
    APIConnectionError,
    APIStatusError,
    AsyncOpenAI,
    OpenAI,
    OpenAIError,
)
from openai_realtime.audio import PCMFormat, pcm_chunks
from openai_realtime.resources.realtime.realtime import AsyncRealtimeConnection
from rich.console import Console

SPEC = Path(__file__).resolve().parent.parent / "spec"

MODEL = "gpt-realtime"
QUESTION = 'Hello! Please say "Every event arrives as a class of its own."'
LIVE_BASE_URL = "https://api.openai.com/v1"
LOCAL_KEY = "demo-key"
"""Sent instead of the user's own key wherever the real service is not asked for."""

SAMPLE_RATE = 24_000
SPEECH_SECONDS = 1.5

TURN_SECONDS = 60
"""Longest that one answer may take."""

console = Console(highlight=False, soft_wrap=True)


class DemoError(Exception):
    """The demo cannot go on; the message is one line for the user."""


@dataclass(frozen=True)
class Target:
    """Where the demo connects to; `live` is the real service."""

    name: str
    base_url: str
    api_key: str
    live: bool


@dataclass
class Tally:
    """What a session was made of."""

    events: Counter[str] = field(default_factory=Counter[str])
    bytes_sent: int = 0
    bytes_received: int = 0


def main(arguments: list[str] | None = None) -> int:
    """Run the demo; gives its exit code."""
    options = _parse_arguments(arguments)
    try:
        with _target(options) as target:
            _run(target)
    except KeyboardInterrupt:
        return 130
    except DemoError as error:
        return _refuse(str(error))
    except APIStatusError as error:
        return _refuse(f"{options.base_url or 'the server'} answered: {error}")
    except APIConnectionError as error:
        return _refuse(f"cannot reach {options.base_url or 'the server'}: {error}")
    except OpenAIError as error:
        return _refuse(str(error))
    return 0


def _run(target: Target) -> None:
    console.print(
        f"openai_realtime and {target.name}: {target.base_url}", style="bold", markup=False
    )
    started = time.perf_counter()
    _rest(target)
    tally = asyncio.run(_converse(target))
    _print_summary(tally, time.perf_counter() - started)


def _rest(target: Target) -> None:
    """The REST half, with the blocking client."""
    _heading("REST, blocking client")
    with OpenAI(api_key=target.api_key, base_url=target.base_url) as client:
        secret = client.realtime.client_secrets.create(
            expires_after={"anchor": "created_at", "seconds": 600},
            session={"type": "realtime", "model": MODEL},
        )
        seconds = secret.expires_at - int(time.time())
        _step("client_secrets.create", f"{secret.value[:6]}..., valid for {seconds} s")
        if target.live:
            _step("calls.accept, calls.hangup", "skipped: they need an incoming SIP call")
            return
        client.realtime.calls.accept("rtc_demo", type="realtime", model=MODEL)
        _step("calls.accept", "rtc_demo")
        client.realtime.calls.hangup("rtc_demo")
        _step("calls.hangup", "rtc_demo")


async def _converse(target: Target) -> Tally:
    """The WebSocket half, with the async client: a turn by text and a turn by voice."""
    tally = Tally()
    async with (
        AsyncOpenAI(api_key=target.api_key, base_url=target.base_url) as client,
        client.realtime.connect(model=MODEL) as connection,
    ):
        _heading("WebSocket, async client: text")
        await connection.session.update(
            session={
                "type": "realtime",
                "output_modalities": ["text"],
                "instructions": "You are a friendly guide. Answer in one short sentence.",
            }
        )
        await connection.conversation.item.create(
            item={
                "type": "message",
                "role": "user",
                "content": [{"type": "input_text", "text": QUESTION}],
            }
        )
        await connection.response.create()
        _step("you", QUESTION)
        await _stream_answer(connection, tally)

        _heading("WebSocket, async client: voice")
        await connection.session.update(
            session={
                "type": "realtime",
                "output_modalities": ["audio"],
                # The end of the turn is said by hand: no pause has to be heard in a tone.
                "audio": {"input": {"turn_detection": None}},
            }
        )
        for chunk in pcm_chunks(speech_like_audio(SPEECH_SECONDS), PCMFormat(SAMPLE_RATE)):
            await connection.input_audio_buffer.append(audio=chunk)
            tally.bytes_sent += len(chunk)
        await connection.input_audio_buffer.commit()
        await connection.response.create()
        _step("you", f"{SPEECH_SECONDS} s of audio, {tally.bytes_sent:,} bytes")
        await _stream_answer(connection, tally)
    return tally


async def _stream_answer(connection: AsyncRealtimeConnection, tally: Tally) -> None:
    """Print an answer as it arrives, until the response is done."""
    try:
        async with asyncio.timeout(TURN_SECONDS):
            await _print_events(connection, tally)
    except TimeoutError:
        raise DemoError(f"no complete answer within {TURN_SECONDS} seconds") from None


async def _print_events(connection: AsyncRealtimeConnection, tally: Tally) -> None:
    speaking = False
    async for event in connection:
        tally.events[event.type] += 1
        match event.type:
            case "session.created":
                _step("session", event.session.type)
            case "response.output_text.delta" | "response.output_audio_transcript.delta":
                if not speaking:
                    console.print(f"  {'model':<28}", style="cyan", end="")
                    speaking = True
                _print_text(event.delta)
            case "response.output_audio.delta":
                tally.bytes_received += len(event.audio_bytes)
            case "error":
                raise DemoError(f"the service reports: {_clean(event.error.message)}")
            case "response.done":
                console.print()
                if event.response.status != "completed":
                    raise DemoError(f"the response ended as {event.response.status}")
                return
            case _:
                pass
    raise DemoError("the server closed the connection before the answer was complete")


def speech_like_audio(seconds: float) -> bytes:
    """Make audio with the pitch and rhythm of speech: 16-bit little-endian samples, mono.

    A voice-like tone of four harmonics, whose loudness rises and falls with each syllable.
    """
    samples = array("h")
    for index in range(int(seconds * SAMPLE_RATE)):
        moment = index / SAMPLE_RATE
        syllable = math.sin(math.pi * 4 * moment) ** 2
        pitch = 2 * math.pi * 140 * moment
        voice = sum(math.sin(pitch * harmonic) / harmonic for harmonic in range(1, 5))
        samples.append(int(6_000 * syllable * voice))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


@contextmanager
def _target(options: argparse.Namespace) -> Generator[Target]:
    """The server to talk to, started and stopped here when it is the mock."""
    if options.live:
        key = os.environ.get("OPENAI_API_KEY", "")
        if not key:
            raise DemoError("--live needs an API key in the environment variable OPENAI_API_KEY")
        options.base_url = options.base_url or os.environ.get("OPENAI_BASE_URL") or LIVE_BASE_URL
        yield Target("the real service", options.base_url, key, live=True)
    elif options.base_url:
        yield Target("a running server", options.base_url, LOCAL_KEY, live=False)
    else:
        # Imported here: the other two ways need nothing but the generated package.
        from codegen.diagnostics import SpecError
        from codegen.mock.server import MockServer, PortInUseError

        # A proxy of this machine's environment cannot reach this machine's loopback address.
        os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
        if not 0 <= options.port <= 65_535:
            raise DemoError(f"--port {options.port} is not a port: 0 to 65535")
        try:
            server = MockServer(
                SPEC / "openapi.yaml",
                SPEC / "asyncapi.yaml",
                SPEC / "scenario.yaml",
                port=options.port,
                speed=options.speed,
            )
            server.start()
        except (SpecError, PortInUseError, ValueError) as error:
            raise DemoError(str(error).splitlines()[0]) from None
        try:
            options.base_url = server.base_url
            yield Target("its mock server", server.base_url, LOCAL_KEY, live=False)
        finally:
            server.stop()


def _print_summary(tally: Tally, seconds: float) -> None:
    _heading("Summary")
    width = max(map(len, tally.events), default=0)
    for name, count in sorted(tally.events.items(), key=lambda item: (-item[1], item[0])):
        console.print(f"  {_clean(name):<{width}} {count:>5}")
    console.print(f"  {'events':<{width}} {tally.events.total():>5}", style="bold")
    console.print(f"  audio sent      {tally.bytes_sent:>9,} bytes")
    console.print(f"  audio received  {tally.bytes_received:>9,} bytes")
    console.print(f"  time            {seconds:>9.1f} s")


def _heading(text: str) -> None:
    console.print(f"\n{text}", style="bold")


def _step(name: str, text: str) -> None:
    console.print(f"  {name:<28}", style="cyan", end="")
    console.print(_clean(text), markup=False)


def _print_text(text: str) -> None:
    console.print(_clean(text), end="", markup=False)


def _clean(text: str) -> str:
    """Text of a server without what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)


def _refuse(message: str) -> int:
    print(f"demo: {' '.join(message.split())}", file=sys.stderr)
    return 2


def _parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="demo", description="Talk to a Realtime API.")
    parser.add_argument("--live", action="store_true", help="use the real service")
    parser.add_argument("--base-url", metavar="URL", help="a server that is running already")
    parser.add_argument("--port", type=int, default=0, help="port of the mock; 0 takes a free one")
    parser.add_argument(
        "--speed", type=float, default=1.0, help="pace of the mock's pauses; 0 never waits"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
