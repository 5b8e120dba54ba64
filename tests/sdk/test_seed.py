"""The page that fixes the flagship's surface: its import blocks run, and it is reproduced."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared/seed/realtime-api.md"

pytestmark = pytest.mark.skipif(
    not SEED.is_file(), reason="the page that fixes the surface is not part of the project"
)


def _import_blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", SEED.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", range(2))
def test_import_block_runs(block: int) -> None:
    source = _import_blocks()[block].replace("from openai.", "from openai_realtime.")
    namespace: dict[str, object] = {}
    exec(source, namespace)
    wanted = re.findall(r"^    (\w+),$", source, re.MULTILINE)
    assert len(wanted) == (101, 5)[block]
    assert all(namespace[name] is not None for name in wanted)


def test_api_reference_is_the_page(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "codegen", "generate", "spec/sdk.yaml"]
    run = subprocess.run(
        [*command, "--package", "openai", "--out", str(tmp_path / "openai")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "openai/api.md").read_bytes() == SEED.read_bytes()


def test_links_of_the_page_lead_to_files() -> None:
    package = ROOT / "generated/openai-realtime"
    links = re.findall(r'href="(?:\./)?([^"]+)"', SEED.read_text(encoding="utf-8"))
    assert links
    missing = [
        link
        for link in links
        if not (package / link.replace("src/openai/", "src/openai_realtime/")).is_file()
    ]
    assert not missing
