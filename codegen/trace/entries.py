"""What a trace consists of: plain data."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

_ERROR: Final = re.compile(r"(?<![A-Za-z])(?:error|ERROR)|Error")
"""What the types of messages that tell of an error are called: `error`, `RateLimitError`."""


class Kind(StrEnum):
    """What a line tells: a message of the client, one of the server, or something that happened."""

    SENT = "sent"
    RECEIVED = "received"
    EVENT = "event"


class Form(StrEnum):
    """What a message was: JSON, text that is none, or bytes."""

    JSON = "json"
    TEXT = "text"
    BINARY = "binary"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a trace.

    Attributes:
        line: its number in the file, from 1.
        kind: a message and its direction, or an event.
        label: the type of the message, or the name of the event.
        time: seconds since the recording began; None where the trace has no times.
        wall: the time of day, as the trace has it.
        size: bytes of the message as it was.
        form: what the message is; None for an event.
        content: the JSON value, the text or the bytes.
        failed: it was to be sent and could not be.
        code, reason, by: how a connection was closed, and by whom.
    """

    line: int
    kind: Kind
    label: str
    time: float | None = None
    wall: str = ""
    size: int = 0
    form: Form | None = None
    content: Any = None
    failed: bool = False
    code: int | None = None
    reason: str = ""
    by: Kind | None = None

    @property
    def is_closing(self) -> bool:
        """Whether the connection ended here."""
        return self.kind is Kind.EVENT and self.label == "close"

    @property
    def is_error(self) -> bool:
        """Whether something went wrong: an error message, a message lost, an abnormal close."""
        if self.kind is Kind.EVENT:
            return self.is_closing and self.code not in (1000, 1001, 1005)
        has_error = isinstance(self.content, dict) and bool(self.content.get("error"))
        return self.failed or has_error or _ERROR.search(self.label) is not None

    def data(self) -> str | bytes:
        """The message as it goes over a connection."""
        if self.form is Form.JSON:
            # Half of a surrogate pair cannot be sent as it is, and can be as an escape.
            text = json.dumps(self.content, ensure_ascii=False, separators=(",", ":"))
            try:
                text.encode()
            except UnicodeEncodeError:
                return json.dumps(self.content, separators=(",", ":"))
            return text
        data: str | bytes = self.content
        return data


@dataclass(frozen=True, slots=True)
class Trace:
    """A recording.

    Attributes:
        path: the file.
        header: what it says of itself; empty where it has no first line of that kind.
        entries: its lines, in the order of time.
        tag: the member of messages that has their type.
    """

    path: Path
    header: Mapping[str, Any] = field(default_factory=dict[str, Any])
    entries: tuple[Entry, ...] = ()
    tag: str | None = None

    def label(self, content: Any) -> str:
        """The type of a message, as people would call it."""
        return label_of(content, self.tag)


def label_of(content: Any, tag: str | None) -> str:
    """The type of a JSON message: its tag, or what tells the most about it."""
    if isinstance(content, dict):
        value = content.get(tag) if tag is not None else None
        if isinstance(value, (str, int, float)):
            return value if isinstance(value, str) else json.dumps(value)
        return f"{{{', '.join(list(content)[:4])}}}"
    if isinstance(content, list):
        first = content[0] if content else None
        return first if isinstance(first, str) and first else f"[{len(content)}]"
    return json.dumps(content) if not isinstance(content, str) else "text"


def decoded(text: str) -> bytes:
    """Bytes from base64.

    Raises:
        ValueError: it is not base64.
    """
    return base64.b64decode(text, validate=True)
