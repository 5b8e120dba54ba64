"""An SDK of a document that must not be edited, from the command to the generated package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from codegen.cli import app

OPENAPI = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /items:
    get:
      operationId: list-items
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
  /internal: {get: {responses: {'204': {description: ok}}}}
components:
  schemas:
    Item: {type: object, properties: {name: {type: string}}}
"""
ASYNCAPI = """
asyncapi: 3.0.0
info: {title: Shop events, version: '1'}
channels:
  feed:
    address: /feed
    messages: {Tick: {payload: {type: object, properties: {type: {const: tick}}}}}
operations: {in: {action: receive, channel: {$ref: '#/channels/feed'}}}
"""
HEAD = "overlay: 1.1.0\ninfo: {title: Ours, version: '1'}\n"
TIDY = f"""{HEAD}actions:
- {{target: "$.paths['/internal']", remove: true}}
- target: $.components.schemas
  update:
    Item:
      properties: {{price: {{type: integer}}, maker: {{$ref: '#/components/schemas/Maker'}}}}
    Maker: {{type: object, properties: {{city: {{type: string}}}}}}
"""
EVENTS = f"""{HEAD}extends: asyncapi.yaml
actions:
- target: $.channels.feed.messages.Tick.payload.properties
  update: {{item: {{$ref: 'openapi.yaml#/components/schemas/Item'}}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "openapi.yaml": OPENAPI,
        "asyncapi.yaml": ASYNCAPI,
        "tidy.overlay.yaml": TIDY,
        "events.overlay.yaml": EVENTS,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def configured(folder: Path, *overlays: str) -> str:
    settings = {
        "openapi": "openapi.yaml",
        "asyncapi": "asyncapi.yaml",
        "describes": "client",
        "package": {"name": "shop"},
        "overlays": list(overlays),
    }
    (folder / "sdk.yaml").write_text(json.dumps(settings), encoding="utf-8")
    return str(folder / "sdk.yaml")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def sources(folder: Path) -> dict[str, str]:
    root = folder / "sdk/src/shop"
    return {
        str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in root.rglob("*.py")
    }


class TestGenerate:
    def test_both_documents_are_patched_before_references_are_followed(self, folder: Path) -> None:
        config = configured(folder, "tidy.overlay.yaml", "events.overlay.yaml")
        result = run("generate", config)
        assert result.exit_code == 0, result.output
        files = sources(folder)
        item = next(text for name, text in files.items() if name.endswith("/item.py"))
        assert "price: Optional[int]" in item or "price: int | None" in item
        assert "maker: " in item
        assert not any("internal" in name for name in files)
        tick = next(text for name, text in files.items() if "class Tick" in text)
        assert "item: " in tick
        assert (folder / "openapi.yaml").read_text(encoding="utf-8") == OPENAPI

    def test_a_schema_that_an_overlay_gives_an_anchor(self, folder: Path) -> None:
        (folder / "anchor.yaml").write_text(
            f"{HEAD}actions:\n- target: $.components.schemas\n  update:\n"
            "    Item: {$anchor: item, properties: {next: {$ref: '#item'}}}\n",
            encoding="utf-8",
        )
        result = run("generate", configured(folder, "anchor.yaml"))
        assert result.exit_code == 0, result.output
        assert "next: " in sources(folder)["types/item.py"]

    def test_those_of_the_command_line_come_after_those_of_the_configuration(
        self, folder: Path
    ) -> None:
        (folder / "more.yaml").write_text(
            f"{HEAD}actions:\n- {{target: $.components.schemas.Maker.properties, "
            "update: {street: {type: string}}}\n",
            encoding="utf-8",
        )
        config = configured(folder, "tidy.overlay.yaml")
        result = run("generate", config, "--overlay", str(folder / "more.yaml"))
        assert result.exit_code == 0, result.output
        assert any("street: " in text for text in sources(folder).values())

    def test_an_overlay_is_an_input(self, folder: Path) -> None:
        config = configured(folder, "tidy.overlay.yaml")
        assert run("generate", config).exit_code == 0
        assert run("check", config).exit_code == 0
        overlay = folder / "tidy.overlay.yaml"
        overlay.write_text(TIDY.replace("price", "cost"), encoding="utf-8")
        assert run("check", config).exit_code == 1
        assert run("generate", config).exit_code == 0
        assert any("cost: " in text for text in sources(folder).values())

    def test_the_command_lines_overlays_are_told_apart(self, folder: Path) -> None:
        config = configured(folder)
        assert run("generate", config).exit_code == 0
        changed = run("check", config, "--overlay", str(folder / "tidy.overlay.yaml"))
        assert changed.exit_code == 1


class TestPlaces:
    def lines(self, folder: Path, overlay: str) -> list[str]:
        (folder / "bad.yaml").write_text(f"{HEAD}actions:\n{overlay}", encoding="utf-8")
        result = run("generate", configured(folder, "bad.yaml"))
        assert result.exit_code == 2, result.output
        return result.stderr.replace(f"{folder}/", "").splitlines()

    def test_what_the_overlay_says(self, folder: Path) -> None:
        (line,) = self.lines(
            folder,
            "- target: $.components.schemas\n  update:\n    More:\n      type: thing\n",
        )
        assert line.startswith("bad.yaml:7:7: error SL201 invalid-schema: no JSON type is called")
        assert "(at #/actions/0/update/More/type)" in line

    def test_what_the_document_says_behind_what_was_removed(self, folder: Path) -> None:
        document = OPENAPI.replace(
            "Item: {type: object, properties: {name: {type: string}}}",
            "Item: {oneOf: [{type: string}, {type: integer}, {type: thing}]}",
        )
        (folder / "openapi.yaml").write_text(document, encoding="utf-8")
        (line,) = self.lines(
            folder, "- {target: '$.components.schemas.Item.oneOf[0]', remove: true}\n"
        )
        assert line.startswith("openapi.yaml:15:")
        assert "(at #/components/schemas/Item/oneOf/2/type)" in line

    def test_a_reference_leads_into_the_patched_document(self, folder: Path) -> None:
        lines = self.lines(folder, "- {target: $.components.schemas.Item, remove: true}\n")
        assert lines
        assert all(line.startswith("openapi.yaml:11:") for line in lines)
        assert "SL101" in lines[0]

    def test_a_warning(self, folder: Path) -> None:
        (folder / "vain.yaml").write_text(
            f"{HEAD}actions: [{{target: $.gone, remove: true}}]\n", encoding="utf-8"
        )
        config = configured(folder, "vain.yaml")
        for _ in range(2):
            result = run("generate", config)
            assert result.exit_code == 0, result.output
            assert result.stderr.replace(f"{folder}/", "").splitlines() == [
                "vain.yaml:3:12: warning SL622 overlay-without-effect: '$.gone' selects nothing in "
                "the document (at #/actions/0/target); correct its target, or remove it"
            ]
