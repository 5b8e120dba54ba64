"""A document as a flat stream of events, the same for YAML and JSON.

The exact reader and the search for positions both consume this stream, so neither needs to know
the syntax, and neither recurses.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class Kind(Enum):
    """What an event begins, ends or is."""

    MAPPING_START = auto()
    MAPPING_END = auto()
    SEQUENCE_START = auto()
    SEQUENCE_END = auto()
    SCALAR = auto()
    ALIAS = auto()


class Event(NamedTuple):
    """One event; ``offset`` counts the characters of the text before it.

    ``text`` is a scalar's content or an alias's name. ``plain`` tells a scalar without quotes,
    whose text decides its type. ``tag`` and ``anchor`` are YAML's, and None where there is none.
    """

    kind: Kind
    offset: int
    text: str = ""
    plain: bool = False
    tag: str | None = None
    anchor: str | None = None


class SyntaxProblemError(Exception):
    """The text is not in its syntax from character `index` on."""

    def __init__(self, problem: str, index: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.index = index


class SecondDocumentError(SyntaxProblemError):
    """A second YAML document starts at `index`."""
