from __future__ import annotations

import re
from pathlib import Path

import pytest

from codegen.diagnostics import (
    Code,
    Diagnostic,
    Location,
    Severity,
    SpecError,
    display_path,
    format_pointer,
    quote,
    render_all,
)

PUBLISHED = Path(__file__).resolve().parents[2] / "diagnostics/published_codes.txt"


class TestCode:
    def test_identifiers_and_slugs_are_unique_and_well_formed(self) -> None:
        identifiers = [code.identifier for code in Code]
        slugs = [code.slug for code in Code]
        assert len(set(identifiers)) == len(identifiers)
        assert len(set(slugs)) == len(slugs)
        assert all(re.fullmatch(r"SL[0-6][0-9]{2}", identifier) for identifier in identifiers)
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)

    def test_codes_are_listed_in_order(self) -> None:
        identifiers = [code.identifier for code in Code]
        assert identifiers == sorted(identifiers)

    def test_a_published_code_stays_what_it_is(self) -> None:
        """Who suppresses or looks for a code relies on it; that of what is gone is never reused."""
        lines = PUBLISHED.read_text(encoding="ascii").splitlines()
        identifiers, slugs = zip(*(line.split(" ") for line in lines), strict=True)
        assert set(map(str, Code)) <= set(lines), "run `make docs`"
        assert len(set(identifiers)) == len(set(slugs)) == len(lines)

    @pytest.mark.parametrize("code", Code, ids=str)
    def test_every_code_has_a_meaning_and_a_remedy(self, code: Code) -> None:
        assert code.meaning.endswith(".")
        assert "\n" not in code.meaning
        assert code.remedy
        assert not code.remedy.endswith(".")

    def test_str_names_identifier_and_slug(self) -> None:
        assert str(Code.UNRESOLVED_REF) == "SL101 unresolved-ref"


class TestLocation:
    def test_position_is_no_part_of_the_identity(self) -> None:
        plain = Location(Path("a.yaml"), ("x", 0))
        assert plain == Location(Path("a.yaml"), ("x", 0), position=(3, 4))
        assert len({plain, Location(Path("a.yaml"), ("x", 0), position=(3, 4))}) == 1

    def test_child_and_parent(self) -> None:
        location = Location(Path("a.yaml")).child("paths", "/x", 0)
        assert location.pointer == ("paths", "/x", 0)
        assert location.parent == Location(Path("a.yaml"), ("paths", "/x"))
        assert Location(Path("a.yaml")).parent == Location(Path("a.yaml"))

    def test_str_is_path_and_pointer(self) -> None:
        assert str(Location(Path("a.yaml"), ("paths", "/x~y", 0))) == "a.yaml#/paths/~1x~0y/0"


class TestQuote:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("plain", "'plain'"),
            ("line\nbreak\x1b[31m", r"'line\nbreak\x1b[31m'"),
            ("caf\u00e9 \u202e", r"'caf\xe9 \u202e'"),
            (3.5, "3.5"),
            (None, "None"),
        ],
    )
    def test_values_become_printable_ascii(self, value: object, expected: str) -> None:
        assert quote(value) == expected

    def test_a_long_value_is_shortened_to_the_limit(self) -> None:
        shortened = quote("x" * 1_000_000)
        assert shortened == "'" + "x" * 76 + "..."
        assert len(shortened) == 80

    def test_a_value_of_the_limit_is_kept_whole(self) -> None:
        assert quote("x" * 78) == "'" + "x" * 78 + "'"
        assert quote("x" * 79) == "'" + "x" * 76 + "..."


def test_format_pointer_escapes_as_rfc_6901_has_it() -> None:
    assert format_pointer(()) == "#"
    assert format_pointer(("a/b", "m~n", 0, "")) == "#/a~1b/m~0n/0/"


class TestDisplayPath:
    def test_inside_the_working_folder_it_is_relative(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert display_path(tmp_path / "spec" / "a.yaml") == str(Path("spec", "a.yaml"))

    def test_outside_it_is_absolute(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = tmp_path / "work"
        folder.mkdir()
        monkeypatch.chdir(folder)
        assert display_path(tmp_path / "a.yaml") == str(tmp_path / "a.yaml")

    def test_a_control_character_in_a_file_name_is_escaped(self) -> None:
        assert display_path(Path("a\nb.yaml")) == r"'a\nb.yaml'"


class TestRendering:
    def test_line_and_column_come_from_the_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        file = tmp_path / "api.yaml"
        file.write_text("openapi: 3.1.0\npaths:\n  /x: {}\n", encoding="utf-8")
        diagnostic = Diagnostic(
            Code.UNRESOLVED_REF, "it is gone", Location(file, ("paths", "/x")), "bring it back"
        )
        assert str(diagnostic) == (
            "api.yaml:3:3: error SL101 unresolved-ref: it is gone (at #/paths/~1x); bring it back"
        )

    def test_without_a_remedy_the_one_of_the_code_is_printed(self) -> None:
        diagnostic = Diagnostic(
            Code.NAME_COLLISION, "two things", severity=Severity.WARNING, remedy=None
        )
        assert str(diagnostic) == (
            "warning SL501 name-collision: two things; rename one of them in sdk.yaml"
        )

    def test_a_known_position_is_not_looked_up(self) -> None:
        location = Location(Path("gone.yaml"), position=(7, 9))
        assert str(Diagnostic(Code.INVALID_YAML, "no", location, "yes")) == (
            "gone.yaml:7:9: error SL009 invalid-yaml: no; yes"
        )

    def test_a_file_that_cannot_be_read_has_no_position(self) -> None:
        location = Location(Path("gone.yaml"), ("a",))
        assert str(Diagnostic(Code.FILE_MISSING, "no", location, "yes")) == (
            "gone.yaml: error SL001 file-missing: no (at #/a); yes"
        )

    def test_a_pointer_stays_on_one_line(self) -> None:
        location = Location(Path("a.yaml"), ("x\ny",), position=(1, 1))
        assert r"(at #/x\ny)" in str(Diagnostic(Code.INVALID_YAML, "no", location))

    def test_an_error_prints_one_line_for_each_diagnostic_in_order(self) -> None:
        error = SpecError(
            Diagnostic(Code.NAME_COLLISION, "first", remedy="r"),
            Diagnostic(Code.UNUSABLE_NAME, "second", remedy="r"),
        )
        assert str(error).splitlines() == render_all(error.diagnostics)
        assert [item.message for item in error.diagnostics] == ["first", "second"]
