"""YAML text as events, by PyYAML's parser: events only, none of its constructors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.events import Event as ParserEvent

from codegen.read.events import Event, Kind, SecondDocumentError, SyntaxProblemError

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters outside YAML 1.2 section 5.1."""

# Line ends of YAML 1.1, which PyYAML still breaks lines at; ordinary characters in YAML 1.2.
_OLD_LINE_ENDS = "\x85\u2028\u2029"
_PRIVATE_USE = range(0xE000, 0xF8FF)


class _Parser(Protocol):
    def get_event(self) -> ParserEvent | None: ...


def yaml_events(text: str) -> Iterator[Event]:
    """Yield the events of the one YAML document in a text.

    Raises SyntaxProblemError where the text is not YAML, and SecondDocumentError where another
    document starts.
    """
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        raise SyntaxProblemError("this character is not allowed in YAML", forbidden.start())
    stand_ins = _stand_ins(text)
    if not stand_ins:
        yield from _events(text)
        return
    originals = {stand_in: original for original, stand_in in stand_ins.items()}
    # One character for one character, so every index stays what it is.
    for event in _events(text.translate(stand_ins)):
        yield event._replace(text=event.text.translate(originals)) if event.text else event


def _events(text: str) -> Iterator[Event]:
    parser = _new_parser(text)
    documents = 0
    try:
        event = parser.get_event()
        while event is not None and not isinstance(event, StreamEndEvent):
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise SecondDocumentError("a second document starts here", _index(event))
            else:
                yield from _converted(event)
            event = parser.get_event()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        index = mark.index if mark is not None else len(text)
        # The C parser leaves the index out of some marks; line and column are always there.
        if mark is not None and index == 0 and (mark.line or mark.column):
            index = _index_of(text, mark.line, mark.column)
        raise SyntaxProblemError(error.problem or "this is not YAML", index) from None
    except yaml.YAMLError as error:
        raise SyntaxProblemError(str(error).partition("\n")[0], 0) from None


def _new_parser(text: str) -> _Parser:
    if yaml.__with_libyaml__:
        from yaml.cyaml import CSafeLoader

        return CSafeLoader(text)
    return yaml.SafeLoader(text)


def _converted(event: ParserEvent) -> Iterator[Event]:
    index = _index(event)
    if isinstance(event, ScalarEvent):
        plain = bool(event.implicit[0]) and event.tag is None
        yield Event(Kind.SCALAR, index, event.value, plain, event.tag, event.anchor)
    elif isinstance(event, MappingStartEvent):
        yield Event(Kind.MAPPING_START, index, tag=event.tag, anchor=event.anchor)
    elif isinstance(event, MappingEndEvent):
        yield Event(Kind.MAPPING_END, index)
    elif isinstance(event, SequenceStartEvent):
        yield Event(Kind.SEQUENCE_START, index, tag=event.tag, anchor=event.anchor)
    elif isinstance(event, SequenceEndEvent):
        yield Event(Kind.SEQUENCE_END, index)
    elif isinstance(event, AliasEvent):
        yield Event(Kind.ALIAS, index, str(event.anchor))


def _index(event: ParserEvent) -> int:
    mark = event.start_mark
    return mark.index if mark is not None else 0


def _index_of(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line):
        start = text.find("\n", start) + 1
        if start == 0:
            return len(text)
    return min(start + column, len(text))


def _stand_ins(text: str) -> dict[int, int]:
    present = [ord(character) for character in _OLD_LINE_ENDS if character in text]
    if not present:
        return {}
    used = set(text)
    unused = (code for code in _PRIVATE_USE if chr(code) not in used)
    return dict(zip(present, unused, strict=False))
