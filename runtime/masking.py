"""Masking: secrets are taken out of messages before they are written anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .json_types import is_array, is_object

MASK = "***"

SECRET_NAMES = frozenset(
    {
        "accesskey",
        "accesstoken",
        "apikey",
        "apisecret",
        "authorization",
        "authtoken",
        "bearertoken",
        "clientsecret",
        "cookie",
        "credential",
        "credentials",
        "idtoken",
        "jwt",
        "listenkey",
        "passphrase",
        "passwd",
        "password",
        "privatekey",
        "proxyauthorization",
        "refreshtoken",
        "secret",
        "secretkey",
        "sessiontoken",
        "setcookie",
        "signature",
        "token",
        "xapikey",
    }
)
"""Names of members that carry secrets, in lower case and without separators."""

_BEARER = re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE)


class Mask:
    """Takes secrets out of JSON values and texts.

    Args:
        names: members that carry secrets, beside `SECRET_NAMES`; case, `-` and `_` do not matter.
        values: the secrets that are known, which are masked wherever they stand.
    """

    def __init__(self, names: Iterable[str] = (), values: Iterable[str] = ()) -> None:
        self._names = SECRET_NAMES | {_plain(name) for name in names}
        self._secret: dict[str, bool] = {}
        self._values: tuple[str, ...] = ()
        self.add_values(values)
        # Longest first: a name may begin with another one.
        ordered = sorted(filter(None, self._names), key=lambda name: (-len(name), name))
        spelled = "|".join("[-_ ]?".join(map(re.escape, name)) for name in ordered)
        self._query = re.compile(rf"([?&](?:{spelled})=)[^&#\s\"']+", re.IGNORECASE)
        self._pair = re.compile(
            rf"(?<![a-z0-9])((?:{spelled})[\"']?\s*[:=]\s*)(?:\"[^\"]*\"?|'[^']*'?|[^\s&,;}}\]]+)",
            re.IGNORECASE,
        )

    def add_values(self, values: Iterable[str]) -> None:
        """Mask further known secrets, such as a key that was renewed."""
        known = {*self._values, *filter(None, values)}
        self._values = tuple(sorted(known, key=lambda value: (-len(value), value)))

    def value(self, value: object) -> object:
        """Give a JSON value without secrets; what is under a secret's name keeps its shape.

        Raises:
            RecursionError: it is too deep.
        """
        if isinstance(value, str):
            return self.string(value)
        if is_array(value):
            return [self.value(item) for item in value]
        if is_object(value):
            return {
                self.string(name): hidden(item) if self._is_secret(name) else self.value(item)
                for name, item in value.items()
            }
        return value

    def string(self, text: str) -> str:
        """Give a string of a message without secrets."""
        for value in self._values:
            if value in text:
                text = text.replace(value, MASK)
        if "=" in text and ("?" in text or "&" in text):
            text = self._query.sub(rf"\1{MASK}", text)
        if " " in text:
            text = _BEARER.sub(rf"\1 {MASK}", text)
        return text

    def text(self, text: str) -> str:
        """Give a message that is no JSON without secrets: what follows a secret's name is one."""
        return self._pair.sub(rf"\1{MASK}", self.string(text))

    def data(self, data: bytes) -> bytes:
        """Give a binary message without the secrets that are known."""
        for value in self._values:
            data = data.replace(value.encode(), MASK.encode())
        return data

    def _is_secret(self, name: str) -> bool:
        known = self._secret.get(name)
        if known is None:
            known = _plain(name) in self._names
            if len(self._secret) < 10_000:  # names may be data: the cache does not grow with them
                self._secret[name] = known
        return known


def hidden(value: object) -> object:
    """Give a value of the same shape that tells nothing: masked strings, and 0 for numbers."""
    if isinstance(value, str):
        return MASK if value else ""
    if is_array(value):
        return [hidden(item) for item in value]
    if is_object(value):
        return {name: hidden(item) for name, item in value.items()}
    return value if value is None or isinstance(value, bool) else 0


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
