"""What a schema is called that a `$ref` names and that is no component of its own.

It is known by what it belongs to: the payload of a message by the message, a property or an item
by the schema around it, what is sent and answered by the operation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# Keywords under which schemas have names of their own.
_NAMED: Final = frozenset({"schemas", "$defs", "definitions"})
# What a schema is to the one around it; the empty word adds nothing.
_ROLES: Final[dict[str | int, str]] = {
    "items": "item", "prefixItems": "item", "additionalProperties": "value", "not": "exclusion",
    "properties": "", "allOf": "part", "anyOf": "option", "oneOf": "option", "schema": "",
    "content": "", "payload": "", "requestBody": "request", "responses": "response",
    "parameters": "parameter", "headers": "header", "messages": "", "components": "", "paths": "",
    "channels": "", "callbacks": "", "webhooks": "", "requestBodies": "",
}  # fmt: skip


def name_of_place(pointer: Sequence[str | int]) -> str:
    """A name for the schema at a place; empty for a whole file."""
    start = next((i for i in reversed(range(len(pointer))) if pointer[i] in _NAMED), -1)
    rest = list(pointer[start + 1 :])
    words = [str(rest.pop(0))] if start >= 0 and rest else []
    while rest:
        step = rest.pop(0)
        if step == "properties" and words and rest:
            words.append(str(rest.pop(0)))
        elif step == "content" and rest:
            # The media type says nothing about what the schema is.
            rest.pop(0)
        elif step == "responses" and words and rest:
            code = str(rest.pop(0))
            words.append("response" if code.startswith("2") else f"{code} response")
        elif isinstance(step, int):
            words.append(str(step + 1))
        elif words or step not in _ROLES:
            words.append(_ROLES.get(step, step))
    return " ".join(word for word in words if word)


def name_of_component(pointer: Sequence[str | int]) -> str:
    """The component that a schema is a definition of; empty for what is none."""
    is_inside = len(pointer) > 4 and pointer[:2] == ("components", "schemas")
    return str(pointer[2]) if is_inside and not _NAMED.isdisjoint(pointer[3:]) else ""


def plain(name: str) -> str:
    """A name as far as it tells one class from another."""
    return re.sub(r"[\W_]", "", name.casefold())
