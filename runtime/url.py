"""URLs: the base address, path templates and the WebSocket twin of an HTTP address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from .errors import SDKError
from .query import encode_query, merge_query, parse_query
from .settings import ServerVariable
from .styles import NO_STYLES, SIMPLE, Styles, path_text

HTTP_SCHEMES: Final = frozenset({"http", "https"})
WEBSOCKET_SCHEMES: Final = frozenset({"ws", "wss"})
_TWIN_SCHEME: Final = {"https": "wss", "http": "ws", "wss": "https", "ws": "http"}
_DEFAULT_PORT: Final = {"http": 80, "ws": 80, "https": 443, "wss": 443}

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_VARIABLE_VALUE = re.compile(r"[A-Za-z0-9._~:/-]*")
_DOT_SEGMENT = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BaseURL:
    """The address that every path is joined to.

    path never ends in a slash; query is the address's own and goes with every request.
    """

    scheme: str
    authority: str
    path: str
    query: str

    def __str__(self) -> str:
        return urlunsplit((self.scheme, self.authority, self.path, self.query, ""))

    @property
    def is_exposed(self) -> bool:
        """Whether what is sent there can be read on its way: no TLS, and another machine."""
        if self.scheme in ("https", "wss"):
            return False
        return not is_loopback(urlsplit(f"//{self.authority}").hostname or "")

    def join(self, path: str, query: Iterable[tuple[str, str]] = (), whole_query: str = "") -> str:
        """Append an already encoded path, and merge `query` over the address's own.

        `whole_query` is a query string that is more than pairs; it comes last, as it is.
        """
        pairs = merge_query(parse_query(self.query), query)
        joined = "&".join(filter(None, (encode_query(pairs), whole_query)))
        return urlunsplit((self.scheme, self.authority, self.path + path, joined, ""))

    def resolve(self, relative: str) -> BaseURL:
        """Give the address that a relative one means: below this one, or below its host."""
        path = relative if relative.startswith("/") else f"{self.path}/{relative}"
        segments = [s for s in path.split("/") if s not in ("", ".")]
        kept: list[str] = []
        for segment in segments:
            if segment == "..":
                kept[-1:] = []
            else:
                kept.append(segment)
        return BaseURL(self.scheme, self.authority, "".join(f"/{s}" for s in kept), self.query)

    def for_websocket(self) -> BaseURL:
        """The same address with `wss` for `https` and `ws` for `http`."""
        return self if self.scheme in WEBSOCKET_SCHEMES else self._twin()

    def for_http(self) -> BaseURL:
        """The same address with `https` for `wss` and `http` for `ws`."""
        return self if self.scheme in HTTP_SCHEMES else self._twin()

    def _twin(self) -> BaseURL:
        return BaseURL(_TWIN_SCHEME[self.scheme], self.authority, self.path, self.query)


def parse_base_url(option: str, value: str, *, websocket: bool = False) -> BaseURL:
    """Check and take apart a base address.

    Args:
        option: the client option or variable it came from, for the message.
        value: the address; a trailing slash makes no difference.
        websocket: allow `ws` and `wss` besides `http` and `https`.

    Raises:
        SDKError: another scheme, no host, a user name or password, a fragment, a bad port, or
            white space and control characters. The message shows neither password nor query.
    """
    text = value.strip()
    if any(character.isspace() or not character.isprintable() for character in text):
        raise SDKError(f"`{option}` contains white space or control characters")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise SDKError(f"`{option}` is not a URL") from None
    allowed = HTTP_SCHEMES | WEBSOCKET_SCHEMES if websocket else HTTP_SCHEMES
    if parts.scheme not in allowed or not parts.hostname:
        raise SDKError(f"`{option}` must be an absolute URL that starts with {_one_of(allowed)}")
    if "@" in parts.netloc:
        raise SDKError(f"`{option}` must not contain a user name or password")
    if parts.fragment:
        raise SDKError(f"`{option}` must not contain a fragment")
    if has_dot_segment(parts.path):
        raise SDKError(f"`{option}` must not contain the path segments '.' or '..'")
    return BaseURL(parts.scheme, parts.netloc, parts.path.rstrip("/"), parts.query)


def has_dot_segment(path: str) -> bool:
    """Say whether a path has a `.` or `..` in it, percent-encoded or not (RFC 3986, 5.2.4)."""
    return any(segment in (".", "..") for segment in unquote(path).split("/"))


def fill_variables(
    template: str, variables: Sequence[ServerVariable], options: Mapping[str, object]
) -> str:
    """Fill the variables of an API's address with the client's options.

    All that is given is checked, whether the address has it or not.

    Raises:
        SDKError: a value is missing, is not one of the choices, or would change more than its
            place.
    """
    values = {variable.option: _variable_value(variable, options) for variable in variables}

    def value_of(found: re.Match[str]) -> str:
        value = values.get(found[1], found[0])
        if value is None:
            raise SDKError(_missing(found[1], variables))
        return value

    return _PLACEHOLDER.sub(value_of, template)


def _variable_value(variable: ServerVariable, options: Mapping[str, object]) -> str | None:
    given = options.get(variable.option)
    if given is None:
        return variable.default
    value = str(given)
    if variable.choices and value not in variable.choices:
        raise SDKError(f"`{variable.option}` must be one of: {', '.join(variable.choices)}")
    if not variable.choices and not _VARIABLE_VALUE.fullmatch(value):
        raise SDKError(f"`{variable.option}` has a character that an address cannot have there")
    return value


def _missing(option: str, variables: Sequence[ServerVariable]) -> str:
    names = [v.variable for v in variables if v.option == option and v.variable]
    hint = f", or set {names[0]}" if names else ""
    return f"the API's address needs `{option}`: give it{hint}"


def expand_path(template: str, parameters: Mapping[str, object], styles: Styles = NO_STYLES) -> str:
    """Fill a path template (`/calls/{call_id}`), each value percent-encoded, `/` included.

    Args:
        template: the path, with the names of its parameters in braces.
        parameters: their values.
        styles: how a parameter is written, where it is not in style `simple`.

    Raises:
        ValueError: a value is empty, or a segment would become `.` or `..`, which servers and
            proxies take as another path (RFC 3986, section 5.2.4).
    """
    plain: dict[str, str] = {}
    values: dict[str, str] = {}
    for name, value in parameters.items():
        style = styles.get(name, SIMPLE)
        plain[name] = path_text(name, value, style, encoded=False)
        values[name] = path_text(name, value, style)
        if not plain[name]:
            raise ValueError(f"Expected a non-empty value for `{name}` but received {value!r}")
    for segment in template.split("/"):
        if "{" in segment:
            _check_segment(segment, plain)
    path = _PLACEHOLDER.sub(lambda match: values[match[1]], template)
    return path if path.startswith("/") else f"/{path}"


def origin(url: str) -> tuple[str, str, int | None]:
    """Give what two URLs must share to be of one origin: security, host and port.

    Raises:
        ValueError: the port is not a number.
    """
    parts = urlsplit(url)
    scheme = {"wss": "https", "ws": "http"}.get(parts.scheme, parts.scheme)
    return scheme, (parts.hostname or "").lower(), parts.port or _DEFAULT_PORT.get(scheme)


def shown_origin(url: str) -> str:
    """Write the origin of a URL for a message: no path, no query, no user name."""
    try:
        parts = urlsplit(url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an invalid URL"
    return ascii(f"{parts.scheme}://{host or ''}{port}")[1:-1]


def without_query(url: str) -> str:
    """Drop the query, the fragment and the user name, any of which may be secret."""
    parts = urlsplit(url)
    return urlunsplit(
        SplitResult(parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", "")
    )


def http_twin(url: str) -> str:
    """Give the `http` or `https` form of a WebSocket URL; others come back unchanged."""
    parts = urlsplit(url)
    if parts.scheme in WEBSOCKET_SCHEMES:
        parts = parts._replace(scheme=_TWIN_SCHEME[parts.scheme])
    return urlunsplit(parts)


def websocket_twin(url: str) -> str:
    """Give the `ws` or `wss` form of an HTTP URL; others come back unchanged."""
    parts = urlsplit(url)
    if parts.scheme in HTTP_SCHEMES:
        parts = parts._replace(scheme=_TWIN_SCHEME[parts.scheme])
    return urlunsplit(parts)


@lru_cache(maxsize=64)
def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761, section 6.3
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _check_segment(segment: str, values: Mapping[str, str]) -> None:
    # After joining, so that neighbours such as `{a}{b}` cannot form `..` together.
    joined = _PLACEHOLDER.sub(lambda match: values[match[1]], segment)
    if _DOT_SEGMENT.fullmatch(joined):
        names = ", ".join(f"`{name}`" for name in _PLACEHOLDER.findall(segment))
        raise ValueError(f"{names} would make the path segment {joined!r}, which is not allowed")


def _one_of(schemes: frozenset[str]) -> str:
    return " or ".join(f"{scheme}://" for scheme in sorted(schemes))
