from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from codegen.cli import app
from codegen.mock import command, run_mock

SPEC = Path(__file__).parents[4] / "spec"


def refusal(capsys: pytest.CaptureFixture[str], *paths: Path | None, **options: Any) -> str:
    """The one line of a start that fails with exit code 2."""
    assert run_mock(*paths, **options) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err.strip()


def test_a_port_in_use_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = refusal(capsys, SPEC / "openapi.yaml", None, None, port=port)
    assert told.startswith(f"cannot listen on 127.0.0.1:{port}: ")


def test_a_missing_extra_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_NEEDED", ("starlette", "no_such_module"))
    told = refusal(capsys, SPEC / "openapi.yaml", None, None)
    assert told == "the mock server needs no_such_module: pip install 'specloom[mock]'"


def test_bad_input_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    openapi = SPEC / "openapi.yaml"
    assert "OpenAPI or an AsyncAPI" in refusal(capsys, None, None, None)
    assert "SL001" in refusal(capsys, tmp_path / "missing.yaml", None, None)
    assert "SL030" in refusal(capsys, None, openapi, None)
    assert "speed" in refusal(capsys, openapi, None, None, speed=-1)
    assert "certificate" in refusal(capsys, openapi, None, None, tls=(tmp_path, tmp_path))
    scenario = tmp_path / "s.yaml"
    scenario.write_text("scenario: 1\noperations: {create-realtime-cal: []}\n")
    told = refusal(capsys, openapi, None, scenario)
    assert "did you mean 'create-realtime-call'?" in told


def test_references_are_read_below_the_root(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "shared.yaml").write_text("{get: {responses: {'204': {description: ok}}}}\n")
    openapi = tmp_path / "api" / "openapi.yaml"
    openapi.write_text(
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {/a: {$ref: ../shared.yaml}}\n"
    )
    assert "SL102" in refusal(capsys, openapi, None, None, host="203.0.113.1", port=1)
    within = refusal(capsys, openapi, None, None, root=tmp_path, host="203.0.113.1", port=1)
    assert within.startswith("cannot listen on 203.0.113.1:1: ")
    arguments = ("mock", "--openapi", str(openapi), "--host", "203.0.113.1", "--port", "1")
    by_command = CliRunner().invoke(app, (*arguments, "--root", str(tmp_path)))
    assert by_command.stderr.startswith("cannot listen on 203.0.113.1:1: ")


def test_a_host_that_is_none_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    told = refusal(capsys, SPEC / "openapi.yaml", None, None, host="203.0.113.1", port=1)
    assert told.startswith("cannot listen on 203.0.113.1:1: ")
