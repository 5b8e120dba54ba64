from __future__ import annotations

import keyword

import pytest

from codegen.names.identifiers import (
    CLIENT_ATTRIBUTES,
    MODEL_ATTRIBUTES,
    argument_name,
    class_name,
    client_attribute,
    field_name,
    identifier,
    method_name,
    module_name,
)
from codegen.text import Identifier
from runtime.client import AsyncAPIClient, SyncAPIClient
from runtime.models import BaseModel

STRANGE = [
    "", " ", "_", "__", "1", "2fa", "+1", "-1", "a b", "a-b", "a.b", "@id", "$ref", "class", "None",
    "Größe", "日本", "ﬁ", "İ", "\u202e", "\0", "a\nb", '"; import os #', "\U0001f600", "\ud800",
    "é", "e\u0301", "X" * 300, "self", "__init__", "²",
]  # fmt: skip


@pytest.mark.parametrize("name", STRANGE, ids=ascii)
@pytest.mark.parametrize(
    "make",
    [identifier, field_name, argument_name, method_name, client_attribute, class_name, module_name],
)
def test_anything_becomes_an_identifier(make: object, name: str) -> None:
    made = make(name)  # type: ignore[operator]
    assert isinstance(made, Identifier)
    assert made.isascii()
    assert made.isidentifier()
    assert not keyword.iskeyword(made)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("userId", "user_id"),
        ("X-Trace-ID", "x_trace_id"),
        ("from", "from_"),
        ("2fa", "two_fa"),
        ("2-fa", "two_fa"),
        ("3DSecure", "three_d_secure"),
        ("24hr", "n24hr"),
        ("24-hr", "n24_hr"),
        ("404", "n404"),
        ("1", "n1"),
        ("-1st", "minus_1_st"),
        ("+1", "plus_1"),
        ("-1", "minus_1"),
        ("+", "plus"),
        ("", "empty"),
        ("é", "e"),
        ("日", "u65e5"),
        ("注文id", "u6ce8_u6587_id"),
        ("\u0e51a", "one_a"),
        ("match", "match"),
    ],
)
def test_identifier(name: str, expected: str) -> None:
    assert identifier(name) == expected


def test_reserved() -> None:
    assert identifier("a", reserved={"a"}) == "a_"
    assert method_name("with_raw_response") == "with_raw_response_"
    assert argument_name("timeout") == "timeout_"


class TestFields:
    @pytest.mark.parametrize("name", sorted(MODEL_ATTRIBUTES))
    def test_an_attribute_of_models_is_not_hidden(self, name: str) -> None:
        assert field_name(name) == f"{name}_"

    def test_no_public_attribute_of_models_is_forgotten(self) -> None:
        public = {name for name in dir(BaseModel) if not name.startswith("_")}
        assert public <= MODEL_ATTRIBUTES

    @pytest.mark.parametrize("name", ["list", "str", "type", "object", "id", "raw"])
    def test_builtins_stand(self, name: str) -> None:
        assert field_name(name) == name


class TestClient:
    def test_no_public_attribute_of_clients_is_forgotten(self) -> None:
        public = {n for kind in (SyncAPIClient, AsyncAPIClient) for n in dir(kind)}
        assert {name for name in public if not name.startswith("_")} <= CLIENT_ATTRIBUTES


class TestClasses:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("none", "None_"),
            ("true", "True_"),
            ("1Password API", "OnePasswordApi"),
            ("+", "Plus"),
            ("日本", "U65e5U672c"),
            ("client_secrets", "ClientSecrets"),
        ],
    )
    def test_class_name(self, name: str, expected: str) -> None:
        assert class_name(name) == expected

    @pytest.mark.parametrize(
        ("name", "expected"), [("Import", "import_"), ("Con", "con_"), ("UserId", "user_id")]
    )
    def test_module_name(self, name: str, expected: str) -> None:
        assert module_name(name) == expected
