"""What a run finds out about its input: every error of a stage at once, and warnings.

A reader notes what it finds and goes on with the next operation, channel or message, so that one
run tells everything; `Findings.refuse` ends the stage when there was an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from codegen.diagnostics import Code, Diagnostic, Location, Severity, SpecError


class Findings:
    """Diagnostics in the order in which they were found, each of them once."""

    def __init__(self) -> None:
        # Values are of no use: it is the order and the uniqueness of the keys.
        self._found: dict[Diagnostic, None] = {}
        self._hides: Callable[[Diagnostic], bool] = _nothing

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """Everything, what is not to be shown as well."""
        return tuple(self._found)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(d for d in self._found if d.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """Those that are to be shown."""
        warnings = (d for d in self._found if d.severity is Severity.WARNING)
        return tuple(d for d in warnings if not self._hides(d))

    def hide(self, hides: Callable[[Diagnostic], bool]) -> None:
        """Leave out the warnings of which a function says so, those found so far as well."""
        self._hides = hides

    def warn(
        self, code: Code, message: str, location: Location | None, remedy: str | None = None
    ) -> None:
        """Note something that the reader should know; what is generated is right all the same."""
        self.add(Diagnostic(code, message, location, remedy, Severity.WARNING))

    def error(
        self, code: Code, message: str, location: Location | None, remedy: str | None = None
    ) -> None:
        """Note something that cannot be generated."""
        self.add(Diagnostic(code, message, location, remedy))

    def add(self, *diagnostics: Diagnostic) -> None:
        """Note diagnostics that are made already."""
        self._found.update(dict.fromkeys(diagnostics))

    @contextmanager
    def collect(self) -> Iterator[None]:
        """Note a `SpecError` that is raised inside, and go on behind the block."""
        try:
            yield
        except SpecError as error:
            self.add(*error.diagnostics)

    def refuse(self) -> None:
        """End the run if there is an error.

        Raises:
            SpecError: with every error that was found.
        """
        errors = self.errors
        if errors:
            raise SpecError(*errors)


def _nothing(diagnostic: Diagnostic) -> bool:
    del diagnostic
    return False
