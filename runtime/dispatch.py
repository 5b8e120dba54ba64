"""Decoding messages by their tag: a class is imported and built when its first message comes.

A union of every message of a channel would have to be imported and built as a whole before the
first one could be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Generic, Protocol, TypeVar

import pydantic

from .decode import DecodeError, NotJSONError, as_bytes, parse_json, summary
from .json_types import is_object, json_type
from .models import UnknownVariant, make_unknown
from .tagged import TaggedClasses, tagged_classes

EventT = TypeVar("EventT")
EventT_co = TypeVar("EventT_co", covariant=True)

# A member of an object whose value is no array or object, before the tag: it cannot hide one.
_SCALAR_MEMBER = r'"[^"\\]*"\s*:\s*(?:"[^"\\]*"|[-+.0-9eE]+|true|false|null)\s*,\s*'


class MessageDecoder(TaggedClasses, Protocol[EventT_co]):
    """Turns the data of a message into an event."""

    def decode(self, data: bytes | str) -> EventT_co:
        """Decode a message; whatever cannot be read becomes the unknown class."""
        ...

    def decode_strict(self, data: bytes | str) -> EventT_co:
        """Decode a message that has to be of a known class and exactly as declared.

        Raises:
            DecodeError: it is not.
        """
        ...


class TagDecoder(Generic[EventT]):
    """Decodes a message into the class that the value of one property names.

    Args:
        tag: the property.
        classes: the module and the name of the class, by tag value.
        package: what the modules are relative to.
        unknown: the class for a message with another tag, or none.
        binary: give what is not JSON as it is, in bytes: the channel has binary messages.
    """

    def __init__(
        self,
        tag: str,
        classes: Mapping[str, tuple[str, str]],
        *,
        package: str | None,
        unknown: type[UnknownVariant],
        binary: bool = False,
    ) -> None:
        self.tag = tag
        self._classes = classes
        self._package = package
        self._unknown = unknown
        self._binary = binary
        quoted = re.escape(tag)
        pattern = rf'\s*\{{\s*(?:{_SCALAR_MEMBER})*?"{quoted}"\s*:\s*"([^"\\]*)"'
        self._search = re.compile(pattern.encode()).match
        # Where the tag's value begins in a compact message whose first member is the tag.
        self._start = len(f'{{"{tag}":"'.encode())
        self._validators: dict[bytes, Callable[..., Any]] = {}
        self._known = self._validators.get

    def decode(self, data: bytes | str) -> EventT:
        """Decode a message; whatever cannot be read becomes the unknown class, never an error.

        NaN and infinities are accepted where the type has a number; of two equal keys the last
        one counts.
        """
        # Every message comes through here. What stands where a tag that comes first would stand
        # is only a guess: the tag is one of the fields that the validator checks.
        raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
        validate = self._known(raw[self._start : raw.find(b'"', self._start)]) or self._find(raw)
        if validate is not None:
            try:
                event: EventT = validate(raw, strict=True)
            except ValueError:
                pass
            else:
                return event
        return self._decode_leniently(data)

    def decode_strict(self, data: bytes | str) -> EventT:
        """Decode a message that has to be of a known class and exactly as declared.

        Raises:
            DecodeError: it is not; the message names the places.
        """
        try:
            value = parse_json(data)
        except NotJSONError:
            if not self._binary:
                raise
            frame: Any = as_bytes(data)
            message: EventT = frame
            return message
        tag = value.get(self.tag) if is_object(value) else None
        model = self._class_of(tag)
        if model is None:
            raise DecodeError(f"no message of this channel has the tag {ascii(tag)[:100]}", value)
        try:
            event: Any = model.model_validate_json(data, strict=True)
        except pydantic.ValidationError as error:
            raise DecodeError(summary(error), value) from None
        result: EventT = event
        return result

    @property
    def unknown(self) -> type[UnknownVariant]:
        """The class of the messages that are not known."""
        return self._unknown

    def names(self) -> Sequence[str]:
        """Give the tags of the messages."""
        return tuple(self._classes)

    def tagged(self, name: str) -> Mapping[type, str | None]:
        """Give the classes of the messages with a tag, as `tagged_classes` does."""
        model = self._class_of(name)
        return tagged_classes(model, self.tag, name) if model is not None else {}

    def _find(self, raw: bytes) -> Callable[..., Any] | None:
        """Find the validator of a message by a glance at its first members.

        A glance may be wrong where keys are repeated or escaped; then the validator refuses the
        message.
        """
        found = self._search(raw)
        if found is None:
            return None
        tag: bytes = found[1]
        return self._validators.get(tag) or self._load(tag)

    def _load(self, tag: bytes) -> Callable[..., Any] | None:
        model = self._class_of(tag.decode("utf-8", "replace"))
        if model is None:
            return None
        model.model_rebuild()
        validate = model.__pydantic_validator__.validate_json
        self._validators[tag] = validate
        return validate

    def _class_of(self, tag: object) -> type[pydantic.BaseModel] | None:
        entry = self._classes.get(tag) if isinstance(tag, str) else None
        if entry is None:
            return None
        module, name = entry
        model: type[pydantic.BaseModel] = getattr(import_module(module, self._package), name)
        return model

    def _decode_leniently(self, data: bytes | str) -> EventT:
        try:
            event: Any = self._build(data)
        except DecodeError as error:
            is_frame = self._binary and isinstance(error, NotJSONError)
            event = (
                as_bytes(data) if is_frame else make_unknown(self._unknown, error.body, str(error))
            )
        result: EventT = event
        return result

    def _build(self, data: bytes | str) -> object:
        from .lenient import plan_of

        value = parse_json(data)
        if not is_object(value):
            raise DecodeError(f"expected an object, received {json_type(value)}", value)
        tag = value.get(self.tag)
        if not isinstance(tag, str):
            raise DecodeError(f"expected a string in {self.tag!a}, the tag of messages", value)
        model = self._class_of(tag)
        if model is None:
            return make_unknown(self._unknown, value, None)
        try:
            return plan_of(model).build(value, 0)
        except RecursionError:
            raise DecodeError("the JSON is nested too deeply", value) from None
