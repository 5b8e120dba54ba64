"""Decoding: the right class or an explicit unknown, never an exception, unless asked for."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, RootModel
from typing_extensions import TypeAliasType

from runtime.decode import DecodeError, Decoder, parse_json
from runtime.models import BaseModel, UnknownVariant, is_unknown
from tests.unit.runtime.example_sdk import (
    FunctionCall,
    ItemAdded,
    ServerEvent,
    SystemMessage,
    Text,
    TextDelta,
    UnknownEvent,
    UserMessage,
)

EVENTS: Decoder[Any] = Decoder(ServerEvent, unknown=UnknownEvent)


def event(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


class TestEvents:
    def test_a_known_event(self) -> None:
        for data in (
            event(type="text.delta", delta="a", index=1),
            event(type="text.delta", delta="a", index=1).decode(),
            b"\xef\xbb\xbf" + event(type="text.delta", delta="a", index=1),
        ):
            assert EVENTS.decode(data) == TextDelta(type="text.delta", delta="a", index=1)

    def test_unions_in_unions(self) -> None:
        user = event(
            type="item.added",
            item={"type": "message", "role": "user", "content": [{"type": "text", "text": 5}]},
        )
        added = EVENTS.decode(user)
        assert isinstance(added, ItemAdded)
        assert isinstance(added.item, UserMessage)
        assert isinstance(added.item.content[0], Text)
        assert added.to_dict() == json.loads(user)

    @pytest.mark.parametrize(
        ("item", "kind"),
        [
            ({"type": "message", "role": "system"}, SystemMessage),
            ({"type": "message", "role": "robot"}, UnknownVariant),
            ({"type": "message"}, UnknownVariant),
            ({"type": "hologram"}, UnknownVariant),
            ({"type": "function_call"}, FunctionCall),
            ({"type": "function_call", "name": None, "copy": 1}, FunctionCall),
            ({}, UnknownVariant),
            ({"type": []}, UnknownVariant),
            ("text", str),
            (None, type(None)),
        ],
    )
    def test_the_item_of_an_event(self, item: object, kind: type) -> None:
        data = event(type="item.added", item=item, new=1)
        added = EVENTS.decode(data)
        assert isinstance(added, ItemAdded)
        assert type(added.item) is kind
        assert added.to_dict() == json.loads(data)

    def test_missing_and_wrong_fields(self) -> None:
        delta = EVENTS.decode(event(type="text.delta", index="many"))
        assert isinstance(delta, TextDelta)
        assert delta.delta is None
        assert delta.index == "many"
        assert delta.to_dict() == {"type": "text.delta", "index": "many"}
        assert delta.model_fields_set == {"type", "index"}

    @pytest.mark.parametrize(
        "wire", [{"type": "x"}, {"type": 7}, {"type": "x" * 500_000}, {"type": "__class__"}]
    )
    def test_unknown_events(self, wire: dict[str, Any]) -> None:
        unknown = EVENTS.decode(event(**wire))
        assert type(unknown) is UnknownEvent
        assert unknown.raw == wire
        assert unknown.error is None

    @pytest.mark.parametrize(
        ("wire", "error"),
        [
            ({}, "the tag `type` is missing"),
            ({"type": None}, "the tag `type` is null"),
            ({"type": [1]}, "the tag `type` is [1]"),
            ([1], "expected an object, received an array"),
            (None, "expected an object, received null"),
            ("text", "expected an object, received a string"),
            (True, "expected an object, received a boolean"),
            (1.5, "expected an object, received a number"),
        ],
    )
    def test_json_that_is_no_event(self, wire: object, error: str) -> None:
        unknown = EVENTS.decode(json.dumps(wire))
        assert type(unknown) is UnknownEvent
        assert (unknown.raw, unknown.error) == (wire, error)

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"{",
            b"not json",
            b"\xff\xfe{\x00}\x00",
            b'{"type":"text.delta","delta":"\\ud800","index":1}',
            b"[" * 100_000,
            b'{"a":' * 100_000,
            b"1" * 10_000,
            b"\x00",
        ],
    )
    def test_what_is_not_json(self, data: bytes) -> None:
        unknown = EVENTS.decode(data)
        assert type(unknown) is UnknownEvent
        assert unknown.raw in (data, data.decode("latin-1"))
        assert unknown.error is not None
        assert unknown.error.startswith("not readable as JSON")
        assert unknown.error.isprintable()
        assert len(unknown.error) < 1000

    def test_text_with_a_lone_surrogate(self) -> None:
        assert is_unknown(EVENTS.decode('"\ud800"'))

    def test_the_last_of_equal_keys_counts(self) -> None:
        delta = EVENTS.decode('{"type":"text.delta","delta":"a","delta":"b","index":1}')
        assert delta.delta == "b"


class TestStrict:
    def test_a_fitting_message(self) -> None:
        assert EVENTS.decode_strict(event(type="text.delta", delta="a", index=1)).delta == "a"

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (event(type="text.delta", delta="a"), "text.delta.index: Field required"),
            (event(type="hidden-value"), "the value"),
            (b"{", "Invalid JSON"),
        ],
    )
    def test_what_does_not_fit(self, data: bytes, message: str) -> None:
        with pytest.raises(DecodeError, match=message):
            EVENTS.decode_strict(data)


class Node(BaseModel):
    name: str
    child: Node | None = None
    children: list[Node] | None = None


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]
    tricks: list[str]


class Point(BaseModel):
    x: int


Tree = TypeAliasType("Tree", "list[Tree] | int")


class Items(RootModel[list[int]]):
    pass


class Shapes(BaseModel):
    pet: Cat | Dog | None = None
    point_or_text: Point | str | None = None
    points_or_text: list[Point] | str | None = None
    by_name: dict[str, Point] | None = None
    day: date | None = None
    tree: Tree | None = None
    items: Items | None = None
    model: Literal["a", "b"] | str | None = None
    mode: Literal["a", "b"] | None = None
    tagged: Annotated[Cat | Dog | None, Field(discriminator="kind")] = None
    listed: list[Annotated[Cat | Dog, Field(discriminator="kind")]] | None = None
    bounded: Annotated[int, Field(ge=0)] | None = None
    anything: object = None


SHAPES: Decoder[Shapes] = Decoder(Shapes)


class TestShapes:
    """`day` is always wrong, so that every case takes the lenient path."""

    @pytest.mark.parametrize(
        ("name", "value", "kind"),
        [
            ("pet", {"kind": "cat", "lives": 9}, Cat),
            ("pet", {"kind": "dog", "tricks": "none"}, Dog),
            ("pet", {"kind": "fish"}, UnknownVariant),
            ("pet", None, type(None)),
            ("point_or_text", {"x": "far"}, Point),
            ("point_or_text", {"x": 1}, Point),
            ("point_or_text", "text", str),
            ("point_or_text", [1], list),
            ("points_or_text", [{"x": "far"}], list),
            ("by_name", {"a": {"x": "far"}, "b": 7}, dict),
            ("by_name", [1], list),
            ("tree", [1, [2, "three"]], list),
            ("items", [1, 2], Items),
            ("items", ["a"], list),
            ("model", "c", str),
            ("mode", "new-mode", str),
            ("tagged", {"kind": "dog", "tricks": 5}, Dog),
            ("tagged", {"kind": "fish"}, UnknownVariant),
            ("tagged", None, type(None)),
            ("listed", [{"kind": "cat"}, {"kind": "fish"}, 7], list),
            ("bounded", -1, int),
            ("anything", {"a": [1]}, dict),
        ],
    )
    def test_each_field_for_itself(self, name: str, value: object, kind: type) -> None:
        wire = {name: value, "day": "someday"}
        shapes = SHAPES.decode_leniently(json.dumps(wire))
        assert shapes.day == "someday"
        assert type(getattr(shapes, name)) is kind
        assert shapes.to_dict(mode="json") == wire

    def test_elements_of_collections(self) -> None:
        wire = {
            "day": "someday",
            "points_or_text": [{"x": "far"}],
            "by_name": {"a": {"x": "far"}},
            "listed": [{"kind": "cat"}, {"kind": "fish"}, 7],
        }
        shapes = SHAPES.decode_leniently(json.dumps(wire))
        assert isinstance(shapes.points_or_text, list)
        assert isinstance(shapes.points_or_text[0], Point)
        assert shapes.by_name is not None
        assert isinstance(shapes.by_name["a"], Point)
        assert shapes.listed is not None
        cat, fish, seven = shapes.listed
        assert isinstance(cat, Cat)
        assert is_unknown(fish)
        assert seven == 7  # type: ignore[comparison-overlap]

    def test_dates_are_still_dates(self) -> None:
        shapes = SHAPES.decode_leniently('{"day":"2026-01-02","mode":"x"}')
        assert shapes.day == date(2026, 1, 2)

    def test_recursion_is_bounded(self) -> None:
        decoder: Decoder[Node] = Decoder(Node)
        wire: dict[str, Any] = {"name": 0}
        for _ in range(150):
            wire = {"name": 0, "child": wire}
        node: Any = decoder.decode_leniently(json.dumps(wire))
        depth = 0
        while isinstance(node, Node):
            node, depth = node.child, depth + 1
        assert depth == 100
        assert isinstance(node, dict)

    def test_wide_data_is_linear(self) -> None:
        decoder: Decoder[Node] = Decoder(Node)
        wire = {"name": 0, "children": [{"name": 0}] * 5_000}
        node = decoder.decode_leniently(json.dumps(wire))
        assert node.children is not None
        assert len(node.children) == 5_000
        assert node.to_dict() == wire

    @pytest.mark.parametrize("data", ["[1]", "null", "7", '"x"'])
    def test_another_shape_altogether(self, data: str) -> None:
        with pytest.raises(DecodeError, match=r"expected an object \(Shapes\), received"):
            SHAPES.decode_leniently(data)

    def test_lists_and_scalars_at_the_top(self) -> None:
        points: Decoder[list[Point]] = Decoder(list[Point])
        assert points.decode_leniently('[{"x":"far"}]')[0].to_dict() == {"x": "far"}
        with pytest.raises(DecodeError, match="expected an array, received an object"):
            points.decode_leniently("{}")
        numbers: Decoder[int] = Decoder(int)
        assert numbers.decode_leniently("7") == 7
        with pytest.raises(DecodeError, match="expected int, received a string"):
            numbers.decode_leniently('"x"')
        anything: Decoder[object] = Decoder(object)
        assert anything.decode_leniently("null") is None


def test_binary_messages() -> None:
    decoder = Decoder[Any](Cat | bytes, binary=True)
    assert decoder.decode(b"\0\xff") == decoder.decode_strict(b"\0\xff") == b"\0\xff"
    assert is_unknown(decoder.decode("[1]"))
    with pytest.raises(DecodeError):
        decoder.decode_strict("[1]")


def test_what_is_not_json_is_unknown_where_nothing_is_binary() -> None:
    assert is_unknown(Decoder[Any](Cat).decode(b"\0\xff"))
    with pytest.raises(DecodeError):
        Decoder[Any](Cat).decode_strict(b"\0\xff")


def test_nothing_is_built_before_the_first_message() -> None:
    decoder: Decoder[Any] = Decoder("not a type at all")
    assert "_adapter" not in vars(decoder)


def test_parsing_quotes_the_beginning_only() -> None:
    with pytest.raises(DecodeError) as caught:
        parse_json("\x1b[2J" + "x" * 1000)
    assert "'\\x1b[2Jxxx" in str(caught.value)
    assert len(str(caught.value)) < 400
