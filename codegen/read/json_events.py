"""JSON text (RFC 8259) as events."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from codegen.read.events import Event, Kind, SyntaxProblemError

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<mark>[{}\[\],:])
      | (?P<string>"(?:[^"\\]|\\.)*")
      | (?P<literal>[-+.0-9A-Za-z]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_MARKS = {
    "{": Kind.MAPPING_START,
    "}": Kind.MAPPING_END,
    "[": Kind.SEQUENCE_START,
    "]": Kind.SEQUENCE_END,
}
# What Python's json module reads beyond RFC 8259, by the name YAML gives to the same numbers.
_NOT_FINITE = {"NaN": ".nan", "Infinity": ".inf", "-Infinity": "-.inf"}


def json_events(text: str) -> Iterator[Event]:
    """Yield the events of a JSON text.

    The grammar itself is the concern of the json module: where commas and colons stand is not
    looked at here. Raises SyntaxProblemError at the first character that starts no token.
    """
    index = 0
    match = _TOKEN.match(text, index)
    while match is not None:
        index = match.end()
        mark, string, literal = match.group("mark", "string", "literal")
        if mark is not None:
            if mark in _MARKS:
                yield Event(_MARKS[mark], index - 1)
        elif string is not None:
            yield Event(Kind.SCALAR, match.start("string"), _decoded(string, index))
        else:
            text_of_literal = _NOT_FINITE.get(literal, literal)
            yield Event(Kind.SCALAR, match.start("literal"), text_of_literal, plain=True)
        match = _TOKEN.match(text, index)
    if text[index:].strip(" \t\r\n"):
        raise SyntaxProblemError("this starts no JSON token", index)


def _decoded(string: str, end: int) -> str:
    try:
        # The pattern of a string matches nothing that json reads as another type.
        decoded: str = json.loads(string)
    except json.JSONDecodeError as error:
        raise SyntaxProblemError(error.msg, end - len(string) + error.pos) from None
    return decoded
