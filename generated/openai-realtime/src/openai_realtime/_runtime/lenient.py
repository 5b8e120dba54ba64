"""Lenient decoding: from parsed JSON to the right class when validation refused the data.

A plan is made once per type by walking its annotations, and built with once per value: every
node of the data is visited by one plan, so the cost is linear; only a union without a
discriminator validates its part of the data before it chooses.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import (
    Annotated,
    Any,
    Union,
    get_args,
    get_origin,
)

import pydantic
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typing_extensions import TypeAliasType

from .annotations import (
    alias_value,
    discriminator,
    extras_value,
    is_model,
    literal_values,
    union_members,
)
from .constants import MAX_DECODE_DEPTH
from .json_types import JsonObject, is_array, is_object
from .models import UnknownVariant, assemble, make_unknown, wire_text
from .plans import LeafPlan, ListPlan, MapPlan, OptionalPlan, Plan, TuplePlan, validated


class ModelPlan:
    """A model: each field for itself, unknown keys kept."""

    def __init__(self, model: type[pydantic.BaseModel]) -> None:
        self.model = model

    @property
    def expected(self) -> str:
        return f"an object ({self.model.__name__})"

    def accepts(self, value: object) -> bool:
        return False

    @cached_property
    def fields(self) -> list[tuple[str, str, FieldInfo, Plan]]:
        """Name, wire name, declaration and plan of each field."""
        return [
            (name, field.alias or name, field, _field_plan(field))
            for name, field in self.declared.items()
        ]

    @cached_property
    def extras(self) -> Plan | None:
        """The plan of keys that are no field, where their type is declared."""
        values = extras_value(self.model)
        return None if values is None else plan_of(values)

    @cached_property
    def declared(self) -> Mapping[str, FieldInfo]:
        """The declarations of the fields, every name in them looked up."""
        # Complete fields are enough: building the validator of each model would be slow.
        if not self.model.__pydantic_fields_complete__:
            self.model.model_rebuild(raise_errors=True)
        return self.model.model_fields

    @cached_property
    def constants(self) -> dict[str, frozenset[object]]:
        """The values that the fields with fixed values may have, by wire name."""
        found: dict[str, frozenset[object]] = {}
        for name, field in self.declared.items():
            values = literal_values(field.annotation)
            if values:
                found[field.alias or name] = frozenset(values)
        return found

    def build(self, value: object, depth: int) -> object:
        if not is_object(value) or depth >= MAX_DECODE_DEPTH:
            return value
        rest = dict(value)
        values: JsonObject = {}
        fields_set: set[str] = set()
        for name, wire_name, field, plan in self.fields:
            key = wire_name if wire_name in rest else name
            if key in rest:
                values[name] = plan.build(rest.pop(key), depth + 1)
                fields_set.add(name)
            else:
                values[name] = _default(field)
        if self.model.model_config.get("extra") != "allow":
            return assemble(self.model, values, fields_set, None)
        if rest and self.extras is not None:
            build = self.extras.build
            rest = {name: build(item, depth + 1) for name, item in rest.items()}
        return assemble(self.model, values, fields_set, rest)


class TaggedPlan:
    """A union whose members one property tells apart, perhaps unions themselves."""

    expected = "an object"

    def __init__(self, tag: str, members: Sequence[Plan]) -> None:
        self._tag = tag
        self._members = members

    @cached_property
    def wire_name(self) -> str:
        """What the tag is called in messages: a discriminator names the attribute."""
        names = (wire_name_of(member, self._tag) for member in self._members)
        return next((name for name in names if name is not None), self._tag)

    @cached_property
    def by_tag(self) -> dict[object, Plan]:
        """The plan of each tag value."""
        found: dict[object, Plan] = {}
        for member in self._members:
            for value in tag_values(member, self._tag):
                found.setdefault(value, member)
        return found

    @cached_property
    def tags(self) -> frozenset[str]:
        """The properties that tell members apart, at every level of nesting."""
        nested = (_tags(member) for member in self._members)
        return frozenset({self._tag, self.wire_name}).union(*nested)

    def accepts(self, value: object) -> bool:
        return False

    def build(self, value: object, depth: int) -> object:
        if not is_object(value):
            return value
        tag = value.get(self.wire_name)
        if not isinstance(tag, (str, int)):
            said = "is missing" if self.wire_name not in value else f"is {wire_text(tag)[:100]}"
            problem = f"the tag `{self.wire_name}` {said}"
            return make_unknown(UnknownVariant, value, problem, tags=self.tags)
        plan = self.by_tag.get(tag)
        if plan is None:
            return make_unknown(UnknownVariant, value, None, tags=self.tags)
        return plan.build(value, depth)


class UnionPlan:
    """A union without a discriminator.

    The member that validates; else the one whose fixed values the data has; else the only one
    of the data's shape; else, of several classes, the one for what is not known.
    """

    expected = "another type"

    def __init__(self, type_: Any, members: Sequence[Plan]) -> None:
        self._type: Any = type_
        self.members = members

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self._type)

    def accepts(self, value: object) -> bool:
        return any(member.accepts(value) for member in self.members)

    def build(self, value: object, depth: int) -> object:
        fits, built = validated(self._adapter, value)
        if fits:
            return built
        if is_object(value):
            return self._build_object(value, depth)
        if is_array(value):
            lists = [m for m in self.members if isinstance(m, (ListPlan, TuplePlan))]
            if len(lists) == 1:
                return lists[0].build(value, depth)
        return value

    def _build_object(self, value: JsonObject, depth: int) -> object:
        models = [member for member in self.members if isinstance(member, ModelPlan)]
        for model in models:
            if model.constants and all(
                _among(value.get(name), allowed) for name, allowed in model.constants.items()
            ):
                return model.build(value, depth)
        shaped = [
            member
            for member in self.members
            if isinstance(member, (ModelPlan, TaggedPlan, MapPlan))
        ]
        if len(shaped) == 1:
            return shaped[0].build(value, depth)
        if not models:
            return value
        return make_unknown(UnknownVariant, value, "no member of the union", tags=_tags(self))


class AliasPlan:
    """A named alias, which may contain itself: looked up when first used."""

    def __init__(self, alias: TypeAliasType) -> None:
        self._alias = alias

    @cached_property
    def target(self) -> Plan:
        """The plan of what the alias stands for."""
        return plan_of(alias_value(self._alias))

    @property
    def expected(self) -> str:
        return self.target.expected

    def accepts(self, value: object) -> bool:
        return self.target.accepts(value)

    def build(self, value: object, depth: int) -> object:
        if depth >= MAX_DECODE_DEPTH:
            return value
        return self.target.build(value, depth + 1)


_model_plans: dict[type, ModelPlan] = {}
_alias_plans: dict[int, AliasPlan] = {}


def plan_of(type_: object) -> Plan:
    """Make the plan of a type from its annotations."""
    if isinstance(type_, TypeAliasType):
        return _alias_plans.setdefault(id(type_), AliasPlan(type_))
    if is_model(type_):
        return _model_plans.setdefault(type_, ModelPlan(type_))
    origin = get_origin(type_)
    if origin is Annotated:
        inner, *metadata = get_args(type_)
        tag = discriminator(metadata)
        return _union_plan(inner, tag) if tag else _annotated(type_, inner)
    if origin in (Union, types.UnionType):
        return _union_plan(type_, None)
    if origin in (list, Sequence):
        return ListPlan(plan_of(get_args(type_)[0]))
    if origin is tuple:
        return TuplePlan([plan_of(item) for item in get_args(type_)])
    if origin in (dict, Mapping):
        return MapPlan(plan_of(get_args(type_)[1]))
    return LeafPlan(type_)


def tag_values(plan: Plan, tag: str) -> AbstractSet[object]:
    """Give the values of the property `tag` that lead to a member of a union."""
    if isinstance(plan, AliasPlan):
        return tag_values(plan.target, tag)
    if isinstance(plan, OptionalPlan):
        return tag_values(plan.inner, tag)
    if isinstance(plan, ModelPlan):
        for name, field in plan.declared.items():
            if tag in (name, field.alias):
                return frozenset(literal_values(field.annotation))
    if isinstance(plan, TaggedPlan):
        members = plan.by_tag.values()
        return frozenset(value for member in members for value in tag_values(member, tag))
    if isinstance(plan, UnionPlan):
        return frozenset(value for member in plan.members for value in tag_values(member, tag))
    return frozenset()


def wire_name_of(plan: Plan, attribute: str) -> str | None:
    """Give the wire name of an attribute that all models of a plan have; None without models."""
    if isinstance(plan, AliasPlan):
        return wire_name_of(plan.target, attribute)
    if isinstance(plan, OptionalPlan):
        return wire_name_of(plan.inner, attribute)
    if isinstance(plan, ModelPlan):
        field = plan.declared.get(attribute)
        return None if field is None else field.alias or attribute
    if isinstance(plan, TaggedPlan):
        names = (wire_name_of(member, attribute) for member in plan.by_tag.values())
        return next((name for name in names if name is not None), None)
    return None


def _tags(plan: Plan) -> AbstractSet[str]:
    if isinstance(plan, TaggedPlan):
        return plan.tags
    if isinstance(plan, UnionPlan):
        return frozenset[str]().union(*(_tags(member) for member in plan.members))
    return frozenset()


def _field_plan(field: FieldInfo) -> Plan:
    tag = field.discriminator if isinstance(field.discriminator, str) else None
    if tag:
        return _union_plan(field.annotation, tag)
    plan = plan_of(field.annotation)
    if isinstance(plan, LeafPlan) and field.metadata:
        return LeafPlan(Annotated[(field.annotation, *field.metadata)])
    return plan


def _union_plan(type_: object, tag: str | None) -> Plan:
    """Plan a union; pydantic lets a discriminator stand over a union that may be null."""
    members = [member for member in union_members(type_) if member is not types.NoneType]
    plans = [plan_of(member) for member in members]
    if tag is not None:
        inner: Plan = TaggedPlan(tag, plans)
    elif all(isinstance(plan, LeafPlan) for plan in plans):
        return LeafPlan(type_)
    else:
        inner = plans[0] if len(plans) == 1 else UnionPlan(type_, plans)
    return inner if len(members) == len(union_members(type_)) else OptionalPlan(inner)


def _annotated(type_: object, inner: object) -> Plan:
    plan = plan_of(inner)
    return LeafPlan(type_) if isinstance(plan, LeafPlan) else plan


def _default(field: FieldInfo) -> object:
    if field.is_required():
        return None
    value: object = field.get_default(call_default_factory=True, validated_data={})
    return None if value is PydanticUndefined else value


def _among(value: object, allowed: frozenset[object]) -> bool:
    return isinstance(value, (str, int, float, bool, type(None))) and value in allowed
