"""Timeouts of whole calls."""

from __future__ import annotations

import httpx
import pytest

from runtime.deadline import Deadline, Timeout, is_over, limited_wait, total_of


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class TestTimeout:
    def test_phases_as_the_library_has_them(self) -> None:
        timeout = Timeout(3, connect=1, total=9)
        assert timeout.as_dict() == {"connect": 1, "read": 3, "write": 3, "pool": 3}
        assert isinstance(timeout, httpx.Timeout)

    def test_phases_of_the_sdk_unless_given(self) -> None:
        assert Timeout(total=9).as_dict() == httpx.Timeout(600, connect=5).as_dict()
        assert Timeout(None, total=9).read is None
        assert Timeout(httpx.Timeout(2), read=None).as_dict()["read"] is None

    def test_totals(self) -> None:
        assert total_of(Timeout(total=9)) == 9
        assert total_of(Timeout(Timeout(1, total=9))) == 9
        assert total_of(Timeout(Timeout(1, total=9), total=3)) == 3
        assert total_of(Timeout(1)) is total_of(httpx.Timeout(1)) is total_of(1.0) is None
        assert Timeout(1, total=2) == Timeout(1, total=2) != Timeout(1)


class TestDeadline:
    def test_what_is_left(self) -> None:
        clock = Clock()
        deadline = Deadline(10, clock)
        assert deadline.remaining() == 10
        clock.now += 8
        assert deadline.remaining() == 2
        assert deadline.allows(1.5)
        assert not deadline.allows(2)
        clock.now += 8
        assert deadline.remaining() == 0.001

    def test_none_allows_everything(self) -> None:
        deadline = Deadline(None)
        assert deadline.remaining() is None
        assert deadline.allows(1e9)
        assert deadline.limited(5) == 5

    def test_no_phase_is_longer(self) -> None:
        limited = Deadline(10, Clock()).limited(httpx.Timeout(None, connect=5, read=60))
        assert limited == httpx.Timeout(connect=5, read=10, write=10, pool=10)

    def test_waits_of_the_call_alone(self) -> None:
        clock = Clock()
        assert limited_wait(5) == 5
        with Deadline(3, clock).watched():
            assert (limited_wait(5), limited_wait(1), limited_wait(None)) == (3, 1, 3)
            assert not is_over()
            clock.now += 4
            assert is_over()
            assert limited_wait(5) == 0.001
        assert limited_wait(None) is None
        assert not is_over()


def test_a_total_that_is_none() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Timeout(total=0)
