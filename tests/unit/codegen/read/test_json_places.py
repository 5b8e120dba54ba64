from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from codegen.diagnostics import Pointer
from codegen.read.json_places import Wanted, find_in_json
from codegen.read.location import locate_in_file

ODD = """ \t{ "a" :[ 1 ,{"\\u0062" : {}, "c":[ ] } , [[ "x" ]] ]
, "\\"{[" : "]}" ,"a": {"b":null},
 "": -1.5e3}
"""


def found(text: str, *pointers: Pointer) -> list[str | None]:
    """What stands where each pointer was found."""
    root = Wanted()
    leaves = []
    for pointer in pointers:
        node = root
        for token in pointer:
            node = node.children.setdefault(token, Wanted())
        leaves.append(node)
    find_in_json(text, root)
    return [None if leaf.index is None else text[leaf.index :].split()[0] for leaf in leaves]


def test_every_kind_of_place() -> None:
    pointers = [(), ("a", 0), ("a", 1, "b"), ("a", 1, "c"), ("a", 2), ("a", 2, 0, 0), ('"{[',)]
    assert found(ODD, *pointers) == ["{", "1", '"\\u0062"', '"c":[', "[[", '"x"', '"\\"{["']
    assert found(ODD, ("",)) == ['"":']


def test_the_first_of_two_members_counts() -> None:
    assert found(ODD, ("a",), ("a", "b")) == ['"a"', '"b":null},']


def test_what_is_not_there() -> None:
    assert found(ODD, ("a", 3), ("a", "0"), ("x",), ("", "y"), ("a", 0, "z")) == [None] * 5


@pytest.mark.parametrize("text", ['{"a": 1', '{"a" 1}', '{"a": 1 "b": 2}', "[1 2]", "{a: 1}", "["])
def test_no_json(text: str) -> None:
    with pytest.raises(ValueError, match=r"there is no|Expecting|ends too early"):
        found(text, ("a",), (0,))


def every_pointer(value: object, path: Pointer = ()) -> Iterator[Pointer]:
    yield path
    if isinstance(value, dict):
        for key, child in value.items():
            yield from every_pointer(child, (*path, key))
    elif isinstance(value, list):
        for position, child in enumerate(value):
            yield from every_pointer(child, (*path, position))


@pytest.mark.parametrize("indent", [None, 0, 3])
def test_each_place_holds_its_value(indent: int | None) -> None:
    value = {"a": [1, {"b": [], "": {"\n": [True, None]}}, "x,]}"], 'q"': {"a": {}}, "é": 1e400}
    text = json.dumps(value, indent=indent)
    for pointer in every_pointer(value):
        expected: object = value
        for token in pointer:
            expected = expected[token]  # type: ignore[index]
        root = leaf = Wanted()
        for token in pointer:
            leaf = leaf.children.setdefault(token, Wanted())
        find_in_json(text, root)
        assert leaf.index is not None
        decoded, end = json.JSONDecoder().raw_decode(text, leaf.index)
        if pointer and isinstance(pointer[-1], str):
            assert decoded == pointer[-1]
            start = text.index(":", end) + 1
            start += len(text[start:]) - len(text[start:].lstrip())
            decoded, _ = json.JSONDecoder().raw_decode(text, start)
        assert decoded == expected


def test_what_is_too_deep_for_a_stack_or_broken_is_found_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"a": ' + "[" * 100_000 + "]" * 100_000 + ', "b": 1}')
    assert locate_in_file(path, [("b",)]) == {("b",): (1, 200_009)}
    path.write_text('{"a": 1,\n "b": 2,\n "c" 3}')
    assert locate_in_file(path, [("b",), ("c",)])[("b",)] == (2, 2)
