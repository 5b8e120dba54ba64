"""The type of a plain YAML scalar.

YAML 1.2 core schema (section 10.3.2), with two refinements that both specifications ask for when
they prescribe the JSON schema ruleset: a number with a leading zero (``007``) is text, and so is
a signed hexadecimal or octal number.
"""

from __future__ import annotations

import re

from codegen.read.limits import Limits

_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# None of the constants and numbers starts with another character than these.
_FIRST_CHARACTERS = frozenset("~ntfNTF+-.0123456789")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


class NumberTooLongError(ValueError):
    """An integer has more digits than the limit."""


def plain_value(text: str, limits: Limits) -> str | int | float | bool | None:
    """Return what a plain scalar means.

    The result may be an infinite or undefined float, which is for the caller to refuse. Raises
    NumberTooLongError for an integer beyond the limit on digits.
    """
    if text and text[0] not in _FIRST_CHARACTERS:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _DECIMAL.fullmatch(text) or _BASED.fullmatch(text):
        if len(text.lstrip("+-")) > limits.integer_digits:
            raise NumberTooLongError(text)
        return int(text) if _DECIMAL.fullmatch(text) else int(text, 0)
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", "", 1))
    if _FLOAT.fullmatch(text) and not _LEADING_ZERO.fullmatch(text):
        return float(text)
    return text
