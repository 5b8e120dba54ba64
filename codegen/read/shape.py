"""A check of data as the fast parsers leave it."""

from __future__ import annotations

from enum import Enum, auto
from math import isfinite
from typing import Any

from codegen.read.limits import Limits


class Shape(Enum):
    """Whether data is JSON data within the limits, or the exact reader must look at the text."""

    SOUND = auto()
    DOUBTFUL = auto()


def inspect(value: Any, limits: Limits) -> Shape:
    """Check depth, count, keys and numbers of freshly parsed data, level by level.

    Integer keys, such as the response code ``200``, become text in place. Keys of another type
    are doubtful, since their text is lost, and so are 0 and 1, which Python takes for equal to
    the booleans that may have stood beside them.
    """
    level: list[dict[Any, Any] | list[Any]] = [value] if isinstance(value, dict | list) else []
    depth = count = 0
    while level:
        depth += 1
        if depth > limits.depth:
            return Shape.DOUBTFUL
        deeper: list[dict[Any, Any] | list[Any]] = []
        for container in level:
            if isinstance(container, dict):
                if not _has_text_keys(container):
                    return Shape.DOUBTFUL
                # A key and a value each.
                count += 2 * len(container)
                values: Any = container.values()
            else:
                count += len(container)
                values = container
            for item in values:
                if isinstance(item, dict | list):
                    deeper.append(item)
                elif isinstance(item, float) and not isfinite(item):
                    return Shape.DOUBTFUL
        if count > limits.values:
            return Shape.DOUBTFUL
        level = deeper
    return Shape.SOUND


def may_exceed(text: str, limits: Limits) -> bool:
    """Return whether a text could hold more values than the limit, in YAML or JSON.

    Every value but the first stands after one of these characters. Counting them costs far less
    than holding the values, which a fast parser would make before anybody can count.
    """
    return sum(text.count(mark) for mark in ",[{:-?\n") > limits.values


def _has_text_keys(mapping: dict[Any, Any]) -> bool:
    foreign = [key for key in mapping if type(key) is not str]
    if not foreign:
        return True
    if any(type(key) is not int or key in (0, 1) for key in foreign):
        return False
    members = [(str(key), value) for key, value in mapping.items()]
    mapping.clear()
    mapping.update(members)
    return len(mapping) == len(members)
