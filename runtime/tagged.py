"""The classes of messages by their names: the values of the property that tells them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Literal, Protocol, Union, get_args, get_origin

import pydantic
from typing_extensions import TypeAliasType

from .models import UnknownVariant


class TaggedClasses(Protocol):
    """What knows the names of a channel's messages."""

    @property
    def unknown(self) -> type[UnknownVariant]:
        """The class of the messages that are not known."""
        ...

    def names(self) -> Sequence[str]:
        """Give the names of messages."""
        ...

    def tagged(self, name: str) -> Mapping[type, str | None]:
        """Give the classes of the messages of a name.

        Returns:
            With each class the attribute to look at where it has messages of other names too.
        """
        ...


def tagged_classes(type_: Any, tag: str, name: str) -> dict[type, str | None]:
    """Give those classes of a type whose messages can have a name.

    Args:
        type_: a class, or a union of classes.
        tag: the property that has the name.
        name: the name.

    Returns:
        With each class the attribute to look at; None where every message of it has this name.
    """
    found: dict[type, str | None] = {}
    for model in _classes_in(type_):
        attribute, values = _tag_of(model, tag)
        if values is None or name in values:
            found[model] = None if values == (name,) else attribute
    return found


def _classes_in(type_: Any) -> Iterator[type[pydantic.BaseModel]]:
    if isinstance(type_, TypeAliasType):
        yield from _classes_in(type_.__value__)
    elif get_origin(type_) is Annotated:
        yield from _classes_in(get_args(type_)[0])
    elif get_origin(type_) in (Union, UnionType):
        for member in get_args(type_):
            yield from _classes_in(member)
    elif isinstance(type_, type) and issubclass(type_, pydantic.BaseModel):
        yield type_


def _tag_of(model: type[pydantic.BaseModel], tag: str) -> tuple[str | None, Sequence[Any] | None]:
    """Find the attribute of a property and the values that it can have, None for any."""
    for attribute, item in model.model_fields.items():
        if (item.alias or attribute) == tag:
            annotation = item.annotation
            closed = get_origin(annotation) is Literal
            return attribute, get_args(annotation) if closed else None
    return None, None
