"""What type checkers see: the code of `typing_samples`, which is never run.

Right code has no findings. Wrong code carries the comment that hides its finding, and a comment
that hides nothing is a finding itself.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(__file__).parent / "typing_samples"
SDK = ROOT / "generated/openai-realtime/src"


def test_mypy_strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    api = pytest.importorskip("mypy.api", reason="mypy is not installed")
    monkeypatch.setenv("MYPYPATH", str(SDK))
    # A folder of its own: no configuration of the project counts, no state is shared.
    monkeypatch.chdir(tmp_path)
    output, errors, status = api.run(
        [
            "--config-file=",
            "--strict",
            "--python-version=3.11",
            f"--cache-dir={tmp_path / 'cache'}",
            *sorted(map(str, SAMPLES.glob("*.py"))),
        ]
    )
    assert (status, errors) == (0, ""), output


def test_basedpyright_strict(tmp_path: Path) -> None:
    beside = Path(sys.executable).with_name("basedpyright")
    command = str(beside) if beside.is_file() else shutil.which("basedpyright")
    if command is None:
        pytest.skip("basedpyright is not installed")
    settings = {
        "include": [str(SAMPLES)],
        "extraPaths": [str(SDK)],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "enableTypeIgnoreComments": True,
        "reportUnnecessaryTypeIgnoreComment": "error",
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
