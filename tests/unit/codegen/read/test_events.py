"""YAML and JSON give the same events."""

from __future__ import annotations

import pytest
import yaml

from codegen.read.events import Event, Kind, SecondDocumentError, SyntaxProblemError
from codegen.read.json_events import json_events
from codegen.read.yaml_events import yaml_events

TEXT = '{"a": [1, "x\u00e9", null], "b": {}}'
EVENTS = [
    Event(Kind.MAPPING_START, 0),
    Event(Kind.SCALAR, 1, "a"),
    Event(Kind.SEQUENCE_START, 6),
    Event(Kind.SCALAR, 7, "1", plain=True),
    Event(Kind.SCALAR, 10, "x\u00e9"),
    Event(Kind.SCALAR, 16, "null", plain=True),
    Event(Kind.SEQUENCE_END, 20),
    Event(Kind.SCALAR, 23, "b"),
    Event(Kind.MAPPING_START, 28),
    Event(Kind.MAPPING_END, 29),
    Event(Kind.MAPPING_END, 30),
]


def test_json_as_json() -> None:
    assert list(json_events(TEXT)) == EVENTS


@pytest.mark.parametrize("native", [True, False], ids=["native parser", "Python parser"])
def test_json_as_yaml(native: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", native and yaml.__with_libyaml__)
    assert list(yaml_events(TEXT)) == EVENTS


def test_yaml_has_anchors_aliases_and_tags() -> None:
    assert list(yaml_events("- &x !t a\n- *x\n")) == [
        Event(Kind.SEQUENCE_START, 0),
        Event(Kind.SCALAR, 2, "a", tag="!t", anchor="x"),
        Event(Kind.ALIAS, 12, "x"),
        Event(Kind.SEQUENCE_END, 15),
    ]


@pytest.mark.parametrize("native", [True, False], ids=["native parser", "Python parser"])
def test_yaml_problems_have_an_index(native: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", native and yaml.__with_libyaml__)
    with pytest.raises(SyntaxProblemError) as caught:
        list(yaml_events("\u00e9: 1\nb: @\n"))
    assert caught.value.index == 8
    with pytest.raises(SecondDocumentError) as second:
        list(yaml_events("a: 1\n---\nb: 2\n"))
    assert second.value.index == 5


def test_json_problems_have_an_index() -> None:
    with pytest.raises(SyntaxProblemError) as caught:
        list(json_events('{"a": #}'))
    assert caught.value.index == 5
