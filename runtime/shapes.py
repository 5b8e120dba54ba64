"""Decoding messages that no single tag tells apart: by constants at any place, and by shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar, cast

from pydantic import BaseModel

from .decode import DecodeError, Decoder, LazyDecoders, NotJSONError, as_bytes, parse_json
from .json_types import is_array, is_object
from .lazy_types import LazyType
from .models import UnknownVariant, make_unknown
from .tagged import tagged_classes

EventT = TypeVar("EventT")

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Shape:
    """How the messages of a type look.

    module, name: the type; the module is relative to the package.
    tags: the values that are possible at a place, which is a path of keys and indices.
    required: the keys that an object has to have.
    """

    module: str
    name: str
    tags: tuple[tuple[tuple[str | int, ...], tuple[str | int | float | bool | None, ...]], ...] = ()
    required: tuple[str, ...] = ()
    kind: Literal["object", "array"] = "object"

    def rank(self, value: object) -> tuple[int, int] | None:
        """Say how well a message fits: tags that it has, required keys; None when it does not."""
        if not is_object(value):
            required = 0
            if self.kind != "array" or not is_array(value):
                return None
        elif self.kind != "object" or any(key not in value for key in self.required):
            return None
        else:
            required = len(self.required)
        tags = 0
        for path, values in self.tags:
            found = _at(value, path)
            if found is _MISSING:
                if len(path) == 1 and path[0] not in self.required and self.kind == "object":
                    continue
                return None
            if not any(_same(found, allowed) for allowed in values):
                return None
            tags += 1
        return tags, required


class ShapeDecoder(Generic[EventT]):
    """Decodes a message into the type whose shape it has.

    The type with most of its tags in the message wins, then the one with most required keys,
    then the one that knows most of the keys, then the first one.

    Args:
        shapes: in the order of the document.
        package: what the modules are relative to.
        unknown: the class for a message that none of them fits.
        binary: give what is not JSON as it is, in bytes: the channel has binary messages.
        text: give text that is none of the types as it is: the channel has messages of text.
        tag: the property whose values are the names of messages, where there is one.
    """

    def __init__(
        self,
        *shapes: Shape,
        package: str | None,
        unknown: type[UnknownVariant],
        binary: bool = False,
        text: bool = False,
        tag: str | None = None,
    ) -> None:
        self._shapes = shapes
        self._package = package
        self._tag = tag
        self._unknown = unknown
        self._binary = binary
        self._text = text
        self._decoders = LazyDecoders(package, unknown=unknown)

    def decode(self, data: bytes | str) -> EventT:
        """Decode a message; whatever cannot be read becomes the unknown class, never an error."""
        try:
            found: Any = self._decode(data, strict=False)
        except DecodeError as error:
            found = self._frame(data, error)
            if found is None:
                found = make_unknown(self._unknown, error.body, str(error))
        return cast("EventT", found)

    def decode_strict(self, data: bytes | str) -> EventT:
        """Decode a message that has to be of a known type and exactly as declared.

        Raises:
            DecodeError: it is not; the message names the places.
        """
        try:
            found: Any = self._decode(data, strict=True)
        except DecodeError as error:
            found = self._frame(data, error)
            if found is None:
                raise
        return cast("EventT", found)

    @property
    def unknown(self) -> type[UnknownVariant]:
        """The class of the messages that are not known."""
        return self._unknown

    def names(self) -> Sequence[str]:
        """Give the names of messages: what the shapes have as the tag."""
        found = (value for shape in self._shapes for value in self._tags_of(shape))
        return tuple(dict.fromkeys(value for value in found if isinstance(value, str)))

    def tagged(self, name: str) -> Mapping[type, str | None]:
        """Give the classes of the messages of a name, as `tagged_classes` does."""
        found: dict[type, str | None] = {}
        for shape in self._shapes:
            if self._tag is not None and name in self._tags_of(shape):
                type_ = LazyType(shape.module, shape.name, self._package).load()
                found.update(tagged_classes(type_, self._tag, name))
        return found

    def _tags_of(self, shape: Shape) -> Sequence[object]:
        return [value for path, values in shape.tags if path == (self._tag,) for value in values]

    def _frame(self, data: bytes | str, error: DecodeError) -> str | bytes | None:
        """Give a message of text or bytes as it is, where the channel has such messages."""
        is_value = not is_object(error.body) and not is_array(error.body)
        if self._text and isinstance(data, str) and (is_value or not self._shapes):
            return data
        return as_bytes(data) if self._binary and isinstance(error, NotJSONError) else None

    def _decode(self, data: bytes | str, *, strict: bool) -> object:
        value = parse_json(data)
        ranked = self._ranked(value)
        first_problem: DecodeError | None = None
        best = ranked[0][0] if ranked else (0, 0)
        for rank in dict.fromkeys(rank for rank, _ in ranked):
            if best[0] and rank != best:
                break
            fitting: list[object] = []
            for _, shape in (item for item in ranked if item[0] == rank):
                try:
                    fitting.append(self._decoder(shape).decode_strict(data))
                except DecodeError as error:
                    first_problem = first_problem or error
            events = [e for e in fitting if rank != (0, 0) or not value or _known_keys(e)]
            if events:
                return min(events, key=_unknown_keys)
        top = [shape for rank, shape in ranked if rank == best and best != (0, 0)]
        if top and not strict and (best[0] or len(top) == 1):
            return self._decoder(top[0]).decode_leniently(data)
        raise first_problem or DecodeError("no message of this channel looks like this", value)

    def _ranked(self, value: object) -> list[tuple[tuple[int, int], Shape]]:
        found: dict[tuple[str, str], tuple[tuple[int, int], Shape]] = {}
        for shape in self._shapes:
            rank = shape.rank(value)
            key = (shape.module, shape.name)
            if rank is not None and (key not in found or rank > found[key][0]):
                found[key] = (rank, shape)
        return sorted(found.values(), key=lambda item: item[0], reverse=True)

    def _decoder(self, shape: Shape) -> Decoder[Any]:
        return self._decoders.of(shape.module, shape.name)


def _at(value: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        if isinstance(step, str):
            if not is_object(value) or step not in value:
                return _MISSING
            value = value[step]
        else:
            if not is_array(value) or step >= len(value):
                return _MISSING
            value = value[step]
    return value


def _same(found: object, allowed: object) -> bool:
    # In Python True equals 1, in JSON it does not.
    return found == allowed and isinstance(found, bool) == isinstance(allowed, bool)


def _unknown_keys(event: object) -> int:
    return len(event.model_extra or {}) if isinstance(event, BaseModel) else 0


def _known_keys(event: object) -> bool:
    if not isinstance(event, BaseModel):
        return True
    return bool(event.model_fields_set - set(event.model_extra or {}))
