"""Names that nobody could remember: the SDK is made, and the exact warnings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.cli import app

OPENAPI = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        "/注文": {
            "get": {
                "parameters": [
                    {"name": name, "in": "query", "schema": {"type": "integer"}}
                    for name in ("件数", "頁", "цена")
                ],
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/注文"}}
                        },
                    }
                },
            }
        },
        "/заказы/u6ce8": {"get": {"responses": {"204": {"description": ""}}}},
    },
    "components": {
        "schemas": {"注文": {"type": "object", "properties": {"品名": {}, "имя": {}, "u65e5": {}}}}
    },
}
ASYNCAPI = {
    "asyncapi": "3.0.0",
    "info": {"title": "Shop", "version": "1"},
    "channels": {"通知": {"messages": {"m": {"payload": {"type": "object"}}}}},
    "operations": {"r": {"action": "receive", "channel": {"$ref": "#/channels/通知"}}},
}
EXPECTED = [
    "a.json: warning SL503 unspelled-name: `u901a_u77e5.connect` is named by code points: there is "
    'no Latin spelling of it; add `channels: {"\\u901a\\u77e5": {resource: a_name}}` to sdk.yaml',
    "o.json: warning SL503 unspelled-name: `u6ce8_u6587.retrieve` is named by code points: there "
    'is no Latin spelling of it; add `operations: {"get /\\u6ce8\\u6587": a_resource.a_method}` '
    "to sdk.yaml",
    "o.json: warning SL503 unspelled-name: the argument `u4ef6_u6570` of `u6ce8_u6587.retrieve` "
    "(and 1 more) is named by code points: there is no Latin spelling of it; add `parameters: "
    '{"get /\\u6ce8\\u6587.\\u4ef6\\u6570": a_name}` to sdk.yaml',
    "o.json: warning SL503 unspelled-name: the class `U6ce8U6587` is named by code points: there "
    'is no Latin spelling of it; add `types: {"\\u6ce8\\u6587": OtherName}` to sdk.yaml',
    "o.json: warning SL503 unspelled-name: the attribute `u54c1_u540d` of `U6ce8U6587` is named "
    "by code points: there is no Latin spelling of it; give it a name under `properties` in "
    "sdk.yaml",
]
NAMES = {
    "operations": {"get /注文": "orders.list"},
    "parameters": {"get /注文.件数": "limit", "get /注文.頁": "page"},
    "channels": {"通知": {"resource": "news"}},
    "types": {"注文": "Order"},
    "properties": {"注文.品名": "product"},
}


def warnings(folder: Path, **settings: object) -> list[str]:
    """Every line but the last, without the place in the document."""
    for name, document in (("o.json", OPENAPI), ("a.json", ASYNCAPI)):
        (folder / name).write_text(json.dumps(document), encoding="utf-8")
    config = {"openapi": "o.json", "asyncapi": "a.json", **settings}
    (folder / "sdk.yaml").write_text(json.dumps(config), encoding="utf-8")
    result = CliRunner().invoke(app, ["lint", "sdk.yaml", "--format", "json"])
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return [
        f"{d['file']}: {d['severity']} {d['code']} {d['slug']}: {d['message']}; {d['remedy']}"
        for d in found
        if d["code"] == "SL503"
    ]


def test_each_is_told_once_with_what_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert warnings(tmp_path) == EXPECTED


def test_what_has_a_name_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert warnings(tmp_path, **NAMES) == []
