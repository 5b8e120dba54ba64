from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.ir import sdk
from codegen.text import SpecText
from tests.unit.codegen.specs import sdk_of


def connection(
    folder: Path, sent: list[str], received: list[str]
) -> tuple[sdk.Connection, sdk.Sdk]:
    """A socket with messages of these tags; text after a blank is a property."""
    messages = ""
    lists: dict[str, list[str]] = {"send": [], "receive": []}
    for direction, tags in (("send", sent), ("receive", received)):
        for n, text in enumerate(tags):
            tag, _, name = text.partition(" ")
            key = f"{direction.title()}{n}"
            more = f", {name}: {{type: string}}" if name else ""
            messages += (
                f"      {key}: {{payload: {{type: object, required: [t],"
                f" properties: {{t: {{const: '{tag}'}}{more}}}}}}}\n"
            )
            lists[direction].append(f"{{$ref: '#/channels/main/messages/{key}'}}")
    operations = "".join(
        f"  {action}: {{action: {action}, channel: {{$ref: '#/channels/main'}},"
        f" messages: [{', '.join(chosen)}]}}\n"
        for action, chosen in lists.items()
        if chosen
    )
    document = (
        "asyncapi: 3.0.0\ninfo: {title: t, version: '1'}\nchannels:\n  main:\n    address: /live\n"
        f"    messages:\n{messages}operations:\n{operations}"
    )
    found = sdk_of(folder, asyncapi=document)
    (resource,) = found.all_resources()
    assert resource.connection is not None
    return resource.connection, found


def helpers(found: sdk.Connection) -> list[str]:
    nodes = [(node.name, node.helpers) for node in found.all_send_resources()]
    return [h.name for h in found.root_helpers] + [f"{n}.{h.name}" for n, hs in nodes for h in hs]


class TestHelpers:
    def test_a_tree_by_the_dots_of_the_tags(self, tmp_path: Path) -> None:
        found, _ = connection(tmp_path, ["a", "b.c", "b.d.e", "b.f"], ["x"])
        assert helpers(found) == ["a", "d.e", "b.c", "b.f"]
        assert [node.class_stem for node in found.all_send_resources()] == ["LiveBD", "LiveB"]

    @pytest.mark.parametrize("name", ["close", "send", "recv", "on", "parse_event"])
    def test_a_method_of_the_connection_is_not_hidden(self, tmp_path: Path, name: str) -> None:
        found, _ = connection(tmp_path, [name], ["x"])
        assert helpers(found) == [f"{name}_"]
        found, _ = connection(tmp_path, [f"{name}.now"], ["x"])
        assert [node.name for node in found.send_resources] == [f"{name}_"]

    @pytest.mark.parametrize(
        "tags", [["a.b", "a.b.c"], ["a.b.c", "a.b"], ["a", "a.b"], ["a-b", "a_b"]]
    )
    def test_two_of_one_name(self, tmp_path: Path, tags: list[str]) -> None:
        with pytest.raises(SpecError) as caught:
            connection(tmp_path, tags, ["x"])
        assert caught.value.diagnostics[0].code is Code.NAME_COLLISION

    def test_arguments_leave_the_tag_out(self, tmp_path: Path) -> None:
        found, _ = connection(tmp_path, ["a text"], ["x"])
        (helper,) = found.root_helpers
        assert [a.name for a in helper.arguments] == ["text"]
        assert [(n.reveal(), v) for n, v in helper.constants] == [("t", SpecText("a"))]
        assert helper.announced.reveal() == "a"

    def test_without_a_tag_by_the_name_of_the_message(self, tmp_path: Path) -> None:
        document = """
            asyncapi: 2.6.0
            info: {title: t, version: '1'}
            channels:
              live:
                publish:
                  message:
                    oneOf:
                      - name: session.startNow
                        payload: {type: object, required: [v, x, k], properties: {v: {const: 1},
                            x: {type: string}, k: {enum: [b]}, o: {const: 2}}}
                      - {name: Stop, payload: {type: object, properties: {reason: {}}}}
                      - {name: Sound, payload: {type: string, format: binary}}
                      - {name: Texts, payload: {type: array}}
            """
        (resource,) = sdk_of(tmp_path, asyncapi=document, side="server").all_resources()
        assert resource.connection is not None
        assert helpers(resource.connection) == ["session_start_now", "stop"]
        start = resource.connection.root_helpers[0]
        assert [(n.reveal(), v) for n, v in start.constants] == [("v", 1), ("k", SpecText("b"))]
        assert [a.name for a in start.arguments] == ["x", "o"]

    def test_two_of_one_tag_by_their_names(self, tmp_path: Path) -> None:
        found, _ = connection(tmp_path, ["a x", "a y", "b"], ["x"])
        assert helpers(found) == ["send0", "send1", "b"]


class TestUnions:
    def test_of_both_directions(self, tmp_path: Path) -> None:
        found, package = connection(tmp_path, ["a"], ["x", "y"])
        assert (found.received.name, found.sent and found.sent.name) == (
            "LiveServerEvent",
            "LiveClientEvent",
        )
        assert found.sent_params is not None
        server = next(d for d in package.models if d.name == found.received)
        assert isinstance(server, sdk.Alias)
        assert isinstance(server.type, sdk.Union)
        assert server.type.tag is not None
        assert [tag.reveal() for tag in package.tag_properties] == ["t"]

    def test_the_same_payload_twice_is_one_member(self, tmp_path: Path) -> None:
        document = """
            asyncapi: 2.6.0
            info: {title: t, version: '1'}
            channels:
              live:
                subscribe:
                  message:
                    oneOf:
                      - {name: A, payload: {$ref: '#/components/schemas/S'}}
                      - {name: B, payload: {$ref: '#/components/schemas/S'}}
                      - {name: C, contentType: audio/mpeg}
            components: {schemas: {S: {type: object, properties: {s: {}}}}}
            """
        package = sdk_of(tmp_path, asyncapi=document, side="server")
        (resource,) = package.all_resources()
        assert resource.connection is not None
        assert resource.connection.binary
        server = next(d for d in package.models if d.name == resource.connection.received)
        assert isinstance(server, sdk.Alias)
        assert isinstance(server.type, sdk.Union)
        assert len(server.type.members) == 2
        assert package.tag_properties == ()

    def test_nothing_to_send(self, tmp_path: Path) -> None:
        found, _ = connection(tmp_path, [], ["x"])
        assert (found.sent, found.sent_params, found.root_helpers) == (None, None, ())

    def test_nothing_to_receive(self, tmp_path: Path) -> None:
        found, package = connection(tmp_path, ["a"], [])
        server = next(d for d in package.models if d.name == found.received)
        assert isinstance(server, sdk.Alias)
        assert isinstance(server.type, sdk.Scalar)
