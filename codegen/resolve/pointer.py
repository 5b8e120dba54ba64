"""JSON pointers (RFC 6901), and finding the value one names in documents as they really are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from codegen.diagnostics import Pointer, format_pointer
from codegen.read.json_value import JsonValue

__all__ = ["Lookup", "Pointer", "find", "format_pointer", "parse_pointer"]

_MOST_JOINED_TOKENS = 64
_LIST_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")


def parse_pointer(text: str) -> tuple[str, ...]:
    """Return the tokens of ``""`` or ``/a/b~1c``.

    A ``~`` before anything but 0 and 1 stands for itself, as documents that never heard of
    escapes mean it. Raises ValueError when the text is not empty and does not start with ``/``.
    """
    if not text:
        return ()
    if not text.startswith("/"):
        raise ValueError("a JSON pointer is empty or starts with '/'")
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in text[1:].split("/"))


@dataclass(frozen=True, slots=True)
class Lookup:
    """How far a search got: the deepest value, its pointer, and the tokens that lead no further."""

    value: JsonValue
    pointer: Pointer
    remaining: tuple[str, ...]


class _State(NamedTuple):
    value: JsonValue
    used: int
    pointer: Pointer


def find(root: JsonValue, tokens: Sequence[str | int]) -> Lookup:
    """Follow tokens from a value, as far as they go.

    A key that holds an unescaped ``/`` is found too, by joining tokens, where no single token
    fits. The pointer of the result is canonical: the real keys, and integers for list indices.
    """
    texts = tuple(str(token) for token in tokens)
    start = _exact(root, texts)
    if start.used == len(texts):
        return Lookup(start.value, start.pointer, ())
    return _search(root, texts)


def _exact(root: JsonValue, texts: tuple[str, ...]) -> _State:
    state = _State(root, 0, ())
    while state.used < len(texts):
        following = _step(state, texts)
        if following is None:
            break
        state = following
    return state


def _search(root: JsonValue, texts: tuple[str, ...]) -> Lookup:
    start = _State(root, 0, ())
    deepest = start
    pending = [start]
    # Two ways to one value with as many tokens used differ in nothing that follows.
    seen: set[tuple[int, int]] = set()
    while pending:
        state = pending.pop()
        if state.used > deepest.used:
            deepest = state
        if state.used == len(texts):
            break
        if (id(state.value), state.used) not in seen:
            seen.add((id(state.value), state.used))
            # The last one pushed is tried first: a single token before joined ones.
            pending.extend(reversed(_steps(state, texts)))
    return Lookup(deepest.value, deepest.pointer, texts[deepest.used :])


def _steps(state: _State, texts: tuple[str, ...]) -> list[_State]:
    single = _step(state, texts)
    steps = [single] if single is not None else []
    value, used, pointer = state
    if isinstance(value, dict) and any("/" in key for key in value):
        for end in range(used + 2, min(len(texts), used + _MOST_JOINED_TOKENS) + 1):
            joined = "/".join(texts[used:end])
            if joined in value:
                steps.append(_State(value[joined], end, (*pointer, joined)))
    return steps


def _step(state: _State, texts: tuple[str, ...]) -> _State | None:
    """Take the next token as it is; None where it leads nowhere."""
    value, used, pointer = state
    token = texts[used]
    if isinstance(value, dict) and token in value:
        return _State(value[token], used + 1, (*pointer, token))
    if isinstance(value, list) and _LIST_INDEX.fullmatch(token) and int(token) < len(value):
        return _State(value[int(token)], used + 1, (*pointer, int(token)))
    return None
