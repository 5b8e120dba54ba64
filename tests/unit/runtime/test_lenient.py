"""Plans of types that no event of the example has: unions, aliases, tuples, names."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import Field
from typing_extensions import TypeAliasType

from runtime.constants import MAX_DECODE_DEPTH
from runtime.lenient import plan_of
from runtime.models import BaseModel, UnknownVariant


class Named(BaseModel):
    wire_name: int = Field(alias="wireName")
    other: int | None = None


class Left(BaseModel):
    side: Literal["left"]
    n: int


class Right(BaseModel):
    side: Literal["right"]
    n: int


def build(type_: Any, value: object) -> Any:
    return plan_of(type_).build(value, 0)


class TestNames:
    def test_the_wire_s_comes_first(self) -> None:
        named = build(Named, {"wireName": "a", "wire_name": "b", "other": "c"})
        assert (named.wire_name, named.other) == ("a", "c")
        assert named.model_extra == {"wire_name": "b"}

    def test_python_s_does_as_well(self) -> None:
        named = build(Named, {"wire_name": "a"})
        assert named.wire_name == "a"
        assert named.model_fields_set == {"wire_name"}
        assert not named.model_extra


class TestUnions:
    def test_constants_tell_members_apart(self) -> None:
        assert type(build(Left | Right, {"side": "right", "n": "x"})) is Right

    @pytest.mark.parametrize("side", ["up", ["left"], {"left": 1}, None])
    def test_no_member_has_the_constants(self, side: object) -> None:
        unknown = build(Left | Right, {"side": side, "n": 1})
        assert type(unknown) is UnknownVariant
        assert unknown.raw == {"side": side, "n": 1}

    def test_the_only_member_of_the_shape(self) -> None:
        assert type(build(Left | str, {"side": "up"})) is Left
        assert build(list[Left] | str, [{"side": "left", "n": "x"}])[0].n == "x"
        assert build(dict[str, Left] | str, {"a": {"side": "up"}})["a"].side == "up"

    def test_of_two_lists_neither_is_chosen(self) -> None:
        value = [{"side": "left", "n": "x"}]
        assert build(list[Left] | list[Right] | str, value) is value

    def test_a_value_without_structure_stays(self) -> None:
        assert build(Left | Right, 7) == 7
        assert build(dict[str, int] | dict[str, bool], {"a": "b"}) == {"a": "b"}


class TestTuples:
    @pytest.mark.parametrize("rest", [[], ["more"], ["more", {"a": 1}]])
    def test_what_is_behind_the_known_items_stays(self, rest: list[object]) -> None:
        built = build(tuple[Left, int], [{"side": "up"}, "x", *rest])
        assert type(built[0]) is Left
        assert built[1:] == ("x", *rest)

    def test_a_shorter_one(self) -> None:
        assert build(tuple[int, Left], ["x"]) == ("x",)


Nested = TypeAliasType("Nested", "list[Nested] | Left")


@pytest.mark.parametrize(
    ("levels", "kind"), [(MAX_DECODE_DEPTH // 2, Left), (MAX_DECODE_DEPTH + 1, dict)]
)
def test_an_alias_of_itself_is_followed_up_to_a_depth(levels: int, kind: type) -> None:
    value: Any = {"side": "up"}
    for _ in range(levels):
        value = [value]
    built = build(Nested, value)
    for _ in range(levels):
        [built] = built
    assert type(built) is kind
