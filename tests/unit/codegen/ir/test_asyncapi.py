from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.ir.api import Api, ParameterIn
from codegen.ir.types import ANY, BYTES, LiteralType, Primitive, PrimitiveKind, Reference
from tests.unit.codegen.specs import api_of

DOCUMENT = """
asyncapi: 3.0.0
info: {title: t, version: '1'}
servers:
  other: {host: a.b, protocol: mqtt}
  main: {host: '{r}.a.b', pathname: /v1, protocol: wss, variables: {r: {default: eu}}}
channels:
  main:
    address: /ws/{room}
    title: T
    description: D
    parameters: {room: {description: R}, kind: {enum: [a, b]}}
    bindings:
      ws:
        query: {type: object, required: [q], properties: {q: {type: integer, description: Q}}}
        headers: {$ref: '#/components/schemas/H'}
    messages:
      A: {summary: S, payload: {type: object, required: [op, x], properties: {x: {const: 1},
          op: {const: a}}}}
      B: {$ref: '#/components/messages/Bee'}
  silent: {address: /silent, messages: {}}
operations:
  one: {action: send, channel: {$ref: '#/channels/main'},
      messages: [{$ref: '#/channels/main/messages/A'}]}
  two: {action: receive, channel: {$ref: '#/channels/main'}}
components:
  securitySchemes: {k: {type: httpApiKey, in: header, name: X-K}}
  schemas:
    H: {type: object, properties: {X-H: {type: string}}}
    Bee: {type: object, required: [op], properties: {op: {enum: [b, c]}}}
  messages:
    Bee: {description: Buzz, payload: {$ref: '#/components/schemas/Bee'}}
"""


def read(folder: Path, document: str = DOCUMENT, *, describes_client: bool = True) -> Api:
    return api_of(folder, asyncapi=document, describes_client=describes_client)


class TestChannel:
    def test_messages_by_direction(self, tmp_path: Path) -> None:
        (channel,) = read(tmp_path).channels
        assert [m.key.reveal() for m in channel.sent] == ["A"]
        assert [m.key.reveal() for m in channel.received] == ["A", "Bee"]

    def test_the_server_s_side(self, tmp_path: Path) -> None:
        (channel,) = read(tmp_path, describes_client=False).channels
        assert [m.key.reveal() for m in channel.received] == ["A"]

    def test_tag(self, tmp_path: Path) -> None:
        (channel,) = read(tmp_path).channels
        tags = (channel.sent_tag, channel.received_tag)
        assert [tag.reveal() if tag else None for tag in tags] == ["op", "op"]
        assert [m.tag.reveal() if m.tag else None for m in channel.received] == ["a", None]

    def test_payloads(self, tmp_path: Path) -> None:
        api = read(tmp_path)
        (channel,) = api.channels
        inline, referred = (message.payload for message in channel.received)
        assert isinstance(inline, Reference)
        assert isinstance(referred, Reference)
        assert api.types[inline.target].component.reveal() == "A"
        assert api.types[referred.target].component.reveal() == "Bee"

    def test_parameters(self, tmp_path: Path) -> None:
        (channel,) = read(tmp_path).channels
        found = {p.name.reveal(): p for p in channel.parameters}
        assert {name: p.place for name, p in found.items()} == {
            "room": ParameterIn.PATH,
            "kind": ParameterIn.QUERY,
            "q": ParameterIn.QUERY,
            "X-H": ParameterIn.HEADER,
        }
        assert isinstance(found["kind"].type, LiteralType)
        assert found["q"].type == Primitive(PrimitiveKind.INTEGER)
        assert found["q"].required
        assert not found["X-H"].required

    def test_prose(self, tmp_path: Path) -> None:
        (channel,) = read(tmp_path).channels
        assert channel.description is not None
        assert channel.description.reveal() == "D"
        prose = [m.description.reveal() if m.description else None for m in channel.received]
        assert prose == ["S", "Buzz"]

    def test_an_address_that_is_missing(self, tmp_path: Path) -> None:
        document = DOCUMENT.replace("    address: /ws/{room}\n", "")
        (channel,) = read(tmp_path, document).channels
        assert channel.address.reveal() == "/main"


class TestDispatch:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("op: {enum: [b, c]}", "op: {type: string}"),
            ("required: [op], properties: {op: {e", "properties: {op: {e"),
            ("payload: {$ref: '#/components/schemas/Bee'}", ""),
        ],
    )
    def test_no_tag_in_one_direction(self, tmp_path: Path, old: str, new: str) -> None:
        assert old in DOCUMENT
        (channel,) = read(tmp_path, DOCUMENT.replace(old, new)).channels
        assert channel.received_tag is None
        assert channel.sent_tag is not None
        assert channel.received[0].tag is None

    def test_a_constant_that_all_share_does_not_tell(self, tmp_path: Path) -> None:
        document = DOCUMENT.replace("required: [op, x]", "required: [v, op, x]").replace(
            "properties: {x:", "properties: {v: {const: one}, x:"
        )
        document = document.replace(
            "required: [op], properties: {op: {e",
            "required: [v, op], properties: {v: {const: one}, op: {e",
        )
        (channel,) = read(tmp_path, document).channels
        assert channel.received_tag is not None
        assert channel.received_tag.reveal() == "op"

    def test_no_payload_is_any_value(self, tmp_path: Path) -> None:
        document = DOCUMENT.replace("payload: {$ref: '#/components/schemas/Bee'}", "")
        (channel,) = read(tmp_path, document).channels
        assert channel.received[1].payload == ANY

    @pytest.mark.parametrize(
        "payload",
        [
            "{payload: {type: string, format: binary}}",
            "{contentType: audio/wav, payload: {type: string}}",
            "{contentType: application/octet-stream}",
        ],
    )
    def test_a_binary_message_has_no_say(self, tmp_path: Path, payload: str) -> None:
        old = "{description: Buzz, payload: {$ref: '#/components/schemas/Bee'}}"
        assert old in DOCUMENT
        document = DOCUMENT.replace(old, payload)
        (channel,) = read(tmp_path, document).channels
        assert channel.received[1].payload == BYTES
        assert channel.received_tag is not None


class TestPayloadNames:
    def test_behind_the_channel_where_two_have_one_key(self, tmp_path: Path) -> None:
        message = "messages: {M: {payload: {type: object, properties: {a: {}}}}}"
        api = read(
            tmp_path,
            "asyncapi: 3.0.0\ninfo: {title: t, version: '1'}\n"
            f"channels: {{one: {{{message}}}, two: {{{message}}}}}\n"
            "operations:\n"
            "  a: {action: send, channel: {$ref: '#/channels/one'}}\n"
            "  b: {action: send, channel: {$ref: '#/channels/two'}}\n",
        )
        assert [t.component.reveal() for t in api.types] == ["one M", "two M"]

    def test_a_component_has_the_name(self, tmp_path: Path) -> None:
        document = DOCUMENT.replace("    H: {", "    a: {type: string}\n    H: {")
        names = [t.component.reveal() for t in read(tmp_path, document).types]
        assert "A message" in names


class TestReplies:
    def test_an_answer_goes_the_other_way(self, tmp_path: Path) -> None:
        document = DOCUMENT.replace(
            "  two: {action: receive, channel: {$ref: '#/channels/main'}}\n", ""
        ).replace(
            "messages: [{$ref: '#/channels/main/messages/A'}]}",
            "messages: [{$ref: '#/channels/main/messages/A'}],\n"
            "      reply: {messages: [{$ref: '#/channels/main/messages/B'}]}}",
        )
        (channel,) = read(tmp_path, document).channels
        assert [m.key.reveal() for m in channel.sent] == ["A"]
        assert [m.key.reveal() for m in channel.received] == ["Bee"]


class TestDocument:
    def test_the_websocket_server(self, tmp_path: Path) -> None:
        server = read(tmp_path).websocket_server
        assert server is not None
        assert server.url.reveal() == "wss://{r}.a.b/v1"

    def test_security(self, tmp_path: Path) -> None:
        assert [s.name.reveal() for s in read(tmp_path).security] == ["X-K"]

    def test_title_and_version(self, tmp_path: Path) -> None:
        api = read(tmp_path)
        assert (api.title.reveal(), api.version.reveal()) == ("t", "1")


class TestRefusals:
    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("action: send", "action: shout", Code.INVALID_CHANNEL),
            (
                "headers: {$ref: '#/components/schemas/H'}",
                "headers: {type: string}",
                Code.INVALID_CHANNEL,
            ),
            (
                "description: Buzz",
                "schemaFormat: application/vnd.apache.avro;version=1.9.0",
                Code.UNSUPPORTED_PAYLOAD,
            ),
            ("'#/channels/main/messages/A'", "'#/channels/main/messages/Z'", Code.UNRESOLVED_REF),
        ],
    )
    def test_refused(self, tmp_path: Path, old: str, new: str, code: Code) -> None:
        assert old in DOCUMENT
        with pytest.raises(SpecError) as caught:
            read(tmp_path, DOCUMENT.replace(old, new))
        assert caught.value.diagnostics[0].code is code

    def test_nothing_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(SpecError) as caught:
            read(tmp_path, "asyncapi: 3.0.0\ninfo: {title: t, version: '1'}\n")
        assert caught.value.diagnostics[0].code is Code.NOTHING_TO_GENERATE
