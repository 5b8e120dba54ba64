"""The format stage: generated Python through ruff, all files in one run.

The runtime is left as it is: it is vendored byte for byte.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

LINE_LENGTH = 100


def format_files(files: Mapping[str, str]) -> dict[str, str]:
    """Format every Python file below a package, the vendored runtime excepted.

    Raises:
        RuntimeError: ruff refuses a file, which means that what was generated is not Python.
    """
    from ruff.__main__ import find_ruff_bin

    wanted = [path for path in files if path.endswith(".py") and "/_runtime/" not in path]
    formatted = dict(files)
    with tempfile.TemporaryDirectory(prefix="specloom-") as folder:
        root = Path(folder)
        for path in wanted:
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(files[path], encoding="utf-8", newline="\n")
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


def _tidy(text: str) -> str:
    """One line end at the end of a file, none in an empty one."""
    return text.rstrip("\n") + "\n" if text.strip() else ""
