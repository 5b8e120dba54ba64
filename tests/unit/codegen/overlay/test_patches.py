"""Which document an overlay is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.findings import Findings
from codegen.overlay import Patches
from codegen.resolve import DocumentStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    real = Path(tmp_path.resolve())
    for name in ("openapi.yaml", "asyncapi.yaml", "shared.yaml"):
        (real / name).write_text("a: {$ref: 'shared.yaml#/b'}\nb: {c: 1}\n", encoding="utf-8")
    return real


def overlay(folder: Path, extends: str | None, name: str = "x.overlay.yaml") -> Path:
    line = "" if extends is None else f"extends: {extends}\n"
    path = folder / name
    path.write_text(
        f"overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\n{line}"
        "actions: [{target: $.b, update: {x: 1}}]\n",
        encoding="utf-8",
    )
    return path


def changed(folder: Path, *overlays: Path, roots: tuple[str, ...]) -> list[str]:
    """The documents that the overlays have changed."""
    patches = Patches(Findings())
    paths = [folder / name for name in roots]
    patches.load(overlays, paths)
    store = DocumentStore(paths, read=patches.read)
    found = [path for path in paths if "x" in store.node(path, ("b",)).value]  # type: ignore[operator]
    patches.check_use()
    return [path.name for path in found]


BOTH = ("openapi.yaml", "asyncapi.yaml")


@pytest.mark.parametrize(
    ("extends", "names"),
    [
        (None, ["openapi.yaml"]),
        ("openapi.yaml", ["openapi.yaml"]),
        ("./asyncapi.yaml", ["asyncapi.yaml"]),
        ("sub/../asyncapi.yaml", ["asyncapi.yaml"]),
        ("elsewhere/asyncapi.yaml", ["asyncapi.yaml"]),
        ("https://t.example/specs/asyncapi.yaml?raw=1", ["asyncapi.yaml"]),
        ("async%61pi.yaml", ["asyncapi.yaml"]),
    ],
)
def test_extends(folder: Path, extends: str | None, names: list[str]) -> None:
    assert changed(folder, overlay(folder, extends), roots=BOTH) == names


def test_a_url_is_for_the_one_document_of_the_run(folder: Path) -> None:
    patch = overlay(folder, "https://t.example/v1")
    assert changed(folder, patch, roots=("asyncapi.yaml",)) == ["asyncapi.yaml"]


def test_each_document_has_its_own(folder: Path) -> None:
    first, second = (overlay(folder, name, f"{name}.overlay") for name in BOTH)
    assert changed(folder, first, second, roots=BOTH) == list(BOTH)


@pytest.mark.parametrize(
    "extends", ["gone.yaml", "https://t.example/v1", "'http://[/'", "'a\\0b'", "''"]
)
def test_no_document_of_the_run(folder: Path, extends: str) -> None:
    with pytest.raises(SpecError) as caught:
        changed(folder, overlay(folder, extends), roots=BOTH)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code in (Code.OVERLAY_DOCUMENT, Code.INVALID_OVERLAY)
    assert str(diagnostic.location).endswith("x.overlay.yaml#/extends")


def test_a_file_that_documents_refer_to(folder: Path) -> None:
    patches = Patches(Findings())
    root = folder / "openapi.yaml"
    patches.load([overlay(folder, "shared.yaml")], [root])
    store = DocumentStore([root], read=patches.read)
    assert store.follow(store.node(root, ("a",))).node.value == {"c": 1, "x": 1}
    patches.check_use()


def test_a_file_that_nothing_refers_to(folder: Path) -> None:
    (folder / "unused.yaml").write_text("b: {}\n", encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        changed(folder, overlay(folder, "unused.yaml"), roots=BOTH)
    assert [d.code for d in caught.value.diagnostics] == [Code.OVERLAY_DOCUMENT]


def test_every_overlay_is_checked(folder: Path) -> None:
    bad = [overlay(folder, "gone.yaml", f"{n}.overlay") for n in range(2)]
    with pytest.raises(SpecError) as caught:
        changed(folder, *bad, folder / "missing.overlay", roots=BOTH)
    codes = [d.code for d in caught.value.diagnostics]
    assert codes == [Code.OVERLAY_DOCUMENT, Code.OVERLAY_DOCUMENT, Code.FILE_MISSING]
