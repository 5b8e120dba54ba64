"""Requests and replies: by which id the answer to a message is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from codegen.diagnostics import Code, quote
from codegen.findings import Findings
from codegen.ir.api import Exchange, Message
from codegen.ir.asyncapi_operations import Exchange as Answered
from codegen.ir.asyncapi_operations import Source
from codegen.ir.nodes import NodeReader, mapping
from codegen.ir.types import ObjectType, Primitive, PrimitiveKind, Type, TypeTable
from codegen.resolve import DocumentStore
from codegen.text import SpecText

# AsyncAPI 3.0, Correlation ID Object: a runtime expression.
_IN_PAYLOAD: Final = re.compile(r"\$message\.payload#/(.+)")
# Properties that both sides have when an answer repeats the id of its request, the clearest first.
_USUAL: Final = ("correlationid", "requestid", "reqid", "id")


class ExchangeReader(NodeReader):
    """Finds the id of requests and replies: as the document says, else a property of both."""

    def __init__(self, store: DocumentStore, types: TypeTable, findings: Findings) -> None:
        super().__init__(store)
        self._types = types
        self._findings = findings

    def read(
        self, answered: Iterable[Answered], sent: Iterable[Message], received: Iterable[Message]
    ) -> tuple[Exchange, ...]:
        """The exchanges of a channel; a message without an id that could be used has none."""
        out = {message.location: message for message in sent}
        back = {message.location: message for message in received}
        found: dict[Message, Exchange] = {}
        for item in answered:
            replies = [(back[at], s) for at, s in item.replies.items() if at in back]
            for at, source in item.requests.items():
                exchange = self._exchange(out[at], source, replies) if at in out else None
                if exchange is not None:
                    found.setdefault(exchange.request, exchange)
        return tuple(found.values())

    def _exchange(
        self, request: Message, source: Source, replies: list[tuple[Message, Source]]
    ) -> Exchange | None:
        if not replies:
            return None
        path = self._declared(source)
        if path is None:
            path = next(self._common(request.payload, [m.payload for m, _ in replies]), None)
        is_integer = self._is_integer(request.payload, path) if path and len(path) == 1 else None
        if path is None or is_integer is None:
            return None
        declared = [self._declared(s) for _, s in replies]
        reply_path = next((p for p in declared if p is not None), path)
        return Exchange(
            request, tuple(message for message, _ in replies), path[0], reply_path, is_integer
        )

    def _declared(self, source: Source) -> tuple[SpecText, ...] | None:
        node = self.child(source.node, "correlationId")
        location = mapping(node).get("location")
        if not isinstance(location, str):
            return None
        found = _IN_PAYLOAD.fullmatch(location)
        if found is None:
            self._findings.warn(
                Code.CORRELATION_ID,
                f"the correlation id is at {quote(location)}, which no message of a WebSocket has",
                node.location,
            )
            return None
        parts = found[1].split("/")
        return tuple(SpecText(p.replace("~1", "/").replace("~0", "~")) for p in parts)

    def _common(self, request: Type, replies: list[Type]) -> Iterator[tuple[SpecText, ...]]:
        own = self._names(request)
        others = [self._names(reply) for reply in replies]
        for usual in _USUAL:
            name = own.get(usual)
            if name is not None and any(other.get(usual) == name for other in others):
                yield (name,)

    def _names(self, payload: Type) -> dict[str, SpecText]:
        body = self._types.body(payload)
        properties = body.properties if isinstance(body, ObjectType) else ()
        return {re.sub(r"[\W_]", "", p.name.reveal()).lower(): p.name for p in properties}

    def _is_integer(self, payload: Type, path: tuple[SpecText, ...]) -> bool | None:
        """Whether an id is a number; None when an id cannot be made for it."""
        body = self._types.body(payload)
        item = body.property_named(path[0]) if isinstance(body, ObjectType) else None
        type_ = self._types.body(item.type) if item is not None else None
        if not isinstance(type_, Primitive):
            return None
        if type_.kind in (PrimitiveKind.INTEGER, PrimitiveKind.NUMBER):
            return True
        return False if type_.kind is PrimitiveKind.STRING else None
