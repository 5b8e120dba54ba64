from __future__ import annotations

import base64

import pytest

from codegen.ir.api import CredentialKind, SchemeUse, SecurityScheme
from codegen.mock.security import Authenticator, Credentials
from codegen.mock.state import Shared
from codegen.text import SpecText

BASIC = base64.b64encode(b"user:pass").decode()


def scheme(kind: str | None, name: str = "") -> SchemeUse:
    how = CredentialKind(kind) if kind else None
    return SchemeUse(SecurityScheme(SpecText("s"), how, SpecText(name)))


@pytest.mark.parametrize(
    ("required", "credentials", "key"),
    [
        (scheme("bearer"), Credentials({"authorization": "Bearer k"}, {}, {}), "k"),
        (scheme("bearer"), Credentials({"authorization": "bearer  k"}, {}, {}), "k"),
        (scheme("bearer"), Credentials({"authorization": "Bearer "}, {}, {}), None),
        (scheme("bearer"), Credentials({"authorization": "Basic k"}, {}, {}), None),
        (scheme("bearer"), Credentials({}, {}, {}, offered_key="k"), "k"),
        (scheme("basic"), Credentials({"authorization": f"Basic {BASIC}"}, {}, {}), "user:pass"),
        (scheme("basic"), Credentials({"authorization": "Basic %"}, {}, {}), None),
        (scheme("username"), Credentials({"authorization": f"Basic {BASIC}"}, {}, {}), "user:pass"),
        (scheme("header", "X-Key"), Credentials({"x-key": "k"}, {}, {}), "k"),
        (scheme("query", "key"), Credentials({}, {"key": "k"}, {}), "k"),
        (scheme("cookie", "key"), Credentials({}, {}, {"key": "k"}), "k"),
        (scheme(None), Credentials({}, {}, {}), ""),
    ],
)
def test_where_a_key_stands(required: SchemeUse, credentials: Credentials, key: str | None) -> None:
    assert Authenticator(Shared()).key(credentials, ((required,),)) == key


def test_alternatives_and_combinations() -> None:
    authenticator = Authenticator(Shared())
    both = (scheme("query", "a"), scheme("query", "b"))
    assert authenticator.key(Credentials({}, {"a": "1"}, {}), (both,)) is None
    assert authenticator.key(Credentials({}, {"a": "1", "b": "2"}, {}), (both,)) == "1"
    assert authenticator.key(Credentials({}, {}, {}), (both, ())) == ""
    assert authenticator.key(Credentials({}, {}, {}), ()) == ""


def test_a_demanded_key_and_issued_ones() -> None:
    shared = Shared()
    authenticator = Authenticator(shared, "right")
    issued = shared.issue_key("ek_")

    def key(value: str) -> str | None:
        headers = {"authorization": f"Bearer {value}"}
        return authenticator.key(Credentials(headers, {}, {}), ((scheme("bearer"),),))

    assert [key("right"), key("wrong"), key(issued)] == ["right", None, issued]
