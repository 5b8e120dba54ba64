"""A sample value for any schema: the same one every time, and as small as the schema allows.

What the schema itself offers comes first (`const`, an example, the default, the first of `enum`);
the rest is made from its type, format and limits. Only required members are filled in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar, cast

MAX_DEPTH: Final = 24
"""Nesting after which a recursive schema gets an empty value."""

MAX_ITEMS: Final = 16
MAX_LENGTH: Final = 10_000
"""Most elements of a list and characters of a text that a schema can ask for."""

_BY_FORMAT: Final = {
    "date": "2025-01-31",
    "date-time": "2025-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "PT1S",
    "email": "user@example.com",
    "idn-email": "user@example.com",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "iri": "https://example.com/",
    "uri-reference": "/",
    "uri-template": "/{id}",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "json-pointer": "/a",
    "regex": ".*",
    "byte": "AAAA",
    "binary": "",
}
# A pattern gets the first of these that it matches, and `string` when there is none.
_PATTERN_CANDIDATES: Final = (
    *_BY_FORMAT.values(),
    *("string", "a", "A", "aa", "AA", "abc", "ABC", "0", "1", "12", "123", "1234", "12345"),
    *("a1", "A1", "abc-1", "1.0", "1.0.0", "v1", "en", "en-US", "USD", "#000000", "+12025550100"),
    *("a" * 8, "a" * 16, "0" * 16, "a" * 24, "0" * 24, "a" * 32, "0" * 32, "a" * 64, "0" * 64),
)
_OBJECT_KEYWORDS: Final = frozenset({"properties", "required", "additionalProperties"})
_ARRAY_KEYWORDS: Final = frozenset({"items", "prefixItems", "minItems", "maxItems"})
_NUMBER_KEYWORDS: Final = frozenset({"minimum", "maximum", "multipleOf", "exclusiveMinimum"})
_STRING_KEYWORDS: Final = frozenset({"pattern", "minLength", "maxLength", "format"})


class SchemaNode(Protocol):
    """A schema at its place in a document."""

    @property
    def value(self) -> Any:
        """The schema."""
        ...

    def child(self, *tokens: str | int) -> SchemaNode:
        """The node under this one."""
        ...


NodeT = TypeVar("NodeT", bound=SchemaNode)


@dataclass(frozen=True)
class InlineNode:
    """A schema that stands alone: it refers to nothing."""

    value: Any

    def child(self, *tokens: str | int) -> InlineNode:
        """The node under this one; the members are known to exist."""
        value = self.value
        for token in tokens:
            value = value[token]
        return InlineNode(value)


def inline_sample(schema: Any) -> Any:
    """A sample for a schema without references, such as one that a client sent."""
    return sample(InlineNode(schema), lambda node: node)


def sample(node: NodeT, follow: Callable[[NodeT], NodeT], depth: int = 0) -> Any:
    """A sample for the schema at `node`; `follow` gives the target of a reference."""
    names = _all_required(node, follow, depth)
    value = _sample_of_part(node, follow, depth, names)
    if isinstance(value, dict):
        # A member that is required may be declared nowhere.
        members = cast("dict[str, Any]", value)
        value = members | {name: "string" for name in names if name not in members}
    return value


def _sample_of_part(
    node: NodeT, follow: Callable[[NodeT], NodeT], depth: int, names: Sequence[str]
) -> Any:
    """A sample for one of the parts that a schema is made of.

    Args:
        names: of the members that all parts together require; each gives those that it declares.
    """
    node = follow(node)
    schema = node.value
    if not isinstance(schema, dict) or depth > MAX_DEPTH:
        return {}
    schema = cast("dict[str, Any]", schema)
    found, value = _offered(schema)
    if found:
        return value

    def inner(*tokens: str | int) -> Any:
        return sample(cast("NodeT", node.child(*tokens)), follow, depth + 1)

    def part(*tokens: str | int) -> Any:
        return _sample_of_part(cast("NodeT", node.child(*tokens)), follow, depth + 1, names)

    # What comes later wins: the schema itself is narrower than what it extends.
    parts = [part("allOf", index) for index in range(len(_listed(schema, "allOf")))]
    kind = _type_of(schema)
    variants = [keyword for keyword in ("oneOf", "anyOf") if _listed(schema, keyword)]
    if kind == "object" or (not parts and not variants and kind is None):
        parts.append(_object(schema, inner, names))
    for keyword in variants:
        index = _first_variant(node, follow, keyword)
        parts.append(_tagged(schema, keyword, index, part(keyword, index)))
    if not parts:
        parts.append(_array(schema, inner) if kind == "array" else _scalar(schema, kind))
    return _combined(parts)


def _all_required(node: NodeT, follow: Callable[[NodeT], NodeT], depth: int) -> list[str]:
    """The members that a schema requires, with those of the parts that a sample is made of."""
    node = follow(node)
    if not isinstance(node.value, dict) or depth > MAX_DEPTH:
        return []
    schema = cast("dict[str, Any]", node.value)
    if _offered(schema)[0]:
        return []
    places: list[tuple[str, int]] = [("allOf", n) for n in range(len(_listed(schema, "allOf")))]
    for keyword in ("oneOf", "anyOf"):
        if _listed(schema, keyword):
            places.append((keyword, _first_variant(node, follow, keyword)))
    found = _required(schema)
    for place in places:
        found += _all_required(cast("NodeT", node.child(*place)), follow, depth + 1)
    return list(dict.fromkeys(found))


def _listed(schema: dict[str, Any], keyword: str) -> list[Any]:
    value = schema.get(keyword)
    return value if isinstance(value, list) else []


def _offered(schema: dict[str, Any]) -> tuple[bool, Any]:
    """A value that the schema names itself."""
    if "const" in schema:
        return True, schema["const"]
    if "example" in schema:
        return True, schema["example"]
    examples = schema.get("examples")
    if isinstance(examples, list) and examples:
        return True, examples[0]
    if "default" in schema:
        return True, schema["default"]
    choices = schema.get("enum")
    if isinstance(choices, list) and choices:
        values = choices
        return True, next((value for value in values if value is not None), values[0])
    return False, None


def _first_variant(node: NodeT, follow: Callable[[NodeT], NodeT], keyword: str) -> int:
    """The first variant that is not null."""
    for index in range(len(node.value[keyword])):
        variant = follow(cast("NodeT", node.child(keyword, index))).value
        if not (isinstance(variant, dict) and cast("Any", variant).get("type") == "null"):
            return index
    return 0


def _tagged(schema: dict[str, Any], keyword: str, index: int, value: Any) -> Any:
    """`value` with the tag that a discriminator gives the variant."""
    discriminator = schema.get("discriminator")
    variant = schema[keyword][index]
    reference = variant.get("$ref") if isinstance(variant, dict) else None
    if not isinstance(discriminator, dict) or not isinstance(reference, str):
        return value
    name = cast("dict[str, Any]", discriminator).get("propertyName")
    mapping = cast("dict[str, Any]", discriminator).get("mapping")
    if not isinstance(value, dict) or not isinstance(name, str):
        return value
    tags = {str(to): tag for tag, to in mapping.items()} if isinstance(mapping, dict) else {}
    short = reference.rsplit("/", 1)[-1]
    tag = tags.get(reference, tags.get(short, short))
    # A variant that fixes its own tag has said it better than the mapping.
    held = cast("dict[str, Any]", value).get(name)
    return value if held in tags.values() else {**value, name: tag}


def _combined(parts: list[Any]) -> Any:
    """One value that has what every part asks for."""
    objects = [cast("dict[str, Any]", part) for part in parts if isinstance(part, dict)]
    if len(objects) == len(parts):
        return {name: value for part in objects for name, value in part.items()}
    return next(part for part in parts if not isinstance(part, dict))


def _type_of(schema: dict[str, Any]) -> str | None:
    declared = schema.get("type")
    if isinstance(declared, list):
        names = declared
        declared = next((name for name in names if name != "null"), "null")
    if isinstance(declared, str):
        return declared
    keys = frozenset(schema)
    for kind, keywords in (
        ("object", _OBJECT_KEYWORDS),
        ("array", _ARRAY_KEYWORDS),
        ("number", _NUMBER_KEYWORDS),
        ("string", _STRING_KEYWORDS),
    ):
        if keys & keywords:
            return kind
    return None


def _object(
    schema: dict[str, Any], inner: Callable[..., Any], names: Sequence[str]
) -> dict[str, Any]:
    properties = schema.get("properties")
    declared = cast("dict[str, Any]", properties) if isinstance(properties, dict) else {}
    return {name: inner("properties", name) for name in names if name in declared}


def _required(schema: dict[str, Any]) -> list[str]:
    names = schema.get("required")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _array(schema: dict[str, Any], inner: Callable[..., Any]) -> list[Any]:
    first = schema.get("prefixItems")
    prefix = len(first) if isinstance(first, list) else 0
    values = [inner("prefixItems", index) for index in range(min(prefix, MAX_ITEMS))]
    wanted = min(int(_number(schema.get("minItems")) or 0), MAX_ITEMS)
    while len(values) < wanted:
        values.append(inner("items") if isinstance(schema.get("items"), dict) else "string")
    return values


def _scalar(schema: dict[str, Any], kind: str | None) -> Any:
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return _numeric(schema, whole=kind == "integer")
    if kind == "string":
        return _text(schema)
    return None


def _numeric(schema: dict[str, Any], *, whole: bool) -> float:
    low, high = _number(schema.get("minimum")), _number(schema.get("maximum"))
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    step = _number(schema.get("multipleOf")) or 1
    # OpenAPI 3.0 writes a flag beside the limit, JSON Schema the limit itself.
    if above is True and low is not None:
        low += step
    elif (limit := _number(above)) is not None:
        low = limit + step
    if below is True and high is not None:
        high -= step
    elif (limit := _number(below)) is not None:
        high = limit - step
    value = 0.0 if low is None else math.ceil(low / step) * step
    if high is not None and value > high:
        value = high if low is None else (low + high) / 2
    if low is not None and value < low:
        value = low
    return int(value) if whole or float(value).is_integer() else value


def _text(schema: dict[str, Any]) -> str:
    shortest = min(int(_number(schema.get("minLength")) or 0), MAX_LENGTH)
    longest = _number(schema.get("maxLength"))
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        return _matching(pattern, shortest, longest)
    if isinstance(schema.get("contentEncoding"), str):
        return _BY_FORMAT["byte"]
    text = _BY_FORMAT.get(str(schema.get("format")), "string")
    if len(text) < shortest:
        text = (text or "s").ljust(shortest, "s")
    return text if longest is None else text[: int(longest)]


def _matching(pattern: str, shortest: int, longest: float | None) -> str:
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return "string"
    for text in _PATTERN_CANDIDATES:
        if len(text) < shortest or (longest is not None and len(text) > longest):
            continue
        if compiled.search(text):
            return text
    return "string"


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if math.isfinite(value) else None
