"""Texts as YAML, in a file that is written and in a line that a remedy tells."""

from __future__ import annotations

import json
import re
from typing import Final

_PLAIN: Final = re.compile(r"(\.{0,2}/)*[A-Za-z_][A-Za-z0-9_./-]*")
_NOT_TEXT: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
# JSON leaves these as they are; in YAML they end a line or are not allowed.
_SPECIAL: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_NOT_ASCII: Final = re.compile("[^\x00-\x7e]")


def scalar(value: str | bool | int, *, in_ascii: bool = False) -> str:
    """A value or a key as YAML 1.2 of one line, that every parser reads as it is.

    Args:
        value: a text is quoted unless it is plainly safe.
        in_ascii: whether to escape what is not ASCII.
    """
    if not isinstance(value, str):
        return json.dumps(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    if value.isascii() and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    # YAML 1.2 takes every escape of JSON in double quotes, but for halves of surrogate pairs.
    quoted = json.dumps(value, ensure_ascii=False)
    return (_NOT_ASCII if in_ascii else _SPECIAL).sub(lambda match: _escaped(match[0]), quoted)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
