"""Bytes that travel as text."""

from __future__ import annotations

from binascii import Error, a2b_base64
from typing import overload


@overload
def base64_bytes(text: str) -> bytes: ...


@overload
def base64_bytes(text: str | None) -> bytes | None: ...


def base64_bytes(text: str | None) -> bytes | None:
    """Decode base64 (RFC 4648, section 4), in lines or in one; nothing stays nothing.

    Raises:
        ValueError: it is not base64, or no text at all. The message does not quote it.
    """
    if text is None:
        return None
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError(f"base64 is text, not {type(text).__name__}")
    try:
        return a2b_base64(text, strict_mode=True)
    except (Error, ValueError):
        pass
    try:
        return a2b_base64("".join(text.split()), strict_mode=True)
    except (Error, ValueError) as error:
        raise ValueError(f"the text is not base64: {error}") from None
