"""Media types: what a body, a part or a parameter is written in (RFC 9110, section 8.3.1)."""

from __future__ import annotations


def essence(media_type: str) -> str:
    """Give the type and subtype alone, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Say whether something of that type is a JSON document."""
    return essence(media_type).endswith("json")
