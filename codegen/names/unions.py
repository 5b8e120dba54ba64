"""Unions of named types, as an annotation has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from codegen.ir import sdk
from codegen.ir.discriminators import Tagged
from codegen.ir.types import PrimitiveKind, Type
from codegen.names.values import is_any_text


def tagged_union(tagged: Tagged, resolved: Mapping[Type, sdk.TypeExpression]) -> sdk.Union:
    members = tuple(
        tagged_union(branch.choice, resolved)
        if isinstance(branch.choice, Tagged)
        else resolved[branch.choice]
        for branch in tagged.branches
    )
    return sdk.Union(members, tagged.tag)


def flat(members: Iterable[sdk.TypeExpression]) -> tuple[sdk.TypeExpression, ...]:
    spliced: list[sdk.TypeExpression] = []
    for member in members:
        spliced.extend(member.members if isinstance(member, sdk.Union) else (member,))
    unique = list(dict.fromkeys(_plain(spliced)))
    if sdk.NULL in unique:
        unique.remove(sdk.NULL)
        unique.append(sdk.NULL)
    # A literal beside `str` is only reached when it is tried first.
    unique.sort(key=lambda m: not isinstance(m, sdk.Literals))
    return tuple(unique)


def _plain(members: list[sdk.TypeExpression]) -> Iterator[sdk.TypeExpression]:
    """Yield the members; beside a string that is any text, one of a format is that as well."""
    strings = {m for m in members if isinstance(m, sdk.Scalar) and m.kind is PrimitiveKind.STRING}
    is_one = len(strings) > 1 and any(map(is_any_text, strings))
    for member in members:
        yield sdk.Scalar(PrimitiveKind.STRING) if is_one and member in strings else member
