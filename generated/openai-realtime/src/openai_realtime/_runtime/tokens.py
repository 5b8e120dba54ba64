"""Tokens kept until shortly before they expire, and got by one request for all that wait."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, replace
from threading import Lock

from .deadline import is_over, limited_wait
from .errors import APIStatusError, APITimeoutError
from .http import Response, stand_in_request
from .oauth import Grant, Token, is_refused, read_token, refusal, token_request
from .request import PreparedRequest
from .secrets import Secret

Deliver = Callable[[PreparedRequest], Response]
"""Sends a request as often as it takes; gives the successful answer or raises the SDK's errors."""
AsyncDeliver = Callable[[PreparedRequest], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class _Kept:
    token: Token
    until: float


class TokenCache:
    """The tokens that there are; no I/O.

    Args:
        user_agent: of the requests for tokens.
        now: the clock, in seconds.
    """

    def __init__(self, user_agent: str, now: Callable[[], float] = time.monotonic) -> None:
        self._user_agent = user_agent
        self._now = now
        self._kept: dict[Grant, _Kept] = {}

    def discard(self, access: str) -> None:
        """Use a token no more; what renews it stays."""
        for grant, kept in list(self._kept.items()):
            if kept.token.access.reveal() == access:
                self._kept[grant] = replace(kept, until=-math.inf)

    def _usable(self, grant: Grant) -> str | None:
        """Give a token that does: one of the same scopes, or of more."""
        now = self._now()
        own = self._kept.get(grant)
        if own is not None and now < own.until:
            return own.token.access.reveal()
        for other, kept in list(self._kept.items()):
            if now < kept.until and other.covers(grant):
                return kept.token.access.reveal()
        return None

    def _refresh(self, grant: Grant) -> Secret | None:
        kept = self._kept.get(grant)
        return kept.token.refresh if kept is not None else None

    def _keep(self, grant: Grant, token: Token, asked: float) -> str:
        self._kept[grant] = _Kept(token, asked + token.usable_seconds())
        return token.access.reveal()


class SyncTokens(TokenCache):
    """For threads: of those who need a token, one asks and the others wait for it."""

    def __init__(self, user_agent: str, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(user_agent, now)
        self._lock = Lock()
        self._flights: dict[Grant, Future[str]] = {}

    def get(self, grant: Grant, deliver: Deliver) -> str:
        """Give a token. A failure is raised to all who wait for it; the next call tries again.

        Raises:
            APIStatusError: the token endpoint answered with a failure.
            APIConnectionError: it did not answer.
            APIResponseValidationError: its answer has no bearer token.
        """
        while True:
            with self._lock:
                usable = self._usable(grant)
                if usable is not None:
                    return usable
                waited_for = self._flights.get(grant)
                flight = waited_for or self._flights.setdefault(grant, Future())
            if waited_for is None:
                return self._fetch(grant, flight, deliver)
            try:
                return flight.result(limited_wait(None))
            except CancelledError:
                continue  # who asked was interrupted, or out of time: one of those who wait asks
            except TimeoutError:
                raise APITimeoutError(stand_in_request(grant.url, "POST")) from None

    def discard(self, access: str) -> None:
        with self._lock:
            super().discard(access)

    def _fetch(self, grant: Grant, flight: Future[str], deliver: Deliver) -> str:
        asked = self._now()
        try:
            token = self._ask(grant, deliver)
        except BaseException as error:
            with self._lock:
                del self._flights[grant]
            # The end of one thread's call is not that of the others' calls.
            if isinstance(error, Exception) and not is_over():
                flight.set_exception(error)
            else:
                flight.cancel()
            raise
        with self._lock:
            access = self._keep(grant, token, asked)
            del self._flights[grant]
        flight.set_result(access)
        return access

    def _ask(self, grant: Grant, deliver: Deliver) -> Token:
        """Ask for a token, with the refresh token as long as that is accepted."""
        refresh = self._refresh(grant)
        if refresh is not None:
            request = token_request(grant, self._user_agent, refresh)
            try:
                return read_token(deliver(request), request, refresh)
            except APIStatusError as error:
                if not is_refused(error):
                    raise refusal(error, request) from None
        request = token_request(grant, self._user_agent)
        try:
            return read_token(deliver(request), request)
        except APIStatusError as error:
            raise refusal(error, request) from None


class _Flight:
    """A token request under way, and how many wait for it."""

    def __init__(self, task: asyncio.Task[str]) -> None:
        self.task = task
        self.waiting = 0

    def can_be_joined(self) -> bool:
        # A task of an event loop that is no more would be waited for in vain.
        return not self.task.done() and self.task.get_loop() is asyncio.get_running_loop()


class AsyncTokens(TokenCache):
    """For tasks: the request is a task of its own, so that who waits for it can be cancelled."""

    def __init__(self, user_agent: str, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(user_agent, now)
        self._flights: dict[Grant, _Flight] = {}

    async def get(self, grant: Grant, deliver: AsyncDeliver) -> str:
        """Give a token; see `SyncTokens.get`.

        The request is given up when everybody who waits for it has been cancelled.
        """
        usable = self._usable(grant)
        if usable is not None:
            return usable
        flight = self._flights.get(grant)
        if flight is None or not flight.can_be_joined():
            flight = _Flight(asyncio.create_task(self._fetch(grant, deliver)))
            self._flights[grant] = flight
        flight.waiting += 1
        try:
            await asyncio.wait((flight.task,))
        finally:
            flight.waiting -= 1
            if not flight.waiting:
                flight.task.cancel()
                if self._flights.get(grant) is flight:
                    del self._flights[grant]
        return flight.task.result()

    async def _fetch(self, grant: Grant, deliver: AsyncDeliver) -> str:
        asked = self._now()
        return self._keep(grant, await self._ask(grant, deliver), asked)

    async def _ask(self, grant: Grant, deliver: AsyncDeliver) -> Token:
        """Ask for a token, with the refresh token as long as that is accepted."""
        refresh = self._refresh(grant)
        if refresh is not None:
            request = token_request(grant, self._user_agent, refresh)
            try:
                return read_token(await deliver(request), request, refresh)
            except APIStatusError as error:
                if not is_refused(error):
                    raise refusal(error, request) from None
        request = token_request(grant, self._user_agent)
        try:
            return read_token(await deliver(request), request)
        except APIStatusError as error:
            raise refusal(error, request) from None
