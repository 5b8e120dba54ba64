"""A program as users write it: no type checker objects to it, and it does what it says."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from codegen.cache import Cache
from codegen.output import write
from codegen.pipeline import Request, make_plan
from tests.user_code.floor import floors
from tests.user_code.server import ORDER, workshop

HERE = Path(__file__).parent
PROGRAM = HERE / "program.py"
SOURCES = [
    PROGRAM,
    *(
        HERE / f"{name}.py"
        for name in ("calls", "clients", "content", "sockets_asyncio", "sockets_blocking")
    ),
]
KEY = b"a key that only the workshop has"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder to import the generated package from."""
    output = tmp_path_factory.mktemp("workshop") / "sdk"
    plan = make_plan(
        Request(HERE / "sdk.yaml", output=output), cache=Cache(None), progress=lambda stage: None
    )
    write(plan.files, plan.output)
    return output / "src"


def signed(payload: bytes) -> dict[str, str]:
    """The headers of a webhook (Standard Webhooks, `v1`)."""
    moment = str(int(time.time()))
    content = b".".join((b"msg_1", moment.encode(), payload))
    signature = base64.b64encode(hmac.new(KEY, content, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{signature}",
    }


def test_it_runs(sources: Path) -> None:
    payload = json.dumps({"type": "order.done", "order": ORDER})
    environment = {
        **os.environ,
        "PAYLOAD": payload,
        "HEADERS": json.dumps(signed(payload.encode())),
        "SECRET": "whsec_" + base64.b64encode(KEY).decode(),
        "PYTHONPATH": str(sources),
        # What is not closed is an error of its own.
        "PYTHONWARNINGS": "error",
    }
    with workshop() as url, floors() as websocket_url:
        run = subprocess.run(
            [sys.executable, str(PROGRAM), url, websocket_url],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (run.stdout, run.stderr, run.returncode) == ("done\n", "", 0)


def test_mypy_strict(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    api = pytest.importorskip("mypy.api", reason="mypy is not installed")
    monkeypatch.setenv("MYPYPATH", str(sources))
    monkeypatch.chdir(tmp_path)
    output, errors, status = api.run(
        ["--config-file=", "--strict", f"--cache-dir={tmp_path / 'cache'}", *map(str, SOURCES)]
    )
    assert (status, errors) == (0, ""), output


def test_basedpyright_strict(sources: Path, tmp_path: Path) -> None:
    beside = Path(sys.executable).with_name("basedpyright")
    command = str(beside) if beside.is_file() else shutil.which("basedpyright")
    if command is None:
        pytest.skip("basedpyright is not installed")
    settings = {
        "include": [str(path) for path in SOURCES],
        "extraPaths": [str(sources), str(HERE)],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    config = tmp_path / "pyrightconfig.json"
    config.write_text(json.dumps(settings), encoding="utf-8")
    run = subprocess.run(
        [command, "--pythonpath", sys.executable, "--project", str(config)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 errors, 0 warnings" in run.stdout
