from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import pytest

from codegen.config import Config
from codegen.diagnostics import SpecError
from codegen.findings import Findings
from codegen.mock.addresses import Address, PathTemplate
from codegen.mock.channels import Channel, read_channels
from codegen.resolve import DocumentStore

SPEC = Path(__file__).parents[4] / "spec"


def read(
    folder: Path, document: dict[str, Any], describes: Literal["client", "server"] | None = None
) -> Channel:
    path = folder / "asyncapi.json"
    path.write_text(json.dumps(document))
    store = DocumentStore([path])
    findings = Findings()
    (channel,) = read_channels(store, store.node(path), findings, Config(describes=describes))
    findings.refuse()
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
    findings = Findings()
    (channel,) = read_channels(store, store.node(SPEC / "asyncapi.yaml"), findings)
    assert findings.found == ()
    assert channel.address == Address(PathTemplate("/realtime"), ("/v1",))
    assert (channel.received_tag, channel.sent_tag) == ("type", "type")
    assert "response.create" in tags(channel.received)
    assert "response.done" in tags(channel.sent)
    error = channel.error_message()
    assert error is not None
    assert error.tag == "error"


@pytest.mark.parametrize(
    ("describes", "received"), [("server", ["b"]), ("client", ["a"]), (None, ["b"])]
)
def test_sides_of_version_3(
    tmp_path: Path, describes: Literal["client", "server"] | None, received: list[str]
) -> None:
    channel = read(tmp_path, version_3(a="send", b="receive"), describes)
    assert tags(channel.received) == received
    assert channel.received_tag == "op"


def test_names_tell_the_side(tmp_path: Path) -> None:
    channel = read(tmp_path, version_3(sendClientEvent="send", receiveServerEvent="receive"))
    assert tags(channel.received) == ["sendClientEvent"]


def test_version_2(tmp_path: Path) -> None:
    document = {
        "asyncapi": "2.6.0",
        "servers": {
            "s": {"url": "wss://h/v{n}", "protocol": "wss", "variables": {"n": {"default": "2"}}}
        },
        "channels": {
            "/a": {
                "publish": {"message": {"oneOf": [tagged("x"), tagged("y")]}},
                "subscribe": {"message": tagged("z")},
            }
        },
    }
    channel = read(tmp_path, document)
    assert channel.address == Address(PathTemplate("/a"), ("/v2", "/v{n}"))
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


def test_a_message_of_several_kinds_is_each_of_them(tmp_path: Path) -> None:
    document = version_3(a="receive")
    document["channels"]["c"]["messages"]["a"] = {"payload": {"$ref": "#/components/schemas/Any"}}
    kinds = {
        name: {"required": ["op"], **tagged(name.lower())["payload"]} for name in ("One", "Two")
    }
    union = {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in kinds]}
    document["components"] = {"schemas": {"Any": union, **kinds}}
    channel = read(tmp_path, document)
    assert tags(channel.received) == ["one", "two"]
    assert [message.called for message in channel.received] == [
        ("one", "One", "a"),
        ("two", "Two", "a"),
    ]
    assert channel.received[1].payload is not None
    assert channel.received[1].payload.location.pointer[-1] == "Two"


def test_a_message_that_is_two_others_keeps_its_own_schema(tmp_path: Path) -> None:
    document = version_3(a="receive", b="receive")
    for name in ("a", "b"):
        payload = {"$ref": f"#/components/schemas/{name}"}
        document["channels"]["c"]["messages"][name] = {"payload": payload}
    union = {"oneOf": [{"$ref": "#/components/schemas/a"}, {"$ref": "#/components/schemas/b"}]}
    document["channels"]["c"]["messages"]["either"] = {"payload": union}
    document["operations"]["a"].pop("messages")
    kinds = {name: {"required": ["op"], **tagged(name)["payload"]} for name in ("a", "b")}
    document["components"] = {"schemas": kinds}
    assert tags(read(tmp_path, document).received) == ["a", "b", None]


def test_skipped_messages_and_set_directions(tmp_path: Path) -> None:
    path = tmp_path / "asyncapi.json"
    document = version_3(a="receive", b="receive", c="receive")
    path.write_text(json.dumps(document))
    store = DocumentStore([path])
    config = Config.model_validate(
        {
            "describes": "server",
            "skip": {"messages": {"a": "no use"}},
            "messages": {"b": {"direction": "receive"}},
        }
    )
    (channel,) = read_channels(store, store.node(path), Findings(), config)
    assert (tags(channel.received), tags(channel.sent)) == (["c"], ["b"])
