"""The flagship from OpenAI's own document: the same surface, without an edit to the document."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples/openai-from-source"
SHARED = ROOT.parent / "shared"
SEED = SHARED / "seed/realtime-api.md"
DOCUMENT = SHARED / "corpus/openai-2026-02/openapi.yaml"

pytestmark = pytest.mark.skipif(
    not (SEED.is_file() and DOCUMENT.is_file()),
    reason="OpenAI's document and the page that fixes the surface are not part of the project",
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated from the example's folder, with OpenAI's document elsewhere."""
    output = tmp_path_factory.mktemp("from-source") / "openai"
    run = subprocess.run(
        [sys.executable, "-m", "codegen", "generate", str(EXAMPLE / "sdk.yaml"),
         "--openapi", str(DOCUMENT), "--package", "openai", "--out", str(output)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return output


def test_api_reference_is_the_page(project: Path) -> None:
    assert (project / "api.md").read_bytes() == SEED.read_bytes()


def test_a_copy_beside_the_example_gives_the_same(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "example"
    shutil.copytree(EXAMPLE, folder)
    shutil.copyfile(DOCUMENT, folder / "openapi.yaml")
    run = subprocess.run(
        [sys.executable, "-m", "codegen", "check", str(folder / "sdk.yaml"), "--package", "openai",
         "--out", str(project)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_asyncapi_document_is_a_page() -> None:
    lines = (EXAMPLE / "asyncapi.yaml").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60


def test_everything_on_the_page_can_be_imported_and_used(project: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", SEED.read_text(encoding="utf-8"), re.DOTALL)
    program = "\n".join(blocks) + (
        "\nfrom openai._runtime.decode import Decoder\n"
        "from openai.types.realtime import RealtimeServerEvent\n"
        "event = Decoder(RealtimeServerEvent).decode("
        '\'{"type": "session.created", "event_id": "e", "session": {"type": "realtime", '
        '"audio": {"output": {"voice": "marin"}}}}\')\n'
        "session = event.session\n"
        "print(type(event).__name__, type(session).__name__, session.audio.output.voice)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project / "src",
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ["SessionCreatedEvent", "RealtimeSessionCreateRequest", "marin"]
