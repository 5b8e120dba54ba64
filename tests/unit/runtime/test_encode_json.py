"""JSON of what users pass."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import Field

from runtime.encode_json import base64_text, encode_json, encode_message
from runtime.models import BaseModel
from runtime.sentinels import omit


class Colour(Enum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


class Inner(BaseModel):
    name: str
    kind: Annotated[str | None, Field(alias="the-kind")] = None
    other: int | None = None


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        ({"a": omit, "b": [omit, 1, {"c": omit}], "d": None}, '{"b":[1,{}],"d":null}'),
        (
            {"m": Inner(name="n", kind="k"), "l": [Inner(name="x")]},
            '{"m":{"name":"n","the-kind":"k"},"l":[{"name":"x"}]}',
        ),
        (Inner.model_validate({"name": "n", "new": 1}), '{"name":"n","new":1}'),
        ([Colour.RED, Level.HIGH], '["red",3]'),
        (
            (date(2026, 1, 2), datetime(2026, 1, 2, tzinfo=UTC)),
            '["2026-01-02","2026-01-02T00:00:00Z"]',
        ),
        ([Decimal("1.50"), UUID(int=1)], '["1.50","00000000-0000-0000-0000-000000000001"]'),
        ("é\u2028", '"é\u2028"'),
        (True, "true"),
    ],
)
def test_values(value: object, encoded: str) -> None:
    assert encode_json(value) == encoded


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"audio": b"x"}, "audio is bytes"),
        ({"a": [{"b": object()}]}, r"a\[0\].b has no JSON form: object"),
        ({1: "x"}, "a key that is not a string: 1"),
    ],
)
def test_what_has_no_json_form(value: object, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        encode_json(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_json_does_not_know(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        encode_json({"a": value})


def test_a_value_that_contains_itself() -> None:
    loop: dict[str, Any] = {}
    loop["loop"] = loop
    with pytest.raises(ValueError, match="contains itself"):
        encode_json(loop)


def test_messages() -> None:
    assert (
        encode_message({"type": "t", "audio": "QQ==", "id": omit}) == '{"type":"t","audio":"QQ=="}'
    )
    assert json.loads(encode_message({"type": "t", "item": Inner(name="n")})) == {
        "type": "t",
        "item": {"name": "n"},
    }


@pytest.mark.parametrize(
    "data", [b"\x00\xff", bytearray(b"\x00\xff"), memoryview(b"\x00\xff"), "AP8="]
)
def test_base64(data: Any) -> None:
    assert base64_text(data) == "AP8="


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4800])
def test_audio_is_written_as_it_is(size: int) -> None:
    data = bytes(index % 256 for index in range(size))
    message = {
        "type": 'a "type"',
        "audio": base64_text(data),
        "event_id": omit,
        "n": None,
        "item": {"m": Inner(name="é", kind="k"), "o": omit},
    }
    text = encode_message(message)
    assert json.loads(text) == {
        "type": 'a "type"',
        "audio": base64.b64encode(data).decode("ascii"),
        "n": None,
        "item": {"m": {"name": "é", "the-kind": "k"}},
    }
    assert " " not in text.replace('a \\"type', "")


def test_text_of_the_user_is_escaped() -> None:
    assert encode_message({"audio": base64_text('"},{"')}) == '{"audio":"\\"},{\\""}'
