"""A client of the Realtime API that reads until it has what it wants."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection

SPEC = Path(__file__).parents[2] / "spec"
PATIENCE = 60.0
"""Seconds after which a missing event fails a test; nothing is timed by it."""


class RealtimeClient:
    """One connection; every event received is kept in `events`."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.events: list[dict[str, Any]] = []

    def send(self, type_: str, **fields: Any) -> None:
        self.socket.send(json.dumps({"type": type_, **fields}))

    def receive(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(self.socket.recv(timeout=PATIENCE))
        self.events.append(event)
        return event

    def until(self, type_: str) -> list[dict[str, Any]]:
        """Events up to the next one of a type, which comes last."""
        found: list[dict[str, Any]] = []
        while not found or found[-1]["type"] != type_:
            found.append(self.receive())
        return found

    def last(self, type_: str) -> dict[str, Any]:
        return self.until(type_)[-1]

    def update(self, **session: Any) -> dict[str, Any]:
        self.send("session.update", session={"type": "realtime", **session})
        updated: dict[str, Any] = self.last("session.updated")["session"]
        return updated

    def say(self, text: str, **fields: Any) -> dict[str, Any]:
        """Add a message of the user; its item once it is done."""
        content = [{"type": "input_text", "text": text}]
        item = {"type": "message", "role": "user", "content": content}
        self.send("conversation.item.create", item=item, **fields)
        done: dict[str, Any] = self.last("conversation.item.done")["item"]
        return done

    def ask(self, text: str, **response: Any) -> list[dict[str, Any]]:
        """Add a message of the user and let it be answered: events up to `response.done`."""
        self.say(text)
        return self.answer(**response)

    def answer(self, **response: Any) -> list[dict[str, Any]]:
        self.send("response.create", **({"response": response} if response else {}))
        return self.until("response.done")

    def append(self, audio: bytes) -> None:
        self.send("input_audio_buffer.append", audio=base64.b64encode(audio).decode())

    def error(self) -> dict[str, Any]:
        told: dict[str, Any] = self.last("error")["error"]
        return told
