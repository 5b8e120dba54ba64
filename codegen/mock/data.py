"""Data from clients: JSON within limits, and texts as the scalars that schemas ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, cast

MAX_DATA_DEPTH: Final = 64
"""Nesting of a client's JSON; deeper data is refused before anything walks it."""

MAX_INTEGER_DIGITS: Final = 400

_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")


class InvalidDataError(Exception):
    """What a client sent is not what the document asks for.

    `problem` says why, for scenarios too: `kind` (`malformed`, `binary`, `unknown`, `missing_tag`
    or `invalid`), `message`, `event` (the data, where it could be read), `pointer` and `path` into
    it, and the schema `keyword` that refused it. What is not known is empty.
    """

    def __init__(
        self,
        kind: str,
        message: str,
        event: Any = None,
        *,
        pointer: str = "",
        path: str = "",
        keyword: str = "",
    ) -> None:
        super().__init__(message)
        self.problem: dict[str, Any] = {
            "kind": kind,
            "message": message,
            "event": event,
            "pointer": pointer,
            "path": path,
            "keyword": keyword,
        }


def parse_json(text: str) -> Any:
    """The value of a client's JSON text.

    Raises:
        InvalidDataError: it is not JSON, or nested or written beyond the limits.
    """

    def constant(name: str) -> Any:
        raise ValueError(f"{name} is not JSON")

    def integer(digits: str) -> int:
        if len(digits) > MAX_INTEGER_DIGITS:
            raise ValueError(f"an integer has more than {MAX_INTEGER_DIGITS} digits")
        return int(digits)

    try:
        value = json.loads(text, parse_constant=constant, parse_int=integer)
    except (ValueError, RecursionError) as error:
        raise InvalidDataError(
            "malformed", f"the message is not JSON: {str(error)[:200]}"
        ) from None
    if _SURROGATE.search(text) and not _encodable(value):
        raise InvalidDataError("malformed", "the message has half of a surrogate pair")
    if _deeper(value, MAX_DATA_DEPTH):
        raise InvalidDataError(
            "malformed", f"the message is nested deeper than {MAX_DATA_DEPTH} levels"
        )
    return value


def is_null_member(data: Any, pointer: str) -> bool:
    """Whether the JSON pointer leads to a member of an object, and its value is null."""
    parent: Any = None
    for token in _tokens(pointer):
        parent = data
        if isinstance(parent, dict) and token in parent:
            data = cast("dict[str, Any]", parent)[token]
        elif isinstance(parent, list):
            data = parent[int(token)]
        else:
            return False
    return isinstance(parent, dict) and data is None


def without_member(data: Any, pointer: str) -> Any:
    """A copy of `data` without the member that the JSON pointer leads to."""
    return _without(data, _tokens(pointer))


def _without(data: Any, tokens: list[str]) -> Any:
    token, rest = tokens[0], tokens[1:]
    if isinstance(data, list):
        index = int(token)
        elements: list[Any] = data
        return [*elements[:index], _without(elements[index], rest), *elements[index + 1 :]]
    members = dict(cast("dict[str, Any]", data))
    if rest:
        members[token] = _without(members[token], rest)
    else:
        del members[token]
    return members


def _tokens(pointer: str) -> list[str]:
    """The reference tokens of a JSON pointer (RFC 6901)."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def _encodable(value: Any) -> bool:
    """Whether a value can be sent on as UTF-8."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def coerced(values: Mapping[str, str], declared: Any) -> dict[str, Any]:
    """Texts of a query or header as the numbers and booleans that their schemas ask for."""
    result: dict[str, Any] = dict(values)
    for name, text in values.items():
        schema = declared.get(name) if isinstance(declared, dict) else None
        kind = cast("dict[str, Any]", schema).get("type") if isinstance(schema, dict) else None
        result[name] = coerced_scalar(text, kind)
    return result


def coerced_scalar(text: str, kind: Any) -> Any:
    """A text as what the schema type `kind` asks for, or as it is where it cannot be that."""
    kinds = kind if isinstance(kind, list) else [kind]
    if "integer" in kinds and re.fullmatch(r"[+-]?\d{1,18}", text):
        return int(text)
    if ("number" in kinds or "integer" in kinds) and re.fullmatch(
        r"[+-]?\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,2})?", text
    ):
        return float(text)
    if "boolean" in kinds and text in ("true", "false"):
        return text == "true"
    return text


def _deeper(value: Any, limit: int) -> bool:
    """Whether containers are nested more than `limit` deep; walked without recursion."""
    level = [value]
    for _ in range(limit):
        level = [
            child
            for parent in level
            if isinstance(parent, (dict, list))
            for child in (
                cast("dict[str, Any]", parent).values() if isinstance(parent, dict) else parent
            )
        ]
        if not level:
            return False
    return any(isinstance(item, (dict, list)) for item in level)
