"""Base64 as bytes."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from runtime.binary import base64_bytes

DATA = bytes(range(256))


@pytest.mark.parametrize(
    "text",
    [base64.b64encode(DATA).decode(), base64.encodebytes(DATA).decode(), base64.encodebytes(DATA)
     .decode().replace("\n", "\r\n ")],
)  # fmt: skip
def test_of_text(text: str) -> None:
    assert base64_bytes(text) == DATA


def test_of_nothing() -> None:
    assert base64_bytes(None) is None
    assert base64_bytes("") == b""


@pytest.mark.parametrize("text", ["YQ", "Y", "a-_b", "YQ==YQ==", "\ud800", "é", 5, {"a": "b"}])
def test_of_anything_else(text: Any) -> None:
    with pytest.raises(ValueError, match="base64") as raised:
        base64_bytes(text)
    assert repr(text) not in str(raised.value)
