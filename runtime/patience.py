"""How long a thread waits for a connection that is being opened again; no I/O."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


class OutOfPatienceError(TimeoutError):
    """There is no connection yet, and who receives does not wait any longer."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long who receives waits for another connection.

    end: on the monotonic clock; None without a limit.
    is_done: whether what is waited for has come otherwise, or never will.
    """

    end: float | None = None
    is_done: Callable[[], object] | None = None

    def left(self) -> float | None:
        """Give the seconds that are left; None without a limit."""
        return None if self.end is None else max(0.0, self.end - time.monotonic())

    def check(self) -> None:
        """Go on only while something is waited for.

        Raises:
            OutOfPatienceError: nothing is.
        """
        if self.is_done is not None and self.is_done():
            raise OutOfPatienceError


WITHOUT_END = Patience()
"""For who sends: there is no limit."""
