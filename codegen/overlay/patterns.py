"""Regular expressions of queries (I-Regexp, RFC 9485), in time that is linear in the text.

An overlay may come from somebody else, and `(a+)+b` takes a backtracking matcher years. I-Regexp
has nothing that needs one, so the automaton that pydantic brings along does it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from iregexp_check import check
from pydantic_core import SchemaValidator, core_schema

LARGEST: Final = 10_000
"""Characters and classes of a pattern in which every repetition is written out."""

# An escape, a class, a repetition, or one character.
_TOKEN: Final = re.compile(r"\\[pP]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\{[0-9,]*\}|.", re.DOTALL)
_COUNT: Final = re.compile(r"[0-9]{1,9}")
# What the automaton's syntax has beyond I-Regexp: `^` and `$` are themselves.
_LITERALS: Final = {".": r"[^\n\r]", "^": r"\^", "$": r"\$"}
# So are `&&`, `--` and `~~` in a class.
_IN_CLASS: Final = re.compile(r"\\.|[&~]|(?<=\[)-|(?<=\[\^)-", re.DOTALL)


class PatternTooLargeError(Exception):
    """A pattern is larger than `LARGEST`."""


@lru_cache(maxsize=128)
def size(pattern: str) -> int:
    """How large a pattern is with every repetition written out, as the automaton is.

    Raises:
        PatternTooLargeError: it is too large to be tried.
    """
    if len(pattern) > LARGEST:
        raise PatternTooLargeError
    sums, last = [0], 0
    for token in _TOKEN.findall(pattern):
        match token[0]:
            case "(":
                sums.append(0)
                continue
            case ")" if len(sums) > 1:
                last = sums.pop()
            case "{":
                # It stands there once already.
                last *= max([int(count) for count in _COUNT.findall(token)], default=1) - 1
            case _:
                last = 1
        sums[-1] += last
    if sum(sums) > LARGEST:
        raise PatternTooLargeError
    return sum(sums)


def matches(pattern: str, text: str, *, whole: bool) -> bool:
    """Whether a pattern matches a text (RFC 9535, 2.4.6 `match` and 2.4.7 `search`).

    Args:
        pattern: one that is no I-Regexp matches nothing.
        text: what it is looked for in.
        whole: whether it has to match all of the text.

    Raises:
        PatternTooLargeError: the pattern is too large.
    """
    validator = _compiled(pattern, whole=whole)
    return validator is not None and validator.isinstance_python(text)


@lru_cache(maxsize=128)
def _compiled(pattern: str, *, whole: bool) -> SchemaValidator | None:
    size(pattern)
    if not check(pattern):
        return None
    translated = "".join(map(_translated, _TOKEN.findall(pattern)))
    text = rf"\A(?:{translated})\z" if whole else f"(?:{translated})"
    return SchemaValidator(core_schema.str_schema(pattern=text, strict=True))


def _translated(token: str) -> str:
    if token[0] == "[":
        return _IN_CLASS.sub(lambda m: m[0] if len(m[0]) > 1 else f"\\{m[0]}", token)
    return _LITERALS.get(token, token)
