"""Webhooks: what the server sends on its own, verified and decoded (standardwebhooks.com, 1.0).

Nothing here does I/O: the user's web server has received the request already.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar, cast

from .decode import LazyDecoders, as_bytes
from .errors import SDKError

if TYPE_CHECKING:
    from .base_client import BaseAPIClient
    from .dispatch import MessageDecoder

T = TypeVar("T")

DEFAULT_TOLERANCE: Final = 300.0
"""Seconds that the clocks of the two sides, and the way between them, may differ by."""

_BASE64_MARK = "whsec_"
_VERSION = "v1"

WebhookVerifier: TypeAlias = Callable[[bytes, Mapping[str, str]], object]
"""Is given the body and the headers as they came, and raises for what is not to be trusted."""


class InvalidWebhookSignatureError(SDKError):
    """A webhook that cannot be shown to come from the server."""


def verify_signature(
    payload: bytes | str,
    headers: Mapping[str, str],
    secrets: str | Iterable[str],
    *,
    tolerance: float = DEFAULT_TOLERANCE,
    now: Callable[[], float] = time.time,
) -> None:
    """Check a Standard Webhooks signature.

    Args:
        payload: the body as it came; parsed and written again, it has another signature.
        headers: of the request, in any case of their names.
        secrets: one secret, or several while one replaces another.
        tolerance: seconds that the timestamp may be off, in both directions.
        now: the clock, in seconds since the epoch.

    Raises:
        InvalidWebhookSignatureError: a header is missing or wrong, the timestamp is too far
            from now, or no signature is of any of the secrets.
    """
    given = {name.lower(): value for name, value in headers.items()}
    identifier = _header(given, "webhook-id")
    timestamp = _header(given, "webhook-timestamp")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16):
        raise InvalidWebhookSignatureError("the header webhook-timestamp is not a time")
    if abs(now() - int(timestamp)) > tolerance:
        raise InvalidWebhookSignatureError(
            f"the webhook was sent more than {tolerance:g} seconds before or after now"
        )
    signed = f"{identifier}.{timestamp}.".encode() + as_bytes(payload)
    listed = [secrets] if isinstance(secrets, str) else list(secrets)
    expected = [_signature(key, signed) for secret in listed for key in _keys(secret)]
    is_valid = False
    for candidate in _header(given, "webhook-signature").split():
        version, _, signature = candidate.partition(",")
        for own in expected if version == _VERSION else ():
            # All of them, whichever fits: the time taken says nothing.
            is_valid |= hmac.compare_digest(own, signature.encode())
    if not is_valid:
        raise InvalidWebhookSignatureError("no signature of the webhook is of the secret")


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name)
    if not value:
        raise InvalidWebhookSignatureError(f"the header {name} is missing")
    return value


def _keys(secret: str) -> list[bytes]:
    """Give the keys that a secret can stand for: base64 with its prefix, without one as it is too.

    Raises:
        SDKError: it is empty, or has the prefix and is not base64; the message does not quote it.
    """
    if not secret:
        raise SDKError("the webhook secret is empty")
    is_prefixed = secret.startswith(_BASE64_MARK)
    try:
        decoded = base64.b64decode(secret.removeprefix(_BASE64_MARK), validate=True)
    except (binascii.Error, ValueError):
        if is_prefixed:
            raise SDKError("the webhook secret is not base64") from None
        decoded = b""
    keys = [decoded] if decoded else []
    return keys if is_prefixed else [*keys, secret.encode()]


def _signature(key: bytes, signed: bytes) -> bytes:
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())


class WebhookTypes(Generic[T]):
    """The webhooks of an API.

    Args:
        decoder: decodes a body by what stands in it.
        classes: the module and the name of the type of a webhook, by its name.
        package: what the modules are relative to.
    """

    def __init__(
        self,
        decoder: MessageDecoder[T],
        classes: Mapping[str, tuple[str, str]],
        package: str | None,
    ) -> None:
        self._decoder = decoder
        self._classes = classes
        self._decoders = LazyDecoders(package)

    def decode(self, payload: bytes | str, *, name: str | None, strict: bool) -> T:
        """Decode a body; one of an unknown kind becomes an `UnknownVariant`.

        Raises:
            ValueError: the API has no webhook of that name.
            DecodeError: `strict` is true, and the body is not as declared.
        """
        decoder = self._decoder if name is None else self._named(name)
        return decoder.decode_strict(payload) if strict else decoder.decode(payload)

    def _named(self, name: str) -> MessageDecoder[T]:
        if name not in self._classes:
            raise ValueError(f"the API has no webhook {ascii(name)[:100]}")
        return self._decoders.of(*self._classes[name])


def unwrap(
    client: BaseAPIClient,
    webhooks: WebhookTypes[T],
    payload: bytes | str,
    headers: Mapping[str, str],
    *,
    secret: str | Iterable[str] | None,
    verify: WebhookVerifier | None,
    name: str | None,
) -> T:
    """Verify a webhook, with the user's function or by its signature, and decode it.

    Raises:
        InvalidWebhookSignatureError: it cannot be shown to come from the server.
        SDKError: there is neither a secret nor a function.
    """
    if verify is not None:
        verify(as_bytes(payload), headers)
    else:
        verify_signature(payload, headers, secret_of(client, secret))
    return webhooks.decode(payload, name=name, strict=client.strict_response_validation)


def secret_of(client: BaseAPIClient, secret: str | Iterable[str] | None) -> str | Iterable[str]:
    """Give the secret, or that of the client.

    Raises:
        SDKError: neither is there.
    """
    if secret is not None:
        return secret
    option = cast("Callable[[str], str | None]", client._option)  # pyright: ignore[reportPrivateUsage]
    known = option("webhook_secret")
    if not known:
        raise SDKError(
            "verifying a webhook needs a secret: give `secret`, the client's `webhook_secret`, or "
            "`verify`; `unwrap_unverified` trusts whoever sent it"
        )
    return known
