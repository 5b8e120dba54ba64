"""What is published: the wheel and the source archive of the SDK and of the generator.

Both are built as an index would have them: the archive from the folder, the wheel from the archive.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from importlib.util import find_spec
from pathlib import Path

import openai_realtime
import pytest

ROOT = Path(__file__).resolve().parents[2]
SDK = ROOT / "generated/openai-realtime"

pytestmark = pytest.mark.skipif(
    not (find_spec("build") and find_spec("hatchling")),
    reason="`build` and `hatchling` are needed to build wheels",
)


@dataclass(frozen=True)
class Distribution:
    """What was built: the files of both forms, by path, the archive's below its one folder."""

    folder: Path
    wheel: dict[str, bytes]
    archive: dict[str, bytes]

    def text(self, name: str) -> str:
        """Read a file of the wheel's `dist-info` folder."""
        [path] = [path for path in self.wheel if path.endswith(f".dist-info/{name}")]
        return self.wheel[path].decode("utf-8")

    @property
    def package_files(self) -> dict[str, bytes]:
        """The files of the wheel that are no metadata."""
        return {path: data for path, data in self.wheel.items() if ".dist-info/" not in path}


def build(source: Path, folder: Path) -> Distribution:
    """Build both forms with what is installed, and unpack the wheel."""
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(source),
    ]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    [wheel], [archive] = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(folder / "unpacked")
        files = {name: opened.read(name) for name in opened.namelist()}
    with tarfile.open(archive) as tar:
        return Distribution(folder / "unpacked", files, dict(_members(tar)))


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in tar.getmembers():
        content = tar.extractfile(member)
        assert content is not None, f"{member.name} is not a file"
        yield member.name.partition("/")[2], content.read()


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Distribution:
    return build(SDK, tmp_path_factory.mktemp("sdk"))


@pytest.fixture(scope="module")
def generator(tmp_path_factory: pytest.TempPathFactory) -> Distribution:
    return build(ROOT, tmp_path_factory.mktemp("generator"))


def on_disk(folder: Path) -> dict[str, bytes]:
    """The files below a folder by relative path, without what running them leaves behind."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def check_clean(distribution: Distribution) -> None:
    """Nothing of this machine, no tests, nothing compiled."""
    for path, content in {**distribution.wheel, **distribution.archive}.items():
        parts = path.split("/")
        assert not path.startswith("/"), path
        assert not {"..", "tests", "__pycache__", ".git"} & set(parts), path
        assert not path.endswith((".pyc", ".pyo")), path
        for machine in (ROOT, Path.home(), Path(sys.prefix)):
            assert f"{machine}/".encode() not in content, f"{path} has a path of this machine"


class TestSDK:
    def test_the_wheel_is_the_package(self, sdk: Distribution) -> None:
        assert sdk.package_files == on_disk(SDK / "src")
        assert "openai_realtime/py.typed" in sdk.package_files

    def test_the_archive_is_the_project(self, sdk: Distribution) -> None:
        """All but the generator's own record of what it wrote, which users have no use for."""
        added = {"PKG-INFO", ".gitignore"}
        expected = {k: v for k, v in on_disk(SDK).items() if not k.startswith(".")}
        assert {k: v for k, v in sdk.archive.items() if k not in added} == expected

    def test_nothing_else(self, sdk: Distribution) -> None:
        check_clean(sdk)

    def test_metadata(self, sdk: Distribution) -> None:
        metadata = message_from_string(sdk.text("METADATA"))
        assert metadata["Name"] == "openai-realtime"
        assert metadata["Version"] == openai_realtime.__version__
        assert metadata["License-Expression"] == "MIT"
        needed = metadata.get_all("Requires-Dist") or []
        assert {line.partition("<")[0].partition(">")[0] for line in needed} == {
            "httpx",
            "pydantic",
            "websockets",
        }

    def test_it_runs_from_the_wheel(self, sdk: Distribution) -> None:
        code = (
            f"import sys; sys.path.insert(0, {str(sdk.folder)!r})\n"
            "import openai_realtime\n"
            "client = openai_realtime.OpenAI(api_key='k')\n"
            "client.realtime.calls, client.realtime.connect(model='m')\n"
            "print(openai_realtime.__file__)"
        )
        run = subprocess.run(
            [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
        )
        assert Path(run.stdout.strip()).is_relative_to(sdk.folder)


# Runs the generator as `python -m codegen` does, and ends if it connects to anything.
RUN_OFFLINE = """
import runpy, sys
from pathlib import Path

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        raise SystemExit(f"{event} {arguments[1:]}")

sys.addaudithook(refuse)
import codegen
assert Path(codegen.__file__).is_relative_to(sys.argv.pop(1)), codegen.__file__
runpy.run_module("codegen", run_name="__main__", alter_sys=True)
"""


class TestGenerator:
    def test_the_wheel_is_the_package_with_its_data(self, generator: Distribution) -> None:
        expected = {f"codegen/{path}": data for path, data in on_disk(ROOT / "codegen").items()}
        for name in ("templates", "runtime"):
            for path, data in on_disk(ROOT / name).items():
                expected[f"codegen/_data/{name}/{path}"] = data
        assert generator.package_files == expected
        for marker in ("py.typed", "_data/templates/client.py.jinja", "_data/runtime/client.py"):
            assert f"codegen/{marker}" in generator.package_files

    def test_the_archive_has_what_it_takes(self, generator: Distribution) -> None:
        tops = {path.partition("/")[0] for path in generator.archive}
        assert tops - {".gitignore"} == {
            "LICENSE",
            "PKG-INFO",
            "README.md",
            "codegen",
            "pyproject.toml",
            "runtime",
            "spec",
            "templates",
        }

    def test_nothing_else(self, generator: Distribution) -> None:
        check_clean(generator)

    def test_the_command(self, generator: Distribution) -> None:
        assert "specloom = codegen.cli:main" in generator.text("entry_points.txt")

    def test_it_generates_the_same_from_the_wheel(
        self, generator: Distribution, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another folder to run in, none of the checkout in reach, no network: the same bytes."""
        monkeypatch.setenv("PYTHONPATH", str(generator.folder))
        monkeypatch.setenv("SPECLOOM_CACHE_DIR", str(tmp_path / "cache"))
        foreign, out = tmp_path / "foreign", tmp_path / "out"
        foreign.mkdir()
        arguments = ["generate", str(ROOT / "spec/sdk.yaml"), "--out", str(out)]
        run = subprocess.run(
            [sys.executable, "-c", RUN_OFFLINE, str(generator.folder), *arguments],
            cwd=foreign,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        made, committed = on_disk(out), on_disk(SDK)
        assert sorted(made) == sorted(committed)
        assert [path for path in made if made[path] != committed[path]] == []
        assert list(foreign.iterdir()) == []
