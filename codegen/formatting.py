"""The format stage: generated Python through ruff, all files in one run.

The runtime is left as it is: it is vendored byte for byte.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from codegen.output import write_files

LINE_LENGTH = 100

_MEMORY = Path("/dev/shm")  # noqa: S108 - what is made in it is a folder that is ours alone
_SPARE = 32 << 20


def format_files(files: Mapping[str, str]) -> dict[str, str]:
    """Format every Python file below a package, the vendored runtime excepted.

    Raises:
        RuntimeError: ruff refuses a file, which means that what was generated is not Python.
    """
    from ruff.__main__ import find_ruff_bin

    wanted = {
        path: text
        for path, text in files.items()
        if path.endswith(".py") and "/_runtime/" not in path
    }
    formatted = dict(files)
    size = sum(map(len, wanted.values()))
    with tempfile.TemporaryDirectory(prefix="specloom-", dir=_memory(size)) as folder:
        root = Path(folder)
        write_files(wanted, root)
        options = ["--isolated", "--no-cache", "--quiet", f"--line-length={LINE_LENGTH}"]
        # No shell, and the program is the one that the installed package brings.
        run = subprocess.run(  # noqa: S603
            [find_ruff_bin(), "format", *options, "--target-version=py311", "."],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode != 0:
            raise RuntimeError(f"generated code is not Python: {run.stderr.strip()[:2000]}")
        for path in wanted:
            formatted[path] = (root / path).read_text(encoding="utf-8")
    return {path: _tidy(text) for path, text in formatted.items()}


def _memory(size: int) -> Path | None:
    """A file system in memory with room for files of that many characters, where there is one.

    Thousands of files that are there for a second cost a disk more than formatting them does.
    """
    try:
        # Formatting writes each file beside itself; small ones take a page each.
        room = shutil.disk_usage(_MEMORY).free
    except OSError:
        return None
    is_usable = room > 16 * size + _SPARE and os.access(_MEMORY, os.W_OK | os.X_OK)
    return _MEMORY if is_usable else None


def _tidy(text: str) -> str:
    """One line end at the end of a file, none in an empty one."""
    return text.rstrip("\n") + "\n" if text.strip() else ""
