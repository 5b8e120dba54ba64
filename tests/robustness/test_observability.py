"""What a program sees of calls: log lines by an environment variable, and the library's hooks."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage
from tests.robustness.adversary import Peer, adversary, answer, replies
from tests.robustness.flavours import CREDENTIALS, Flavour

GOOD = answer(b'{"id": "good"}', 200, ("X-Request-Id", "r-1"))
BUSY = answer(b"{}", 503, ("X-Request-Id", "r-0"))


@pytest.fixture(autouse=True)
def level_of_its_own(vault: GeneratedPackage) -> Iterator[None]:
    logger = logging.getLogger(vault.name)
    level = logger.level
    yield
    logger.setLevel(level)


def lines(
    flavour: Flavour, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, level: str
) -> list[tuple[str, str]]:
    """What a call logs that is retried once, as level and text."""
    name = flavour.package.__name__
    logging.getLogger(name).setLevel(logging.NOTSET)
    monkeypatch.setenv(f"{name.upper()}_LOG", level)
    caplog.clear()
    with (
        adversary(replies(BUSY, GOOD)) as server,
        flavour.client(base_url=f"{server.url}?tenant=secret-tenant") as client,
    ):
        flavour.wait(client.items.retrieve("secret-item"))
    found = [r for r in caplog.records if r.name == name]
    for record in found:
        shown = f"{record.getMessage()} {record.args!r} {vars(record)!r}"
        for secret in ("secret-tenant", "secret-item", *CREDENTIALS.values()):
            assert secret not in shown
    return [(record.levelname, record.getMessage()) for record in found]


class TestLogs:
    def test_at_debug(
        self,
        flavour: Flavour,
        caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch,
        pauses: list[float],
    ) -> None:
        assert lines(flavour, caplog, monkeypatch, "debug") == [
            ("DEBUG", "GET /items/{item_id}: 503, request id 'r-0'"),
            ("INFO", "GET /items/{item_id}: retrying in 0.50 seconds"),
            ("DEBUG", "GET /items/{item_id}: 200, request id 'r-1'"),
        ]

    def test_at_info(
        self,
        flavour: Flavour,
        caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch,
        pauses: list[float],
    ) -> None:
        assert lines(flavour, caplog, monkeypatch, "INFO") == [
            ("INFO", "GET /items/{item_id}: retrying in 0.50 seconds")
        ]

    @pytest.mark.parametrize("level", ["warning", "error"])
    def test_above(
        self,
        flavour: Flavour,
        caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch,
        pauses: list[float],
        level: str,
    ) -> None:
        assert lines(flavour, caplog, monkeypatch, level) == []

    def test_a_failure_is_named_and_not_quoted(
        self, flavour: Flavour, caplog: pytest.LogCaptureFixture
    ) -> None:
        with (
            caplog.at_level(logging.DEBUG, logger=flavour.package.__name__),
            adversary(lambda peer: (peer.request(), Peer.reset(peer))[0]) as server,
            flavour.client(base_url=server.url, max_retries=0) as client,
            pytest.raises(flavour.package.APIConnectionError),
        ):
            flavour.wait(client.items.retrieve("a"))
        own = [r.getMessage() for r in caplog.records if r.name == flavour.package.__name__]
        assert own in (
            ["GET /items/{item_id} failed: ReadError"],
            ["GET /items/{item_id} failed: RemoteProtocolError"],
        )


class TestHooks:
    """Event hooks of the HTTP library, which see each attempt."""

    def test_of_each_attempt(self, flavour: Flavour, pauses: list[float]) -> None:
        seen: list[tuple[str, Any]] = []

        def asked(request: Any) -> None:
            seen.append((request.method, request.url.path))

        def answered(response: Any) -> None:
            seen.append(("answer", response.status_code))

        async def async_asked(request: Any) -> None:
            asked(request)

        async def async_answered(response: Any) -> None:
            answered(response)

        hooks: dict[str, list[Any]] = {"request": [asked], "response": [answered]}
        if flavour.is_async:
            hooks = {"request": [async_asked], "response": [async_answered]}
        own = getattr(flavour.package, flavour.http_client)(event_hooks=hooks)
        with (
            adversary(replies(BUSY, GOOD)) as server,
            flavour.client(base_url=server.url, http_client=own) as client,
        ):
            assert flavour.wait(client.items.retrieve("a")).id == "good"
        attempt = ("GET", "/items/a")
        assert seen == [attempt, ("answer", 503), attempt, ("answer", 200)]

    def test_what_one_raises_is_the_caller_s(self, flavour: Flavour) -> None:
        def refuse(request: Any) -> None:
            raise PermissionError("not today")

        async def async_refuse(request: Any) -> None:
            refuse(request)

        hooks: dict[str, list[Any]] = {"request": [async_refuse if flavour.is_async else refuse]}
        own = getattr(flavour.package, flavour.http_client)(event_hooks=hooks)
        with (
            adversary(replies(GOOD)) as server,
            flavour.client(base_url=server.url, http_client=own) as client,
        ):
            with pytest.raises(PermissionError, match="not today"):
                flavour.wait(client.items.retrieve("a"))
            assert server.received == []
