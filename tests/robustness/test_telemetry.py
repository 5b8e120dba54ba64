"""Spans: one for a call, with what the conventions for HTTP clients name, and no secret."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage
from tests.robustness.adversary import Script, adversary, answer, replies
from tests.robustness.crowd import crowd
from tests.robustness.flavours import CREDENTIALS, Flavour

GOOD = answer(b'{"id": "good"}', 200, ("X-Request-Id", "r-1"))
BUSY = answer(b'{"error": {"message": "busy"}}', 503, ("X-Request-Id", "r-0"))


@pytest.fixture
def spans(vault: GeneratedPackage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What has been recorded, by an SDK of the test's own."""
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(vault.module("_runtime.telemetry"), "tracer", provider.get_tracer)
    yield exporter
    provider.shutdown()


def call(flavour: Flavour, script: Script, **options: Any) -> str:
    """Call once; give the authority that was called."""
    with (
        adversary(script) as server,
        flavour.client(base_url=f"{server.url}/v1?tenant=secret-tenant", **options) as client,
        suppress(flavour.package.APIError),
    ):
        flavour.wait(client.items.retrieve("secret-item"))
    return server.url.removeprefix("http://")


def attributes(span: Any) -> dict[str, Any]:
    return dict(span.attributes)


class TestSpan:
    def test_of_a_call(self, flavour: Flavour, spans: Any) -> None:
        from opentelemetry.trace import SpanKind, StatusCode

        authority = call(flavour, replies(GOOD))
        [span] = spans.get_finished_spans()
        assert (span.name, span.kind) == ("GET /items/{item_id}", SpanKind.CLIENT)
        assert attributes(span) == {
            "http.request.method": "GET",
            "url.template": "/items/{item_id}",
            "server.address": "127.0.0.1",
            "server.port": int(authority.rpartition(":")[2]),
            "http.response.status_code": 200,
            "http.response.header.x-request-id": ("r-1",),
        }
        assert span.status.status_code is StatusCode.UNSET
        assert span.instrumentation_scope.name == flavour.package.__name__
        assert span.events == ()

    def test_an_id_without_end_is_cut(self, flavour: Flavour, spans: Any) -> None:
        call(flavour, replies(answer(b'{"id": "good"}', 200, ("X-Request-Id", "r" * 9999))))
        [span] = spans.get_finished_spans()
        assert attributes(span)["http.response.header.x-request-id"] == ("r" * 200,)

    def test_a_retry_is_an_event(self, flavour: Flavour, spans: Any, pauses: list[float]) -> None:
        call(flavour, replies(BUSY, BUSY, GOOD))
        [span] = spans.get_finished_spans()
        found = attributes(span)
        assert (found["http.request.resend_count"], found["http.response.status_code"]) == (2, 200)
        assert found["http.response.header.x-request-id"] == ("r-1",)
        assert "error.type" not in found
        assert [(event.name, dict(event.attributes)) for event in span.events] == [
            (
                "retry",
                {"http.request.resend_count": n, "error.type": "503", "retry.delay": pause},
            )
            for n, pause in ((1, 0.5), (2, 1.0))
        ]

    def test_a_failure(self, flavour: Flavour, spans: Any, pauses: list[float]) -> None:
        from opentelemetry.trace import StatusCode

        call(flavour, replies(answer(b'{"error": {"message": "secret-text"}}', 404)))
        call(flavour, lambda peer: (peer.request(), peer.reset())[0])
        silence: Script = lambda peer: (peer.request(), peer.until_gone())[0]  # noqa: E731
        call(flavour, silence, max_retries=0, timeout=0.2)
        status, lost, late = spans.get_finished_spans()
        assert attributes(status)["error.type"] == "404"
        assert attributes(status)["http.response.status_code"] == 404
        assert attributes(lost)["error.type"] == "APIConnectionError"
        assert [e.attributes["error.type"] for e in lost.events] in (
            ["ReadError", "ReadError"],
            ["RemoteProtocolError", "RemoteProtocolError"],
        )
        assert attributes(late)["error.type"] == "APITimeoutError"
        for span in (status, lost, late):
            assert span.status.status_code is StatusCode.ERROR
            assert span.status.description is None

    @pytest.mark.parametrize("body", [b"secret-text", b'{"id": 7}'])
    def test_an_answer_that_does_not_validate(
        self, flavour: Flavour, spans: Any, body: bytes
    ) -> None:
        from opentelemetry.trace import StatusCode

        call(flavour, replies(answer(body)), _strict_response_validation=True)
        [span] = spans.get_finished_spans()
        assert attributes(span)["error.type"] == "APIResponseValidationError"
        assert attributes(span)["http.response.status_code"] == 200
        assert span.status.status_code is StatusCode.ERROR

    def test_no_secret_and_no_text(self, flavour: Flavour, spans: Any, pauses: list[float]) -> None:
        bad = b'{"error": {"message": "secret-text secret-token-0123456789"}}'
        call(flavour, replies(answer(bad, 503)))
        call(flavour, replies(answer(b"secret-text", 200)))
        for span in spans.get_finished_spans():
            shown = span.to_json()
            for secret in ("secret-tenant", "secret-item", "secret-text", *CREDENTIALS.values()):
                assert secret not in shown

    def test_a_stream_is_over_with_its_head(self, flavour: Flavour, spans: Any) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
        script: Script = lambda peer: (  # noqa: E731
            peer.request(),
            peer.send(head + b'data: {"id": "a"}\n\n'),
            peer.until_gone(),
        )[0]
        with adversary(script) as server, flavour.client(base_url=server.url) as client:
            stream = flavour.wait(client.events.retrieve())
            assert len(spans.get_finished_spans()) == 1
            flavour.wait(stream.close())


class TestParents:
    """Each call has the parent of its own task or thread, and is the parent of what it calls."""

    COUNT = 50

    @pytest.fixture
    def tracer(self) -> Any:
        from opentelemetry.sdk.trace import TracerProvider

        return TracerProvider(shutdown_on_exit=False).get_tracer("test")

    def check(self, spans: Any, outer: dict[str, int]) -> None:
        found = {
            span.attributes["http.response.header.x-request-id"][0]: span.parent.span_id
            for span in spans.get_finished_spans()
        }
        assert found == outer
        assert len(found) == self.COUNT

    def test_tasks(self, vault: GeneratedPackage, spans: Any, tracer: Any) -> None:
        outer: dict[str, int] = {}

        async def work(client: Any, token: str) -> None:
            with tracer.start_as_current_span(token) as span:
                outer[token] = span.get_span_context().span_id
                await client.items.retrieve(token)

        async def main() -> None:
            async with vault.module().AsyncVault(base_url=server.url, **CREDENTIALS) as client:
                await asyncio.gather(*(work(client, f"late-{n}") for n in range(self.COUNT)))

        with crowd(expected=self.COUNT) as server:
            asyncio.run(main())
        self.check(spans, outer)

    def test_threads(self, vault: GeneratedPackage, spans: Any, tracer: Any) -> None:
        outer: dict[str, int] = {}

        def work(token: str) -> None:
            with tracer.start_as_current_span(token) as span:
                outer[token] = span.get_span_context().span_id
                client.items.retrieve(token)

        with (
            crowd(expected=self.COUNT) as server,
            vault.module().Vault(base_url=server.url, **CREDENTIALS) as client,
            ThreadPoolExecutor(self.COUNT) as threads,
        ):
            list(threads.map(work, (f"late-{n}" for n in range(self.COUNT))))
        self.check(spans, outer)

    def test_a_cancelled_call_ends_its_span(self, vault: GeneratedPackage, spans: Any) -> None:
        async def main() -> None:
            async with vault.module().AsyncVault(base_url=server.url, **CREDENTIALS) as client:
                task = asyncio.create_task(client.items.retrieve("a"))
                assert await asyncio.to_thread(server.wait_until_received, 1)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task

        with adversary(lambda peer: (peer.request(), peer.until_gone())[0]) as server:
            asyncio.run(main())
        [span] = spans.get_finished_spans()
        assert span.attributes["error.type"] == "CancelledError"


class TestProgram:
    """Programs of their own: what is imported, and what the global provider gets."""

    def run(self, vault: GeneratedPackage, code: str) -> str:
        sources = vault.folder / "src"
        start = f"import sys; sys.path[:0] = [{str(sources)!r}]; import {vault.name} as sdk\n"
        root = Path(__file__).parents[2]
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", start + code],
            cwd=root,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    CALL = (
        "options = dict.fromkeys(('key', 'session', 'query_key', 'token'), 't')\n"
        "with sdk.Vault(base_url={url!r}, max_retries=0, **options) as client:\n"
        "    print(client.items.retrieve('a').id)\n"
    )

    def test_without_it_nothing_is_imported(self, vault: GeneratedPackage) -> None:
        with adversary(replies(GOOD)) as server:
            code = self.CALL.format(url=server.url)
            shown = self.run(
                vault, code + "print([name for name in sys.modules if 'opentelemetry' in name])"
            )
        assert shown.split("\n")[:2] == ["good", "[]"]

    def test_the_provider_of_the_program(self, vault: GeneratedPackage) -> None:
        code = (
            "from opentelemetry import trace\n"
            "from opentelemetry.sdk.trace import TracerProvider\n"
            "from opentelemetry.sdk.trace.export import SimpleSpanProcessor\n"
            "from opentelemetry.sdk.trace.export.in_memory_span_exporter "
            "import InMemorySpanExporter\n"
            "{call}"  # before there is a provider
            "exporter = InMemorySpanExporter()\n"
            "provider = TracerProvider()\n"
            "provider.add_span_processor(SimpleSpanProcessor(exporter))\n"
            "trace.set_tracer_provider(provider)\n"
            "{call}"
            "print([span.name for span in exporter.get_finished_spans()])\n"
        )
        with adversary(replies(GOOD)) as server:
            shown = self.run(vault, code.format(call=self.CALL.format(url=server.url)))
        assert shown.split("\n")[:3] == ["good", "good", "['GET /items/{item_id}']"]
