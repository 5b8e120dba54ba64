"""Requests and replies: by which id the answer to a message is known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from codegen.diagnostics import Code, Location, quote
from codegen.findings import Findings
from codegen.ir.api import Exchange, Message
from codegen.ir.asyncapi_operations import Exchange as Answered
from codegen.ir.asyncapi_operations import Source
from codegen.ir.asyncapi_traits import TraitReader
from codegen.ir.component_names import plain
from codegen.ir.types import (
    ObjectType,
    Primitive,
    PrimitiveKind,
    Type,
    TypeTable,
)
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

# AsyncAPI 3.0, Correlation ID Object: a runtime expression.
_IN_PAYLOAD: Final = re.compile(r"\$message\.payload#/(.+)")
# Properties that both sides have when an answer repeats the id of its request, the clearest first.
_USUAL: Final = ("correlationid", "requestid", "reqid", "id")

Path = tuple[SpecText, ...]
"""The keys by which a member of a payload is reached."""


class ExchangeReader:
    """Finds the id of requests and replies: as the document says, else a property of both."""

    def __init__(
        self, store: DocumentStore, root: Node, types: TypeTable, findings: Findings
    ) -> None:
        """Args: root: of the document."""
        self._traits = TraitReader(store, root)
        self._types = types
        self._findings = findings

    def read(
        self, answered: Iterable[Answered], sent: Iterable[Message], received: Iterable[Message]
    ) -> tuple[Exchange, ...]:
        """The exchanges of a channel; a message without an id that could be used has none.

        Where a message can be one of several objects, each of them is asked, or answers.
        """
        out, back = _by_place(sent), _by_place(received)
        found: dict[Message, Exchange] = {}
        for item in answered:
            replies = [(m, source) for at, source in item.replies.items() for m in back[at]]
            for at, source in item.requests.items():
                for message in out[at]:
                    exchange = self._exchange(message, source, replies)
                    if exchange is not None:
                        found.setdefault(message, exchange)
        return tuple(found.values())

    def _exchange(
        self, request: Message, source: Source, replies: list[tuple[Message, Source]]
    ) -> Exchange | None:
        if not replies:
            return None
        path = self._declared(source)
        is_integer = self._is_integer(request.payload, path) if path is not None else None
        if path is not None and is_integer is None:
            shown = "/".join(step.reveal() for step in path)
            self._findings.warn(
                Code.CORRELATION_ID,
                f"the message has no text and no number at {quote(shown)}, so it is sent without "
                "waiting for its answer",
                source.node.location,
            )
        if path is None:
            path = next(self._common(request.payload, [m.payload for m, _ in replies]), None)
            is_integer = self._is_integer(request.payload, path) if path is not None else None
        if path is None or is_integer is None:
            return None
        at = (self._in_reply(message, source, path) for message, source in replies)
        reply_ids = tuple(dict.fromkeys(p for p in at if p is not None)) or (path,)
        return Exchange(request, tuple(m for m, _ in replies), path, reply_ids, is_integer)

    def _in_reply(self, message: Message, source: Source, path: Path) -> Path | None:
        """Where a reply has the id: as it says, else where its request has it."""
        declared = self._declared(source)
        if declared is not None or self._is_integer(message.payload, path) is None:
            return declared
        return path

    def _declared(self, source: Source) -> Path | None:
        location = self._traits.text(source.node, "correlationId", "location")
        if location is None:
            return None
        found = _IN_PAYLOAD.fullmatch(location)
        if found is None:
            self._findings.warn(
                Code.CORRELATION_ID,
                f"the correlation id is at {quote(location)}, which no message of a WebSocket has",
                source.node.location.child("correlationId"),
            )
            return None
        parts = found[1].split("/")
        return tuple(SpecText(p.replace("~1", "/").replace("~0", "~")) for p in parts)

    def _common(self, request: Type, replies: list[Type]) -> Iterator[Path]:
        own = self._names(request)
        others = [self._names(reply) for reply in replies]
        for usual in _USUAL:
            name = own.get(usual)
            if name is not None and any(other.get(usual) == name for other in others):
                yield (name,)

    def _names(self, payload: Type) -> dict[str, SpecText]:
        body = self._types.body(payload)
        properties = body.properties if isinstance(body, ObjectType) else ()
        return {plain(p.name.reveal()): p.name for p in properties}

    def _is_integer(self, payload: Type, path: Path) -> bool | None:
        """Whether an id is a number; None when an id cannot be made for it."""
        type_ = payload
        for step in path:
            body = self._types.not_null(type_)
            item = body.property_named(step) if isinstance(body, ObjectType) else None
            if item is None:
                return None
            type_ = item.type
        found = self._types.not_null(type_)
        if not isinstance(found, Primitive):
            return None
        if found.kind in (PrimitiveKind.INTEGER, PrimitiveKind.NUMBER):
            return True
        return False if found.kind is PrimitiveKind.STRING else None


def _by_place(messages: Iterable[Message]) -> defaultdict[Location, list[Message]]:
    found: defaultdict[Location, list[Message]] = defaultdict(list)
    for message in messages:
        found[message.location].append(message)
    return found
