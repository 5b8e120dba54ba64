"""Text that came from a server, made safe for exception messages and logs."""

from __future__ import annotations

from collections.abc import Iterable

from .constants import MAX_ERROR_TEXT

SHORTEST_SECRET = 6
"""A shorter credential would match ordinary words, and masking it would garble the message."""


def printable(text: str, limit: int = MAX_ERROR_TEXT) -> str:
    """Escape what does not print and cut the text at `limit` characters.

    Line ends, terminal escapes, direction marks and lone surrogates become `\\n`, `\\x1b`,
    `\\u202e`, `\\ud800`: a server cannot forge a log line or drive the user's terminal.
    """
    shown = text[:limit]
    if not shown.isprintable():
        shown = "".join(
            character
            if character.isprintable()
            else character.encode("unicode_escape").decode("ascii")
            for character in shown
        )
    return shown if len(text) <= limit else f"{shown}... ({len(text)} characters)"


def mask(text: str, secrets: Iterable[str]) -> str:
    """Replace each of `secrets` in `text` by `***`, for servers that quote the key they refuse."""
    for secret in secrets:
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, "***")
    return text
