"""What the generator says of responses that it cannot give in every form."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.cli import app


def warnings(folder: Path, monkeypatch: pytest.MonkeyPatch, document: str) -> str:
    """What a run that succeeds prints beside its result."""
    monkeypatch.chdir(folder)
    (folder / "o.yaml").write_text(document, encoding="utf-8")
    arguments = ["generate", "--openapi", "o.yaml", "--package", "p", "--out", "out", "--no-cache"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.stderr


def test_a_stream_that_nothing_asks_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = (
        "openapi: 3.1.0\n"
        "info: {title: T, version: '1'}\n"
        "paths:\n"
        "  /logs:\n"
        "    get:\n"
        "      responses:\n"
        "        '200':\n"
        "          description: d\n"
        "          content: {application/json: {}, text/event-stream: {}}\n"
    )
    assert warnings(tmp_path, monkeypatch, document) == (
        "o.yaml:5:5: warning SL320 stream-without-switch: `logs.retrieve` offers a stream, and the "
        "request has no boolean `stream` (at #/paths/~1logs/get); the method gives it whole; for "
        "the stream, send another `Accept` with `with_streaming_response`, or give the request a "
        "boolean `stream`\n"
    )


def test_callbacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = (
        "openapi: 3.1.0\n"
        "info: {title: T, version: '1'}\n"
        "paths:\n"
        "  /jobs:\n"
        "    post:\n"
        "      responses: {'204': {description: d}}\n"
        "      callbacks:\n"
        "        done:\n"
        "          '{$request.query.url}':\n"
        "            post:\n"
        "              requestBody: {content: {text/plain: {}}}\n"
        "              parameters: [{name: at, in: query, schema: {type: string}}]\n"
    )
    where = "#/paths/~1jobs/post/callbacks/done/{$request.query.url}/post"
    remedy = "read it from the request as it comes; JSON in the body of a callback becomes a model"
    assert warnings(tmp_path, monkeypatch, document) == (
        "o.yaml:11:15: warning SL321 callback-not-generated: the callback 'done' has a body that "
        f"is no JSON (at {where}/requestBody); {remedy}\n"
        "o.yaml:12:15: warning SL321 callback-not-generated: the callback 'done' has parameters "
        f"(at {where}/parameters); {remedy}\n"
    )
