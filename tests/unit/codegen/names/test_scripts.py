from __future__ import annotations

import pytest

from codegen.names.scripts import is_spelled, romanized


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Größe", "Grosse"),
        ("café_Ñ", "cafe_N"),
        ("e\u0301", "e"),
        ("Ærø Łódź", "Aero Lodz"),
        ("имяПользователя", "imyaPolzovatelya"),
        ("Щука", "Shchuka"),
        ("όνομα", "onoma"),
        ("なまえ", "namae"),
        ("ガ", "ga"),
        ("이름", "ireum"),
        ("日本", "_u65e5__u672c_"),
        ("\u0e51\u0665", "15"),
        ("²", "2"),
        ("a→b", "a_b"),
        ("\U0001f600", "_"),
        ("\ud800", "_"),
        ("\u202e", "_"),
    ],
    ids=ascii,
)
def test_other_scripts(name: str, latin: str) -> None:
    assert romanized(name) == latin


@pytest.mark.parametrize(
    ("name", "expected"),
    [("u65e5", True), ("Größe", True), ("имя", True), ("ガ", True), ("a→b", True), ("日", False),
     ("id_日", False), ("\u05d0", False)],
    ids=ascii,
)  # fmt: skip
def test_is_spelled(name: str, expected: bool) -> None:
    assert is_spelled(name) is expected
