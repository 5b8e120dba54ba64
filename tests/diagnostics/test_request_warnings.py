"""What the generator says of requests that it cannot make in every form."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.cli import app

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"


def warnings(folder: Path, monkeypatch: pytest.MonkeyPatch, document: str) -> str:
    """What a run that succeeds prints beside its result."""
    monkeypatch.chdir(folder)
    (folder / "o.yaml").write_text(HEAD + document, encoding="utf-8")
    arguments = ["generate", "--openapi", "o.yaml", "--package", "p", "--out", "out", "--no-cache"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.stderr


def test_a_scheme_that_is_left_to_the_transport(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = (
        "paths: {/a: {get: {security: [{D: []}], responses: {'204': {description: d}}}}}\n"
        "components: {securitySchemes: {D: {type: http, scheme: digest}, M: {type: mutualTLS}}}\n"
    )
    assert warnings(tmp_path, monkeypatch, document) == (
        "o.yaml:4:32: warning SL306 unsupported-security: the security scheme 'D' is 'digest', and "
        "left to the transport (at #/components/securitySchemes/D); give the client an "
        "`http_client` that does it\n"
    )


def test_a_scheme_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = "paths: {/a: {get: {security: [{D: []}], responses: {'204': {description: d}}}}}\n"
    assert warnings(tmp_path, monkeypatch, document) == (
        "o.yaml:3:31: warning SL306 unsupported-security: `security` names 'D', and the document "
        "has no such scheme (at #/paths/~1a/get/security/0); declare it under "
        "`components.securitySchemes`; no credential is sent for it\n"
    )


@pytest.mark.parametrize(
    ("flow", "shown"),
    [
        ("{scopes: {}}", "missing"),
        ("{tokenUrl: 'http://a.test/t', scopes: {}}", "'http://a.test/t'"),
        ("{tokenUrl: 'https://{tenant}.test/t', scopes: {}}", "'https://{tenant}.test/t'"),
        ("{tokenUrl: 'https://a.test/t#x', scopes: {}}", "'https://a.test/t#x'"),
        ("{tokenUrl: 'https://[a.test/t', scopes: {}}", "'https://[a.test/t'"),
    ],
)
def test_a_token_endpoint_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flow: str, shown: str
) -> None:
    scheme = f"{{type: oauth2, flows: {{clientCredentials: {flow}}}}}"
    document = (
        "paths: {/a: {get: {security: [{O: []}], responses: {'204': {description: d}}}}}\n"
        f"components: {{securitySchemes: {{O: {scheme}}}}}\n"
    )
    assert warnings(tmp_path, monkeypatch, document) == (
        f"o.yaml:4:58: warning SL310 invalid-token-url: the token endpoint of 'O' is {shown} (at "
        "#/components/securitySchemes/O/flows/clientCredentials); add "
        "`client: {oauth: {O: {token_url: 'https://...'}}}` to sdk.yaml\n"
    )


@pytest.mark.parametrize("url", ["/token", "https://a.test/token", "http://localhost:1/token"])
def test_one_that_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    flows = f"{{clientCredentials: {{tokenUrl: '{url}', scopes: {{}}}}}}"
    document = (
        "paths: {/a: {get: {security: [{O: []}], responses: {'204': {description: d}}}}}\n"
        f"components: {{securitySchemes: {{O: {{type: oauth2, flows: {flows}}}}}}}\n"
    )
    assert warnings(tmp_path, monkeypatch, document) == ""


def test_a_server_without_a_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = (
        "servers: [{url: 'https://{x}.example.com'}]\n"
        "paths: {/a: {get: {responses: {'204': {description: d}}}}}\n"
    )
    assert warnings(tmp_path, monkeypatch, document) == (
        "o.yaml:3:11: warning SL307 invalid-server: the server variable 'x' has no default, so the "
        "address is not used (at #/servers/0); give it one under `variables`\n"
    )


def test_a_header_of_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = (
        "paths:\n"
        "  /a:\n"
        "    post:\n"
        "      requestBody:\n"
        "        content:\n"
        "          multipart/form-data:\n"
        "            schema: {type: object, properties: {f: {type: string, format: binary}}}\n"
        "            encoding: {f: {headers: {X-A: {schema: {type: string}}}}}\n"
        "      responses: {'204': {description: d}}\n"
    )
    assert warnings(tmp_path, monkeypatch, document) == (
        "o.yaml:10:38: warning SL309 part-header: the header 'X-A' of the part 'f' has no fixed "
        "value (at #/paths/~1a/post/requestBody/content/multipart~1form-data/encoding/f/headers/"
        "X-A); give it with the file: (name, content, content type, headers)\n"
    )


def test_a_body_in_another_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "{type: object, properties: {a: {type: string}}}"
    content = f"application/json: {{schema: {body}}}, application/xml: {{schema: {body}}}"
    document = (
        "paths:\n"
        "  /a:\n"
        f"    post: {{requestBody: {{content: {{{content}}}}}, responses: {{}}}}\n"
        f"    put: {{requestBody: {{content: {{{content}}}}}, responses: {{}}}}\n"
        "  /b:\n"
        f"    put: {{requestBody: {{content: {{application/yaml: {{schema: {body}}}}}}}, "
        "responses: {}}\n"
    )
    column = document.splitlines()[2].index("application/xml") + 1
    assert warnings(tmp_path, monkeypatch, document) == (
        f"o.yaml:5:{column}: warning SL322 body-format: 2 operations can also be sent as "
        "'application/xml', which no argument is for (at "
        "#/paths/~1a/post/requestBody/content/application~1xml); the method sends JSON or a form; "
        "for the other format give its text as `extra_body`, and its name as the `Content-Type` "
        "in `extra_headers`\n"
    )


def test_parts_of_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = "{type: object, properties: {a: {type: array, items: {type: string}}}}"
    document = (
        "paths:\n"
        "  /a:\n"
        "    post:\n"
        "      responses: {}\n"
        "      requestBody:\n"
        "        content:\n"
        "          multipart/form-data:\n"
        f"            schema: {schema}\n"
        "            encoding: {a: {contentType: multipart/mixed, itemEncoding: {}}}\n"
    )
    assert warnings(tmp_path, monkeypatch, document) == (
        "o.yaml:11:58: warning SL323 nested-parts: the part 'a' is made of parts itself (at "
        "#/paths/~1a/post/requestBody/content/multipart~1form-data/encoding/a/itemEncoding); "
        "give the part as bytes, written by the program, with its content type\n"
    )
