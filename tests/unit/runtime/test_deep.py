from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest

from runtime.deep import with_room


@pytest.fixture(autouse=True)
def _the_usual_limit() -> Iterator[None]:
    """Whatever ran before in this process may have raised it, as mypy does."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    yield
    sys.setrecursionlimit(before)


def count(depth: int) -> int:
    return 0 if depth == 0 else 1 + count(depth - 1)


def test_there_is_room_for_what_recurses_deep() -> None:
    with pytest.raises(RecursionError):
        count(5000)
    assert with_room(lambda: count(5000)) == 5000


def test_everything_is_as_before_afterwards() -> None:
    before = (sys.getrecursionlimit(), threading.stack_size(), threading.active_count())
    with pytest.raises(ValueError, match="wrong"):
        with_room(lambda: int("wrong"))
    assert (sys.getrecursionlimit(), threading.stack_size(), threading.active_count()) == before


def test_there_is_an_end_to_it() -> None:
    with pytest.raises(RecursionError):
        with_room(lambda: with_room(lambda: count(10_000_000)))


def test_from_several_threads_at_once() -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(with_room(lambda: count(3000))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [3000] * 8
