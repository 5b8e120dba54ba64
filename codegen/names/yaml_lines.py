"""Lines of sdk.yaml, as a remedy tells them: they can be copied as they are."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def line(section: str, key: str, value: str) -> str:
    """The remedy that adds a setting."""
    return f"add `{section}: {{{scalar(key)}: {value}}}` to sdk.yaml"


def scalar(text: str) -> str:
    """A text as a YAML scalar of one line, in ASCII."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if text.isascii() and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    # YAML 1.2 takes every escape of JSON in double quotes.
    return json.dumps(text)
