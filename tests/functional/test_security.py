"""Security: what each operation sends, and what it says when a credential is missing."""

from __future__ import annotations

import base64
from operator import attrgetter
from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, Seen, http_server

SAFE = """
openapi: 3.1.0
info: {title: Safe, version: '1'}
security: [{Token: []}, {Key: [], Tenant: []}]
paths:
  /default: {get: {responses: {'204': {description: ok}}}}
  /login: {post: {security: [], responses: {'204': {description: ok}}}}
  /optional: {get: {security: [{}, {Token: []}], responses: {'204': {description: ok}}}}
  /basic: {get: {security: [{Login: []}], responses: {'204': {description: ok}}}}
  /cookie: {get: {security: [{Session: []}], responses: {'204': {description: ok}}}}
  /query: {get: {security: [{QueryKey: []}], responses: {'204': {description: ok}}}}
  /transport: {get: {security: [{Certificate: []}], responses: {'204': {description: ok}}}}
  /both: {get: {security: [{Certificate: [], Login: []}], responses: {'204': {description: ok}}}}
components:
  securitySchemes:
    Token: {type: http, scheme: Bearer}
    OAuth:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://t.example/token', scopes: {read: Read}}}
    Key: {type: apiKey, in: header, name: X-Key}
    Tenant: {type: apiKey, in: header, name: X-Tenant}
    Login: {type: http, scheme: basic}
    Session: {type: apiKey, in: cookie, name: sid}
    QueryKey: {type: apiKey, in: query, name: key}
    Certificate: {type: mutualTLS}
"""

ALL = {
    "token": "t",
    "key": "k",
    "tenant": "n",
    "username": "u",
    "password": "p",
    "session": "s",
    "query_key": "q",
}


@pytest.fixture(scope="module")
def safe(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=SAFE)


def sent(package: GeneratedPackage, method: str, **options: Any) -> Seen:
    """What arrives when a method is called with these options of the client."""
    with (
        http_server(Reply(204, b"")) as server,
        package.module().Safe(base_url=server.url, **options) as client,
    ):
        attrgetter(method)(client)()
    return server.seen[0]


def credentials(seen: Seen) -> dict[str, str]:
    names = ("authorization", "x-key", "x-tenant", "cookie")
    found = {name: seen.headers[name] for name in names if name in seen.headers}
    return found | ({"query": seen.target.partition("?")[2]} if "?" in seen.target else {})


LOGIN = f"Basic {base64.b64encode(b'u:p').decode()}"


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("default.retrieve", {"authorization": "Bearer t"}),
        ("login.create", {}),
        ("optional.retrieve", {"authorization": "Bearer t"}),
        ("basic.retrieve", {"authorization": LOGIN}),
        ("cookie.retrieve", {"cookie": "sid=s"}),
        ("query.retrieve", {"query": "key=q"}),
        ("transport.retrieve", {}),
        ("both.retrieve", {"authorization": LOGIN}),
    ],
)
def test_each_operation_sends_what_it_asks_for(
    safe: GeneratedPackage, method: str, expected: dict[str, str]
) -> None:
    assert credentials(sent(safe, method, **ALL)) == expected


def test_the_alternative_whose_credentials_are_given(safe: GeneratedPackage) -> None:
    seen = sent(safe, "default.retrieve", key="k", tenant="n")
    assert credentials(seen) == {"x-key": "k", "x-tenant": "n"}


def test_what_may_be_anonymous_is(safe: GeneratedPackage) -> None:
    assert credentials(sent(safe, "optional.retrieve")) == {}


def test_what_is_missing_is_named_with_its_variable(
    safe: GeneratedPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = safe.module()
    prefix = safe.name.upper()
    client = package.Safe(base_url="http://127.0.0.1:1", key="k")
    with pytest.raises(package.SafeError) as caught:
        client.default.retrieve()
    assert str(caught.value) == (
        "Missing credentials: this method needs the client option `token` (environment variable "
        f"{prefix}_TOKEN) or the client option `key` (environment variable {prefix}_KEY) with the "
        f"client option `tenant` (environment variable {prefix}_TENANT)"
    )
    monkeypatch.setenv(f"{prefix}_TOKEN", "from-env")
    assert credentials(sent(safe, "default.retrieve")) == {"authorization": "Bearer from-env"}


def test_a_header_of_the_user_s_does_as_well(safe: GeneratedPackage) -> None:
    with (
        http_server(Reply(204, b"")) as server,
        safe.module().Safe(base_url=server.url) as client,
    ):
        client.default.retrieve(extra_headers={"authorization": "Own x"})
        client.with_options(default_headers={"Authorization": "Mine"}).default.retrieve()
    assert [seen.headers["authorization"] for seen in server.seen] == ["Own x", "Mine"]


def test_a_password_may_be_empty(safe: GeneratedPackage) -> None:
    seen = sent(safe, "basic.retrieve", username="key", password="")
    assert seen.headers["authorization"] == f"Basic {base64.b64encode(b'key:').decode()}"


def test_a_credential_is_asked_for_where_it_is_sent(safe: GeneratedPackage) -> None:
    asked: list[str] = []

    def token() -> str:
        asked.append("token")
        return "fresh"

    assert credentials(sent(safe, "login.create", token=token)) == {}
    assert asked == []
    assert credentials(sent(safe, "default.retrieve", token=token)) == {
        "authorization": "Bearer fresh"
    }


ONE = """
openapi: 3.1.0
info: {title: Safe, version: '1'}
%s
paths:
  /a: {get: {%sresponses: {'204': {description: ok}}}}
  /b: {get: {%sresponses: {'204': {description: ok}}}}
components:
  securitySchemes:
    First: {type: http, scheme: bearer}
    Second: {type: oauth2, flows: {}}
"""


@pytest.mark.parametrize(
    ("default", "of_a", "of_b", "options", "required"),
    [
        ("security: [{First: []}]", "", "", ["token"], True),
        ("security: [{First: []}, {Second: []}]", "", "", ["token"], True),
        ("security: [{First: []}]", "", "security: [], ", ["token"], False),
        ("", "security: [{First: []}], ", "security: [{Second: []}], ", ["first", "second"], False),
        ("", "", "", ["token"], False),
    ],
)
def test_options(
    generate_package: GeneratePackage,
    default: str,
    of_a: str,
    of_b: str,
    options: list[str],
    required: bool,
) -> None:
    """One credential is one option, and required where nothing can be done without it."""
    package = generate_package(openapi=ONE % (default, of_a, of_b))
    settings = package.module("_client").SETTINGS
    assert [c.option for c in settings.credentials] == options
    assert [c.required for c in settings.credentials] == [required] * len(options)


def test_other_schemes_are_left_to_the_transport(generate_package: GeneratePackage) -> None:
    package = generate_package(
        openapi="""
        openapi: 3.1.0
        info: {title: Safe, version: '1'}
        security: [{Digest: []}]
        paths: {/a: {get: {responses: {'204': {description: ok}}}}}
        components: {securitySchemes: {Digest: {type: http, scheme: digest}}}
        """
    )
    assert credentials(sent(package, "a.retrieve")) == {}
    assert "What `Digest` asks for is its part." in package.text("_client.py")


@pytest.mark.parametrize(
    "scheme",
    [
        "{type: openIdConnect, openIdConnectUrl: 'https://x.test/.well-known'}",
        "{type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://x.test', scopes: {a: A}}}}",
    ],
)
def test_what_gives_tokens_is_a_bearer_token(
    generate_package: GeneratePackage, scheme: str
) -> None:
    package = generate_package(
        openapi=f"""
        openapi: 3.1.0
        info: {{title: Safe, version: '1'}}
        security: [{{Provider: [a]}}]
        paths: {{/a: {{get: {{responses: {{'204': {{description: ok}}}}}}}}}}
        components: {{securitySchemes: {{Provider: {scheme}}}}}
        """
    )
    fresh = iter(["first", "second"])
    with (
        http_server(Reply(204, b""), Reply(204, b"")) as server,
        package.module().Safe(base_url=server.url, token=lambda: next(fresh)) as client,
    ):
        client.a.retrieve()
        client.a.retrieve()
    sent = [seen.headers["authorization"] for seen in server.seen]
    assert sent == ["Bearer first", "Bearer second"]


SOCKETS = """
asyncapi: 2.6.0
info: {title: Safe, version: '1'}
servers:
  main: {url: example.com, protocol: wss, security: [{%s: []}]}
channels:
  /a: {subscribe: {message: {payload: {type: object}}}}
components:
  securitySchemes:
    Login: {type: userPassword}
    User: {type: apiKey, in: user}
    Header: {type: httpApiKey, in: header, name: X-Key}
    Certificate: {type: X509}
"""


@pytest.mark.parametrize(
    ("scheme", "kinds"),
    [
        ("Login", ["username", "password"]),
        ("User", ["username"]),
        ("Header", ["header"]),
        ("Certificate", []),
    ],
)
def test_sockets(generate_package: GeneratePackage, scheme: str, kinds: list[str]) -> None:
    text = SOCKETS % scheme
    if scheme == "Certificate":
        for other in ("Login: {type: userPassword}", "User: {type: apiKey, in: user}"):
            text = text.replace(other, "")
        text = text.replace("Header: {type: httpApiKey, in: header, name: X-Key}", "")
    package = generate_package(asyncapi=text)
    client = package.module("_client")
    assert [c.kind for c in client.SETTINGS.credentials] == kinds
    assert all(c.required for c in client.SETTINGS.credentials)


INLINE = """
asyncapi: 3.0.0
info: {title: Safe, version: '1'}
servers: {main: {host: a.example, protocol: wss}}
channels:
  live: {address: /live, messages: {tick: {payload: {type: object}}}}
operations:
  listen:
    action: receive
    channel: {$ref: '#/channels/live'}
    security:
      - {type: httpApiKey, in: header, name: X-One}
      - {type: httpApiKey, in: header, name: X-Two}
      - {type: httpApiKey, in: header, name: X-Three}
      - {type: httpApiKey, in: query, name: X-Three}
      - {type: httpApiKey, in: header, name: X-One}
"""


def test_schemes_without_keys_are_told_apart(generate_package: GeneratePackage) -> None:
    """Each is an option of the client, and the same one twice is one."""
    package = generate_package(asyncapi=INLINE)
    settings = package.module("_client").SETTINGS
    sent = [(c.option, c.kind, c.name) for c in settings.credentials]
    assert sent == [
        ("http_api_key", "header", "X-One"),
        ("listen_http_api_key", "header", "X-Two"),
        ("listen_x_three", "header", "X-Three"),
        ("operations_listen_security_3", "query", "X-Three"),
    ]
    assert settings.security is None or len(settings.security) == len(sent)
