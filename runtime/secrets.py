"""Credentials, held so that they do not show, and checked before they reach a header."""

from __future__ import annotations

from typing import final

from .errors import SDKError
from .headers import check_text


@final
class Secret:
    """A string whose `repr` and `str` are masked."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the string itself."""
        return self._value

    def __repr__(self) -> str:
        return "Secret('***')"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret cannot be pickled")


def revealed(value: object) -> object:
    """Give what a `Secret` holds; anything else comes back as it is."""
    return value.reveal() if isinstance(value, Secret) else value


def clean_secret(option: str, value: object, *, empty: bool = False) -> str:
    """Check a credential and strip the white space that files and shells leave after it.

    Args:
        option: the name of the client option, for the message; the value never enters it.
        value: what the user, the environment or the user's callable gave.
        empty: whether it may be empty, as many a password of HTTP Basic is.

    Raises:
        SDKError: it is not text, is empty, or has characters that no header may carry.
    """
    if not isinstance(value, str):
        raise SDKError(f"`{option}` must be a string, not {type(value).__name__}")
    stripped = value.strip()
    if not stripped and not empty:
        raise SDKError(f"`{option}` is empty")
    try:
        check_text(f"`{option}`", stripped)
    except ValueError as error:
        raise SDKError(str(error)) from None
    return stripped
