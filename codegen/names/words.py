"""Words: how a name is cut into them, and how they are put together again."""

from __future__ import annotations

import re
from typing import Final

from codegen.names.scripts import romanized

_WORD: Final = re.compile(
    # A letter that is given by its code point, as `scripts` does and as `pascal` writes it.
    r"(?<![A-Za-z0-9])u[0-9a-f]{4,5}(?![A-Za-z0-9])|U[0-9a-f]{4,5}(?![a-z0-9])"
    r"|[oO]Auth[a-z]*[0-9]*"  # one word, whatever its capitals look like
    r"|[A-Z]+(?=[A-Z][a-z])"  # an acronym before a capitalised word: MCPHTTP in MCPHTTPError
    r"|[A-Z]?[a-z]+[0-9]*"
    r"|[A-Z]+[0-9]*"
    r"|[0-9]+"
)
_OAUTH: Final = re.compile(r"oauth[0-9]*")
_CODE_POINT: Final = re.compile(r"[uU][0-9a-f]{4,5}")

_IRREGULAR_SINGULARS: Final = {
    "people": "person",
    "children": "child",
    "indices": "index",
    "vertices": "vertex",
    "matrices": "matrix",
    "criteria": "criterion",
    "data": "data",
    "media": "media",
    "series": "series",
    "news": "news",
    "status": "status",
    "analysis": "analysis",
    "bus": "bus",
    "alias": "alias",
    "canvas": "canvas",
    "address": "address",
    "species": "species",
    "cookies": "cookie",
    "movies": "movie",
    "calories": "calorie",
    "selfies": "selfie",
    "caches": "cache",
    "aliases": "alias",
    "analyses": "analysis",
    "bonuses": "bonus",
    "buses": "bus",
    "campuses": "campus",
    "quizzes": "quiz",
    "statuses": "status",
    "viruses": "virus",
}


def split(name: str) -> list[str]:
    """Cut a name into words at punctuation and at changes of case; anything else is dropped."""
    return _WORD.findall(name if name.isascii() else romanized(name))


def has_code_points(name: str) -> bool:
    """Whether a letter of an identifier is given by its code point."""
    return any(map(_CODE_POINT.fullmatch, split(name)))


def pascal(name: str) -> str:
    """`RealtimeMCPHTTPError` and `realtime_mcphttp_error` both become `RealtimeMcphttpError`.

    The one word that everybody writes with a capital inside keeps it: `OAuth2Token`.
    """
    return "".join(map(_capitalised, split(name)))


def _capitalised(word: str) -> str:
    lower = word.lower()
    return f"OA{lower[2:]}" if _OAUTH.fullmatch(lower) else lower[0].upper() + lower[1:]


def snake(name: str) -> str:
    """`RealtimeMcphttpError` becomes `realtime_mcphttp_error`."""
    return "_".join(word.lower() for word in split(name))


def singular(word: str) -> str:
    """The singular of the last English word of a name in snake case.

    A word that is not recognised as a plural stays as it is.
    """
    head, underscore, last = word.rpartition("_")
    lower = last.lower()
    if lower in _IRREGULAR_SINGULARS:
        single = _IRREGULAR_SINGULARS[lower]
    elif lower.endswith("ies") and len(lower) > 4:
        single = last[:-3] + "y"
    elif lower.endswith(("sses", "shes", "ches", "xes", "zes")):
        single = last[:-2]
    elif lower.endswith("s") and not lower.endswith(("ss", "us", "is")) and len(lower) > 2:
        single = last[:-1]
    else:
        single = last
    return head + underscore + single
