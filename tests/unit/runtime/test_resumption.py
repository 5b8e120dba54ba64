"""What of a stream is new after a break, and when it is asked for again."""

from __future__ import annotations

import random

import pytest

from runtime.resumption import REMEMBERED_EVENTS, ResumableEvents


@pytest.fixture(autouse=True)
def no_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "random", lambda: 0.0)


def feed(events: ResumableEvents, text: str) -> list[str]:
    return [event.data for event in events.feed(text.encode())]


class TestPause:
    def test_grows_without_progress_and_ends(self) -> None:
        events = ResumableEvents(3)
        feed(events, "id: 1\ndata: a\n\n")
        pauses = []
        for _ in range(5):
            pauses.append(events.pause(broken=True))
            events.restart()
        assert pauses == [0.5, 1.0, 2.0, 4.0, None]

    def test_is_never_shorter_than_the_server_s_once_it_fails(self) -> None:
        events = ResumableEvents(3)
        feed(events, "retry: 1500\nid: 1\ndata: a\n\n")
        pauses = []
        for _ in range(3):
            pauses.append(events.pause(broken=True))
            events.restart()
        assert pauses == [1.5, 1.5, 2.0]

    def test_starts_anew_after_progress(self) -> None:
        events = ResumableEvents(1)
        for number in range(4):
            feed(events, f"id: {number}\ndata: a\n\n")
            assert events.pause(broken=True) == 0.5
            assert events.restart() == str(number)

    def test_a_proper_end_without_anything_new_is_the_end(self) -> None:
        events = ResumableEvents(3)
        feed(events, "id: 1\ndata: a\n\n")
        assert events.pause(broken=False) == 0.5
        events.restart()
        assert feed(events, "id: 1\ndata: a\n\n") == []
        assert events.pause(broken=False) is None

    @pytest.mark.parametrize("sent", ["data: a\n\n", "id: é\ndata: a\n\n"])
    def test_needs_an_id(self, sent: str) -> None:
        events = ResumableEvents(3)
        feed(events, sent)
        assert events.pause(broken=True) is None


class TestRepeats:
    def test_of_another_id_are_new(self) -> None:
        events = ResumableEvents(1)
        assert feed(events, "id: 1\ndata: a\n\n") == ["a"]
        events.restart()
        assert feed(events, "id: 1\ndata: a\n\nid: 2\ndata: a\n\n") == ["a"]

    def test_within_an_answer_are_as_they_come(self) -> None:
        assert feed(ResumableEvents(1), "id: 1\ndata: a\n\n" * 3) == ["a"] * 3

    def test_are_dropped_as_often_as_they_were_given(self) -> None:
        events = ResumableEvents(1)
        feed(events, "id: 1\ndata: a\n\ndata: b\n\ndata: b\n\n")
        for _ in range(2):
            events.restart()
            assert feed(events, "data: b\n\n" * 2) == []
        assert feed(events, "data: b\n\n") == ["b"]

    def test_memory_is_bounded(self) -> None:
        events = ResumableEvents(1)
        feed(events, "".join(f"id: {n}\ndata: a\n\n" for n in range(REMEMBERED_EVENTS + 1)))
        events.restart()
        assert feed(events, "id: 0\ndata: a\n\nid: 1\ndata: a\n\n") == ["a"]
