from __future__ import annotations

import json
from pathlib import Path

import pytest

from codegen.diagnostics import Code, Diagnostic, Location, Severity
from codegen.reporting import Format, counted, github_command, report

AT = Location(Path("a,b:c%.yaml"), ("x", "y/z"), (3, 7))
ERROR = Diagnostic(Code.UNRESOLVED_REF, "100% wrong\n::error::", AT, "stop: it, now")
WARNING = Diagnostic(Code.UNSURE_DIRECTION, "who", None, None, Severity.WARNING)


class TestJson:
    def test_one_object_for_each(self, capsys: pytest.CaptureFixture[str]) -> None:
        report([WARNING, ERROR], Format.JSON, err=True)
        out, err = capsys.readouterr()
        assert err == ""
        assert [json.loads(line) for line in out.splitlines()] == [
            {
                "code": "SL101",
                "slug": "unresolved-ref",
                "severity": "error",
                "message": "100% wrong\n::error::",
                "file": "a,b:c%.yaml",
                "line": 3,
                "column": 7,
                "pointer": "#/x/y~1z",
                "remedy": "stop: it, now",
            },
            {
                "code": "SL402",
                "slug": "unsure-direction",
                "severity": "warning",
                "message": "who",
                "file": None,
                "line": None,
                "column": None,
                "pointer": None,
                "remedy": Code.UNSURE_DIRECTION.remedy,
            },
        ]


class TestGithub:
    def test_properties_and_data_are_escaped(self) -> None:
        assert github_command(ERROR) == (
            "::error file=a%2Cb%3Ac%25.yaml,line=3,col=7,title=SL101 unresolved-ref"
            "::100%25 wrong%0A::error::; stop: it, now"
        )

    def test_without_a_place(self) -> None:
        assert github_command(WARNING) == (
            f"::warning title=SL402 unsure-direction::who; {Code.UNSURE_DIRECTION.remedy}"
        )

    @pytest.mark.parametrize("end", ["\r", "\n", "\x0b", "\x85", "\u2028"])
    def test_every_end_of_line(self, end: str) -> None:
        line = github_command(Diagnostic(Code.INVALID_YAML, f"a{end}::error::b", AT))
        assert len(line.splitlines()) == 1


class TestText:
    def test_no_colour_without_a_terminal(self, capsys: pytest.CaptureFixture[str]) -> None:
        report([WARNING], Format.TEXT)
        assert capsys.readouterr().out.startswith("warning SL402 unsure-direction: who; ")

    def test_colour_on_a_terminal(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr("codegen.reporting._is_terminal", lambda *, err: True)
        report([WARNING], Format.TEXT)
        assert capsys.readouterr().out.startswith("\x1b[33m\x1b[1mwarning SL402")
        monkeypatch.setenv("NO_COLOR", "1")
        report([WARNING], Format.TEXT)
        assert "\x1b" not in capsys.readouterr().out


def test_counted() -> None:
    assert counted([]) == "no problems"
    assert counted([ERROR, WARNING, WARNING]) == "1 error, 2 warnings"
