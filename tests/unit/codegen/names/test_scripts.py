from __future__ import annotations

import pytest

from codegen.names.scripts import romanized


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
        ("日", "u65e5"),
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
