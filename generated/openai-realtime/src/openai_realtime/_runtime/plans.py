"""How single values, arrays and maps are decoded when validation refused the data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

from pydantic import TypeAdapter
from pydantic_core import to_json

from .json_types import is_array, is_object


class Plan(Protocol):
    """How values of one type are made of parsed JSON; what does not fit stays as it is."""

    @property
    def expected(self) -> str:
        """The type, for a message."""
        ...

    def accepts(self, value: object) -> bool:
        """Say whether the raw value itself may stand for the type."""
        ...

    def build(self, value: object, depth: int) -> object:
        """Make the value; `depth` counts the models around it."""
        ...


class LeafPlan:
    """A type without models inside: validated on its own, or kept raw."""

    def __init__(self, type_: Any) -> None:
        self._type: Any = type_

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self._type)

    @property
    def expected(self) -> str:
        return getattr(self._type, "__name__", None) or "another type"

    def accepts(self, value: object) -> bool:
        return validated(self._adapter, value)[0]

    def build(self, value: object, depth: int) -> object:
        fits, built = validated(self._adapter, value)
        return built if fits else value


class ListPlan:
    """An array, item by item."""

    expected = "an array"

    def __init__(self, item: Plan) -> None:
        self._item = item

    def accepts(self, value: object) -> bool:
        return is_array(value)

    def build(self, value: object, depth: int) -> object:
        if not is_array(value):
            return value
        build = self._item.build
        return [build(item, depth) for item in value]


class TuplePlan:
    """An array of so many items; in one of another length each item that is known is built."""

    expected = "an array"

    def __init__(self, items: Sequence[Plan]) -> None:
        self._items = items

    def accepts(self, value: object) -> bool:
        return is_array(value)

    def build(self, value: object, depth: int) -> object:
        if not is_array(value):
            return value
        pairs = zip(self._items, value, strict=False)
        built = [plan.build(item, depth) for plan, item in pairs]
        return (*built, *value[len(built) :])


class MapPlan:
    """An object with arbitrary keys, value by value."""

    expected = "an object"

    def __init__(self, item: Plan) -> None:
        self._item = item

    def accepts(self, value: object) -> bool:
        return is_object(value)

    def build(self, value: object, depth: int) -> object:
        if not is_object(value):
            return value
        build = self._item.build
        return {name: build(item, depth) for name, item in value.items()}


class OptionalPlan:
    """A type or null."""

    def __init__(self, inner: Plan) -> None:
        self.inner = inner

    @property
    def expected(self) -> str:
        return f"{self.inner.expected} or null"

    def accepts(self, value: object) -> bool:
        return value is None or self.inner.accepts(value)

    def build(self, value: object, depth: int) -> object:
        return None if value is None else self.inner.build(value, depth)


def validated(adapter: TypeAdapter[Any], value: object) -> tuple[bool, object]:
    """Say whether a value is of a type, and give what it becomes; else the value itself."""
    # As JSON, like the message itself: strict mode takes no mapping for a model otherwise.
    try:
        text = to_json(value, inf_nan_mode="constants")
        return True, adapter.validate_json(text, strict=True)
    except ValueError:
        return False, value
