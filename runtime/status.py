"""Tables of a document by HTTP status: `404`, `4XX`, `default`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

V = TypeVar("V")


def declared_for(table: Mapping[str, V], status: int) -> V | None:
    """Find what is declared for a status (OpenAPI 3.1, Responses Object).

    The code itself comes before its range, and the range before `default`.
    """
    for key in (str(status), f"{status // 100}XX", "default"):
        if key in table:
            return table[key]
    return None
