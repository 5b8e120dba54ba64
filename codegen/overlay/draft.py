"""A document under change: what is merged into it or taken out of it, and where that came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, TypeGuard

from codegen.diagnostics import Code, Location, Pointer, SpecError, format_pointer, quote
from codegen.overlay.places import Place
from codegen.read.json_value import JsonValue
from codegen.read.limits import Limits

_Container = dict[str, JsonValue] | list[JsonValue]


class _Size(NamedTuple):
    """How many keys and values there are in a value, and how deep it is."""

    values: int
    height: int


class Draft:
    """A copy of a document that changes; only what is changed is really copied.

    Attributes:
        data: the document as it is by now.
        root: where its parts come from.
    """

    def __init__(self, data: JsonValue, origin: Location, limits: Limits) -> None:
        self.data = data
        self.root = Place(origin)
        self._limits = limits
        self._added = 0
        # What is added costs several times what it would in a file: its places are remembered.
        self._most = min(limits.values - _size(data).values, limits.values // 8)

    def find(self, pointer: Pointer) -> JsonValue:
        """Return the value at a pointer that is known to lead somewhere."""
        value = self.data
        for token in pointer:
            value = _member(value, token)
        return value

    def merge(self, pointer: Pointer, value: JsonValue, source: Place) -> None:
        """Merge a value into the one at a pointer (Overlay 1.1, section 4.4.3).

        Args:
            pointer: leads to the target.
            value: is merged into it; never changed.
            source: where the value comes from.

        Raises:
            SpecError: the two do not go together, or the document grows beyond its limits.
        """
        target = self.find(pointer)
        if _is_scalar(target):
            if not _is_scalar(value):
                raise _conflict(target, value, pointer, source)
            holder, place = self._open(pointer[:-1])
            self._put(holder, place, pointer[-1], value, source, pointer)
            return
        holder, place = self._open(pointer)
        self._merge(holder, place, value, source, pointer)

    def remove(self, pointers: Iterable[Pointer]) -> None:
        """Take values out of the mappings and lists that they are in.

        The root is in none, and cannot be among them.
        """
        gone = set(pointers)
        by_parent: defaultdict[Pointer, set[str | int]] = defaultdict(set)
        for pointer in gone:
            if not any(pointer[:length] in gone for length in range(1, len(pointer))):
                by_parent[pointer[:-1]].add(pointer[-1])
        # The deepest first: taking elements out of a list moves what stands behind them.
        for parent in sorted(by_parent, key=len, reverse=True):
            holder, place = self._open(parent)
            if isinstance(holder, dict):
                for key in by_parent[parent]:
                    del holder[str(key)]
                    place.below.pop(key, None)
                continue
            indices = {index for index in by_parent[parent] if isinstance(index, int)}
            below = place.without(indices, len(holder))
            holder[:] = [item for index, item in enumerate(holder) if index not in indices]
            place.below = below

    def _open(self, pointer: Pointer) -> tuple[_Container, Place]:
        """The mapping or list at a pointer, ready for changes, like everything above it."""
        value, place = self.data, self.root
        if not place.is_own:
            value = self.data = _copied(value)
            place.is_own = True
        for token in pointer:
            value, place = _open_member(value, place, token)
        if not isinstance(value, dict | list):
            raise TypeError("only mappings and lists are opened")
        return value, place

    def _merge(
        self, target: JsonValue, place: Place, value: JsonValue, source: Place, pointer: Pointer
    ) -> None:
        if isinstance(target, list):
            items = (
                [(item, source.child(index)) for index, item in enumerate(value)]
                if isinstance(value, list)
                else [(value, source)]
            )
            for item, origin in items:
                at = (*pointer, len(target))
                self._put(target, place, len(target), item, origin, at)
        elif isinstance(target, dict) and isinstance(value, dict):
            for key, item in value.items():
                self._merge_member(target, place, key, item, source.child(key), (*pointer, key))
        else:
            raise _conflict(target, value, pointer, source)

    def _merge_member(
        self,
        target: dict[str, JsonValue],
        place: Place,
        key: str,
        value: JsonValue,
        source: Place,
        pointer: Pointer,
    ) -> None:
        if key not in target or (_is_scalar(target[key]) and _is_scalar(value)):
            self._put(target, place, key, value, source, pointer)
        elif type(target[key]) is type(value):
            inner, inner_place = _open_member(target, place, key)
            self._merge(inner, inner_place, value, source, pointer)
        else:
            raise _conflict(target[key], value, pointer, source)

    def _put(
        self,
        holder: _Container,
        place: Place,
        token: str | int,
        value: JsonValue,
        source: Place,
        pointer: Pointer,
    ) -> None:
        size = _size(value)
        self._added += 1 + size.values
        if self._added > self._most:
            message = f"the overlays add more than {self._most} values to the document"
            raise SpecError.of(Code.OVERLAY_TOO_LARGE, message, source.origin)
        if len(pointer) + size.height > self._limits.depth:
            message = f"the document becomes more than {self._limits.depth} levels deep"
            raise SpecError.of(Code.OVERLAY_TOO_LARGE, message, source.origin)
        if isinstance(holder, dict):
            holder[str(token)] = value
        elif token == len(holder):
            holder.append(value)
        else:
            holder[int(token)] = value
        place.below[token] = source.shared()


def _open_member(value: JsonValue, place: Place, token: str | int) -> tuple[JsonValue, Place]:
    inner, inner_place = _member(value, token), place.keep(token)
    if not inner_place.is_own:
        inner = _copied(inner)
        inner_place.is_own = True
        if isinstance(value, dict):
            value[str(token)] = inner
        elif isinstance(value, list):
            value[int(token)] = inner
    return inner, inner_place


def _member(value: JsonValue, token: str | int) -> JsonValue:
    if isinstance(value, dict):
        return value[str(token)]
    if isinstance(value, list):
        return value[int(token)]
    raise TypeError("a scalar has no members")


def _copied(value: JsonValue) -> JsonValue:
    return value.copy() if isinstance(value, dict | list) else value


def _is_scalar(value: JsonValue) -> TypeGuard[str | int | float | bool | None]:
    return not isinstance(value, dict | list)


def _size(value: JsonValue) -> _Size:
    """Count level by level, as often as a shared value is met."""
    count, height = 0, 0
    level: list[_Container] = [value] if isinstance(value, dict | list) else []
    while level:
        height += 1
        deeper: list[_Container] = []
        for container in level:
            is_mapping = isinstance(container, dict)
            count += len(container) * (2 if is_mapping else 1)
            items = container.values() if isinstance(container, dict) else container
            deeper.extend(item for item in items if isinstance(item, dict | list))
        level = deeper
    return _Size(count, height)


def _described(value: JsonValue) -> str:
    match value:
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case _:
            return quote(value)


def _conflict(target: JsonValue, value: JsonValue, pointer: Pointer, source: Place) -> SpecError:
    return SpecError.of(
        Code.OVERLAY_CONFLICT,
        f"{_described(value)} cannot be merged into {_described(target)}, "
        f"which stands at {quote(format_pointer(pointer))} of the document",
        source.origin,
    )
