"""Components that two documents write out alike: one schema, which was copied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from codegen.read.json_value import JsonValue
from codegen.resolve.embedded import DATA, NAMED

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


def _without_prose(value: JsonValue, *, is_named: bool = False, is_data: bool = False) -> JsonValue:
    """A schema as far as it decides about values; booleans are no numbers, as in JSON.

    Args:
        value: the schema.
        is_named: its members are schemas by name: a property may be called `title`.
        is_data: it is a value, such as a `const`, and all that is in it counts.
    """
    is_schema = not is_named and not is_data
    if isinstance(value, dict):
        return {
            key: _without_prose(
                member,
                is_named=is_schema and key in NAMED,
                is_data=is_data or (is_schema and key in DATA),
            )
            for key, member in value.items()
            if not is_schema or key not in _PROSE
        }
    if isinstance(value, list):
        return [_without_prose(item, is_data=is_data) for item in value]
    return ["", value] if isinstance(value, bool) else value
