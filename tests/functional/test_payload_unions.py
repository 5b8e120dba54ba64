"""One message that carries one of several events, and references to the other document by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.cli import app
from tests.functional.conftest import GeneratedPackage, GeneratePackage

OPENAPI = """
openapi: 3.1.0
info: {title: Chat, version: '1'}
paths: {}
components:
  schemas:
    Say: {type: object, required: [type, text], properties: {type: {const: say}, text: {type: string}}}
    Leave: {type: object, required: [type], properties: {type: {const: chat.leave}}}
    Command: {oneOf: [{$ref: '#/components/schemas/Say'}, {$ref: '#/components/schemas/Leave'}]}
    Said: {type: object, required: [type], properties: {type: {const: said}, text: {type: string}}}
    Left: {type: object, required: [type], properties: {type: {const: left}}}
    Event:
      anyOf: [{$ref: '#/components/schemas/Said'}, {$ref: '#/components/schemas/Left'}]
      discriminator: {propertyName: type}
"""  # noqa: E501
ASYNCAPI = """
asyncapi: 3.0.0
info: {title: Chat, version: '1'}
servers: {main: {host: t.example, protocol: wss}}
channels:
  chat:
    address: /chat
    messages:
      command: {payload: {$ref: 'openapi.yaml#/components/schemas/Command'}}
      event: {payload: {$ref: 'openapi.yaml#/components/schemas/Event'}}
operations:
  out:
    action: send
    channel: {$ref: '#/channels/chat'}
    messages: [{$ref: '#/channels/chat/messages/command'}]
  in:
    action: receive
    channel: {$ref: '#/channels/chat'}
    messages: [{$ref: '#/channels/chat/messages/event'}]
"""


@pytest.fixture(scope="module")
def chat(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=OPENAPI, asyncapi=ASYNCAPI, config="describes: client")


def test_each_of_the_events_is_an_event(chat: GeneratedPackage) -> None:
    decoder = chat.module("_runtime.decode").Decoder(chat.type("ChatServerEvent"))
    assert type(decoder.decode(b'{"type": "said", "text": "x"}')) is chat.type("Said")
    assert type(decoder.decode(b'{"type": "left"}')) is chat.type("Left")
    source = chat.text("resources/chat.py")
    assert '"said": ("' in source
    assert '"left": ("' in source


def test_each_of_the_commands_has_a_helper(chat: GeneratedPackage) -> None:
    source = chat.text("resources/chat.py")
    assert "def say(" in source
    assert "def leave(" in source


class TestReferencesByName:
    def generate(self, folder: Path, openapi: str) -> list[str]:
        (folder / "a").mkdir()
        (folder / "b").mkdir()
        (folder / "a" / openapi).write_text(OPENAPI, encoding="utf-8")
        (folder / "b" / "asyncapi.yaml").write_text(ASYNCAPI, encoding="utf-8")
        result = CliRunner().invoke(
            app,
            ["generate", "--openapi", str(folder / "a" / openapi), "--asyncapi",
             str(folder / "b" / "asyncapi.yaml"), "--out", str(folder / "out")],
        )  # fmt: skip
        return result.stderr.splitlines() if result.exit_code else []

    def test_a_document_of_the_run_is_found_by_its_file_name(self, tmp_path: Path) -> None:
        assert self.generate(tmp_path, "openapi.yaml") == []

    def test_another_file_name_is_not(self, tmp_path: Path) -> None:
        lines = self.generate(tmp_path, "other.yaml")
        assert lines
        assert all("error SL105 ref-file: 'openapi.yaml#/" in line for line in lines)

    def test_a_file_beside_is_nearer(self, tmp_path: Path) -> None:
        (tmp_path / "b").mkdir()
        nearer = tmp_path / "b" / "openapi.yaml"
        nearer.write_text(OPENAPI.replace("Said", "Heard"), encoding="utf-8")
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "openapi.yaml").write_text(OPENAPI, encoding="utf-8")
        (tmp_path / "b" / "asyncapi.yaml").write_text(ASYNCAPI, encoding="utf-8")
        result = CliRunner().invoke(
            app,
            ["generate", "--asyncapi", str(tmp_path / "b" / "asyncapi.yaml"), "--package", "chat",
             "--out", str(tmp_path / "out")],
        )  # fmt: skip
        assert result.exit_code == 0, result.output
        assert list((tmp_path / "out/src/chat/types").rglob("heard.py"))


def test_an_event_that_is_also_a_message_of_its_own(generate_package: GeneratePackage) -> None:
    """It is that message; the others are known by their components, and none by the union."""
    single = "      left: {payload: {$ref: 'openapi.yaml#/components/schemas/Left'}}\n"
    lines = ASYNCAPI.replace("      event: {", f"{single}      event: {{", 1).replace(
        "[{$ref: '#/channels/chat/messages/event'}]",
        "[{$ref: '#/channels/chat/messages/event'}, {$ref: '#/channels/chat/messages/left'}]",
    )
    package = generate_package(openapi=OPENAPI, asyncapi=lines, config="describes: server")
    helpers = package.text("resources/chat.py")
    assert "def left(" in helpers
    assert "def said(" in helpers
    assert "def event(" not in helpers
