"""Responses of OpenAPI operations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from codegen.ir.api import Responses, Result, ResultKind
from codegen.ir.error_bodies import ErrorBodyReader
from codegen.ir.event_items import EventItemReader
from codegen.ir.inline_types import InlineTypes
from codegen.ir.json_items import read_json_item
from codegen.ir.media_types import is_event_stream, is_json, is_json_lines, is_text
from codegen.ir.nodes import NodeReader, mapping
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import ANY, Type
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

_SUCCESS = re.compile(r"2(\d\d|XX)\Z", re.ASCII)
# RFC 9110, section 15.4: the answer is where these lead.
_REDIRECT = re.compile(r"3(01|02|03|07|08|XX)\Z", re.ASCII)
_FAILURE = re.compile(r"([45](\d\d|XX)|DEFAULT)\Z", re.ASCII)


REQUEST_ID_HEADERS: Final = ("x-request-id", "request-id")
"""What servers call the id of a request, the usual name first."""


class ResponseReader(NodeReader):
    """Reads the responses of one document."""

    def __init__(self, store: DocumentStore, schemas: SchemaReader, inline: InlineTypes) -> None:
        super().__init__(store)
        self._schemas = schemas
        self._errors = ErrorBodyReader(store, inline)
        self._events = EventItemReader(store, schemas)

    def read(self, operation: Node, verb: str) -> Responses:
        """What the operation can answer."""
        responses = self._read(operation, verb)
        found = tuple(self._request_id_headers(operation))
        return replace(responses, request_id_headers=found) if found else responses

    def _request_id_headers(self, operation: Node) -> Iterator[str]:
        responses = self.child(operation, "responses")
        present = {
            name.lower()
            for code in mapping(responses)
            for name in mapping(self.child(self.follow(responses.child(code)), "headers"))
        }
        return (name for name in REQUEST_ID_HEADERS if name in present)

    def _read(self, operation: Node, verb: str) -> Responses:
        """Read what it can answer.

        Without a success, `default` is what it gives; where a redirect is all that is declared,
        it is the content of where that leads, whatever it is. An answer to HEAD has no body.
        """
        responses = self.child(operation, "responses")
        codes = {code.upper(): responses.child(code) for code in mapping(responses)}
        errors = tuple(self._failures(operation, verb, codes))
        chosen = [code for code in codes if _SUCCESS.match(code)]
        chosen = chosen or [code for code in codes if code == "DEFAULT"]
        if verb == "head" or not chosen:
            kind = ResultKind.NOTHING
            if verb != "head" and any(map(_REDIRECT.match, codes)):
                kind = ResultKind.BINARY
            return Responses((("default", Result(kind)),), errors)
        successes: list[tuple[str, Result]] = []
        streams: list[Result] = []
        for code in chosen:
            results = self._results(self.follow(codes[code]))
            streams += [result for result in results if result.kind.is_stream]
            single = next((r for r in results if not r.kind.is_stream), None)
            if single is not None:
                successes.append((_status(code), single))
        if streams and all(result.kind is ResultKind.NOTHING for _, result in successes):
            return Responses((("default", streams[0]),), errors)
        return Responses(tuple(successes), errors, streams[0] if streams else None)

    def _results(self, response: Node) -> list[Result]:
        """What one response gives: as a whole, and piece by piece where it can be had so.

        JSON is preferred to other formats; of those, the first one that is no stream counts.
        """
        content = self.child(response, "content")
        streams: list[Result] = []
        json: list[tuple[str, Type]] = []
        others: list[str] = []
        for media_type in mapping(content):
            media = self.child(content, media_type)
            if is_event_stream(media_type):
                streams.append(self._events.read(media_type, media))
            elif is_json_lines(media_type):
                item = read_json_item(self._schemas, media)
                streams.append(Result(ResultKind.JSON_LINES, (SpecText(media_type),), item))
            else:
                type_ = self._schema(media)
                if is_json(media_type, self._schemas.types.body(type_)):
                    json.append((media_type, type_))
                else:
                    others.append(media_type)
        if json:
            # The same data in several notations of JSON: the first has the type.
            alike = tuple(SpecText(name) for name, type_ in json if type_ == json[0][1])
            return [Result(ResultKind.JSON, alike, json[0][1]), *streams]
        if others:
            kind = ResultKind.TEXT if is_text(others[0]) else ResultKind.BINARY
            return [Result(kind, (SpecText(others[0]),)), *streams]
        return streams or [Result(ResultKind.NOTHING)]

    def _schema(self, media: Node) -> Type:
        return self._schemas.read(media.child("schema")) if "schema" in mapping(media) else ANY

    def _failures(
        self, operation: Node, verb: str, codes: dict[str, Node]
    ) -> Iterator[tuple[str, Type]]:
        for code, node in codes.items():
            if _FAILURE.match(code):
                type_ = self._errors.read(operation, verb, _status(code), self.follow(node))
                if type_ is not None:
                    yield _status(code), type_


def _status(code: str) -> str:
    return "default" if code == "DEFAULT" else code
