"""What importing costs: a module loads a library only if its own concept needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LIGHT = [
    "auth",
    "body",
    "constants",
    "encode_json",
    "errors",
    "files",
    "headers",
    "logging",
    "parts",
    "query",
    "request_types",
    "retry",
    "secrets",
    "sentinels",
    "settings",
    "styles",
    "text",
    "url",
]


def loaded_by(*modules: str) -> set[str]:
    """Import modules in a fresh interpreter and say which libraries that loaded."""
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print(*(n for n in ('httpx', 'pydantic', 'websockets') if n in sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


def test_light_modules_load_nothing() -> None:
    assert loaded_by(*(f"runtime.{name}" for name in LIGHT)) == set()


@pytest.mark.parametrize(
    ("module", "libraries"),
    [
        ("decode", {"pydantic"}),
        ("http", {"httpx"}),
        ("client", {"httpx", "pydantic"}),
        ("websocket_sync", {"pydantic"}),
        ("websocket_async", {"pydantic"}),
        ("handshake", {"httpx", "pydantic"}),
    ],
)
def test_others_load_what_they_need(module: str, libraries: set[str]) -> None:
    assert loaded_by(f"runtime.{module}") == libraries


def test_the_runtime_is_self_contained() -> None:
    for path in (ROOT / "runtime").rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not line.strip().startswith(("from runtime", "import runtime")), path
