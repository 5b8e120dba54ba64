"""Decoding by tag: as the union does it, with classes that are imported when needed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from runtime.decode import DecodeError
from runtime.dispatch import TagDecoder
from runtime.lazy_types import LazyType
from runtime.models import UnknownVariant

MODULE = """
from __future__ import annotations
from typing import Literal
from runtime.models import BaseModel

class {name}(BaseModel):
    type: Literal["{tag}"]
    index: int
    item: dict[str, object] | None = None
"""


class Unknown(UnknownVariant):
    type: Literal["unknown"] = "unknown"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    folder = tmp_path / "lazy_events"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "started.py").write_text(MODULE.format(name="Started", tag="started"))
    (folder / "ended.py").write_text(MODULE.format(name="Ended", tag="énded"))
    monkeypatch.syspath_prepend(str(tmp_path))
    yield "lazy_events"
    for name in [name for name in sys.modules if name.partition(".")[0] == "lazy_events"]:
        del sys.modules[name]


@pytest.fixture
def decoder(package: str) -> TagDecoder[Any]:
    classes = {"started": (".started", "Started"), "énded": (".ended", "Ended")}
    return TagDecoder("type", classes, package=package, unknown=Unknown)


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"started","index":1}',
        '{"type": "started", "index": 1}',
        ' {\n "index" : 1 ,"type":\t"started"}',
        '{"index":1,"a":null,"b":true,"c":-1.5e3,"d":"x","type":"started"}',
        '{"index":1,"item":{"type":"énded"},"type":"started"}',
        '{"type":"énded","index":1,"type":"started"}',
        '{"ty\\u0070e":"started","index":1}',
        '{"type":"st\\u0061rted","index":1}',
    ],
)
@pytest.mark.parametrize("as_bytes", [True, False])
def test_the_class_is_the_one_of_the_tag(
    decoder: TagDecoder[Any], text: str, as_bytes: bool
) -> None:
    event = decoder.decode(text.encode() if as_bytes else text)
    assert type(event).__name__ == "Started"
    assert event.to_dict() == json.loads(text)
    assert type(decoder.decode_strict(text)).__name__ == "Started"


def test_binary_messages_beside_tagged_ones(package: str) -> None:
    classes = {"started": (".started", "Started")}
    decoder = TagDecoder[Any]("type", classes, package=package, unknown=Unknown, binary=True)
    assert decoder.decode(b"RIFF\xff") == decoder.decode_strict(b"RIFF\xff") == b"RIFF\xff"
    assert decoder.decode("text") == b"text"
    assert type(decoder.decode('{"type":"started","index":1}')).__name__ == "Started"
    assert type(decoder.decode('{"type":"other"}')) is Unknown


def test_a_class_is_imported_with_its_first_message(decoder: TagDecoder[Any]) -> None:
    decoder.decode('{"type":"started","index":1}')
    assert "lazy_events.started" in sys.modules
    assert "lazy_events.ended" not in sys.modules
    assert type(decoder.decode('{"type":"énded","index":2}')).__name__ == "Ended"


@pytest.mark.parametrize(
    ("text", "raw", "error"),
    [
        ('{"type":"other","index":1}', {"type": "other", "index": 1}, None),
        ('{"index":1}', {"index": 1}, "type"),
        ('{"type":7}', {"type": 7}, "type"),
        ('["type"]', ["type"], "an array"),
        ('{"type":"started"', '{"type":"started"', "not readable"),
        ("", "", "not readable"),
    ],
)
def test_what_has_no_class_is_unknown(
    decoder: TagDecoder[Any], text: str, raw: object, error: str | None
) -> None:
    event = decoder.decode(text)
    assert type(event) is Unknown
    assert event.raw == raw
    assert event.error is None if error is None else error in str(event.error)
    with pytest.raises(DecodeError):
        decoder.decode_strict(text)


def test_a_wrong_field_keeps_its_value(decoder: TagDecoder[Any]) -> None:
    event = decoder.decode('{"type":"started","index":"1"}')
    assert type(event).__name__ == "Started"
    assert event.index == "1"
    with pytest.raises(DecodeError, match="index"):
        decoder.decode_strict('{"type":"started","index":"1"}')


def test_half_a_surrogate_pair_is_no_text(decoder: TagDecoder[Any]) -> None:
    event = decoder.decode('{"type":"started","index":"\ud83d"}')
    assert type(event) is Unknown
    assert event.error


def test_a_lazy_type_is_the_type_once_evaluated(package: str) -> None:
    lazy = LazyType(".started", "Started", package)
    assert "lazy_events.started" not in sys.modules
    loaded = lazy.load()
    assert (lazy | int) == (loaded | int)
    assert (int | lazy) == (int | loaded)
    assert (lazy | LazyType(".ended", "Ended", package)).__args__[0] is loaded
    assert "Started" in repr(lazy)
