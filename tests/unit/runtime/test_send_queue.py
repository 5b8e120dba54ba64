from __future__ import annotations

import pytest

from runtime.errors import SDKError, WebSocketQueueFullError
from runtime.send_queue import Messages, SendQueue, SentLog, size_of


@pytest.mark.parametrize(("message", "size"), [("abc", 3), ("é", 2), (b"\xff\x00", 2), ("", 0)])
def test_a_size_is_in_bytes(message: str | bytes, size: int) -> None:
    assert size_of(message) == size


class TestMessages:
    def test_they_keep_their_order(self) -> None:
        messages = Messages()
        for message in ("a", b"bb", "é"):
            messages.append(message)
        assert (len(messages), messages.bytes) == (3, 5)
        first = messages.take()
        messages.put_back(first)
        assert messages.drain() == ("a", b"bb", "é")
        assert (len(messages), messages.bytes) == (0, 0)

    def test_the_oldest_are_forgotten(self) -> None:
        messages = Messages()
        for message in ("aaa", "bbb", "ccc"):
            messages.append(message)
        assert messages.shrink(6) == 1
        assert messages.shrink(1) == 1
        assert messages.drain() == ("ccc",)


class TestSendQueue:
    def test_it_is_full_by_bytes(self) -> None:
        queue = SendQueue(5)
        queue.put("abc")
        with pytest.raises(WebSocketQueueFullError) as caught:
            queue.put("def")
        assert str(caught.value) == (
            "1 messages with 3 bytes wait to be sent; another one with 3 bytes would be more than "
            "`max_queue_size`, 5 bytes"
        )
        assert isinstance(caught.value, SDKError)
        queue.put("de")
        assert queue.drain() == ("abc", "de")

    def test_room_comes_back(self) -> None:
        queue = SendQueue(3)
        queue.put("abc")
        assert queue.take() == "abc"
        queue.put("def")

    @pytest.mark.parametrize("wrong", [True, 1.5, "1", None])
    def test_a_size_is_a_whole_number(self, wrong: object) -> None:
        with pytest.raises(TypeError, match="max_queue_size"):
            SendQueue(wrong)  # type: ignore[arg-type]

    def test_a_size_is_not_negative(self) -> None:
        with pytest.raises(ValueError, match="max_queue_size"):
            SendQueue(-1)


class TestSentLog:
    def test_a_pong_confirms_what_was_sent_before_its_ping(self) -> None:
        log = SentLog(100)
        assert not log.wants_ping
        log.add("a")
        assert log.wants_ping
        ping = log.pinged()
        log.add("b")
        assert not log.wants_ping  # one is under way
        assert log.confirmed(ping)
        assert log.wants_ping
        assert log.drain() == ("b",)

    def test_another_connection_begins_anew(self) -> None:
        log = SentLog(100)
        log.add("a")
        before = log.pinged()
        assert log.drain() == ("a",)
        log.add("b")
        assert log.wants_ping
        assert not log.confirmed(before)
        ping = log.pinged()
        assert not log.confirmed(before)
        assert len(log) == 1
        assert log.confirmed(ping)
        assert len(log) == 0

    def test_it_is_bounded(self) -> None:
        log = SentLog(4)
        log.add("aa")
        log.add("bb")
        ping = log.pinged()
        log.add("cc")
        assert log.forgotten == 1
        assert log.confirmed(ping)  # of the two, one is left
        assert log.drain() == ("cc",)
