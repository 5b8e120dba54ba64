"""Writing the configuration: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from codegen.diagnostics import Code, SpecError, display_path, reason_of


def check_target(target: Path, *, force: bool) -> None:
    """Refuse to replace a file that nobody asked to be replaced.

    Raises:
        SpecError: there is one (SL626).
    """
    if target.exists() and not force:
        raise SpecError.of(Code.CONFIG_EXISTS, f"{display_path(target)} exists")


def write_config(text: str, target: Path) -> None:
    """Write the file; one that is there is replaced at once.

    Raises:
        SpecError: the folder cannot be written (SL606).
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        try:
            with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(name).chmod(0o644)
            os.replace(name, target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        message = f"{display_path(target)}: {reason_of(error)}"
        raise SpecError.of(Code.OUTPUT_NOT_WRITABLE, message) from None
