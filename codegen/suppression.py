"""Warnings that sdk.yaml says are known and meant: `suppress`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from codegen.config import Config
from codegen.config_selection import SuppressSection
from codegen.diagnostics import Code, Diagnostic, Location, Severity, SpecError
from codegen.resolve.pointer import parse_pointer
from codegen.resolve.suggestion import similar_key


class Suppressions:
    """Knows which warnings are not to be shown, and which settings name none."""

    def __init__(self, config: Config) -> None:
        """Raises:
        SpecError: a setting names a code that does not exist (SL602).
        """
        self._config = config
        known = {code.identifier: code for code in Code}
        wrong = [
            Diagnostic(
                Code.INVALID_SETTING,
                f"there is no diagnostic {section.code}",
                config.location("suppress", index, "code"),
                _meant(section.code, known),
            )
            for index, section in enumerate(config.suppress)
            if section.code not in known
        ]
        if wrong:
            raise SpecError(*wrong)

    def hides(self, diagnostic: Diagnostic) -> bool:
        """Whether it is a warning that is not to be shown."""
        return any(self._covers(section, diagnostic) for section in self._config.suppress)

    def _covers(self, section: SuppressSection, diagnostic: Diagnostic) -> bool:
        if diagnostic.severity is not Severity.WARNING:
            return False
        if section.code != diagnostic.code.identifier:
            return False
        if section.at is None:
            return True
        file, _, text = section.at.partition("#")
        at = diagnostic.location
        if at is None or (file and _real(self._config.path(file)) != _real(at.file)):
            return False
        pointer = parse_pointer(text.rstrip("/"))
        return tuple(map(str, at.pointer[: len(pointer)])) == pointer

    def unused(self, found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield a warning for every setting that hides nothing of what was found."""
        for index, section in enumerate(self._config.suppress):
            if not any(self._covers(section, diagnostic) for diagnostic in found):
                place = f" at {ascii(section.at)[1:-1]}" if section.at else ""
                yield Diagnostic(
                    Code.UNUSED_SETTING,
                    f"`suppress` names {section.code}{place}, of which there is no warning",
                    self._location(index),
                    "remove it; an error cannot be suppressed: `skip` leaves out what it is about",
                    Severity.WARNING,
                )

    def _location(self, index: int) -> Location | None:
        return self._config.location("suppress", index)


def _real(path: Path) -> str:
    return os.path.realpath(path)


def _meant(code: str, known: dict[str, Code]) -> str | None:
    meant = similar_key(dict.fromkeys(known), code)
    return f"did you mean {meant} ({known[meant].slug})?" if meant else None
