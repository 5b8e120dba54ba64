"""Fixtures of the runtime's tests."""

from __future__ import annotations

import pytest

from runtime import retry
from tests.unit.runtime.flavours import FLAVOURS, Flavour


@pytest.fixture(params=list(FLAVOURS))
def flavour(request: pytest.FixtureRequest) -> Flavour:
    """The blocking half, then the asyncio half."""
    return FLAVOURS[request.param]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the variables of the machine out of the tests."""
    for name in (
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Keep the decisions about pauses, and take the time out of them; gives the real ones."""
    pauses: list[float] = []
    decide = retry.retry_delay

    def recorded(*args: object, **kwargs: object) -> float | None:
        pause = decide(*args, **kwargs)  # type: ignore[arg-type]
        if pause is not None:
            pauses.append(pause)
        return None if pause is None else 0.0

    monkeypatch.setattr(retry, "retry_delay", recorded)
    return pauses
