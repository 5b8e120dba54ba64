"""Names in other scripts, in the letters that identifiers and file names of Python projects have.

Identifiers are ASCII (PEP 8 asks for it of the standard library, for the same reason): they are
typed by people with any keyboard, no two of them look alike, none turns the line around in which it
stands, and a file of that name can be on every file system. Python would take letters of other
scripts (PEP 3131), but most of these scripts have no capitals: a class could not be told from the
attribute that holds it, which pydantic needs. Accents are left out, alphabets and syllabaries are
written in Latin letters as they are commonly pronounced. What has no such spelling is given by its
code points; `codegen.names.unspelled` says so, with the line of sdk.yaml that gives it a name.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_LATIN: Final = {
    "\u00df": "ss", "\u00e6": "ae", "\u00f8": "o", "\u00fe": "th", "\u00f0": "d", "\u0111": "d",
    "\u0142": "l", "\u0153": "oe", "\u0131": "i",
}  # fmt: skip

# From U+0430 on, in the order of the code points; the signs without a sound of their own are empty.
_CYRILLIC: Final = (
    "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t",
    "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
)  # fmt: skip
_MORE_CYRILLIC: Final = {
    "\u0451": "yo", "\u0454": "ye", "\u0456": "i", "\u0457": "yi", "\u0491": "g", "\u045e": "u",
}  # fmt: skip
# From U+03B1 on; the second sigma is that of the end of a word.
_GREEK: Final = (
    "a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s",
    "t", "y", "f", "ch", "ps", "o",
)  # fmt: skip

_LETTERS: Final = {
    **_LATIN,
    **{chr(0x430 + index): letters for index, letters in enumerate(_CYRILLIC)},
    **_MORE_CYRILLIC,
    **{chr(0x3B1 + index): letters for index, letters in enumerate(_GREEK)},
}
# Signs for syllables, whose Unicode names end in what they sound like.
_SYLLABLES: Final = ("HIRAGANA LETTER ", "KATAKANA LETTER ", "HANGUL SYLLABLE ")


def romanized(name: str) -> str:
    """The name in ASCII; what is no letter and no digit is an underscore."""
    return "".join(map(_spelled, unicodedata.normalize("NFKC", name)))


def is_spelled(name: str) -> bool:
    """Whether every letter of a name can be written in Latin letters."""
    return name.isascii() or not any(
        _code_point(c) in _spelled(c) for c in unicodedata.normalize("NFKC", name)
    )


def _spelled(character: str) -> str:
    if character.isascii():
        return character
    lower = character.lower()
    if lower in _LETTERS:
        letters = _LETTERS[lower]
        return letters if character == lower else letters.capitalize()
    if unicodedata.name(character, "").startswith(_SYLLABLES):
        return unicodedata.name(character).split()[-1].lower()
    if unicodedata.combining(character):
        return ""
    parts = [c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)]
    if parts != [character]:
        return "".join(map(_spelled, parts))
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return f"_{_code_point(character)}_" if character.isalnum() else "_"


def _code_point(character: str) -> str:
    return f"u{ord(character):04x}"
