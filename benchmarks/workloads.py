"""What both SDKs are given to do: frames to decode, events to encode, programs to start.

Both run their own public connection class on a socket that keeps what it is given, so that
everything up to the string handed to the WebSocket library is measured, and nothing after it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TURN = HERE / "turn.jsonl"
RECORDINGS = HERE.parents[1] / "shared" / "recordings"

OURS = "openai_realtime"
PEER = "openai"

AUDIO = bytes(range(240)) * 20
"""A tenth of a second of 24 kHz 16-bit audio: 4.8 kB."""

SESSION: dict[str, Any] = {
    "type": "realtime",
    "model": "gpt-realtime",
    "output_modalities": ["audio"],
    "instructions": "Help with trains. Be brief, and repeat a time only once.",
    "audio": {
        "input": {
            "format": {"type": "audio/pcm", "rate": 24000},
            "transcription": {"model": "gpt-4o-mini-transcribe"},
            "turn_detection": {"type": "server_vad", "threshold": 0.5, "silence_duration_ms": 300},
        },
        "output": {"format": {"type": "audio/pcm", "rate": 24000}, "voice": "marin"},
    },
    "tools": [
        {
            "type": "function",
            "name": "next_train",
            "description": "Times of the next trains between two stations.",
            "parameters": {
                "type": "object",
                "properties": {
                    "origin": {"type": "string"},
                    "destination": {"type": "string"},
                },
                "required": ["origin", "destination"],
            },
        }
    ],
    "tool_choice": "auto",
}
ITEM: dict[str, Any] = {
    "type": "message",
    "role": "user",
    "content": [{"type": "input_text", "text": "When does the next train to the coast leave?"}],
}


class KeepingSocket:
    """Stands in for a connection of the WebSocket library: keeps the last message."""

    def __init__(self) -> None:
        self.sent: str | bytes = b""

    def send(self, data: str | bytes) -> None:
        """Take a message."""
        self.sent = data


def connection(package: str) -> tuple[Any, KeepingSocket]:
    """A blocking Realtime connection of one of the two packages, and the socket below it."""
    module: Any = import_module(f"{package}.resources.realtime.realtime")
    socket = KeepingSocket()
    return module.RealtimeConnection(socket), socket


def synthetic_turn() -> list[bytes]:
    """The frames of a whole spoken turn, with its audio."""
    return TURN.read_bytes().splitlines()


def recorded_turns() -> list[bytes]:
    """The frames that were received in recorded sessions; none when there are no recordings."""
    frames: list[bytes] = []
    for path in sorted(RECORDINGS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["dir"] == "received":
                text = json.dumps(record["msg"], ensure_ascii=False, separators=(",", ":"))
                frames.append(text.encode())
    return frames


def decoding(package: str, frames: list[bytes]) -> Callable[[], object]:
    """Decode every frame once."""
    parse = connection(package)[0].parse_event

    def decode() -> None:
        for frame in frames:
            parse(frame)

    return decode


def updating(package: str) -> Callable[[], object]:
    """Send `session.update`."""
    session = connection(package)[0].session
    return lambda: session.update(session=SESSION)


def creating(package: str) -> Callable[[], object]:
    """Send `conversation.item.create`."""
    item = connection(package)[0].conversation.item
    return lambda: item.create(item=ITEM)


def appending(package: str) -> Callable[[], object]:
    """Send 4.8 kB of audio; the peer takes base64 alone, so making it is the caller's work."""
    buffer = connection(package)[0].input_audio_buffer
    if package == OURS:
        return lambda: buffer.append(audio=AUDIO)
    return lambda: buffer.append(audio=base64.b64encode(AUDIO).decode("ascii"))


def first_event_program(package: str) -> str:
    """A program that imports a package and decodes one event."""
    frame = synthetic_turn()[0]
    return (
        f"import {package}\n"
        f"from {package}.resources.realtime.realtime import RealtimeConnection\n"
        f"event = RealtimeConnection(None).parse_event({frame!r})\n"
        "assert event.type == 'session.created', event\n"
    )


def check_same_work() -> None:
    """Both must send the same JSON, else the comparison means nothing.

    Raises:
        AssertionError: they do not.
    """
    for work in (updating, creating, appending):
        sent: list[object] = []
        for package in (OURS, PEER):
            opened, socket = connection(package)
            if work is updating:
                opened.session.update(session=SESSION)
            elif work is creating:
                opened.conversation.item.create(item=ITEM)
            else:
                opened.input_audio_buffer.append(audio=base64.b64encode(AUDIO).decode("ascii"))
            sent.append(json.loads(socket.sent))
        if sent[0] != sent[1]:
            raise AssertionError(f"{work.__name__}: {sent[0]} is not {sent[1]}")
