"""Credentials."""

from __future__ import annotations

import pickle

import pytest

from runtime.auth import auth_parts, initial_options, needed_credentials
from runtime.errors import SDKError
from runtime.secrets import Secret, clean_secret
from runtime.settings import Credential, PlainOption, SDKSettings

BEARER = Credential("api_key", "bearer", variable="KEY")
BASIC = Credential("login", "basic")
HEADER = Credential("header_key", "header", "X-Api-Key")
QUERY = Credential("query_key", "query", "key")
COOKIE = Credential("session", "cookie", "sid")


def settings(*credentials: Credential) -> SDKSettings:
    return SDKSettings(
        title="t",
        client_name="T",
        version="1",
        package="t",
        base_url="https://t.example",
        credentials=credentials,
        plain_options=(PlainOption("hook", "HOOK", secret=True),),
    )


def test_where_each_kind_goes() -> None:
    parts = auth_parts({BEARER: "k1", HEADER: "k2", QUERY: "k&3", COOKIE: "k;4"})
    assert parts.headers == {
        "Authorization": "Bearer k1",
        "X-Api-Key": "k2",
        "Cookie": "sid=k%3B4",
    }
    assert parts.query == [("key", "k&3")]
    assert parts.values == ("k1", "k2", "k&3", "k;4")
    assert "k1" not in repr(parts)


def test_basic() -> None:
    parts = auth_parts({BASIC: "user:pass"})
    assert parts.headers == {"Authorization": "Basic dXNlcjpwYXNz"}
    assert "dXNlcjpwYXNz" in parts.values


def test_options_come_from_the_argument_or_the_variable() -> None:
    known = settings(BEARER)
    given = initial_options(known, {"api_key": " k \n"}, {"KEY": "v"})
    read = initial_options(known, {"api_key": None}, {"KEY": "v\n", "HOOK": "h"})
    for options, value in ((given, "k"), (read, "v")):
        key = options["api_key"]
        assert isinstance(key, Secret)
        assert key.reveal() == value
        assert "***" in f"{key} {key!r} {options}"
    assert isinstance(read["hook"], Secret)
    assert initial_options(known, {}, {"KEY": ""})["api_key"] is None


def test_the_first_alternative_that_is_given() -> None:
    known = settings(BEARER, HEADER, QUERY)
    options: dict[str, object] = {"header_key": Secret("h"), "query_key": Secret("q")}
    assert needed_credentials(known, options, None) == {HEADER: (), QUERY: ()}
    assert needed_credentials(known, options, ()) == {}
    assert needed_credentials(known, options, (("api_key",), ("header_key", "query_key"))) == {
        HEADER: (),
        QUERY: (),
    }
    assert needed_credentials(known, options, (("api_key",), ())) == {}
    with pytest.raises(
        SDKError,
        match=r"`api_key` \(environment variable KEY\) or the client option `header_key` with",
    ):
        needed_credentials(known, options, (("api_key",), ("header_key", "api_key")))


@pytest.mark.parametrize(
    "value", ["hidden\r\nX: 1", "hidden\x00", "hidden\u20ac", "", " \n", 7, b"hidden"]
)
def test_what_cannot_be_sent(value: object) -> None:
    with pytest.raises(SDKError, match="`api_key`") as caught:
        clean_secret("api_key", value)
    assert "hidden" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(Secret("x"))


def test_a_header_of_the_user_s_is_no_key_of_a_query() -> None:
    own = ("X-Api-Key", "Key", "SID")
    known = settings(HEADER, QUERY, COOKIE)
    assert needed_credentials(known, {}, (("header_key",),), own) == {}
    for option in ("query_key", "session"):
        with pytest.raises(SDKError, match=option):
            needed_credentials(known, {}, ((option,),), own)


def test_a_user_name_has_no_colon() -> None:
    user, password = Credential("user", "username"), Credential("password", "password")
    assert auth_parts({user: "u", password: "a:b"}).headers == {"Authorization": "Basic dTphOmI="}
    with pytest.raises(SDKError, match="colon"):
        auth_parts({user: "u:v", password: "p"})
