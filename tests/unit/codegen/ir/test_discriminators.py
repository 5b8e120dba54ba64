from __future__ import annotations

from pathlib import Path

import pytest

from codegen.ir.discriminators import Tagged, discriminate
from codegen.ir.types import UnionType
from tests.unit.codegen.specs import api_of, declarations, rest


def tagged(folder: Path, schema: str, others: str = "") -> Tagged | None:
    api = api_of(folder, openapi=rest(schemas=f"Subject: {schema}\n{others}"))
    body = declarations(api)["Subject"].body
    assert isinstance(body, UnionType)
    return discriminate(body, api.types)


def variant(**constants: str) -> str:
    inner = ", ".join(f"{name}: {{enum: [{value}]}}" for name, value in constants.items())
    return f"{{type: object, required: [{', '.join(constants)}], properties: {{{inner}}}}}"


def values(found: Tagged) -> list[set[str]]:
    return [{value.reveal() for value in branch.values} for branch in found.branches]


def test_a_constant_of_every_member(tmp_path: Path) -> None:
    found = tagged(tmp_path, f"{{oneOf: [{variant(t='a')}, {variant(t='b')}]}}")
    assert found is not None
    assert found.tag.reveal() == "t"
    assert values(found) == [{"a"}, {"b"}]


def test_the_declared_tag_comes_first(tmp_path: Path) -> None:
    schema = (
        f"{{oneOf: [{variant(first='a', second='x')}, {variant(first='b', second='y')}], "
        "discriminator: {propertyName: second}}"
    )
    found = tagged(tmp_path, schema)
    assert found is not None
    assert found.tag.reveal() == "second"


def test_several_values_for_one_member(tmp_path: Path) -> None:
    found = tagged(tmp_path, f"{{oneOf: [{variant(t='a, b')}, {variant(t='c')}]}}")
    assert found is not None
    assert values(found) == [{"a", "b"}, {"c"}]


def test_a_second_tag_below_the_first(tmp_path: Path) -> None:
    found = tagged(
        tmp_path,
        f"{{oneOf: [{variant(t='m', role='u')}, {variant(t='m', role='s')}, {variant(t='f')}]}}",
    )
    assert found is not None
    assert values(found) == [{"m"}, {"f"}]
    inner = found.branches[0].choice
    assert isinstance(inner, Tagged)
    assert inner.tag.reveal() == "role"
    assert values(inner) == [{"u"}, {"s"}]


def test_a_union_as_a_member(tmp_path: Path) -> None:
    found = tagged(
        tmp_path,
        f"{{oneOf: [{{$ref: '#/components/schemas/AB'}}, {variant(t='c')}], "
        "discriminator: {propertyName: t}}",
        f"AB: {{oneOf: [{variant(t='a')}, {variant(t='b')}]}}",
    )
    assert found is not None
    assert values(found) == [{"a", "b"}, {"c"}]


@pytest.mark.parametrize(
    "members",
    [
        [variant(t="a"), "{type: string}"],
        [variant(t="a"), "{type: object, properties: {t: {const: b}}}"],
        [variant(t="a"), "{type: object, required: [t], properties: {t: {type: string}}}"],
        [variant(t="a"), "{type: object, required: [t], properties: {t: {enum: [b, 1]}}}"],
        [variant(t="a, b"), variant(t="b, c")],
        [variant(t="a", x="1"), variant(t="a", y="2")],
        ["{type: object, required: [t], properties: {t: {const: 1}}}", variant(t="b")],
    ],
)
def test_nothing_tells_them_apart(tmp_path: Path, members: list[str]) -> None:
    assert tagged(tmp_path, f"{{oneOf: [{', '.join(members)}]}}") is None
