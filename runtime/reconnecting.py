"""Whether a connection that broke is opened again, when, and how often; no I/O, clock or chance."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeAlias, TypedDict, TypeVar, cast

from .constants import MAX_RETRY_AFTER
from .errors import APIConnectionError, APIError, APIStatusError
from .request_types import Headers, Query
from .retry import asked_delay, retries_answer

if TYPE_CHECKING:
    from .websocket import HandshakeArguments

RECONNECTED_CODES: Final = frozenset({1001, 1005, 1006, 1011, 1012, 1013, 1014, 1015})
"""Close codes after which a connection is opened again unless the policy says otherwise.

RFC 6455, section 7.4.1, and the registry of close codes: going away, no code, broken without a
close, internal error, service restart, try again later, bad gateway, TLS failure. A normal end
(1000), an end that the other side would repeat (1002, 1003, 1007 to 1010) and every code of
applications (3000 to 4999) are for good.
"""

_LARGEST_EXPONENT = 30
"""Beyond it the delay is capped anyway, and a power could overflow."""


@dataclass(frozen=True, slots=True)
class ReconnectPolicy:
    """When a connection that broke is opened again.

    max_retries: attempts in a row; they are given back once a connection has lasted.
    initial_delay: seconds before the first attempt; each further pause is twice as long. Up to
        half of a pause is taken off by chance, so that clients spread out.
    max_delay: the longest pause, in seconds. A server that refuses with `Retry-After` is waited
        for as long as it asks, up to a minute; at a longer one there is no further attempt.
    stable_after: seconds for which a connection has to last until it counts as one that works.
        That a server accepts and greets is no sign: it may do so before it fails, every time.
    close_codes: those that are followed by another attempt.

    Raises:
        TypeError, ValueError: a number is none, negative or not finite.
    """

    max_retries: int = 5
    initial_delay: float = 0.5
    max_delay: float = 8.0
    stable_after: float = 5.0
    close_codes: Container[int] = RECONNECTED_CODES

    def __post_init__(self) -> None:
        if isinstance(self.max_retries, bool) or not isinstance(self.max_retries, int):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("`max_retries` must be a whole number")
        numbers = {
            "max_retries": self.max_retries,
            "initial_delay": self.initial_delay,
            "max_delay": self.max_delay,
            "stable_after": self.stable_after,
        }
        for name, value in numbers.items():
            if not (isinstance(value, (int, float)) and math.isfinite(value) and value >= 0):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise ValueError(f"`{name}` must be a number, finite and not negative")

    def delay(self, attempt: int, random: float) -> float:
        """Give the pause before an attempt, in seconds.

        Args:
            attempt: which one it is in a row, from 1.
            random: between 0 and 1.
        """
        delay = self.initial_delay * 2.0 ** min(attempt - 1, _LARGEST_EXPONENT)
        return min(delay, self.max_delay) * (1 - 0.5 * random)


@dataclass(frozen=True, slots=True)
class ReconnectingEvent:
    """A connection broke and will be opened again.

    attempt: which attempt in a row this is, from 1.
    max_attempts: how many there are at most.
    delay: the pause before it, in seconds.
    close_code, close_reason: how the connection ended.
    error: why the attempt before this one failed; None for the first.
    extra_query, extra_headers: those that `connect` was given, or that the hook set since.
    """

    attempt: int
    max_attempts: int
    delay: float
    close_code: int
    close_reason: str
    error: APIError | None
    extra_query: Query = field(repr=False)
    extra_headers: Headers = field(repr=False)


class ReconnectingOverrides(TypedDict, total=False):
    """What `on_reconnecting` may change; both mappings replace those that were given so far.

    extra_query, extra_headers: as for `connect`.
    abort: give up: the connection has ended.
    """

    extra_query: Query
    extra_headers: Headers
    abort: bool


ConnectionT = TypeVar("ConnectionT")

OnReconnecting: TypeAlias = Callable[[ReconnectingEvent], ReconnectingOverrides | None]
AsyncOnReconnecting: TypeAlias = Callable[
    [ReconnectingEvent], ReconnectingOverrides | Awaitable[ReconnectingOverrides | None] | None
]
OnReconnected: TypeAlias = Callable[[ConnectionT], object]
"""What it gives is awaited if it can be, and otherwise ignored."""


def policy_of(reconnect: ReconnectPolicy | bool | None, *hooks: object) -> ReconnectPolicy | None:
    """Settle what `connect` was given: a hook alone asks for reconnection too.

    Raises:
        TypeError: it is neither a policy nor a boolean.
    """
    if isinstance(reconnect, ReconnectPolicy):
        return reconnect
    if reconnect is None:
        reconnect = any(hook is not None for hook in hooks)
    if not isinstance(reconnect, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError("`reconnect` must be a ReconnectPolicy, True or False")
    return ReconnectPolicy() if reconnect else None


class Recovery:
    """The state of a connection that may be opened more than once.

    Args:
        policy: the user's; None never opens it again.
        arguments: of the handshake.
    """

    def __init__(self, policy: ReconnectPolicy | None, arguments: HandshakeArguments) -> None:
        self._policy = policy
        self.arguments = arguments
        self.attempts = 0
        self.reconnections = 0
        self.code = 1000
        self.reason = ""
        self._opened_at: float | None = None
        self._asked: float | None = None
        self._due: float | None = None
        self._error: APIError | None = None

    @property
    def is_possible(self) -> bool:
        """Whether the connection is ever opened again."""
        return self._policy is not None

    def opened(self, now: float) -> None:
        """Note that a connection was opened, on a clock that only goes forward."""
        self._opened_at = now
        self._error = None

    def lost(self, code: int, reason: str, now: float) -> bool:
        """Note how the connection ended; say whether it is to be opened again."""
        self.code, self.reason = code, reason
        policy, opened_at = self._policy, self._opened_at
        self._opened_at = None
        if policy is None or not self.concerns(code):
            return False
        if opened_at is not None and now - opened_at >= policy.stable_after:
            self.attempts = 0
        return self.attempts < policy.max_retries

    def concerns(self, code: int) -> bool:
        """Say whether a connection that ended so was to be opened again, attempts permitting."""
        return self._policy is not None and code in self._policy.close_codes

    def next_attempt(self, random: float) -> ReconnectingEvent | None:
        """Give the next attempt; None when there is none left.

        Args:
            random: between 0 and 1.
        """
        policy = self._policy
        if policy is None or self.attempts >= policy.max_retries:
            return None
        attempt = self.attempts + 1
        return ReconnectingEvent(
            attempt=attempt,
            max_attempts=policy.max_retries,
            delay=policy.delay(attempt, random) if self._asked is None else self._asked,
            close_code=self.code,
            close_reason=self.reason,
            error=self._error,
            extra_query=self.arguments.extra_query,
            extra_headers=cast("Headers", self.arguments.extra_headers),
        )

    def goes_on(self, overrides: ReconnectingOverrides | None) -> bool:
        """Take over what the hook changes; say whether the attempt is made."""
        if overrides is None:
            return True
        # What is not valid is refused where the handshake is built, as at the first one.
        changes: dict[str, Mapping[str, object]] = {}
        if "extra_query" in overrides:
            changes["extra_query"] = overrides["extra_query"]
        if "extra_headers" in overrides:
            changes["extra_headers"] = overrides["extra_headers"]
        self.arguments = replace(self.arguments, **changes)
        return not overrides.get("abort", False)

    @property
    def is_scheduled(self) -> bool:
        """Whether the next attempt has its time; who waited for it may have been cancelled."""
        return self._due is not None

    def schedule(self, event: ReconnectingEvent, now: float) -> None:
        """Settle when the next attempt is made."""
        self._due = now + event.delay

    def pause(self, now: float) -> float:
        """Give the seconds that are left until the attempt is made."""
        return 0.0 if self._due is None else max(0.0, self._due - now)

    def begin(self) -> HandshakeArguments:
        """Note that the attempt is made now; give its arguments."""
        self.attempts += 1
        self._due = self._asked = None
        return self.arguments

    def failed(self, error: APIError, now: datetime) -> bool:
        """Note why an attempt led to no connection; say whether another one is made.

        Args:
            error: what opening the connection raised.
            now: the present, for a `Retry-After` that is a date.
        """
        self._error = error
        if self._policy is None or self.attempts >= self._policy.max_retries:
            return False
        if isinstance(error, APIStatusError):
            headers = error.response.headers
            if not retries_answer(error.status_code, headers):
                return False
            self._asked = asked_delay(headers, now)
            return self._asked is None or self._asked <= MAX_RETRY_AFTER
        return isinstance(error, APIConnectionError) and not error.is_final
