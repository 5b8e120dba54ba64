"""Components that two documents write out alike: one schema, which was copied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from codegen.read.json_value import JsonValue

_PREFIX = "#/components/schemas/"
# What may differ between two copies of a schema.
_PROSE = frozenset({"$comment", "description", "example", "examples", "summary", "title"})


def twins(first: Mapping[str, JsonValue], second: Mapping[str, JsonValue]) -> set[str]:
    """The keys of the components that say the same in both, with all that they refer to.

    Args:
        first, second: `components/schemas` of two documents.
    """
    alike = {
        key: frozenset(_references(value))
        for key, value in second.items()
        if key in first and _without_prose(value) == _without_prose(first[key])
    }
    # A reference to a component that differs makes the one that refers to it differ as well.
    users: dict[str, list[str]] = {}
    for key, referred in alike.items():
        for other in referred:
            users.setdefault(other, []).append(key)
    different = [key for key in users if key not in alike]
    while different:
        for key in users.get(different.pop(), ()):
            if alike.pop(key, None) is not None:
                different.append(key)
    return set(alike)


def _references(value: JsonValue) -> Iterator[str]:
    """Yield the component, or for any other target the whole reference, that each `$ref` names."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            reference = current.get("$ref")
            if isinstance(reference, str):
                yield reference.removeprefix(_PREFIX)
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)


def _without_prose(value: JsonValue) -> JsonValue:
    """A schema as far as it decides about values; booleans are no numbers, as in JSON."""
    if isinstance(value, dict):
        return {k: _without_prose(v) for k, v in value.items() if k not in _PROSE or _is_schema(v)}
    if isinstance(value, list):
        return [_without_prose(item) for item in value]
    return ["", value] if isinstance(value, bool) else value


def _is_schema(value: JsonValue) -> bool:
    """Whether a member is a property of that name, not prose."""
    return isinstance(value, dict) and ("type" in value or "$ref" in value)
