"""Budgets that keep a hostile document from using up the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may cost.

    - ``file_bytes``: length of the file, in bytes.
    - ``depth``: mappings and lists around a value. Real documents reach 25; and it is far
      below the recursion limit of Python, so that later stages may recurse.
    - ``values``: keys and values, with every YAML alias counted as what it stands for. Large
      real documents hold some 60,000 in a MiB.
    - ``integer_digits``: decimal digits of an integer; the largest double has 309.
    """

    file_bytes: int = 64 * 1024 * 1024
    depth: int = 200
    values: int = 8_000_000
    integer_digits: int = 309


DEFAULT = Limits()
