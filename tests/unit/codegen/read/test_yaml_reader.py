from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.read.builder import build
from codegen.read.limits import DEFAULT, Limits
from codegen.read.source import Source
from codegen.read.yaml_events import yaml_events
from codegen.read.yaml_reader import read_yaml


def source(text: str) -> Source:
    return Source(Path("api.yaml"), text, "")


def read(text: str, limits: Limits = DEFAULT) -> Any:
    return read_yaml(source(text), limits)


def refusal(text: str, limits: Limits = DEFAULT) -> SpecError:
    with pytest.raises(SpecError) as caught:
        read(text, limits)
    return caught.value


def refused_code(text: str, limits: Limits = DEFAULT) -> Code:
    return refusal(text, limits).diagnostics[0].code


SCALARS: list[tuple[str, Any]] = [
    ("yes", "yes"),
    ("on", "on"),
    ("No", "No"),
    ("true", True),
    ("TRUE", True),
    ("tRUE", "tRUE"),
    ("False", False),
    ("~", None),
    ("", None),
    ("Null", None),
    ("nULL", "nULL"),
    ("2020-01-01", "2020-01-01"),
    ("12:30:00", "12:30:00"),
    ("190:20", "190:20"),
    ("1_000", "1_000"),
    ("1,000", "1,000"),
    ("1e-08", 1e-08),
    ("1e5", 1e5),
    ("1.e5", 1e5),
    ("+.5e1", 5.0),
    ("1.", 1.0),
    (".5", 0.5),
    ("-.5", -0.5),
    ("00.5", 0.5),
    ("-0.0", -0.0),
    ("1e", "1e"),
    (".", "."),
    ("+", "+"),
    ("1.5.6", "1.5.6"),
    ("3.1.0", "3.1.0"),
    ("0", 0),
    ("-0", 0),
    ("+5", 5),
    ("017", "017"),
    ("-01", "-01"),
    ("00", "00"),
    ("0o17", 15),
    ("0o8", "0o8"),
    ("0x1F", 31),
    ("0X1F", "0X1F"),
    ("-0x1F", "-0x1F"),
    ("+0o7", "+0o7"),
    ("0b11", "0b11"),
    ("=", "="),
    ("infinity", "infinity"),
    ("nan", "nan"),
    ("18446744073709551615", 18446744073709551615),
    ("18446744073709551616", 18446744073709551616),
    ("-9223372036854775809", -9223372036854775809),
    ("-9223372036854776000", -9223372036854776000),
    ("9" * 50, int("9" * 50)),
    ("9" * 309, int("9" * 309)),
    ("0x" + "F" * 40, int("F" * 40, 16)),
    ("'12'", "12"),
    ('"true"', "true"),
    ("!!str 12", "12"),
    ("!!int '12'", 12),
    ("!!float 1", 1.0),
    ("! 12", "12"),
]


class TestScalars:
    @pytest.mark.parametrize(("text", "expected"), SCALARS, ids=[text for text, _ in SCALARS])
    def test_both_readers_give_the_value_of_yaml_1_2(self, text: str, expected: Any) -> None:
        document = f"a: {text}\nb: x\n"
        exact: Any = build(source(document), yaml_events(document), DEFAULT)
        for data in (read(document), exact):
            assert data == {"a": expected, "b": "x"}
            assert type(data["a"]) is type(expected)

    @pytest.mark.parametrize("text", [".inf", "-.INF", "+.Inf", ".nan", ".NaN", "1e400", "-1e999"])
    def test_a_number_that_json_cannot_hold_is_refused(self, text: str) -> None:
        assert refused_code(f"a: [1, {text}]") is Code.NUMBER_NOT_FINITE

    @pytest.mark.parametrize("text", ["9" * 310, "-" + "9" * 10_000, "0x" + "F" * 400])
    def test_an_integer_over_the_limit_is_refused(self, text: str) -> None:
        assert refused_code(f"a: {text}") is Code.NUMBER_TOO_LONG

    @pytest.mark.parametrize(
        "text", ["!foo bar", "!!binary aGk=", "!!python/name:os.system ''", "!!set {a}", "!!int x"]
    )
    def test_a_tag_beyond_the_core_schema_is_refused(self, text: str) -> None:
        assert refused_code(f"a:\n  - {text}\n") is Code.UNKNOWN_TAG

    def test_a_value_may_follow_a_quoted_key_without_a_space(self) -> None:
        assert read('a: {"b":! 1, "c":0b1, "d":&x 2}') == {"a": {"b": "1", "c": "0b1", "d": 2}}

    def test_block_scalars(self) -> None:
        assert read("a: |2\n    x\n   y\nb: >-\n  l1\n  l2\n") == {"a": "  x\n y\n", "b": "l1 l2"}

    @pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
    def test_line_ends_of_yaml_1_1_are_ordinary_characters(self, character: str) -> None:
        text = f"k{character}: 'x{character}y'\nb: |\n  x{character}y\nc: x{character}y\n"
        value = f"x{character}y"
        assert read(text) == {f"k{character}": value, "b": f"{value}\n", "c": value}

    def test_a_byte_order_mark_inside_a_text_is_part_of_it(self) -> None:
        for anchor in ("", "&a "):
            assert read(f"a: {anchor}'x\ufeffy'\n") == {"a": "x\ufeffy"}

    def test_their_stand_ins_never_take_the_place_of_a_character_of_the_text(self) -> None:
        assert read("a: '\ue000\u2028\ue001\u2029'") == {"a": "\ue000\u2028\ue001\u2029"}

    @pytest.mark.parametrize("character", ["\x07", "\x7f", "\x9b", "\ufffe"])
    def test_a_character_that_yaml_does_not_allow_is_refused_at_its_place(
        self, character: str
    ) -> None:
        diagnostic = refusal(f"a: 1\nb: x{character}").diagnostics[0]
        assert diagnostic.code is Code.CONTROL_CHARACTER
        assert diagnostic.location is not None
        assert diagnostic.location.position == (2, 5)


class TestKeys:
    @pytest.mark.parametrize(
        ("text", "keys"),
        [
            ("200: a\n404: b\n", ["200", "404"]),
            ("{200: a, default: b}", ["200", "default"]),
            ("0: a\n1: b\n", ["0", "1"]),
            ("1: a\ntrue: b\n", ["1", "true"]),
            ("200: a\n200.0: b\n", ["200", "200.0"]),
            ("1.10: a\n0x10: b\n+5: c\n-0: d\n1e3: e\n", ["1.10", "0x10", "+5", "-0", "1e3"]),
            ("null: a\n~: b\nNo: c\n", ["null", "~", "No"]),
            ("? a\n: b\n", ["a"]),
            ("4XX: a\n2020-01-01: b\n", ["4XX", "2020-01-01"]),
        ],
    )
    def test_a_key_is_its_text(self, text: str, keys: list[str]) -> None:
        assert list(read(text)) == keys

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("a: 1\nb: 2\na: 3\n", 3),
            ("200: 1\n'200': 2\n", 2),
            ('a: 1\n"a": 2\n', 2),
            ("true: 1\n'true': 2\n", 2),
        ],
    )
    def test_a_key_twice_is_refused_and_both_lines_are_named(self, text: str, line: int) -> None:
        diagnostic = refusal(text).diagnostics[0]
        assert diagnostic.code is Code.DUPLICATE_KEY
        assert diagnostic.message.endswith("stands here and on line 1")
        assert diagnostic.location is not None
        assert diagnostic.location.position == (line, 1)

    @pytest.mark.parametrize("text", ["? [a, b]\n: c\n", "? {a: b}\n: c\n", "a: &x k\n*x : b\n"])
    def test_a_key_that_is_no_scalar_is_refused(self, text: str) -> None:
        assert refused_code(text) is Code.KEY_NOT_SCALAR


class TestAliases:
    def test_an_alias_is_the_value_of_its_anchor(self) -> None:
        assert read("a: &x {b: [1]}\nc: *x\nd: &y 5\ne: *y\n") == {
            "a": {"b": [1]},
            "c": {"b": [1]},
            "d": 5,
            "e": 5,
        }

    def test_a_merge_key_fills_in_what_is_not_there(self) -> None:
        text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 0\nd: {<<: *a}\n"
        data = read(text)
        assert data["c"] == {"x": 0, "y": 1, "z": 2}
        assert data["d"] == {"x": 1, "y": 1}

    def test_a_quoted_merge_key_is_an_ordinary_key(self) -> None:
        assert read("'<<': 1\n") == {"<<": 1}

    @pytest.mark.parametrize("text", ["a: {<<: 1}\n", "a:\n  <<: [{}, x]\n"])
    def test_a_merge_of_something_else_is_refused(self, text: str) -> None:
        assert refused_code(text) is Code.INVALID_MERGE

    @pytest.mark.parametrize("text", ["a: *x\n", "a: &x [*x]\n", "a: &x {b: {c: *x}}\n"])
    def test_an_alias_that_cannot_be_expanded_is_refused(self, text: str) -> None:
        assert refused_code(text) is Code.INVALID_ALIAS

    def test_expanded_values_are_counted(self) -> None:
        text = "a: &a [1, 2, 3]\nb: [*a, *a]\n"
        assert read(text, Limits(values=20))["b"] == [[1, 2, 3], [1, 2, 3]]
        assert refused_code(text, Limits(values=10)) is Code.TOO_MANY_VALUES

    def test_merged_values_are_counted(self) -> None:
        text = "a: &a {k: 1, l: 2}\n" + "".join(f"b{i}: {{<<: *a}}\n" for i in range(10))
        assert refused_code(text, Limits(values=40)) is Code.TOO_MANY_VALUES

    def test_depth_through_an_alias_is_counted(self) -> None:
        text = "a: &a [[[1]]]\nb: [[*a]]\n"
        assert read(text, Limits(depth=6))["b"] == [[[[[1]]]]]
        assert refused_code(text, Limits(depth=5)) is Code.NESTING_TOO_DEEP


class TestBudgets:
    @pytest.mark.parametrize("depth", [3, 150, 199])
    def test_nesting_up_to_the_limit_is_read(self, depth: int) -> None:
        data = read("a: " + "[" * depth + "]" * depth)
        for _ in range(depth):
            data = data["a"] if isinstance(data, dict) else data[0]
        assert data == []

    @pytest.mark.parametrize(
        "text",
        [
            "a: " + "[" * 200 + "]" * 200,
            "[" * 100_000,
            "- " * 100_000,
            "a: " + "{a: " * 100_000,
            'a: {"a":' + '{"a":' * 100_000,
        ],
        ids=["one over", "brackets", "dashes", "braces", "like JSON"],
    )
    def test_deeper_nesting_is_refused(self, text: str) -> None:
        assert refused_code(text) is Code.NESTING_TOO_DEEP

    def test_values_are_counted(self) -> None:
        text = "a: [" + "1, " * 100 + "]"
        assert len(read(text, Limits(values=300))["a"]) == 100
        assert refused_code(text, Limits(values=99)) is Code.TOO_MANY_VALUES


class TestSyntax:
    @pytest.mark.parametrize(
        ("text", "position"),
        [
            ("a: b: c\n", (1, 5)),
            ("a: 1\nb: [1, 2\nc: 3\n", (3, 2)),
            ("a: 1\n b: 2\n", (2, 3)),
            ("a: @x\n", (1, 4)),
            ("\u00e9: 1\r\nb: '\n", (3, 1)),
        ],
    )
    def test_what_is_not_yaml_is_refused_at_its_place(
        self, text: str, position: tuple[int, int]
    ) -> None:
        diagnostic = refusal(text).diagnostics[0]
        assert diagnostic.code is Code.INVALID_YAML
        assert diagnostic.location is not None
        assert diagnostic.location.position == position

    def test_a_second_document_is_refused(self) -> None:
        assert refused_code("a: 1\n---\nb: 2\n") is Code.SEVERAL_DOCUMENTS
