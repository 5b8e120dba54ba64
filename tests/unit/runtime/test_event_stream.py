"""Server-sent events as the standard parses them, wherever the chunks break off."""

from __future__ import annotations

import time

import pytest

from runtime.event_stream import EventParser, ServerSentEvent
from runtime.splitting import PieceTooLongError

EVENT = ServerSentEvent


def events(*chunks: bytes) -> list[ServerSentEvent]:
    parser = EventParser()
    return [event for chunk in chunks for event in parser.feed(chunk)]


class TestFields:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            # The examples of the standard (WHATWG HTML, section 9.2.6).
            (b"data: YHOO\ndata: +2\ndata: 10\n\n", [EVENT("YHOO\n+2\n10")]),
            (
                b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\n"
                b"data:  third event\n\n",
                [EVENT("first event", id="1"), EVENT("second event"), EVENT(" third event")],
            ),
            (b"data\n\ndata\ndata\n\ndata:", [EVENT(""), EVENT("\n")]),
            (b"data:test\n\ndata: test\n\n", [EVENT("test"), EVENT("test")]),
            (b"event: add\ndata: 1\n\n", [EVENT("1", event="add")]),
            (b"event: add\n\ndata: 1\n\n", [EVENT("1")]),
            (b"id: 7\ndata: 1\n\ndata: 2\n\n", [EVENT("1", id="7"), EVENT("2", id="7")]),
            (b"id: 7\ndata: 1\n\nid: 8\0\ndata: 2\n\n", [EVENT("1", id="7"), EVENT("2", id="7")]),
            (b"retry: 10\ndata: 1\n\ndata: 2\n\n", [EVENT("1", retry=10), EVENT("2")]),
            (b"retry: 1s\ndata: 1\n\n", [EVENT("1")]),
            (b"Data: 1\ncolour: red\n data: 1\n\n", []),
            (b"data: 1\n", []),
            (b"data: \xff\n\n", [EVENT("\ufffd")]),
            (b"\xef\xbb\xbfdata: 1\n\n\xef\xbb\xbfdata: 2\n\n", [EVENT("1")]),
        ],
    )
    def test_of_the_standard(self, text: bytes, expected: list[ServerSentEvent]) -> None:
        assert events(text) == expected

    def test_what_a_reconnection_needs(self) -> None:
        parser = EventParser()
        assert list(parser.feed(b"retry: 5\n\nid: 9\n\nid: 10\n")) == []
        assert (parser.last_event_id, parser.retry) == ("9", 5)

    def test_a_number_of_thousands_of_digits(self) -> None:
        [event] = events(b"retry: " + b"9" * 10_000 + b"\ndata: 1\n\n")
        assert event.retry == 10**18 - 1

    def test_json(self) -> None:
        assert EVENT('{"a": 1}').json() == {"a": 1}


class TestChunks:
    TEXT = 'event: ä\r\ndata: {\r\ndata: "é€😀"}\r\rid: 3\ndata: x\n\n'.encode()

    def test_broken_off_anywhere(self) -> None:
        whole = events(self.TEXT)
        assert [event.event for event in whole] == ["ä", "message"]
        for at in range(len(self.TEXT) + 1):
            assert events(self.TEXT[:at], self.TEXT[at:]) == whole, at

    def test_byte_by_byte_with_empty_chunks(self) -> None:
        pieces = [piece for byte in self.TEXT for piece in (bytes([byte]), b"")]
        assert events(*pieces) == events(self.TEXT)

    @pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
    def test_every_end_of_a_line(self, end: bytes) -> None:
        text = end.join([b"data: a", b"data: b", b"", b"data: c", b"", b""])
        assert events(text) == [EVENT("a\nb"), EVENT("c")]
        assert events(*(bytes([byte]) for byte in text)) == [EVENT("a\nb"), EVENT("c")]


class TestLimits:
    def test_a_line_without_an_end(self) -> None:
        parser = EventParser(limit=10)
        assert list(parser.feed(b"data: 1234")) == []
        with pytest.raises(PieceTooLongError, match="longer than 10 bytes"):
            list(parser.feed(b"5"))

    def test_a_line_that_is_there_at_once(self) -> None:
        with pytest.raises(PieceTooLongError):
            list(EventParser(limit=10).feed(b"data: 123456\n"))

    def test_an_event_of_many_lines(self) -> None:
        with pytest.raises(PieceTooLongError):
            list(EventParser(limit=10).feed(b"data: 12\n" * 4))

    def test_the_time_grows_with_the_size(self) -> None:
        """A line in a great many chunks is put together once."""
        parser = EventParser()
        start = time.process_time()
        assert list(parser.feed(b"data: ")) == []
        for _ in range(200_000):
            assert list(parser.feed(b"1234")) == []
        [event] = parser.feed(b"\n\n")
        assert len(event.data) == 800_000
        # Copying for each chunk what there is would move 80 GB.
        assert time.process_time() - start < 5
