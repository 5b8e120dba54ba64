"""The last stage: a plan written to a folder, or compared with one."""

from __future__ import annotations

import difflib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from codegen.diagnostics import Code, SpecError, display_path, quote, reason_of

MANIFEST = ".specloom.json"

# Folders that tools leave in a project and that are nobody's source: the first are made again by
# whoever needs them, the others move with the project.
_CACHES = frozenset({"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"})
_BY_PRODUCTS = frozenset({".git", ".venv", "build", "dist"})

# Bytes that a file name may have on every file system in use.
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Drift:
    """A file that is not as it would be generated.

    Attributes:
        path: relative to the output folder.
        problem: `missing`, `changed` or `not generated`.
        diff: unified diff from what is there to what would be generated.
    """

    path: str
    problem: str
    diff: tuple[str, ...]


def with_manifest(files: Mapping[str, str], version: str) -> dict[str, str]:
    """Add the list of generated files, by which a later run knows its own."""
    listed = sorted([*files, MANIFEST])
    text = json.dumps({"generator": f"specloom {version}", "files": listed}, indent=1)
    return {**files, MANIFEST: f"{text}\n"}


def check_paths(files: Mapping[str, str]) -> None:
    """Refuse a plan that could write outside its folder, or twice to one file.

    Raises:
        SpecError: two paths are the same on a system that ignores case, or a name is too long.
        ValueError: a path is absolute or climbs.
    """
    seen: dict[str, str] = {}
    for path in files:
        parts = PurePosixPath(path).parts
        if PurePosixPath(path).is_absolute() or ".." in parts or "\\" in path or ":" in path:
            raise ValueError(f"not a path below the output folder: {path!a}")
        longest = max(parts, key=len)
        if len(longest.encode("utf-8", "surrogatepass")) > _LONGEST_NAME:
            raise SpecError.of(
                Code.UNUSABLE_NAME, f"a file would be called {quote(longest)}, which is too long"
            )
        other = seen.setdefault(path.lower(), path)
        if other != path:
            raise SpecError.of(
                Code.NAME_COLLISION,
                f"the files {other!a} and {path!a} are one where case does not matter",
            )


def write(files: Mapping[str, str], folder: Path) -> None:
    """Replace a folder by the plan; files of others in it are kept, and so is its `.git`.

    The new tree is complete before the old one is touched, and the old one is whole if anything
    fails.

    Raises:
        SpecError: the folder holds files and no manifest, so it is not the generator's to replace;
            or it cannot be written.
    """
    check_paths(files)
    try:
        _replace(files, folder.resolve())
    except OSError as error:
        message = f"{display_path(folder)}: {reason_of(error)}"
        raise SpecError.of(Code.OUTPUT_NOT_WRITABLE, message) from None


def write_files(files: Mapping[str, str], folder: Path) -> None:
    """Write files below a folder, with the folders that they need."""
    for parent in dict.fromkeys(os.path.dirname(path) for path in files):
        os.makedirs(folder / parent, exist_ok=True)
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def _replace(files: Mapping[str, str], target: Path) -> None:
    foreign = list(_foreign_files(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        staging.chmod(0o755)
        write_files(files, staging)
        for relative in foreign:
            if not (staging / relative).exists():
                (staging / relative).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(target / relative, staging / relative, follow_symlinks=False)
        by_products = list(_by_products(target))
        _swap(staging, target, by_products)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _swap(staging: Path, target: Path, moved: Sequence[str]) -> None:
    if not target.exists():
        staging.rename(target)
        return
    previous = staging.with_name(f"{staging.name}-previous")
    target.rename(previous)
    try:
        staging.rename(target)
    except OSError:
        previous.rename(target)
        raise
    for relative in moved:
        (target / relative).parent.mkdir(parents=True, exist_ok=True)
        (previous / relative).rename(target / relative)
    shutil.rmtree(previous)


def _foreign_files(folder: Path) -> Iterator[str]:
    """Files in the output folder that no earlier run wrote."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise SpecError.of(Code.FOREIGN_OUTPUT, f"{display_path(folder)} is a file, not a folder")
    manifest = folder / MANIFEST
    present = list(_files(folder))
    if present and not manifest.is_file():
        raise SpecError.of(
            Code.FOREIGN_OUTPUT,
            f"{display_path(folder)} holds files, {present[0]!a} for one, and no {MANIFEST}",
        )
    own = _listed(manifest) if present else frozenset[str]()
    yield from (path for path in present if path not in own)


def _listed(manifest: Path) -> frozenset[str]:
    try:
        data = json.loads(manifest.read_text(encoding="utf-8"))
        return frozenset(str(path) for path in data["files"])
    except (OSError, ValueError, KeyError, TypeError):
        raise SpecError.of(
            Code.FOREIGN_OUTPUT,
            f"{display_path(manifest)} is damaged: generated files cannot be told from others",
            None,
            "delete the output folder and generate again",
        ) from None


def _files(folder: Path) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        here = Path(parent).relative_to(folder)
        links = [f for f in folders if (folder / here / f).is_symlink()]
        folders[:] = sorted(
            f
            for f in folders
            if f not in links and f not in _CACHES and not _is_by_product(here / f)
        )
        for name in sorted([*names, *links]):
            yield (here / name).as_posix()


def _by_products(folder: Path) -> Iterator[str]:
    """Folders that belong to the project and are neither generated nor anybody's source."""
    for parent in (Path(), Path("src")):
        inside = sorted((folder / parent).iterdir()) if (folder / parent).is_dir() else []
        for path in inside:
            relative = parent / path.name
            if path.is_dir() and not path.is_symlink() and _is_by_product(relative):
                yield relative.as_posix()


def _is_by_product(path: Path) -> bool:
    is_metadata = path.suffix == ".egg-info" and path.parent in (Path(), Path("src"))
    return is_metadata or (path.parent == Path() and path.name in _BY_PRODUCTS)


def compare(files: Mapping[str, str], folder: Path) -> list[Drift]:
    """Every difference between a plan and a folder, in the order of paths."""
    drifts: list[Drift] = []
    for path, text in sorted(files.items()):
        try:
            present = (folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            drifts.append(Drift(path, "missing", ()))
            continue
        except OSError as error:
            message = f"{display_path(folder / path)}: {reason_of(error)}"
            raise SpecError.of(Code.FILE_UNREADABLE, message) from None
        if present != text.encode("utf-8"):
            drifts.append(Drift(path, "changed", _diff(path, present, text)))
    own = _listed(folder / MANIFEST) if (folder / MANIFEST).is_file() else frozenset[str]()
    stale = [path for path in _files(folder) if path not in files] if folder.is_dir() else []
    for path in stale:
        inside = path in own or path.startswith("src/")
        if inside:
            drifts.append(Drift(path, "not generated", ()))
    return drifts


def _diff(path: str, present: bytes, text: str) -> tuple[str, ...]:
    before = present.decode("utf-8", errors="backslashreplace").splitlines()
    lines = difflib.unified_diff(
        before, text.splitlines(), f"{path} (there)", f"{path} (generated)", lineterm="", n=1
    )
    return tuple(lines)
