"""R11 and R28: how often, and after which pause, a request is sent again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests.robustness.adversary import adversary, answer, replies
from tests.robustness.flavours import Flavour

GOOD = answer(b'{"id": "good"}')
OWN = [0.5, 1.0]
"""The SDK's own pauses, jitter taken out."""


def busy(*headers: tuple[str, str], status: int = 429) -> bytes:
    return answer(b'{"error": {"message": "busy"}}', status, *headers)


def date(**later: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(**later), usegmt=True)


class TestR11:
    """Pauses that a server asks for."""

    @pytest.mark.parametrize(
        ("name", "value", "pause"),
        [
            ("Retry-After", "3", 3.0),
            ("Retry-After", " 3.5 ", 3.5),
            ("Retry-After", "60", 60.0),
            ("Retry-After-Ms", "20", 0.02),
        ],
    )
    def test_what_can_be_waited_for_is(
        self, flavour: Flavour, pauses: list[float], name: str, value: str, pause: float
    ) -> None:
        script = replies(busy((name, value)), busy((name, value)), GOOD)
        with adversary(script) as server, flavour.client(base_url=server.url) as client:
            assert flavour.wait(client.items.retrieve("a")).id == "good"
        assert pauses == [pause, pause]

    def test_a_date(self, flavour: Flavour, pauses: list[float]) -> None:
        script = replies(busy(("Retry-After", date(seconds=30))), GOOD)
        with adversary(script) as server, flavour.client(base_url=server.url) as client:
            assert flavour.wait(client.items.retrieve("a")).id == "good"
        assert 25 < pauses[0] <= 30

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("Retry-After", "1e309"),
            ("Retry-After", "9" * 400),
            ("Retry-After", "61"),
            ("Retry-After", "86400"),
            ("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"),
            ("Retry-After-Ms", "1e309"),
        ],
    )
    def test_what_is_too_long_ends_it(
        self, flavour: Flavour, pauses: list[float], name: str, value: str
    ) -> None:
        with (
            adversary(replies(busy((name, value)))) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.RateLimitError),
        ):
            flavour.wait(client.items.retrieve("a"))
        assert (len(server.received), pauses) == (1, [])

    @pytest.mark.parametrize(
        "values",
        [
            ["-1"], ["-1e309"], ["0"], ["nan"], ["inf"], ["soon"], [""], ["1", "2"], ["1, 2"],
            ["0x10"], ["1_0"], ["٣"], ["Fri, 32 Foo 2026 99:99:99 GMT"],
            ["Thu, 01 Jan 1970 00:00:00 GMT"], ["Thu, 01 Jan 0000 00:00:00 +9999"],
        ],
    )  # fmt: skip
    def test_nonsense_is_not_listened_to(
        self, flavour: Flavour, pauses: list[float], values: list[str]
    ) -> None:
        headers = [("Retry-After", value.encode().decode("latin-1")) for value in values]
        with (
            adversary(replies(busy(*headers))) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(flavour.package.RateLimitError),
        ):
            flavour.wait(client.items.retrieve("a"))
        assert (len(server.received), pauses) == (3, OWN)

    def test_an_error_that_comes_again_is_told_once(
        self, flavour: Flavour, pauses: list[float]
    ) -> None:
        with (
            adversary(replies(busy(status=503))) as server,
            flavour.client(base_url=server.url, max_retries=5) as client,
            pytest.raises(flavour.package.InternalServerError),
        ):
            flavour.wait(client.items.retrieve("a"))
        assert len(server.received) == 6
        assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0]
        assert server.wait_until_closed()


class TestR28:
    """Numbers of attempts."""

    @pytest.mark.parametrize("count", [None, -1, 1.5, "2", True])
    def test_what_is_no_number_of_attempts(self, flavour: Flavour, count: Any) -> None:
        with (
            pytest.raises((TypeError, ValueError), match="`max_retries` must"),
            flavour.client(max_retries=count),
        ):
            pass
        with flavour.client() as client:
            with pytest.raises((TypeError, ValueError), match="`max_retries` must"):
                client.with_options(max_retries=count)
            with pytest.raises((TypeError, ValueError), match="`max_retries` must"):
                client.max_retries = count

    def test_very_many_attempts(self, flavour: Flavour, pauses: list[float]) -> None:
        script = replies(*[busy(status=500)] * 1100, GOOD)
        with (
            adversary(script) as server,
            flavour.client(base_url=server.url, max_retries=10**400) as client,
        ):
            assert flavour.wait(client.items.retrieve("a")).id == "good"
        assert len(pauses) == 1100
        assert max(pauses) == 8.0
