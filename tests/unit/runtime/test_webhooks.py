"""What secrets of webhooks stand for (standardwebhooks.com, 1.0), without an SDK around them."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest

from runtime.errors import SDKError
from runtime.webhooks import InvalidWebhookSignatureError, verify_signature

NOW = 1_700_000_000
KEY = b"0123456789abcdef"
TEXT = base64.b64encode(KEY).decode()


def headers(key: bytes, *, moment: object = NOW) -> dict[str, str]:
    signed = f"w1.{moment}.payload".encode()
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "Webhook-Id": "w1",
        "Webhook-Timestamp": str(moment),
        "Webhook-Signature": f"v1,{digest}",
    }


def verify(secret: str, given: dict[str, str]) -> None:
    verify_signature(b"payload", given, secret, now=lambda: NOW)


@pytest.mark.parametrize(
    ("secret", "key"),
    [
        (f"whsec_{TEXT}", KEY),
        (TEXT, KEY),
        (TEXT, TEXT.encode()),  # it only looks like base64
        ("not base64!", b"not base64!"),
    ],
)
def test_what_a_secret_stands_for(secret: str, key: bytes) -> None:
    verify(secret, headers(key))


def test_a_prefixed_secret_is_base64_and_nothing_else() -> None:
    with pytest.raises(InvalidWebhookSignatureError):
        verify(f"whsec_{TEXT}", headers(f"whsec_{TEXT}".encode()))
    with pytest.raises(SDKError, match="is not base64") as caught:
        verify("whsec_not base64!", headers(KEY))
    assert "not base64!" not in str(caught.value)


@pytest.mark.parametrize("moment", ["", "-5", "1e9", "١٢", "9" * 16, "1.5"])
def test_what_is_no_time(moment: str) -> None:
    with pytest.raises(InvalidWebhookSignatureError, match="webhook-timestamp is"):
        verify(TEXT, headers(KEY, moment=moment))
