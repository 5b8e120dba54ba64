"""The line of sdk.yaml that a collision names settles it, copied as it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from codegen.cli import app

OBJECT = "{type: object, properties: {a: {type: string}}}"
GET = "{get: {responses: {'204': {description: ok}}}}"


def rest(paths: str = "{}", schemas: str = "{}") -> str:
    return (
        f"openapi: 3.1.0\ninfo: {{title: Bad, version: '1'}}\npaths: {paths}\n"
        f"components: {{schemas: {schemas}}}\n"
    )


def events(messages: str, more: str = "", address: str = "/ws") -> str:
    return (
        "asyncapi: 3.0.0\ninfo: {title: Bad, version: '1'}\n"
        f"channels: {{main: {{address: {address}, messages: {messages}}}{more}}}\n"
        "operations: {out: {action: send, channel: {$ref: '#/channels/main'}}}\n"
    )


def message(tag: str) -> str:
    return f"{{payload: {{type: object, required: [t], properties: {{t: {{const: '{tag}'}}}}}}}}"


SAME = ", ".join(f"{{title: Same, type: object, properties: {{{n}: {{}}}}}}" for n in "pqrst")
INNER = f"{{type: object, properties: {{one: {{oneOf: [{SAME}]}}}}}}"
INNER_USER = "{type: object, properties: {of_sockets: {type: string}}}"
BODY = f"{{required: true, content: {{application/json: {{schema: {INNER}}}}}}}"

CASES: dict[str, tuple[dict[str, str], str]] = {
    "two components": (
        {"openapi": rest(schemas=f"{{UserName: {OBJECT}, user_name: {OBJECT}}}")},
        "",
    ),
    "components of both documents": (
        {
            "openapi": rest(schemas=f"{{User: {OBJECT}}}"),
            "asyncapi": events(f"{{m: {message('m')}}}")
            + f"components: {{schemas: {{User: {INNER_USER}, WebsocketUser: {OBJECT}}}}}\n",
        },
        "",
    ),
    "inline schemas of a component": ({"openapi": rest(schemas=f"{{A: {INNER}}}")}, ""),
    "inline schemas of a body": (
        {"openapi": rest(f"{{/a: {{post: {{requestBody: {BODY}, responses: {{}}}}}}}}")},
        "",
    ),
    "two operations": ({"openapi": rest(f"{{'/a/{{id}}': {GET}, '/a/{{id}}/': {GET}}}")}, ""),
    "a key that needs quotes": (
        {"openapi": rest(f"{{\"/it's/{{id}}\": {GET}, \"/it's/{{id}}/\": {GET}, '/é: x': {GET}}}")},
        "",
    ),
    "a method and a resource": ({"openapi": rest(f"{{/a: {GET}, /a/retrieve: {GET}}}")}, ""),
    "a method and a socket": (
        {"openapi": rest(f"{{/ws: {GET}}}"), "asyncapi": events(f"{{m: {message('m')}}}")},
        "operations: {'get /ws': ws.connect}\n",
    ),
    "two sockets": (
        {
            "asyncapi": events(
                f"{{m: {message('m')}}}",
                f", ma-in: {{address: /b, messages: {{n: {message('n')}}}}}",
            )
        },
        "channels: {main: {resource: a}, ma-in: {resource: a}}\n",
    ),
    "a message and a group of messages": (
        {"asyncapi": events(f"{{M: {message('a.b')}, N: {message('a.b.c')}}}")},
        "",
    ),
    "two messages": ({"asyncapi": events(f"{{M: {message('a-b')}, N: {message('a_b')}}}")}, ""),
    "a component and parameters of a method": (
        {
            "openapi": rest(
                "{/a: {get: {parameters: [{name: q, in: query}], responses: {'200': {content: "
                "{application/json: {schema: {$ref: '#/components/schemas/AListParams'}}}}}}}}",
                f"{{AListParams: {OBJECT}, ARetrieveParams: {OBJECT}}}",
            )
        },
        "",
    ),
    "a component that every package has": (
        {"asyncapi": events(f"{{UnknownEvent: {message('a')}}}")},
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_line_that_is_named_settles_it(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, settings = CASES[case]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "settings").mkdir()
    config: dict[str, Any] = {"describes": "client", **(yaml.safe_load(settings) or {})}
    for kind, text in documents.items():
        (tmp_path / f"{kind}.yaml").write_text(text, encoding="utf-8")
        config[kind] = f"../{kind}.yaml"
    refused = 0
    for _ in range(4):
        (tmp_path / "settings" / "sdk.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        result = CliRunner().invoke(app, ["lint", "settings/sdk.yaml"])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        errors = [line for line in result.stdout.splitlines() if ": error SL" in line]
        if not errors:
            break
        refused += 1
        for error in errors:
            found = re.search(r"; add `(.*)` to sdk\.yaml$", error)
            assert found, error
            for section, entries in yaml.safe_load(found[1]).items():
                config.setdefault(section, {}).update(entries)
    assert refused, "there was nothing to settle"
    assert result.exit_code == 0, result.stdout
