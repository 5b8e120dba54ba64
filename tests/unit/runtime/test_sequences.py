"""How the items of a body are written, one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from runtime.sequences import data_event, json_line, json_record, text_event, whole_event


@pytest.mark.parametrize(
    ("write", "item", "written"),
    [
        (json_line, {"a": "\n"}, b'{"a":"\\n"}\n'),
        (json_record, [1], b"\x1e[1]\n"),
        (text_event, "a\r\nb\rc\nd", b"data: a\ndata: b\ndata: c\ndata: d\n\n"),
        (data_event, {"a": "\n"}, b'data: {"a":"\\n"}\n\n'),
        (
            whole_event,
            {"id": 7, "event": "e", "retry": 5, "data": "a\nb"},
            b"event: e\nid: 7\nretry: 5\ndata: a\ndata: b\n\n",
        ),
        (whole_event, {"data": {"a": 1}}, b'data: {"a":1}\n\n'),
        (whole_event, {"event": "ping", "id": None}, b"event: ping\n\n"),
    ],
)
def test_items(write: Callable[[object], bytes], item: object, written: bytes) -> None:
    assert write(item) == written


@pytest.mark.parametrize("write", [json_line, json_record, text_event, data_event, whole_event])
def test_bytes_have_been_written_before(write: Callable[[object], bytes]) -> None:
    assert write(b"as it is") == b"as it is"


@pytest.mark.parametrize("end", ["\r", "\n", "\x00"])
@pytest.mark.parametrize("name", ["event", "id", "retry"])
def test_a_field_is_one_line(name: str, end: str) -> None:
    with pytest.raises(ValueError, match=f"`{name}` of a server-sent event"):
        whole_event({name: f"a{end}data: b", "data": ""})


@pytest.mark.parametrize("item", ["text", 7, ["a"]])
def test_what_is_no_event(item: object) -> None:
    with pytest.raises(TypeError, match="is an object with `data`"):
        whole_event(item)
