"""Items of streams, made of chunks without a connection."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from runtime.errors import APIResponseValidationError
from runtime.event_stream import ServerSentEvent
from runtime.models import BaseModel, UnknownVariant
from runtime.stream_results import EVENTS, EventStream, JsonLines, StreamResult


class Item(BaseModel):
    id: int


class Whole(BaseModel):
    data: Item | str
    event: str | None = None
    id: str | None = None
    retry: int | None = None


class OfItem(BaseModel):
    data: Item


def items(
    result: StreamResult[Any], *chunks: bytes, strict: bool = False, **headers: str
) -> list[Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = httpx.Request("GET", "https://api.example/")
    response = httpx.Response(200, headers=named, request=request)
    reader = result.reader(strict=strict)
    reader.check(response)
    found = [item for chunk in chunks for item in reader.feed(chunk, response)]
    return [*found, *reader.finish(response)]


class TestEvents:
    def test_data_alone(self) -> None:
        found = items(EventStream(Item), b'event: a\ndata: {"id": 1}\n\nda', b'ta: {"id": 2}\n\n')
        assert found == [Item(id=1), Item(id=2)]

    def test_without_data_it_is_no_item(self) -> None:
        assert items(EventStream(Item), b"event: ping\ndata:\n\n: c\n\n", strict=True) == []

    def test_what_is_unknown(self) -> None:
        [text, wrong] = items(EventStream(Item), b"data: hello\n\ndata: [1]\n\n")
        assert type(text) is type(wrong) is UnknownVariant
        assert (text.raw, wrong.raw) == ("hello", [1])

    def test_strictly(self) -> None:
        with pytest.raises(APIResponseValidationError, match="id: "):
            items(EventStream(Item), b'data: {"id": "x"}\n\n', strict=True)

    def test_the_end_marker_ends_it(self) -> None:
        found = items(EventStream(Item), b'data: [DONE]\n\ndata: {"id": 1}\n\n')
        assert found == []

    @pytest.mark.parametrize("kind", ["application/json", "Application/Problem+JSON; q=1"])
    def test_an_answer_as_a_whole_is_refused(self, kind: str) -> None:
        with pytest.raises(APIResponseValidationError, match="expected a stream of events"):
            items(EventStream(Item), content_type=kind)


class TestWholeEvents:
    RESULT: EventStream[Any] = EventStream(Whole, envelope=True)

    def test_members_are_those_that_came(self) -> None:
        [plain] = items(self.RESULT, b'data: {"id": 1}\n\n')
        assert plain.to_dict() == {"data": {"id": 1}}
        [named] = items(self.RESULT, b"event: e\nid: 7\nretry: 9\ndata: text\n\n")
        assert named.to_dict() == {"data": "text", "event": "e", "id": "7", "retry": 9}

    def test_data_is_text_where_the_type_says_so(self) -> None:
        [event] = items(self.RESULT, b"data: 7\n\n")
        assert event.data == "7"

    def test_without_data_it_is_an_item_all_the_same(self) -> None:
        [event] = items(self.RESULT, b"event: e\ndata:\n\n")
        assert (event.data, event.event) == ("", "e")

    def test_strictly(self) -> None:
        with pytest.raises(APIResponseValidationError, match="data: "):
            items(EventStream(OfItem, envelope=True), b"data: 7\n\n", strict=True)


def test_events_as_they_come() -> None:
    assert items(EVENTS, b"data: [DONE]\n\ndata:\n\n") == [
        ServerSentEvent("[DONE]"),
        ServerSentEvent(""),
    ]


class TestLines:
    def test_the_last_one_needs_no_end(self) -> None:
        assert items(JsonLines(Item), b'{"id": 1}\n\n{"i', b'd": 2}') == [Item(id=1), Item(id=2)]

    def test_strictly(self) -> None:
        with pytest.raises(APIResponseValidationError):
            items(JsonLines(Item), b"{}\n", strict=True)
        assert type(items(JsonLines(Item), b"1\n")[0]) is UnknownVariant


def test_resuming_changes_a_copy() -> None:
    result: EventStream[Any] = EventStream(Item)
    resumed = result.resumed_by(lambda event_id: httpx.Response(204), 3)
    assert (result.attempts, resumed.attempts) == (0, 3)
    assert result.reader(strict=False).pause(broken=True) is None
    reader = resumed.reader(strict=False)
    response = httpx.Response(200, request=httpx.Request("GET", "https://api.example/"))
    assert list(reader.feed(b'id: 1\ndata: {"id": 1}\n\n', response)) == [Item(id=1)]
    assert reader.pause(broken=True) is not None
    assert reader.restart() == "1"
