"""Fixtures of the SDK's tests."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from functools import cache

import pytest
from openai_realtime._runtime import retry

from tests.sdk.flavours import Flavour, flavour_named

_VARIABLES = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_LOG",
    "OPENAI_ORG_ID",
    "OPENAI_PROJECT_ID",
    "OPENAI_WEBHOOK_SECRET",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "WS_PROXY",
    "WSS_PROXY",
)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the variables of the machine out of the tests."""
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="session", autouse=True)
def _certificates_read_once() -> Iterator[None]:
    """Reading the trusted certificates takes longer than most of these tests; none uses TLS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture(params=["blocking", "asyncio"])
def flavour(request: pytest.FixtureRequest) -> Iterator[Flavour]:
    """The blocking half, then the asyncio half."""
    with flavour_named(request.param) as chosen:
        yield chosen


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Keep the decisions about pauses and take the time out of them; gives the decided ones."""
    decided: list[float] = []
    decide = retry.retry_delay

    def recorded(*args: object, **kwargs: object) -> float | None:
        pause = decide(*args, **kwargs)  # type: ignore[arg-type]
        if pause is None:
            return None
        decided.append(pause)
        return 0.0

    monkeypatch.setattr(retry, "retry_delay", recorded)
    return decided
