"""What a server keeps between messages: for one connection, and for all of them. All bounded."""

from __future__ import annotations

import copy
import secrets
import string
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final, cast

STATE_LIMIT: Final = 32 * 1024 * 1024
"""Most bytes, roughly, that the state of one connection may take."""

SHARED_LIMIT: Final = 4096
"""Most values and keys that are kept for the whole server; the oldest goes first."""

_ENTRY_SIZE: Final = 64
_KEY_CHARACTERS: Final = string.ascii_letters + string.digits


class StateError(Exception):
    """The state cannot be changed like that, or would outgrow its limit."""


class State:
    """The variables of one connection.

    Values are copied on the way in, so nothing outside changes with them.
    """

    def __init__(self, limit: int = STATE_LIMIT) -> None:
        self.values: dict[str, Any] = {}
        self._sizes: dict[str, int] = {}
        self._limit = limit

    def assign(self, path: tuple[Any, ...], value: Any) -> None:
        """Replace the value at `path`: a variable, then members and indexes.

        Raises:
            StateError: there is no such place, or the state would be too large.
        """
        name = str(path[0])
        value = _copied(value)
        if len(path) == 1:
            self._resize(name, size_of(value))
            self.values[name] = value
            return
        holder = self._at(path[:-1])
        last = path[-1]
        if isinstance(holder, dict):
            members = cast("dict[str, Any]", holder)
            self._grow(name, size_of(value) - size_of(members.get(str(last))))
            members[str(last)] = value
        elif isinstance(holder, list):
            index = _index(holder, last)
            self._grow(name, size_of(value) - size_of(holder[index]))
            holder[index] = value
        else:
            raise StateError(f"{_dotted(path[:-1])} has no members")

    def insert(self, path: tuple[Any, ...], value: Any, at: int | None = None) -> None:
        """Put `value` into the list or buffer at `path`: at an index, or at its end.

        Raises:
            StateError: there is none, or the state would be too large.
        """
        holder = self._at(path)
        value = _copied(value)
        if isinstance(holder, bytearray) and isinstance(value, (bytes, bytearray)):
            self._grow(str(path[0]), len(value))
            position = len(holder) if at is None else at
            holder[position:position] = value
        elif isinstance(holder, list):
            self._grow(str(path[0]), size_of(value))
            rows = holder
            rows.insert(len(rows) if at is None else at, value)
        else:
            raise StateError(f"{_dotted(path)} is not a list, or a buffer with bytes to add")

    def _at(self, path: tuple[Any, ...]) -> Any:
        value: Any = self.values
        for token in path:
            if isinstance(value, dict) and str(token) in value:
                value = cast("dict[str, Any]", value)[str(token)]
            elif isinstance(value, list):
                value = value[_index(value, token)]
            else:
                raise StateError(f"there is no {_dotted(path)}")
        return value

    def _grow(self, name: str, change: int) -> None:
        self._resize(name, self._sizes.get(name, 0) + change)

    def _resize(self, name: str, size: int) -> None:
        if sum(self._sizes.values()) - self._sizes.get(name, 0) + size > self._limit:
            raise StateError(f"the state of the connection would exceed {self._limit} bytes")
        self._sizes[name] = size


class Shared:
    """Values and keys that every connection and request of one server can reach."""

    def __init__(self, limit: int = SHARED_LIMIT) -> None:
        self._values: OrderedDict[str, Any] = OrderedDict()
        self._keys: OrderedDict[str, None] = OrderedDict()
        self._limit = limit

    def put(self, key: str, value: Any) -> None:
        """Keep a copy of `value` under `key`."""
        self._values[key] = _copied(value)
        self._values.move_to_end(key)
        if len(self._values) > self._limit:
            self._values.popitem(last=False)

    def get(self, key: str) -> Any:
        """The value under `key`, or null."""
        return self._values.get(key)

    def issue_key(self, prefix: str = "") -> str:
        """A new credential, accepted from now on wherever the server asks for one."""
        key = prefix + "".join(secrets.choice(_KEY_CHARACTERS) for _ in range(32))
        self._keys[key] = None
        if len(self._keys) > self._limit:
            self._keys.popitem(last=False)
        return key

    def issued(self, key: str) -> bool:
        """Whether the server issued `key`."""
        return key in self._keys


def size_of(value: Any) -> int:
    """Bytes that a value takes, roughly: its texts and buffers, and a part for each entry."""
    if isinstance(value, (str, bytes, bytearray)):
        return _ENTRY_SIZE + len(value)
    if isinstance(value, Mapping):
        members = value
        return _ENTRY_SIZE + sum(size_of(key) + size_of(item) for key, item in members.items())
    if isinstance(value, (list, tuple)):
        return _ENTRY_SIZE + sum(size_of(item) for item in value)
    return _ENTRY_SIZE


def _copied(value: Any) -> Any:
    return copy.deepcopy(value) if isinstance(value, (dict, list, bytearray)) else value


def _index(rows: list[Any], token: Any) -> int:
    try:
        index = int(token)
    except (TypeError, ValueError):
        raise StateError(f"{token!a} is not an index") from None
    if not 0 <= index < len(rows):
        raise StateError(f"index {index} is outside a list of {len(rows)}")
    return index


def _dotted(path: tuple[Any, ...]) -> str:
    return ascii(".".join(str(token) for token in path))[:80]
