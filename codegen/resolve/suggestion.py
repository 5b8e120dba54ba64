"""What a mistyped key was probably meant to be."""

from __future__ import annotations

import difflib

from codegen.read.json_value import JsonValue

# Comparing costs the product of the lengths: beyond these, no suggestion is worth the wait.
_LONGEST_KEY = 200
_MOST_KEYS = 5000


def similar_key(value: JsonValue, key: str) -> str | None:
    """Return the key of a mapping that is most like `key`, or None when none is alike."""
    if not isinstance(value, dict) or len(key) > _LONGEST_KEY or len(value) > _MOST_KEYS:
        return None
    # Case is no difference here: of two keys that differ in nothing else, the first is meant.
    keys: dict[str, str] = {}
    for candidate in value:
        if len(candidate) <= _LONGEST_KEY:
            keys.setdefault(candidate.casefold(), candidate)
    closest = difflib.get_close_matches(key.casefold(), keys, n=1)
    return keys[closest[0]] if closest else None
