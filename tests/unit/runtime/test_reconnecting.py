"""Every decision about a connection that breaks, with clock and chance given."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import httpx
import pytest

from runtime.errors import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
)
from runtime.http import stand_in_request
from runtime.reconnecting import (
    RECONNECTED_CODES,
    ReconnectingOverrides,
    ReconnectPolicy,
    Recovery,
    policy_of,
)
from runtime.websocket import HandshakeArguments

NOW = datetime(2026, 1, 1, tzinfo=UTC)
REQUEST = stand_in_request("https://a.example/")
ARGUMENTS = HandshakeArguments({}, {"model": "m"}, {}, {"q": "1"}, {"X-H": "1"})


def recovery(policy: ReconnectPolicy | None = None, at: float = 0.0) -> Recovery:
    made = Recovery(policy or ReconnectPolicy(), ARGUMENTS)
    made.opened(at)
    return made


def status_error(status: int, **headers: str) -> APIStatusError:
    response = httpx.Response(
        status, headers={k.replace("_", "-"): v for k, v in headers.items()}, request=REQUEST
    )
    return APIStatusError("no", response=response, body=None)


class TestPolicy:
    @pytest.mark.parametrize("code", sorted(RECONNECTED_CODES))
    def test_codes_that_are_followed_by_another_attempt(self, code: int) -> None:
        assert recovery().lost(code, "", 1.0)

    @pytest.mark.parametrize(
        "code", [1000, 1002, 1003, 1007, 1008, 1009, 1010, 3000, 3999, 4000, 4400, 4401, 4499, 4999]
    )
    def test_codes_that_are_for_good(self, code: int) -> None:
        assert not recovery().lost(code, "", 1.0)

    def test_codes_are_the_users_to_choose(self) -> None:
        policy = ReconnectPolicy(close_codes=RECONNECTED_CODES - {1012} | {4408})
        assert recovery(policy).lost(4408, "", 1.0)
        assert not recovery(policy).lost(1012, "", 1.0)
        assert recovery(ReconnectPolicy(close_codes=range(4000, 4100))).lost(4001, "", 1.0)

    def test_pauses_double_up_to_a_limit(self) -> None:
        policy = ReconnectPolicy(initial_delay=0.5, max_delay=8.0)
        assert [policy.delay(n, 0.0) for n in range(1, 8)] == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
        assert policy.delay(10**6, 0.0) == 8.0

    def test_chance_takes_off_up_to_half(self) -> None:
        assert ReconnectPolicy().delay(1, 1.0) == 0.25

    @pytest.mark.parametrize(
        ("setting", "error"),
        [
            ({"max_retries": True}, TypeError),
            ({"max_retries": 1.0}, TypeError),
            ({"max_retries": -1}, ValueError),
            ({"initial_delay": -0.1}, ValueError),
            ({"max_delay": float("inf")}, ValueError),
            ({"stable_after": float("nan")}, ValueError),
            ({"initial_delay": "1"}, ValueError),
        ],
    )
    def test_settings_are_checked(self, setting: dict[str, object], error: type[Exception]) -> None:
        with pytest.raises(error, match=next(iter(setting))):
            ReconnectPolicy(**setting)  # type: ignore[arg-type]

    def test_what_connect_was_given(self) -> None:
        own = ReconnectPolicy(max_retries=1)
        assert policy_of(own, None) is own
        assert policy_of(True, None) == ReconnectPolicy()
        assert policy_of(False, print) is None
        assert policy_of(None, None) is None
        assert policy_of(None, None, print) == ReconnectPolicy()
        with pytest.raises(TypeError, match="reconnect"):
            policy_of("yes", None)  # type: ignore[arg-type]


class TestAttempts:
    def test_there_are_as_many_as_the_policy_says(self) -> None:
        state = recovery(ReconnectPolicy(max_retries=2))
        assert state.lost(1006, "", 1.0)
        for expected in (1, 2):
            event = state.next_attempt(0.0)
            assert event is not None
            assert (event.attempt, event.max_attempts) == (expected, 2)
            state.begin()
        assert state.next_attempt(0.0) is None

    def test_none_at_all(self) -> None:
        for policy in (None, ReconnectPolicy(max_retries=0)):
            state = Recovery(policy, ARGUMENTS)
            state.opened(0.0)
            assert not state.lost(1006, "", 1.0)
            assert state.next_attempt(0.0) is None
            assert not state.failed(APITimeoutError(REQUEST), NOW)
        assert not Recovery(None, ARGUMENTS).concerns(1006)

    def test_a_connection_that_lasts_gives_them_back(self) -> None:
        state = recovery(ReconnectPolicy(max_retries=2, stable_after=5.0))
        for opened in (10.0, 20.0, 30.0):
            assert state.lost(1006, "", opened - 1.0)
            state.begin()
            state.opened(opened)
            assert state.attempts == 1

    def test_one_that_is_accepted_and_dropped_does_not(self) -> None:
        state = recovery(ReconnectPolicy(max_retries=3, stable_after=5.0), at=0.0)
        delays = []
        now = 100.0
        while state.lost(1012, "", now):
            event = state.next_attempt(0.0)
            assert event is not None
            delays.append(event.delay)
            state.begin()
            state.opened(now)
            now += 4.9
        assert delays == [0.5, 1.0, 2.0]

    def test_an_attempt_keeps_its_time_when_who_waits_is_cancelled(self) -> None:
        state = recovery()
        state.lost(1006, "", 1.0)
        event = state.next_attempt(0.0)
        assert event is not None
        assert not state.is_scheduled
        state.schedule(event, 1.0)
        assert state.is_scheduled
        assert state.pause(1.2) == pytest.approx(0.3)
        assert state.pause(9.0) == 0.0
        assert state.attempts == 0
        assert state.begin() is ARGUMENTS
        assert not state.is_scheduled
        assert state.attempts == 1

    def test_the_event_says_what_happened(self) -> None:
        state = recovery()
        state.lost(1012, "restart", 1.0)
        event = state.next_attempt(0.5)
        assert event is not None
        assert (event.close_code, event.close_reason, event.error) == (1012, "restart", None)
        assert event.delay == 0.375
        assert (event.extra_query, event.extra_headers) == ({"q": "1"}, {"X-H": "1"})
        assert "X-H" not in repr(event)
        state.begin()
        error = APITimeoutError(REQUEST)
        assert state.failed(error, NOW)
        event = state.next_attempt(0.0)
        assert event is not None
        assert event.error is error
        state.opened(2.0)
        state.lost(1006, "", 2.0)
        event = state.next_attempt(0.0)
        assert event is not None
        assert event.error is None


class TestOverrides:
    @pytest.mark.parametrize(
        ("overrides", "query", "headers", "goes_on"),
        [
            (None, {"q": "1"}, {"X-H": "1"}, True),
            ({}, {"q": "1"}, {"X-H": "1"}, True),
            ({"extra_query": {"r": "2"}}, {"r": "2"}, {"X-H": "1"}, True),
            ({"extra_headers": {"X-New": "2"}}, {"q": "1"}, {"X-New": "2"}, True),
            ({"abort": False}, {"q": "1"}, {"X-H": "1"}, True),
            ({"abort": True}, {"q": "1"}, {"X-H": "1"}, False),
        ],
    )
    def test_what_a_hook_changes(
        self,
        overrides: ReconnectingOverrides | None,
        query: dict[str, str],
        headers: dict[str, str],
        goes_on: bool,
    ) -> None:
        state = recovery()
        state.lost(1006, "", 1.0)
        assert state.goes_on(overrides) is goes_on
        arguments = state.begin()
        assert (arguments.extra_query, arguments.extra_headers) == (query, headers)
        assert arguments.query == {"model": "m"}


class TestRefusals:
    @pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504])
    def test_what_is_tried_again(self, status: int) -> None:
        assert recovery().failed(status_error(status), NOW)

    @pytest.mark.parametrize("status", [200, 301, 400, 401, 403, 404, 410, 426])
    def test_what_ends_it(self, status: int) -> None:
        assert not recovery().failed(status_error(status), NOW)

    def test_what_the_server_says_counts(self) -> None:
        assert not recovery().failed(status_error(503, x_should_retry="false"), NOW)
        assert recovery().failed(status_error(400, x_should_retry="true"), NOW)

    @pytest.mark.parametrize(
        ("headers", "delay"),
        [
            ({"retry_after": "7"}, 7.0),
            ({"retry_after": "60"}, 60.0),
            ({"retry_after": "Thu, 01 Jan 2026 00:00:09 GMT"}, 9.0),
            ({"retry_after_ms": "1500"}, 1.5),
            ({"retry_after": "-1"}, 0.5),
            ({"retry_after": "nonsense"}, 0.5),
        ],
    )
    def test_the_pause_that_the_server_asks_for(
        self, headers: dict[str, str], delay: float
    ) -> None:
        state = recovery()
        state.lost(1006, "", 1.0)
        assert state.failed(status_error(503, **headers), NOW)
        event = state.next_attempt(0.0)
        assert event is not None
        assert event.delay == delay
        state.begin()
        assert state.failed(APITimeoutError(REQUEST), NOW)
        following = state.next_attempt(0.0)
        assert following is not None
        assert following.delay == 1.0  # it asked once

    @pytest.mark.parametrize("asked", ["61", "86400", "1e309", "9" * 400])
    def test_a_pause_that_is_too_long_ends_it(self, asked: str) -> None:
        assert not recovery().failed(status_error(503, retry_after=asked), NOW)

    def test_the_network(self) -> None:
        assert recovery().failed(APIConnectionError(request=REQUEST), NOW)
        assert recovery().failed(APITimeoutError(REQUEST), NOW)
        final = APIConnectionError(request=REQUEST)
        final.is_final = True
        assert not recovery().failed(final, NOW)

    def test_another_failure(self) -> None:
        error: APIError = APIResponseValidationError(httpx.Response(101, request=REQUEST), None)
        assert not recovery().failed(error, NOW)

    def test_the_last_attempt(self) -> None:
        state = recovery(ReconnectPolicy(max_retries=1))
        state.lost(1006, "", 1.0)
        state.begin()
        assert not state.failed(APITimeoutError(REQUEST), NOW)


def test_every_path_ends() -> None:
    """Whatever happens, in any order, there are no more attempts in a row than allowed."""
    for steps in itertools.product(("refused", "dropped", "lasted"), repeat=5):
        state = recovery(ReconnectPolicy(max_retries=3, stable_after=5.0))
        now, in_a_row = 100.0, 0
        goes_on = state.lost(1006, "", now)
        for step in steps:
            if not goes_on:
                assert in_a_row == 3
                break
            event = state.next_attempt(0.0)
            assert event is not None
            state.schedule(event, now)
            state.begin()
            in_a_row += 1
            assert event.attempt == in_a_row <= 3
            if step == "refused":
                goes_on = state.failed(APITimeoutError(REQUEST), NOW)
                continue
            state.opened(now)
            now += 6.0 if step == "lasted" else 1.0
            goes_on = state.lost(1006, "", now)
            in_a_row = 0 if step == "lasted" else in_a_row
