"""Documents of any other kind, without a scenario: what the schemas alone give."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from codegen.mock.server import MockServer

Serve = Callable[..., MockServer]

OPENAPI = """\
openapi: 3.0.3
info: {title: Shop, version: '1'}
servers:
  - url: https://{region}.example.com/api/v2
    variables: {region: {default: eu}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Api-Key}
  schemas:
    Problem:
      type: object
      required: [detail, field]
      properties: {detail: {type: string}, field: {type: string}}
    Item:
      type: object
      required: [id, size, tags]
      properties:
        id: {type: string, format: uuid}
        size: {type: string, enum: [small, large]}
        note: {type: string, nullable: true}
        tags: {type: array, minItems: 2, items: {type: string}}
        parent: {$ref: '#/components/schemas/Item'}
paths:
  /items/{item_id}:
    parameters:
      - {name: item_id, in: path, required: true, schema: {type: integer}}
    get:
      operationId: getItem
      parameters:
        - {name: limit, in: query, required: true, schema: {type: integer, maximum: 10}}
        - {name: tag, in: query, schema: {type: array, items: {type: string, maxLength: 3}}}
        - {name: X-Trace, in: header, schema: {type: string, minLength: 2}}
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
        '400':
          description: bad
          content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}
    put:
      security: [{key: []}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
      responses:
        '200':
          description: ok
          content: {application/json: {examples: {one: {value: {id: given}}}}}
  /items/special:
    get:
      responses: {'204': {description: nothing}}
  /socket:
    get:
      responses: {'101': {description: switching}}
  /files:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file, count]
              properties:
                file: {type: string, format: binary}
                count: {type: integer}
                labels: {type: array, items: {type: string}}
                about: {type: object, properties: {author: {type: string}}}
      responses:
        '202':
          description: ok
          content: {text/plain: {schema: {type: string, example: done}}}
"""

# AsyncAPI 3, written from the server's side: it receives what clients send.
SERVER_SIDE = """\
asyncapi: 3.0.0
info: {title: Chat, version: '1'}
servers: {main: {host: chat.example.com, pathname: /ws, protocol: wss}}
channels:
  room:
    address: rooms/{name}
    parameters: {name: {}}
    bindings:
      ws:
        query: {type: object, required: [since], properties: {since: {type: integer}}}
    messages:
      ask:
        payload:
          type: object
          required: [op, text]
          properties: {op: {const: ask}, text: {type: string}}
      told:
        payload:
          type: object
          required: [op, text]
          properties: {op: {const: told}, text: {type: string}}
      failed:
        payload:
          type: object
          required: [op, message]
          properties: {op: {const: error}, message: {type: string}}
operations:
  onAsk:
    action: receive
    channel: {$ref: '#/channels/room'}
    messages: [{$ref: '#/channels/room/messages/ask'}]
    reply: {messages: [{$ref: '#/channels/room/messages/told'}]}
  onFailure:
    action: send
    channel: {$ref: '#/channels/room'}
    messages: [{$ref: '#/channels/room/messages/failed'}]
"""

VERSION_2 = """\
asyncapi: 2.6.0
info: {title: Feed, version: '1'}
channels:
  /audio:
    publish:
      message: {name: chunk, payload: {type: string, format: binary}}
    subscribe: {message: {name: word, payload: {type: object, properties: {word: {type: string}}}}}
"""


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    with ExitStack() as stack:

        def start(openapi: str | None = None, asyncapi: str | None = None) -> MockServer:
            paths: list[Path | None] = []
            for name, text in (("openapi", openapi), ("asyncapi", asyncapi)):
                paths.append(tmp_path / f"{name}.yaml" if text is not None else None)
                if text is not None:
                    (tmp_path / f"{name}.yaml").write_text(text)
            return stack.enter_context(MockServer(*paths, verify=True))

        yield start


class TestRest:
    def test_answers_are_made_from_schemas(self, serve: Serve) -> None:
        server = serve(OPENAPI)
        assert server.base_url.endswith("/api/v2")
        answer = httpx.get(server.base_url + "/items/1?limit=2")
        assert answer.status_code == 200
        assert answer.json() == {
            "id": "00000000-0000-4000-8000-000000000000",
            "size": "small",
            "tags": ["string", "string"],
        }

    def test_the_folder_of_the_server_may_be_left_out(self, serve: Serve) -> None:
        base_url = serve(OPENAPI).base_url.removesuffix("/api/v2")
        assert httpx.get(base_url + "/items/1?limit=2").status_code == 200

    def test_a_plain_path_goes_before_a_template(self, serve: Serve) -> None:
        assert httpx.get(serve(OPENAPI).base_url + "/items/special").status_code == 204

    @pytest.mark.parametrize(
        ("path", "detail"),
        [
            ("/items/1", "query parameter 'limit' is missing"),
            ("/items/1?limit=11", "query parameter 'limit': 11 does not fit maximum 10"),
            ("/items/1?limit=x", "query parameter 'limit': 'x' is not of type integer"),
            ("/items/x?limit=1", "path parameter 'item_id': 'x' is not of type integer"),
            (
                "/items/1?limit=1&tag=abc&tag=abcd",
                "/1: query parameter 'tag': 'abcd' does not fit maxLength 3",
            ),
        ],
    )
    def test_an_invalid_parameter_is_a_400_in_the_error_model(
        self, serve: Serve, path: str, detail: str
    ) -> None:
        answer = httpx.get(serve(OPENAPI).base_url + path)
        assert answer.status_code == 400
        assert answer.json()["detail"] == detail
        assert set(answer.json()) == {"detail", "field"}

    def test_an_invalid_header_is_a_400(self, serve: Serve) -> None:
        url = serve(OPENAPI).base_url + "/items/1?limit=1"
        assert httpx.get(url, headers={"X-Trace": "a"}).status_code == 400

    def test_an_example_goes_before_a_sample(self, serve: Serve) -> None:
        item = {"id": "x", "size": "large", "note": None, "tags": ["a", "b"]}
        url = serve(OPENAPI).base_url + "/items/1"
        assert httpx.put(url, json=item).status_code == 401
        answer = httpx.put(url, json=item, headers={"x-api-key": "k"})
        assert answer.json() == {"id": "given"}

    @pytest.mark.parametrize(
        ("content", "kind", "status", "pointer"),
        [
            (b'{"id": 1}', "application/json", 400, "/size"),
            (b"{", "application/json", 400, None),
            (b'{"id": NaN}', "application/json", 400, None),
            (b"\xff", "application/json", 400, None),
            (b"[" * 100_000, "application/json", 400, None),
            (b"", "application/json", 400, None),
            (b"<a/>", "application/xml", 415, None),
        ],
    )
    def test_an_invalid_body_is_refused(
        self, serve: Serve, content: bytes, kind: str, status: int, pointer: str | None
    ) -> None:
        headers = {"x-api-key": "k", "content-type": kind}
        url = serve(OPENAPI).base_url + "/items/1"
        answer = httpx.put(url, content=content, headers=headers)
        assert answer.status_code == status
        # No error model is declared here: RFC 9457 is the default.
        assert answer.json()["status"] == status
        if pointer is not None:
            assert answer.json()["pointer"] == pointer

    def test_forms_are_validated(self, serve: Serve) -> None:
        url = serve(OPENAPI).base_url + "/files"
        data = {"count": "3", "labels": ["a"], "about": '{"author": "x"}'}
        answer = httpx.post(url, data=data, files={"file": ("a.bin", b"\xff\x00")})
        assert (answer.status_code, answer.text) == (202, "done")
        wrong = httpx.post(url, data={"count": "many"}, files={"file": ("a.bin", b"x")})
        assert wrong.json()["pointer"] == "/count"
        nested = {"count": "3", "about[author]": "x"}
        assert httpx.post(url, data=nested, files={"file": b"x"}).status_code == 202
        broken = httpx.post(url, content=b"x", headers={"content-type": "multipart/form-data"})
        assert broken.status_code == 400

    def test_a_socket_that_is_an_operation_asks_for_its_handshake(self, serve: Serve) -> None:
        answer = httpx.get(serve(OPENAPI).base_url + "/socket")
        assert (answer.status_code, answer.headers["upgrade"]) == (426, "websocket")

    def test_unknown_paths_and_methods(self, serve: Serve) -> None:
        base_url = serve(OPENAPI).base_url
        assert httpx.get(base_url + "/nothing").status_code == 404
        answer = httpx.delete(base_url + "/items/1")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, PUT")


class TestWebSocket:
    def test_a_reply_is_a_sample(self, serve: Serve) -> None:
        url = serve(asyncapi=SERVER_SIDE).websocket_url.replace("{name}", "lobby") + "?since=1"
        with connect(url) as socket:
            socket.send('{"op": "ask", "text": "?"}')
            assert json.loads(socket.recv()) == {"op": "told", "text": "string"}

    def test_an_invalid_message_gets_the_channels_error(self, serve: Serve) -> None:
        url = serve(asyncapi=SERVER_SIDE).websocket_url.replace("{name}", "a b") + "?since=1"
        with connect(url.replace(" ", "%20")) as socket:
            for frame, said in (
                ('{"op": "ask"}', "'text' is missing"),
                ('{"op": "shout"}', "'shout' is none of 'ask'"),
                ('{"text": "?"}', "'op' is missing"),
            ):
                socket.send(frame)
                assert json.loads(socket.recv()) == {"op": "error", "message": said}

    @pytest.mark.parametrize("query", ["", "?since=x"])
    def test_the_query_of_the_handshake_is_checked(self, serve: Serve, query: str) -> None:
        url = serve(asyncapi=SERVER_SIDE).websocket_url.replace("{name}", "a") + query
        with pytest.raises(InvalidStatus) as caught, connect(url):
            pass
        assert caught.value.response.status_code == 400

    def test_an_unknown_address_is_a_404(self, serve: Serve) -> None:
        url = serve(asyncapi=SERVER_SIDE).websocket_url.replace("rooms", "halls")
        with pytest.raises(InvalidStatus) as caught, connect(url):
            pass
        assert caught.value.response.status_code == 404

    def test_asyncapi_2_with_binary_frames(self, serve: Serve) -> None:
        with connect(serve(asyncapi=VERSION_2).websocket_url) as socket:
            socket.send(b"\x00\x01")
            # No error message is declared, so the socket is closed: text is not one of these.
            socket.send("text")
            with pytest.raises(ConnectionClosed) as caught:
                socket.recv()
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 1008


class TestScenario:
    """A scenario's own mistakes, found while it runs."""

    SCENARIO = """\
scenario: 1
channels:
  room:
    on:
      ask:
        - send: {op: told, text: "{{ 1 if event.text == 'wrong' else event.text }}"}
        - send: {op: told, text: "{{ event.missing }}"}
          when: event.text == 'broken'
"""

    @pytest.mark.parametrize(
        ("text", "line", "said"),
        [("wrong", 6, "text: 1 is not of type string"), ("broken", 7, "no attribute 'missing'")],
    )
    def test_end_their_connection_alone(
        self, tmp_path: Path, text: str, line: int, said: str
    ) -> None:
        document, scenario = tmp_path / "asyncapi.yaml", tmp_path / "scenario.yaml"
        document.write_text(SERVER_SIDE)
        scenario.write_text(self.SCENARIO)
        told: list[str] = []
        with MockServer(None, document, scenario, verify=True, report=told.append) as server:
            url = server.websocket_url.replace("{name}", "a") + "?since=1"
            with connect(url) as other, connect(url) as socket:
                socket.send(json.dumps({"op": "ask", "text": text}))
                with pytest.raises(ConnectionClosed) as caught:
                    list(iter(socket.recv, None))
                assert caught.value.rcvd is not None
                assert caught.value.rcvd.code == 1011
                other.send('{"op": "ask", "text": "right"}')
                assert json.loads(other.recv()) == {"op": "told", "text": "right"}
        assert said in told[0]
        assert f"scenario.yaml:{line}:" in told[0]


class TestOverlays:
    def test_the_patched_document_is_served(self, tmp_path: Path) -> None:
        document, overlay = tmp_path / "openapi.yaml", tmp_path / "x.overlay.yaml"
        document.write_text(OPENAPI)
        overlay.write_text(
            "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n"
            "- target: $.paths\n"
            "  update: {/added: {get: {responses: {'204': {description: ok}}}}}\n"
            "- {target: $.gone, remove: true}\n"
        )
        told: list[str] = []
        with MockServer(document, overlays=[overlay], report=told.append) as server:
            assert httpx.get(f"{server.base_url}/added").status_code == 204
        (line,) = told
        assert "x.overlay.yaml:6:4: warning SL622" in line
