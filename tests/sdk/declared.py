"""What the package declares: the classes of a union by tag, and values against annotations."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pydantic
from typing_extensions import TypeAliasType


def members(union: Any) -> tuple[Any, ...]:
    """The members of a union, those of the unions in it included."""
    if isinstance(union, TypeAliasType):
        return members(union.__value__)
    if get_origin(union) is Annotated:
        return members(get_args(union)[0])
    if get_origin(union) in (Union, types.UnionType):
        return tuple(m for member in get_args(union) for m in members(member))
    return (union,)


def classes_by_tag(union: Any, tag: str = "type") -> dict[str, type[pydantic.BaseModel]]:
    """The class that each wire value of a tag stands for, from the `Literal`s of the classes."""
    found: dict[str, type[pydantic.BaseModel]] = {}
    for member in members(union):
        for value in get_args(typing.get_type_hints(member)[tag]):
            assert value not in found, f"{value} stands for two classes"
            found[value] = member
    return found


def misfits(value: object, annotation: Any, place: str = "") -> list[str]:
    """Say where a value is not exactly what an annotation declares, at any depth.

    Models are of the very class that the constants in them ask for: a class whose `Literal`
    fields do not hold what the class says is a misfit, as is a dict where a model is declared.
    """
    choices = [m for m in members(annotation) if m is not Any]
    if isinstance(value, pydantic.BaseModel):
        if type(value) not in choices:
            return [f"{place}: {type(value).__name__} is not declared"]
        return _misfits_of_model(value, place)
    if isinstance(value, list):
        for item in (get_args(c)[0] for c in choices if get_origin(c) is list):
            return [
                problem
                for index, each in enumerate(value)
                for problem in misfits(each, item, f"{place}[{index}]")
            ]
        return [f"{place}: a list is not declared"]
    if isinstance(value, dict):
        if any(get_origin(c) in (dict, Mapping) or c in (dict, object) for c in choices):
            return []
        return [f"{place}: a dict where {annotation} is declared"]
    fits = any(_is_leaf(value, choice) for choice in choices)
    return [] if fits else [f"{place}: {value!r} is not of {annotation}"]


def _misfits_of_model(model: pydantic.BaseModel, place: str) -> list[str]:
    hints = typing.get_type_hints(type(model), include_extras=True)
    return [
        problem
        for name in model.model_fields_set & set(type(model).model_fields)
        for problem in misfits(getattr(model, name), hints[name], f"{place}.{name}")
    ]


def _is_leaf(value: object, choice: Any) -> bool:
    if choice is type(None):
        return value is None
    if get_origin(choice) is Literal:
        return value in get_args(choice)
    if choice is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if choice is object:
        return True
    return type(value) is choice
