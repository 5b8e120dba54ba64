"""Clients and how they are set up: credentials, limits, retries, hooks, logs and spans."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable

import httpx
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from workshop import (
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AsyncWorkshop,
    AuthenticationError,
    DefaultAsyncHttpxClient,
    DefaultHttpxClient,
    InternalServerError,
    Timeout,
    Workshop,
    WorkshopError,
    omit,
)


def fails(kind: type[Exception], call: Callable[[], object]) -> None:
    try:
        call()
    except kind:
        return
    raise AssertionError(f"no {kind.__name__}")


def credentials(url: str) -> None:
    keys = iter(["first-key", "second-key"])

    def current_key() -> str:
        return next(keys, "third-key")

    with Workshop(token=current_key, base_url=url) as client:
        assert client.orders.retrieve("who").item == "Bearer first-key"
        assert client.orders.retrieve("who").item == "Bearer second-key"
        assert "key" not in repr(client)
    with Workshop(base_url=url, username="ann", password="secret") as client:
        assert client.session.create(desk=7, rights=["read", "write"]).name == "ann"
        fails(WorkshopError, lambda: client.orders.retrieve("a"))
    with Workshop(base_url=url, api_key="session-1") as client:
        assert client.session.retrieve(theme="dark").name == "session=session-1; theme=dark"
    os.environ["WORKSHOP_TOKEN"] = "of-the-environment"
    with Workshop(base_url=url) as client:
        assert client.orders.retrieve("who").item == "Bearer of-the-environment"
    del os.environ["WORKSHOP_TOKEN"]


def oauth(url: str) -> None:
    with Workshop(client_id="id", client_secret="secret", base_url=url) as client:
        assert client.orders.retrieve("who").item == "Bearer fetched"
        other = client.with_options(client_secret="wrong", max_retries=0)
        fails(AuthenticationError, lambda: other.orders.retrieve("who"))


def copies(client: Workshop) -> None:
    other = client.copy(default_headers={"X-Team": "blue"}, default_query={"tenant": "t2"})
    assert other.orders.retrieve("seen").note == "tenant=t2 blue"
    assert client.orders.retrieve("seen").note == "tenant=t1 red"
    nothing = client.with_options(set_default_headers={}, set_default_query={})
    assert nothing.orders.retrieve("seen").note == " "
    once = client.orders.retrieve("seen", extra_headers={"X-Team": omit})
    assert once.note == "tenant=t1 "


def limits(client: Workshop) -> None:
    patient = client.with_options(timeout=Timeout(10, connect=2, total=30), max_retries=3)
    assert patient.orders.retrieve("a").id == "a"
    hasty = client.with_options(timeout=Timeout(10, total=0.05))
    fails(APITimeoutError, lambda: hasty.orders.retrieve("slow"))
    fails(APITimeoutError, lambda: client.orders.retrieve("slow", timeout=Timeout(total=0.05)))
    small = client.with_options(max_response_bytes=100, max_retries=0)
    fails(APIResponseValidationError, lambda: small.orders.retrieve("a"))
    assert client.with_options(max_response_bytes=None, timeout=None).orders.retrieve("a").id == "a"


def retries(client: Workshop) -> None:
    assert client.orders.retrieve("flaky-get").note == "2 attempts"
    # The answer to the first one got lost; the server knows the second one by its key.
    assert client.orders.update("flaky-patch", status="done").note == "2 attempts, 1 key"
    own = client.orders.update("a", status="done", extra_headers={"Idempotency-Key": "mine"})
    assert own.id == "a"
    hasty = client.with_options(max_retries=0)
    fails(InternalServerError, lambda: hasty.orders.retrieve("broken"))


def redirects(client: Workshop) -> None:
    """They are followed, but never to another origin."""
    assert client.orders.retrieve("moved").id == "a"
    fails(APIStatusError, lambda: client.orders.retrieve("elsewhere"))


def hooks(url: str) -> None:
    seen: list[str] = []

    def started(request: httpx.Request) -> None:
        seen.append(request.method)

    def answered(response: httpx.Response) -> None:
        seen.append(str(response.status_code))

    http_client = DefaultHttpxClient(
        event_hooks={"request": [started], "response": [answered]}, trust_env=False
    )
    with Workshop(token="t", base_url=url, http_client=http_client) as client:
        client.orders.delete("a")
    assert seen == ["DELETE", "204"]
    with httpx.Client(limits=httpx.Limits(max_connections=3)) as own:
        # Whoever made it closes it.
        assert Workshop(token="t", base_url=url, http_client=own).orders.retrieve("a").id == "a"


def logs(client: Workshop) -> None:
    records: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record.getMessage())

    logger = logging.getLogger("workshop")
    handler = Keeping()
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    client.orders.retrieve("a")
    logger.removeHandler(handler)
    assert any("/orders/{order_id}" in line for line in records)


def spans(client: Workshop) -> None:
    """Set a provider, as every program that traces does: there is nothing else to do."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    with trace.get_tracer("program").start_as_current_span("work"):
        client.orders.retrieve("a")
    assert [span.name for span in exporter.get_finished_spans()] == [
        "GET /orders/{order_id}",
        "work",
    ]


async def with_asyncio(url: str) -> None:
    async def current_key() -> str:
        return "async-key"

    async def started(request: httpx.Request) -> None:
        seen.append(request.url.path)

    seen: list[str] = []
    http_client = DefaultAsyncHttpxClient(event_hooks={"request": [started]})
    async with AsyncWorkshop(token=current_key, base_url=url, http_client=http_client) as client:
        assert (await client.orders.retrieve("who")).item == "Bearer async-key"
        assert seen == ["/orders/who"]
        try:
            await client.orders.retrieve("slow", timeout=Timeout(total=0.05))
        except APITimeoutError:
            pass
        else:
            raise AssertionError("it was in time")
        assert (await client.orders.retrieve("moved")).id == "a"
    async with AsyncWorkshop(client_id="id", client_secret="secret", base_url=url) as client:
        found = await asyncio.gather(*(client.orders.retrieve("who") for _ in range(3)))
        assert {order.item for order in found} == {"Bearer fetched"}
    client = AsyncWorkshop(base_url=url, username="ann", password="secret")
    assert (await client.with_options(max_retries=0).session.create(desk=7)).name == "ann"
    await client.close()


def main(url: str) -> None:
    credentials(url)
    oauth(url)
    with Workshop(
        token="t",
        base_url=url,
        max_retries=2,
        default_headers={"X-Team": "red"},
        default_query={"tenant": "t1"},
    ) as client:
        copies(client)
        limits(client)
        retries(client)
        redirects(client)
        logs(client)
        hooks(url)
        asyncio.run(with_asyncio(url))
        spans(client)
