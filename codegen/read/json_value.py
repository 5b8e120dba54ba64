"""The only data a document holds once it is read."""

from __future__ import annotations

from typing import TypeAlias

JsonValue: TypeAlias = dict[str, "JsonValue"] | list["JsonValue"] | str | int | float | bool | None
"""A JSON value (RFC 8259). Numbers are finite; strings hold no half of a surrogate pair."""
