"""Results of earlier runs, so that a run in which nothing has changed does nothing.

An entry is used only when every input file has the content it had, and the generator itself, its
templates and the runtime are the same. Entries are in the user's own cache folder: one that came
with a spec could not be trusted.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from codegen.data import data_folder
from codegen.diagnostics import Code, Diagnostic, Location, Severity

KEPT_ENTRIES = 20
_LIBRARIES = ("datamodel-code-generator", "jinja2", "jsonpath-rfc9535", "pydantic", "ruff")


@dataclass(frozen=True, slots=True)
class Entry:
    """The result of a run.

    Attributes:
        warnings: what the run had to say about its input.
        skipped: how many operations, messages and so on the configuration leaves out, by kind.
    """

    files: dict[str, str]
    output: str | None
    warnings: tuple[Diagnostic, ...] = ()
    skipped: dict[str, int] = field(default_factory=dict)


def fingerprint(key: Iterable[str]) -> str:
    """A digest of a request and of everything of the generator that shapes the result."""
    digest = hashlib.sha256(_generator_state())
    for part in key:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


@cache
def _generator_state() -> bytes:
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library}={_version(library)}\0".encode())
    for root in (Path(__file__).resolve().parent, data_folder("templates"), data_folder("runtime")):
        for path in sorted(root.rglob("*")):
            if path.suffix in (".py", ".jinja", ".typed") and "__pycache__" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(path.read_bytes() + b"\0")
    return digest.digest()


def _version(library: str) -> str:
    """The version of a library; none for one that this run may do without, such as overlays'."""
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""


def cache_folder() -> Path:
    """`SPECLOOM_CACHE_DIR`, else the folder of the XDG Base Directory Specification."""
    own = os.environ.get("SPECLOOM_CACHE_DIR")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "specloom"


class Cache:
    """Entries in a folder; None keeps nothing.

    A cache that cannot be read or written costs time and nothing else.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def find(self, key: str) -> Entry | None:
        """The result of an earlier run, when all its inputs are unchanged."""
        if self._folder is None:
            return None
        try:
            data = json.loads((self._folder / f"{key}.json").read_text(encoding="utf-8"))
            inputs, files, output = data["inputs"], data["files"], data["output"]
            if any(_digest(Path(path)) != digest for path, digest in inputs.items()):
                return None
            warnings = tuple(map(_warning, data["warnings"]))
            skipped = data["skipped"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return Entry(files, output, warnings, skipped)

    def store(self, key: str, inputs: Mapping[str, str], entry: Entry) -> None:
        """Keep a result.

        Args:
            key: the request's fingerprint.
            inputs: the SHA-256 of what was read, by absolute path.
            entry: the result.
        """
        if self._folder is None:
            return
        data = {
            "inputs": dict(inputs),
            "files": entry.files,
            "output": entry.output,
            "skipped": entry.skipped,
            "warnings": [_warning_data(warning) for warning in entry.warnings],
        }
        text = json.dumps(data)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self._folder, suffix=".tmp", delete=False
            ) as file:
                file.write(text)
            Path(file.name).replace(self._folder / f"{key}.json")
            _forget_old(self._folder)
        except OSError:
            return


def _warning_data(warning: Diagnostic) -> dict[str, Any]:
    location = warning.location
    return {
        "code": warning.code.name,
        "message": warning.message,
        "file": str(location.file) if location else None,
        "pointer": list(location.pointer) if location else [],
        "position": location.position if location else None,
        "remedy": warning.remedy,
    }


def _warning(data: Mapping[str, Any]) -> Diagnostic:
    position = data["position"]
    location = (
        None
        if data["file"] is None
        else Location(
            Path(data["file"]), tuple(data["pointer"]), tuple(position) if position else None
        )
    )
    code = Code[data["code"]]
    return Diagnostic(code, data["message"], location, data["remedy"], Severity.WARNING)


def _forget_old(folder: Path) -> None:
    entries = sorted(folder.glob("*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in entries[KEPT_ENTRIES:]:
        path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
