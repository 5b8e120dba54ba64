"""Who sends what: documents that take either side, and messages that no operation names."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.cache import Cache
from codegen.diagnostics import SpecError
from codegen.pipeline import Request, make_plan
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import sends, websocket_server


def document(
    operations: str, *messages: str, servers: str = "{host: a.example, protocol: wss}"
) -> str:
    """A document of one channel; each message has its name as the constant `t`."""
    listed = "".join(
        f"\n      {name}: {{payload: {{type: object, required: [t], "
        f"properties: {{t: {{const: {name}}}}}}}}}"
        for name in messages
    )
    return (
        "asyncapi: 3.0.0\ninfo: {title: Mini, version: '1'}\n"
        f"servers: {{main: {servers}}}\n"
        f"channels:\n  main:\n    address: /main\n    messages:{listed}\n{operations}"
    )


def operation(action: str, name: str, *messages: str) -> str:
    listed = ", ".join(f"{{$ref: '#/channels/main/messages/{m}'}}" for m in messages)
    return (
        f"  {name}: {{action: {action}, channel: {{$ref: '#/channels/main'}}, "
        f"messages: [{listed}]}}\n"
    )


def received(package: GeneratedPackage, *frames: str) -> list[str]:
    with (
        websocket_server(sends(*frames)) as server,
        package.module().Mini(base_url=server.url) as client,
        client.main.connect() as connection,
    ):
        return [type(event).__name__ for event in connection]


def helpers(package: GeneratedPackage) -> set[str]:
    """The names of the methods that send one message each."""
    connection = package.module("resources.main").MainConnection
    usual = {"send", "recv", "parse_event"}
    return {name for name in vars(connection) if not name.startswith("_")} - usual


CLIENT_SIDE = (
    "operations:\n"
    + operation("send", "ask", "TimeRequest")
    + operation("receive", "answer", "TimeResponse")
)
SERVER_SIDE = (
    CLIENT_SIDE.replace("send", "tmp").replace("receive", "send").replace("tmp", "receive")
)


class TestSide:
    @pytest.mark.parametrize("operations", [CLIENT_SIDE, SERVER_SIDE])
    def test_told_by_the_wording(self, generate_package: GeneratePackage, operations: str) -> None:
        package = generate_package(asyncapi=document(operations, "TimeRequest", "TimeResponse"))
        assert helpers(package) == {"time_request"}
        assert received(package, '{"t":"TimeResponse"}') == ["TimeResponse"]

    def test_the_configuration_is_stronger(self, generate_package: GeneratePackage) -> None:
        package = generate_package(
            asyncapi=document(CLIENT_SIDE, "TimeRequest", "TimeResponse"),
            config="describes: server",
        )
        assert helpers(package) == {"time_response"}


class TestMessagesWithoutAnOperation:
    def test_by_their_wording(self, generate_package: GeneratePackage) -> None:
        names = ("TimeRequest", "TimeResponse", "Subscribe", "PriceUpdate")
        package = generate_package(asyncapi=document(CLIENT_SIDE, *names))
        assert helpers(package) == {"time_request", "subscribe"}
        assert received(package, '{"t":"PriceUpdate"}') == ["PriceUpdate"]

    def test_no_operation_at_all(self, generate_package: GeneratePackage) -> None:
        package = generate_package(asyncapi=document("", "Subscribe", "PriceUpdate"))
        assert helpers(package) == {"subscribe"}
        assert received(package, '{"t":"PriceUpdate"}') == ["PriceUpdate"]

    def test_both_ways_when_unsure(self, generate_package: GeneratePackage) -> None:
        package = generate_package(asyncapi=document("", "Subscribe", "Turn"))
        assert helpers(package) == {"subscribe", "turn"}
        assert received(package, '{"t":"Turn"}') == ["Turn"]

    def test_settled_by_the_configuration(self, generate_package: GeneratePackage) -> None:
        package = generate_package(
            asyncapi=document(CLIENT_SIDE, "TimeRequest", "TimeResponse", "Turn"),
            config="messages: {Turn: {direction: receive}, TimeResponse: {direction: both}}",
        )
        assert helpers(package) == {"time_request", "time_response"}
        assert received(package, '{"t":"Turn"}', '{"t":"TimeResponse"}') == ["Turn", "TimeResponse"]


class TestFindings:
    def run(self, folder: Any, text: str, config: str = "{}") -> list[str]:
        """The warnings of a run, or the errors that end it, without the folder's name."""
        (folder / "asyncapi.yaml").write_text(text, encoding="utf-8")
        (folder / "sdk.yaml").write_text(config, encoding="utf-8")
        request = Request(folder / "sdk.yaml", asyncapi=folder / "asyncapi.yaml")
        try:
            plan = make_plan(request, cache=Cache(None), progress=lambda stage: None)
        except SpecError as error:
            return [str(item).replace(f"{folder}/", "") for item in error.diagnostics]
        return [str(item).replace(f"{folder}/", "") for item in plan.warnings]

    def test_sure(self, tmp_path: Any) -> None:
        text = document(CLIENT_SIDE, "TimeRequest", "TimeResponse", "PriceUpdate")
        assert self.run(tmp_path, text) == []

    def test_a_message_of_either_direction(self, tmp_path: Any) -> None:
        assert self.run(tmp_path, document(CLIENT_SIDE, "TimeRequest", "TimeResponse", "Turn")) == [
            "asyncapi.yaml:10:7: warning SL402 unsure-direction: no operation names this message, "
            "and nothing says whether the client sends or receives it; it is taken to do both (at "
            "#/channels/main/messages/Turn); set `messages: {Turn: {direction: receive}}` (or "
            "`send`) in sdk.yaml"
        ]

    def test_a_document_of_either_side(self, tmp_path: Any) -> None:
        text = document("operations:\n" + operation("send", "turn", "Turn"), "Turn")
        assert self.run(tmp_path, text) == [
            "asyncapi.yaml:9:1: warning SL402 unsure-direction: hardly anything in the document "
            "says whose `send` it is; it is taken to be that of the server (at #/operations); set "
            "`describes: server` or `describes: client` for the document in sdk.yaml"
        ]
        assert self.run(tmp_path, text, "describes: client") == []

    def test_a_setting_for_no_message(self, tmp_path: Any) -> None:
        text = document(CLIENT_SIDE, "TimeRequest", "TimeResponse")
        (line,) = self.run(tmp_path, text, "messages: {Turn: {direction: send}}")
        assert "SL603 unused-setting: `messages` names 'Turn', and the AsyncAPI document" in line

    def test_a_channel_without_messages(self, tmp_path: Any) -> None:
        text = document(CLIENT_SIDE, "TimeRequest", "TimeResponse").replace(
            "operations:", "  silent: {address: /silent}\noperations:"
        )
        (line,) = self.run(tmp_path, text)
        assert "warning SL407 empty-channel: the channel has no messages" in line

    def test_a_message_without_a_channel(self, tmp_path: Any) -> None:
        text = document(CLIENT_SIDE, "TimeRequest", "TimeResponse")
        text += "components: {messages: {Lost: {payload: {$ref: '#/nowhere'}}}}\n"
        (line,) = self.run(tmp_path, text)
        assert "warning SL408 unused-message: no channel has the message 'Lost'" in line

    def test_an_operation_without_a_channel(self, tmp_path: Any) -> None:
        text = document(CLIENT_SIDE, "TimeRequest", "TimeResponse") + "  lost: {action: send}\n"
        (line,) = self.run(tmp_path, text)
        assert "error SL401 invalid-channel: the operation 'lost' names no channel" in line

    def test_a_reply_elsewhere(self, tmp_path: Any) -> None:
        text = document(CLIENT_SIDE, "TimeRequest", "TimeResponse")
        text += (
            "  more: {action: send, channel: {$ref: '#/channels/main'}, "
            "messages: [{$ref: '#/channels/main/messages/TimeRequest'}], reply: {address: "
            "{location: '$message.header#/replyTo'}, "
            "messages: [{$ref: '#/channels/main/messages/TimeResponse'}]}}\n"
        )
        (line,) = self.run(tmp_path, text)
        assert "warning SL409 reply-address: the address of the reply" in line

    def test_a_correlation_id_in_a_header(self, tmp_path: Any) -> None:
        text = document(CLIENT_SIDE, "TimeRequest", "TimeResponse")
        text = text.replace("TimeRequest: {", "TimeRequest: {correlationId: {location: "
                            "'$message.header#/id'}, ")  # fmt: skip
        text = text.replace(
            "messages/TimeRequest'}]}",
            "messages/TimeRequest'}], reply: {messages: "
            "[{$ref: '#/channels/main/messages/TimeResponse'}]}}",
        )
        (line,) = self.run(tmp_path, text)
        assert (
            "warning SL412 correlation-id: the correlation id is at '$message.header#/id'" in line
        )

    @pytest.mark.parametrize("place", ["missing", "op/type", "items/0"])
    def test_a_correlation_id_that_is_none(self, tmp_path: Any, place: str) -> None:
        text = document(CLIENT_SIDE, "TimeRequest", "TimeResponse")
        text = text.replace("TimeRequest: {", "TimeRequest: {correlationId: {location: "
                            f"'$message.payload#/{place}'}}, ")  # fmt: skip
        text = text.replace(
            "messages/TimeRequest'}]}",
            "messages/TimeRequest'}], reply: {messages: "
            "[{$ref: '#/channels/main/messages/TimeResponse'}]}}",
        )
        (line,) = self.run(tmp_path, text)
        assert (
            f"warning SL412 correlation-id: the message has no text and no number at '{place}', so "
            "it is sent without waiting for its answer" in line
        )

    def test_every_payload_in_another_language(self, tmp_path: Any) -> None:
        text = document(CLIENT_SIDE, "TimeRequest", "TimeResponse")
        text = text.replace("{payload:", "{schemaFormat: application/vnd.apache.avro, payload:")
        lines = self.run(tmp_path, text)
        assert len(lines) == 2
        assert all("error SL406 unsupported-payload" in line for line in lines)


class TestProtocols:
    def test_sockets_alone(self, generate_package: GeneratePackage) -> None:
        package = generate_package(asyncapi=document(CLIENT_SIDE, "TimeRequest", "TimeResponse"))
        with package.module().Mini() as client:
            assert str(client.base_url) == "https://a.example/"

    def test_no_websocket(self, tmp_path: Any) -> None:
        servers = "{host: a.example, protocol: kafka}"
        text = document(CLIENT_SIDE, "TimeRequest", "TimeResponse", servers=servers)
        assert TestFindings().run(tmp_path, text) == [
            "asyncapi.yaml:3:1: error SL404 unsupported-protocol: the document's servers speak "
            "'kafka' alone (at #/servers); leave the AsyncAPI document out, or set `any_protocol: "
            "true` in sdk.yaml if its messages do travel over a WebSocket"
        ]

    def test_no_websocket_for_a_channel(self, tmp_path: Any) -> None:
        text = document(CLIENT_SIDE, "TimeRequest", "TimeResponse").replace(
            "servers: {", "servers: {queue: {host: b.example, protocol: amqp}, "
        )
        text = text.replace(
            "address: /main", "address: /main\n    servers: [{$ref: '#/servers/queue'}]"
        )
        (line,) = TestFindings().run(tmp_path, text)
        assert "SL404 unsupported-protocol: the channel's servers speak 'amqp' alone" in line

    def test_any_protocol(self, generate_package: GeneratePackage) -> None:
        servers = "{host: a.example, protocol: kafka}"
        package = generate_package(
            asyncapi=document(CLIENT_SIDE, "TimeRequest", "TimeResponse", servers=servers),
            config="any_protocol: true",
        )
        assert received(package, '{"t":"TimeResponse"}') == ["TimeResponse"]
        with pytest.raises(
            package.module().MiniError, match="name no server: give `base_url`, or set MINI_SDK"
        ):
            package.module().Mini()
