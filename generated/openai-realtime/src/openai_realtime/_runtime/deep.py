"""Room for what has to recurse deeper than Python allows by default."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Final, TypeVar

ResultT = TypeVar("ResultT")

_CALLS: Final = 50_000
_STACK: Final = 256 * 1024 * 1024
"""Bytes; the system gives out the pages that are used, and no others."""
_ONE_AT_A_TIME: Final = threading.Lock()
_HERE: Final = threading.local()


def with_room(function: Callable[[], ResultT]) -> ResultT:
    """Call a function on a stack of its own, as deep as `_CALLS` calls.

    The limit is the interpreter's: other threads have it too for as long as it takes.

    Raises:
        BaseException: what the function raises.
    """
    if getattr(_HERE, "is_deep", False):
        return function()
    found: list[ResultT] = []
    failed: list[BaseException] = []

    def call() -> None:
        _HERE.is_deep = True
        try:
            found.append(function())
        except BaseException as error:  # noqa: BLE001 (raised again where it was called)
            failed.append(error)

    with _ONE_AT_A_TIME:
        limit, size = sys.getrecursionlimit(), threading.stack_size(_STACK)
        try:
            thread = threading.Thread(target=call, name="deep")
            sys.setrecursionlimit(max(limit, _CALLS))
            thread.start()
            thread.join()
        finally:
            sys.setrecursionlimit(limit)
            threading.stack_size(size)
    if failed:
        raise failed[0]
    return found[0]
