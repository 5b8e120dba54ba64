"""From an operation and its arguments to a request ready to send: no I/O, no clock."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self, TypedDict, cast

from .auth import AuthParts, option_headers
from .body import WHOLE_BODIES, BodyKind, EncodedBody, encode_body
from .constants import ACCEPTED_CODINGS
from .content import Content, StreamedContent
from .encode_json import without_iterators
from .error_models import ErrorModels
from .errors import SDKError
from .headers import HeaderList, merge_headers
from .media_types import essence
from .operation import Operation
from .query import declared_pairs, merge_query, query_pairs, whole_query
from .sentinels import NotGiven, not_given
from .settings import Credential, SDKSettings
from .styles import FORM, cookie_parameter, header_parameter, is_absent
from .url import BaseURL, expand_path, shown_origin

if TYPE_CHECKING:
    from .http import Timeout


_SECRET_HEADERS: Final = frozenset({"authorization", "cookie"})
_LAST_EVENT_ID: Final = "last-event-id"
_PARAMETERS: Final = ("path", "query", "headers", "cookies", "extra_headers", "extra_query")


class RequestArguments(TypedDict, total=False):
    """The keyword arguments of `request`, `request_raw` and `request_streamed`; see `Arguments`."""

    path: Mapping[str, object]
    query: Mapping[str, object]
    headers: Mapping[str, object]
    cookies: Mapping[str, object]
    whole_query: object
    body: Mapping[str, object] | None
    extra_headers: Mapping[str, object] | None
    extra_query: Mapping[str, object] | None
    extra_body: object | None
    timeout: float | Timeout | NotGiven | None


@dataclass(frozen=True, slots=True, repr=False)
class Arguments:
    """What a method was called with, by wire name.

    path, query, headers, cookies, body: the declared parameters and the fields of the body.
    whole_query: the one argument that is the whole query string.
    extra_headers, extra_query, extra_body: what the user adds, stronger than all else.
    timeout: seconds, or finer; None waits for ever, `not_given` uses the client's.
    idempotency_key: the same in every attempt of a call; sent if the API knows such keys.
    """

    path: Mapping[str, object] = field(default_factory=dict[str, object])
    query: Mapping[str, object] = field(default_factory=dict[str, object])
    headers: Mapping[str, object] = field(default_factory=dict[str, object])
    cookies: Mapping[str, object] = field(default_factory=dict[str, object])
    whole_query: object = None
    body: Mapping[str, object] | None = None
    extra_headers: Mapping[str, object] | None = None
    extra_query: Mapping[str, object] | None = None
    extra_body: object | None = None
    timeout: float | Timeout | NotGiven | None = not_given
    idempotency_key: str = field(default_factory=lambda: str(uuid.uuid4()), init=False, repr=False)
    _encoded: list[EncodedBody | None] = field(
        default_factory=list[EncodedBody | None], init=False, repr=False
    )

    def encoded_body(
        self, bodies: Sequence[BodyKind], content_type: str | None
    ) -> EncodedBody | None:
        """Write the body once for all attempts: an iterator would be empty at the second."""
        if not self._encoded:
            body = encode_body(bodies, self.body, self.extra_body, content_type)
            self._encoded.append(body)
        return self._encoded[0]

    @property
    def is_spent(self) -> bool:
        """Whether the body has been read and cannot be read again."""
        return any(body is not None and _is_spent(body.content) for body in self._encoded)

    def after_event(self, event_id: str) -> Self:
        """Give what asks for the rest of a stream: the same call, with `Last-Event-ID`."""
        rest = copy(self)
        headers = {**_without(self.headers, _LAST_EVENT_ID), "Last-Event-ID": event_id}
        object.__setattr__(rest, "headers", headers)
        if self.extra_headers is not None:
            object.__setattr__(rest, "extra_headers", _without(self.extra_headers, _LAST_EVENT_ID))
        return rest

    def __post_init__(self) -> None:
        # An attempt after the first would find an iterator empty.
        for place in _PARAMETERS:
            given: Mapping[str, object] | None = getattr(self, place)
            if given:
                object.__setattr__(self, place, without_iterators(given))


def for_several_calls(arguments: RequestArguments, bodies: Sequence[BodyKind]) -> RequestArguments:
    """Give the arguments of calls that follow each other, with a list for each iterator in them.

    A body that is one argument stays what it is: it may be too large to be kept.
    """
    is_whole = any(isinstance(body, WHOLE_BODIES) for body in bodies)
    places = _PARAMETERS if is_whole else (*_PARAMETERS, "body", "extra_body")
    listed: dict[str, object] = {**arguments}
    for place in places:
        given = listed.get(place)
        if isinstance(given, Mapping):
            listed[place] = without_iterators(cast("Mapping[str, object]", given))
    return cast("RequestArguments", listed)


def _is_spent(content: Content | None) -> bool:
    """Say whether a body has been read and cannot be read again."""
    return isinstance(content, StreamedContent) and content.is_spent


def _without(headers: Mapping[str, object], lower: str) -> dict[str, object]:
    return {name: value for name, value in headers.items() if name.lower() != lower}


@dataclass(frozen=True, slots=True)
class ClientDefaults:
    """What the client adds to every request.

    allow_insecure: credentials may travel where they can be read on the way.
    """

    settings: SDKSettings
    base_url: BaseURL
    options: Mapping[str, object] = field(repr=False)
    headers: Mapping[str, object] = field(repr=False)
    query: Mapping[str, object] = field(repr=False)
    allow_insecure: bool = False


@dataclass(frozen=True, slots=True)
class PreparedRequest:
    """A request ready to send.

    route: the method and the path template, for logs.
    secrets: the credentials in it, to be masked in messages.
    repeatable: an idempotency key makes doing the work twice harmless.
    errors: the types of the bodies of failures.
    credentials: what is in it of the client's, by what it is.
    alone: it is sent as it is, without what the user's HTTP client adds to requests, and no
        redirect is followed.
    """

    method: str
    url: str = field(repr=False)
    headers: HeaderList = field(repr=False)
    content: Content | None = field(repr=False)
    route: str
    secrets: tuple[str, ...] = field(repr=False)
    repeatable: bool
    errors: ErrorModels | None = None
    credentials: Mapping[Credential, str] = field(default_factory=dict[Credential, str], repr=False)
    alone: bool = False

    @property
    def is_spent(self) -> bool:
        """Whether its body has been read and cannot be read again."""
        return _is_spent(self.content)

    def close(self) -> None:
        """Close the file that was being sent."""
        if isinstance(self.content, StreamedContent):
            self.content.close()

    async def aclose(self) -> None:
        """Close the file that was being sent."""
        if isinstance(self.content, StreamedContent):
            await self.content.aclose()


def prepare(
    operation: Operation[Any],
    arguments: Arguments,
    defaults: ClientDefaults,
    auth: AuthParts,
) -> PreparedRequest:
    """Build the request of one attempt.

    Args:
        operation: what is called.
        arguments: with what.
        defaults: the client's part.
        auth: the credentials, asked for anew in every attempt.

    Raises:
        ValueError, TypeError: an argument cannot be sent; nothing has been sent then.
    """
    settings = defaults.settings
    path = expand_path(operation.path, arguments.path, operation.path_styles)
    query = merge_query(query_pairs(defaults.query), auth.query)
    query = merge_query(query, declared_pairs(arguments.query, operation.query_styles))
    query = merge_query(query, query_pairs(arguments.extra_query or {}))
    asked = _asked_type(arguments.extra_headers)
    body = arguments.encoded_body(operation.bodies, asked)
    key_header = _key_header(operation, settings)
    declared = _declared_headers(operation, arguments)
    if key_header is not None and is_absent(declared.get(key_header)):
        declared = {**_without(declared, key_header.lower()), key_header: arguments.idempotency_key}
    headers = merge_headers(
        (
            {"Accept": operation.accept or operation.result.accept},
            {"Accept-Encoding": ACCEPTED_CODINGS},
            {"User-Agent": settings.user_agent},
            dict(settings.default_headers),
            _content_headers(body),
            auth.headers,
            option_headers(settings, defaults.options),
            defaults.headers,
            declared,
            _cookies(operation, arguments, auth, defaults),
            _own_headers(arguments.extra_headers, asked, body),
        )
    )
    refuse_exposure(defaults, auth, headers)
    whole = (
        whole_query(arguments.whole_query, operation.whole_query) if operation.whole_query else ""
    )
    return PreparedRequest(
        method=operation.method,
        url=defaults.base_url.join(path, query, whole),
        headers=headers,
        content=body.content if body is not None else None,
        route=f"{operation.method} {operation.path}",
        secrets=auth.values,
        repeatable=settings.retry_non_idempotent
        or (key_header is not None and _has(headers, key_header)),
        errors=operation.errors,
        credentials=auth.credentials,
    )


def refuse_exposure(defaults: ClientDefaults, auth: AuthParts, headers: HeaderList) -> None:
    """Keep credentials, the SDK's and those among the user's headers, off plain connections.

    Raises:
        SDKError: they would be sent without TLS to another machine, and the client does not allow
            that.
    """
    if defaults.allow_insecure or not defaults.base_url.is_exposed:
        return
    secret = {item.name.lower() for item in defaults.settings.credentials} | _SECRET_HEADERS
    if auth.values or any(name.lower() in secret for name, _ in headers):
        raise SDKError(
            f"credentials are not sent without TLS to {shown_origin(str(defaults.base_url))}: "
            "use https, or give the client `allow_insecure=True`"
        )


def _key_header(operation: Operation[Any], settings: SDKSettings) -> str | None:
    """The header of the key by which the server knows a request that it has seen."""
    if operation.idempotency_header is not None:
        return operation.idempotency_header
    return settings.idempotency_header if operation.method.upper() in ("POST", "PATCH") else None


def _has(headers: HeaderList, name: str) -> bool:
    return any(present.lower() == name.lower() for present, _ in headers)


def _content_headers(body: EncodedBody | None) -> dict[str, object]:
    if body is None:
        return {}
    headers: dict[str, object] = {"Content-Type": body.content_type}
    if isinstance(body.content, StreamedContent) and body.content.size is not None:
        headers["Content-Length"] = str(body.content.size)
    return headers


def _declared_headers(operation: Operation[Any], arguments: Arguments) -> Mapping[str, object]:
    if not operation.header_styles:
        return arguments.headers
    return {
        name: value
        if is_absent(value) or name not in operation.header_styles
        else header_parameter(name, value, operation.header_styles[name])
        for name, value in arguments.headers.items()
    }


def _cookies(
    operation: Operation[Any], arguments: Arguments, auth: AuthParts, defaults: ClientDefaults
) -> dict[str, object]:
    """The cookies of a call, beside those of the credentials and of the client's own headers."""
    own = [
        text
        for name, value in arguments.cookies.items()
        for text in cookie_parameter(name, value, operation.cookie_styles.get(name, FORM))
    ]
    if not own:
        return {}
    present = [
        str(value)
        for layer in (auth.headers, defaults.headers)
        for name, value in layer.items()
        if name.lower() == "cookie" and not is_absent(value)
    ]
    return {"Cookie": "; ".join((*present, *own))}


def _asked_type(headers: Mapping[str, object] | None) -> str | None:
    """The `Content-Type` that the user asks for, which chooses between the declared bodies."""
    for name, value in (headers or {}).items():
        if name.lower() == "content-type" and isinstance(value, str):
            return value
    return None


def _own_headers(
    headers: Mapping[str, object] | None, asked: str | None, body: EncodedBody | None
) -> Mapping[str, object] | None:
    """The user's headers, but for a `Content-Type` that the body has, with its boundary."""
    if asked is None or body is None or essence(asked) != essence(body.content_type):
        return headers
    if asked.partition(";")[2].strip() and not essence(asked).startswith("multipart/"):
        return headers
    return {name: v for name, v in (headers or {}).items() if name.lower() != "content-type"}
