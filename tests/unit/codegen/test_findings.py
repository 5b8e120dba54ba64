from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, Diagnostic, Location, Severity, SpecError
from codegen.findings import Findings

AT = Location(Path("a.yaml"), ("x",))


class TestFindings:
    def test_nothing_found_refuses_nothing(self) -> None:
        Findings().refuse()

    def test_warnings_refuse_nothing(self) -> None:
        findings = Findings()
        findings.warn(Code.UNSURE_DIRECTION, "who sends this", AT, "say so")
        findings.refuse()
        assert findings.warnings == (
            Diagnostic(Code.UNSURE_DIRECTION, "who sends this", AT, "say so", Severity.WARNING),
        )
        assert findings.errors == ()

    def test_every_error_in_order(self) -> None:
        findings = Findings()
        findings.error(Code.INVALID_SCHEMA, "first", AT)
        with findings.collect():
            findings.warn(Code.UNSURE_DIRECTION, "between", AT)
            raise SpecError.of(Code.UNRESOLVED_REF, "second", AT)
        findings.error(Code.INVALID_OPERATION, "third", None)
        with pytest.raises(SpecError) as caught:
            findings.refuse()
        assert [d.message for d in caught.value.diagnostics] == ["first", "second", "third"]

    def test_the_same_once(self) -> None:
        findings = Findings()
        for _ in range(2):
            findings.error(Code.INVALID_SCHEMA, "first", AT)
        assert len(findings.errors) == 1

    def test_only_what_is_wrong_with_the_input_is_collected(self) -> None:
        with pytest.raises(ZeroDivisionError), Findings().collect():
            raise ZeroDivisionError
