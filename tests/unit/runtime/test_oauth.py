"""Token requests and the answers to them, without I/O."""

from __future__ import annotations

import base64
import json
import math
import pickle
from typing import Any
from urllib.parse import parse_qsl

import pytest

from runtime.errors import APIResponseValidationError, APIStatusError, AuthenticationError, SDKError
from runtime.http import Response, stand_in_request
from runtime.oauth import Grant, grant_of, read_token, refusal, token_request
from runtime.secrets import Secret
from runtime.settings import ClientCredentials, Credential, SDKSettings, ServerVariable
from runtime.url import parse_base_url

SECRET = "s3cret:/+ ü"
GRANT = Grant(
    "https://auth.example/token",
    "https://auth.example/token",
    "the id",
    SECRET,
    ("read", "write"),
    (("audience", "https://api.example"),),
    in_body=False,
)


def grant(url: str = "", base: str = "https://api.example/v1", **options: Any) -> Grant:
    settings = SDKSettings(
        title="t",
        client_name="T",
        version="1",
        package="t",
        base_url="https://api.example/{tenant}",
        server_variables=(ServerVariable("tenant", "acme"),),
    )
    way = ClientCredentials(
        "client_id", "client_secret", "token_url", url, refresh_url="https://auth.example/refresh"
    )
    given = {"client_id": Secret("i"), "client_secret": Secret("s"), **options}
    base_url = parse_base_url("base_url", base)
    return grant_of(settings, Credential("token", "bearer", grant=way), given, base_url, ("read",))


class TestEndpoint:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("https://auth.example/token?x=1", "https://auth.example/token?x=1"),
            ("/oauth/token", "https://api.example/oauth/token"),
            ("oauth/token", "https://api.example/v1/oauth/token"),
            ("https://{tenant}.example/token", "https://acme.example/token"),
            ("http://127.0.0.1:1/token", "http://127.0.0.1:1/token"),
            ("http://localhost/token", "http://localhost/token"),
            ("http://[::1]/token", "http://[::1]/token"),
        ],
    )
    def test_where_it_is(self, url: str, expected: str) -> None:
        assert grant(url).url == expected
        assert grant("https://other.example", token_url=expected).url == expected

    def test_a_refresh_url_belongs_to_the_document_s_endpoint(self) -> None:
        assert grant("https://auth.example/token").refresh_url == "https://auth.example/refresh"
        moved = grant("https://auth.example/token", token_url="https://b.example/t")
        assert moved.refresh_url == moved.url == "https://b.example/t"

    @pytest.mark.parametrize(
        ("url", "message"),
        [
            ("", "name no token endpoint: give `token_url`"),
            ("http://auth.example/token", "must start with https://"),
            ("http://127.0.0.1.evil.example/token", "must start with https://"),
            ("ftp://auth.example/token", "must start with https://"),
            ("https://auth.example/token#x", "not the URL of a token endpoint"),
            ("https://u:p@auth.example/token", "not the URL of a token endpoint"),
            ("https://{unknown}.example/token", "not the URL of a token endpoint"),
            ("https://auth.example/to ken", "white space"),
            ("https://auth.example:no/token", "not a URL"),
            ("https:///token", "not the URL of a token endpoint"),
        ],
    )
    def test_what_is_refused(self, url: str, message: str) -> None:
        with pytest.raises(SDKError, match=message):
            grant(url)

    def test_a_base_url_without_tls_is_no_way_around(self) -> None:
        with pytest.raises(SDKError, match="https://"):
            grant("/token", base="http://api.example")


class TestRequest:
    def test_basic(self) -> None:
        request = token_request(GRANT, "T/1")
        assert (request.method, request.url) == ("POST", GRANT.url)
        assert isinstance(request.content, bytes)
        assert parse_qsl(request.content.decode()) == [
            ("grant_type", "client_credentials"),
            ("scope", "read write"),
            ("audience", "https://api.example"),
        ]
        # RFC 6749, section 2.3.1 and appendix B.
        login = base64.b64encode(b"the+id:s3cret%3A%2F%2B+%C3%BC").decode()
        assert dict(request.headers) == {
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": "T/1",
            "Content-Type": "application/x-www-form-urlencoded",
            "Authorization": f"Basic {login}",
        }
        assert request.alone
        assert request.credentials == {}

    def test_in_the_body(self) -> None:
        way = Grant(GRANT.url, GRANT.url, "the id", SECRET, (), (), in_body=True)
        request = token_request(way, "T/1")
        assert isinstance(request.content, bytes)
        assert dict(parse_qsl(request.content.decode())) == {
            "grant_type": "client_credentials",
            "client_id": "the id",
            "client_secret": SECRET,
        }
        assert "Authorization" not in dict(request.headers)

    def test_with_a_refresh_token(self) -> None:
        request = token_request(GRANT, "T/1", Secret("r-123456"))
        assert isinstance(request.content, bytes)
        fields = dict(parse_qsl(request.content.decode()))
        assert fields["grant_type"] == "refresh_token"
        assert fields["refresh_token"] == "r-123456"
        assert "r-123456" in request.secrets

    def test_nothing_secret_shows(self) -> None:
        request = token_request(GRANT, "T/1", Secret("r-123456"))
        for shown in (repr(request), repr(GRANT), str(GRANT)):
            assert "s3cret" not in shown
            assert "the id" not in shown
            assert "r-123456" not in shown
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(GRANT)


def answer(body: bytes, status: int = 200) -> Response:
    return Response(status, content=body, request=stand_in_request(GRANT.url))


REQUEST = token_request(GRANT, "T/1")


class TestAnswer:
    @pytest.mark.parametrize(
        ("lifetime", "seconds", "usable"),
        [
            ("3600", 3600.0, 3570.0),
            ('"3600"', 3600.0, 3570.0),
            ("100", 100.0, 90.0),
            ("0", 0.0, 0.0),
            ("-5", 0.0, 0.0),
            ("1e400", math.inf, math.inf),
            ("1" + "0" * 400, None, math.inf),
            ('"soon"', None, math.inf),
            ('"nan"', None, math.inf),
            ("null", None, math.inf),
            ("true", None, math.inf),
            ("[1]", None, math.inf),
        ],
    )
    def test_lifetimes(self, lifetime: str, seconds: float | None, usable: float) -> None:
        token = read_token(
            answer(b'{"access_token": "t", "expires_in": ' + lifetime.encode() + b"}"), REQUEST
        )
        assert (token.lifetime, token.usable_seconds()) == (seconds, usable)

    def test_what_is_in_it(self) -> None:
        body = {"access_token": " t ", "token_type": "BEARER", "refresh_token": "r"}
        token = read_token(answer(json.dumps(body).encode()), REQUEST)
        assert token.access.reveal() == "t"
        assert token.refresh is not None
        assert token.refresh.reveal() == "r"
        assert "'t'" not in repr(token)

    def test_a_refresh_token_stays_unless_there_is_another_one(self) -> None:
        old = Secret("old")
        assert read_token(answer(b'{"access_token": "t"}'), REQUEST, old).refresh is old
        renewed = read_token(answer(b'{"access_token":"t","refresh_token":"r"}'), REQUEST, old)
        assert renewed.refresh is not None
        assert renewed.refresh.reveal() == "r"

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            (b"", "is not JSON"),
            (b"<html>tok-123456</html>", "is not JSON"),
            (b"[1]", "is not an object"),
            (b"{}", "has no `access_token`"),
            (b'{"access_token": null}', "has no `access_token`"),
            (b'{"access_token": {"a": 1}}', "has no `access_token`"),
            (b'{"access_token": ""}', "has no usable token: `access_token` is empty"),
            (b'{"access_token": "tok-123456\\r\\nX: 1"}', "has no usable token"),
            (b'{"access_token": "tok-123456", "token_type": "mac"}', "other than `bearer`"),
            (b'{"access_token": "tok-123456", "token_type": 1}', "other than `bearer`"),
            (
                b'{"error": "bad_code", "error_description": "no \\n s3cret:/+ \xc3\xbc"}',
                r"is an error: bad_code - no \\n \*\*\*",
            ),
        ],
    )
    def test_what_is_no_token(self, body: bytes, message: str) -> None:
        with pytest.raises(APIResponseValidationError, match=message) as caught:
            read_token(answer(body), REQUEST)
        assert "tok-123456" not in f"{caught.value!r} {caught.value.body} {caught.value.__dict__}"
        assert caught.value.response.content == b""
        assert pickle.loads(pickle.dumps(caught.value)).status_code == 200


class TestRefusal:
    def refused(self, status: int, body: bytes, **headers: str) -> APIStatusError:
        response = Response(
            status, content=body, headers=headers, request=stand_in_request(GRANT.url)
        )
        error = APIStatusError("x", response=response, body=None)
        error.request_id = "r-1"
        return refusal(error, REQUEST)

    def test_the_error_of_the_standard(self) -> None:
        body = {"error": "invalid_client", "error_description": f"not {SECRET}\x1b[2J"}
        error = self.refused(401, json.dumps(body, ensure_ascii=False).encode())
        assert type(error) is AuthenticationError
        assert str(error) == "Error code: 401 - no token: invalid_client - not ***\\x1b[2J"
        assert (error.code, error.request_id) == ("invalid_client", "r-1")
        assert "s3cret" not in f"{error.body} {error.response.text}"
        assert "authorization" not in error.request.headers
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.code) == (str(error), "invalid_client")

    @pytest.mark.parametrize("body", [b"", b"<html>no</html>", b"[]", b'{"error": {"a": 1}}'])
    def test_others(self, body: bytes) -> None:
        error = self.refused(503, body)
        assert str(error) == "Error code: 503 - no token: the token endpoint failed"

    def test_a_redirect(self) -> None:
        error = self.refused(302, b"", Location="https://evil.example")
        assert "redirects, which is not followed" in str(error)
        assert "evil" not in str(error)
