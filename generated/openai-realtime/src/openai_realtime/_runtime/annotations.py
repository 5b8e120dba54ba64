"""Reading type annotations: unions, literals, aliases, models."""

from __future__ import annotations

import sys
import types
from collections.abc import Sequence
from inspect import get_annotations
from typing import Annotated, Literal, TypeGuard, Union, get_args, get_origin, get_type_hints

import pydantic
from typing_extensions import TypeAliasType


def is_model(type_: object) -> TypeGuard[type[pydantic.BaseModel]]:
    """Say whether a type is a model made of fields."""
    return (
        isinstance(type_, type)
        and issubclass(type_, pydantic.BaseModel)
        and not issubclass(type_, pydantic.RootModel)
    )


def alias_value(alias: TypeAliasType) -> object:
    """Give what an alias stands for, the names that it quotes looked up in its module."""
    holder = type("Holder", (), {"__annotations__": {"value": alias.__value__}})
    names = vars(sys.modules[alias.__module__]) if alias.__module__ in sys.modules else {}
    return get_type_hints(holder, globalns=names, include_extras=True)["value"]


def extras_value(model: type[pydantic.BaseModel]) -> object | None:
    """Give the declared type of the keys of a model that are no field, None without one."""
    for class_ in model.__mro__:
        if class_ is pydantic.BaseModel:
            break
        if "__pydantic_extra__" in get_annotations(class_):
            hints = get_type_hints(class_, include_extras=True)
            value: object = get_args(hints["__pydantic_extra__"])[1]
            return value
    return None


def union_members(type_: object) -> tuple[object, ...]:
    """Give the members of a union, or of an alias of one; any other type stands alone."""
    if isinstance(type_, TypeAliasType):
        return union_members(alias_value(type_))
    if get_origin(type_) in (Union, types.UnionType):
        return get_args(type_)
    return (type_,)


def literal_values(type_: object) -> tuple[object, ...]:
    """Give the values of a `Literal`, of one that may be null, or of an alias of one."""
    if isinstance(type_, TypeAliasType):
        return literal_values(alias_value(type_))
    origin = get_origin(type_)
    if origin is Literal:
        return get_args(type_)
    if origin is Annotated:
        return literal_values(get_args(type_)[0])
    if origin in (Union, types.UnionType):
        members = [member for member in get_args(type_) if member is not types.NoneType]
        return literal_values(members[0]) if len(members) == 1 else ()
    return ()


def discriminator(metadata: Sequence[object]) -> str | None:
    """Find the property that an annotation says tells the members of a union apart."""
    for item in metadata:
        tag = getattr(item, "discriminator", None)
        if isinstance(tag, str):
            return tag
    return None
