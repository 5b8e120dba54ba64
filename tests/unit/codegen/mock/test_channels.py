from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from codegen.diagnostics import SpecError
from codegen.mock.channels import Channel, Side, read_channels
from codegen.resolve import DocumentStore

SPEC = Path(__file__).parents[4] / "spec"


def read(folder: Path, document: dict[str, Any], describes: Side | None = None) -> Channel:
    path = folder / "asyncapi.json"
    path.write_text(json.dumps(document))
    store = DocumentStore([path])
    (channel,) = read_channels(store, store.node(path), describes)
    return channel


def tags(messages: tuple[Any, ...]) -> list[str | None]:
    return [message.tag for message in messages]


def tagged(value: str) -> dict[str, Any]:
    return {"payload": {"type": "object", "properties": {"op": {"enum": [value]}}}}


def version_3(**operations: str) -> dict[str, Any]:
    """Operations named by their actions; each has one message of the operation's name."""
    messages = {name: tagged(name) for name in operations}
    return {
        "asyncapi": "3.0.0",
        "channels": {"c": {"address": "/a", "messages": messages}},
        "operations": {
            name: {
                "action": action,
                "channel": {"$ref": "#/channels/c"},
                "messages": [{"$ref": f"#/channels/c/messages/{name}"}],
            }
            for name, action in operations.items()
        },
    }


def test_the_flagship_describes_the_client() -> None:
    store = DocumentStore([SPEC / "asyncapi.yaml", SPEC / "openapi.yaml"])
    (channel,) = read_channels(store, store.node(SPEC / "asyncapi.yaml"), None)
    assert (channel.path, channel.prefixes, channel.tag_name) == ("/realtime", ("/v1",), "type")
    assert "response.create" in tags(channel.received)
    assert "response.done" in tags(channel.sent)
    error = channel.error_message()
    assert error is not None
    assert error.tag == "error"


@pytest.mark.parametrize(
    ("describes", "received"), [("server", ["b"]), ("client", ["a"]), (None, ["b"])]
)
def test_sides_of_version_3(tmp_path: Path, describes: Side | None, received: list[str]) -> None:
    channel = read(tmp_path, version_3(a="send", b="receive"), describes)
    assert tags(channel.received) == received
    assert channel.tag_name == "op"


def test_names_tell_the_side(tmp_path: Path) -> None:
    channel = read(tmp_path, version_3(sendClientEvent="send", receiveServerEvent="receive"))
    assert tags(channel.received) == ["sendClientEvent"]


def test_version_2(tmp_path: Path) -> None:
    document = {
        "asyncapi": "2.6.0",
        "servers": {"s": {"url": "wss://{host}/v{n}", "variables": {"n": {"default": "2"}}}},
        "channels": {
            "/a": {
                "publish": {"message": {"oneOf": [tagged("x"), tagged("y")]}},
                "subscribe": {"message": tagged("z")},
            }
        },
    }
    channel = read(tmp_path, document)
    assert (channel.prefixes, channel.path) == (("/v2",), "/a")
    assert tags(channel.received) == ["x", "y"]
    assert tags(channel.sent) == ["z"]
    assert tags(read(tmp_path, document, "client").received) == ["z"]


def test_payloads_in_other_languages_are_not_checked(tmp_path: Path) -> None:
    document = version_3(a="receive")
    avro = {"schemaFormat": "application/vnd.apache.avro+json", "schema": {"type": "record"}}
    document["channels"]["c"]["messages"]["a"] = {"payload": avro}
    assert read(tmp_path, document).received[0].payload is None


def test_an_operation_without_a_channel_is_a_diagnostic(tmp_path: Path) -> None:
    document = version_3(a="send")
    del document["operations"]["a"]["channel"]
    with pytest.raises(SpecError, match="SL401"):
        read(tmp_path, document)
