"""Data decoded by a generated package, strictly and leniently, and dumped again."""

from __future__ import annotations

import json
from typing import Any

import pydantic
import pytest

from tests.functional.conftest import GeneratedPackage


def strictly(package: GeneratedPackage, name: str, text: str) -> Any:
    decoder = package.module("_runtime.decode").Decoder(package.type(name))
    return decoder.decode_strict(text)


def leniently(package: GeneratedPackage, name: str, text: str) -> Any:
    decoder = package.module("_runtime.decode").Decoder(package.type(name))
    return decoder.decode_leniently(text)


def dumped(package: GeneratedPackage, name: str, value: Any) -> Any:
    adapter: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(package.type(name))
    return adapter.dump_python(
        value, mode="json", by_alias=True, exclude_unset=True, warnings=False
    )


def assert_accepts(package: GeneratedPackage, name: str, text: str) -> None:
    """Strict and lenient decoding take the data, and give it back."""
    for decode in (strictly, leniently):
        assert dumped(package, name, decode(package, name, text)) == json.loads(text)


def assert_rejects(package: GeneratedPackage, name: str, text: str) -> None:
    """Strict decoding refuses the data; lenient decoding keeps it as it is."""
    with pytest.raises(ValueError, match=r".") as caught:
        strictly(package, name, text)
    assert type(caught.value).__name__ == "DecodeError"
    assert dumped(package, name, leniently(package, name, text)) == json.loads(text)
