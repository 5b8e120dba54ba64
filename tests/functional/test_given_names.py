"""Names that sdk.yaml gives: to types wherever they stand, arguments, attributes, messages."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterator

import httpx
import pytest

from codegen.diagnostics import SpecError
from tests.functional.conftest import GeneratedPackage, GeneratePackage

OPENAPI = """
openapi: 3.1.0
info: {title: Given, version: '1'}
servers: [{url: 'https://given.example'}]
paths:
  /users/{id}:
    parameters:
      - {name: X-Request-ID, in: header, schema: {type: string}}
    get:
      operationId: getUser
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: id, in: query, schema: {type: string}}
        - {$ref: '#/components/parameters/Limit'}
      responses:
        '200':
          content:
            application/json:
              schema:
                type: object
                required: ['+1', kind]
                properties:
                  '+1': {type: integer}
                  kind: {type: string, enum: [a, b]}
                  inner: {type: object, properties: {x: {$ref: '#/components/schemas/User'}}}
    post:
      operationId: users.create
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: ['e.mail'], properties: {'e.mail': {type: string}}}
      responses: {'204': {}}
  /users/{id}/old/things: {get: {responses: {'204': {}}}}
  /users/{id}/old: {get: {responses: {'204': {}}}}
components:
  parameters:
    Limit: {name: l, in: query, schema: {type: integer}}
  schemas:
    User:
      type: object
      required: [self-link]
      properties: {self-link: {type: string}, Self_Link: {type: string}}
    Admin: {allOf: [{$ref: '#/components/schemas/User'}, {properties: {power: {type: integer}}}]}
"""

ANSWER = "#/paths/~1users~1{id}/get/responses/200/content/application~1json/schema"
BODY = "#/paths/~1users~1{id}/post/requestBody/content/application~1json/schema"
CONFIG = f"""
types:
  '{ANSWER}': Profile
  '{ANSWER}/properties/kind': ProfileKind
  'openapi.yaml{ANSWER}/properties/inner': {{name: Nested, namespace: deep}}
  '{BODY}': NewUser
  '#/components/schemas/Admin': Superuser
parameters:
  getUser.X-Request-ID: request_id
  'get /users/{{id}}.query.id': other_id
  '#/components/parameters/Limit': page_size
  users.create.e.mail: address
properties:
  '{ANSWER}/properties/+1': plus_one
  User.Self_Link: own
operations:
  users.create: users.create
resources:
  users.old: {{path: archive.users, description: What was.}}
"""


@pytest.fixture(scope="module")
def package(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=OPENAPI, config=CONFIG)


@pytest.fixture
def sent(package: GeneratedPackage) -> Iterator[tuple[typing.Any, list[httpx.Request]]]:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={"+1": 3, "kind": "a"})

    http = httpx.Client(transport=httpx.MockTransport(answer))
    with package.module().Given(http_client=http) as client:
        yield client, requests


class TestTypes:
    def test_an_inline_schema_becomes_a_public_type(self, package: GeneratedPackage) -> None:
        profile = package.type("Profile")
        assert profile.model_validate({"+1": 3, "kind": "a"}).plus_one == 3
        assert typing.get_type_hints(profile)["kind"] == package.type("ProfileKind")
        retrieve = package.module("resources.users").Users.retrieve
        assert typing.get_type_hints(retrieve)["return"] is profile

    def test_in_a_folder_of_its_own(self, package: GeneratedPackage) -> None:
        assert package.module("types.deep.nested").Nested is package.type("Nested")

    def test_a_body(self, package: GeneratedPackage) -> None:
        assert package.type("NewUser").model_validate({"e.mail": "x"})

    def test_a_component_by_its_place(self, package: GeneratedPackage) -> None:
        assert package.type("Superuser").model_validate({"self-link": "x", "power": 1}).power == 1


class TestArguments:
    def test_names(self, package: GeneratedPackage) -> None:
        users = package.module("resources.users").Users
        assert {"id", "other_id", "page_size", "request_id"} <= set(
            inspect.signature(users.retrieve).parameters
        )
        assert {"id", "address", "x_request_id"} <= set(inspect.signature(users.create).parameters)

    def test_on_the_wire(self, sent: tuple[typing.Any, list[httpx.Request]]) -> None:
        client, requests = sent
        client.users.retrieve("a", other_id="b", page_size=3, request_id="c")
        client.users.create("a", address="d")
        assert str(requests[0].url) == "https://given.example/users/a?id=b&l=3"
        assert requests[0].headers["X-Request-ID"] == "c"
        assert requests[1].content == b'{"e.mail":"d"}'


class TestAttributes:
    @pytest.mark.parametrize("name", ["User", "Superuser"])
    def test_in_every_model_that_has_it(self, package: GeneratedPackage, name: str) -> None:
        model = package.type(name)
        user = model.model_validate({"self-link": "x", "Self_Link": "y"})
        assert (user.self_link, user.own) == ("x", "y")
        assert user.to_dict() == {"self-link": "x", "Self_Link": "y"}


class TestResources:
    def test_a_subtree_moves(self, sent: tuple[typing.Any, list[httpx.Request]]) -> None:
        client, requests = sent
        client.archive.users.retrieve("a")
        client.archive.users.things.retrieve("a")
        assert [r.url.path for r in requests] == ["/users/a/old", "/users/a/old/things"]
        assert not hasattr(client.users, "old")

    def test_its_description_goes_with_it(self, package: GeneratedPackage) -> None:
        assert "What was." in package.text("resources/archive/users/users.py")


ASYNCAPI = """
asyncapi: 3.0.0
info: {title: Given, version: '1'}
servers: {s: {host: example.com, protocol: wss}}
channels:
  main:
    address: /main/{Room-Name}
    parameters: {Room-Name: {}}
    bindings: {ws: {query: {type: object, properties: {tok: {type: string}}}}}
    messages:
      a: {name: alpha, payload: {type: object, properties: {x: {type: string}}}}
      b: {payload: {type: object, required: [t], properties: {t: {const: b}}}}
operations:
  out:
    action: send
    channel: {$ref: '#/channels/main'}
    messages: [{$ref: '#/channels/main/messages/a'}]
  in:
    action: receive
    channel: {$ref: '#/channels/main'}
    messages: [{$ref: '#/channels/main/messages/b'}]
"""


def test_messages(generate_package: GeneratePackage) -> None:
    config = """
        describes: client
        messages:
          alpha: {name: OpeningMessage, helper: session.open}
          main.b: {name: Answer}
        parameters: {main.Room-Name: room, main.tok: token}
    """
    package = generate_package(asyncapi=ASYNCAPI, config=config)
    assert package.type("Answer").model_validate({"t": "b"}).t == "b"
    assert package.type("OpeningMessage")
    main = package.module("resources.main")
    assert {"room", "token"} <= set(inspect.signature(main.Main.connect).parameters)
    hints = typing.get_type_hints(main.MainConnection.session.func)
    assert "x" in inspect.signature(hints["return"].open).parameters


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("types: {'#/paths/~1users': X}", "`types` names '#/paths/~1users'"),
        ("types: {Usr: X}", "`types` names 'Usr'"),
        ("types: {'#/info/title': X}", "`types` names '#/info/title', which nothing uses"),
        ("parameters: {getUser.Limit: x}", "`parameters` names 'getUser.Limit'"),
        ("parameters: {getUser.l: self}", "`parameters` gives the name `self`"),
        ("parameters: {getUser.id: x}", "`parameters` gives 'path.id' and 'query.id' the name `x`"),
        ("properties: {User.self_link: x}", "`properties` names 'User.self_link'"),
        ("properties: {User.self-link: json}", "`properties` gives the name `json`"),
        (
            "properties: {User.self-link: x, User.Self_Link: x}",
            "`properties` gives 'self-link' and 'Self_Link' the attribute `x`",
        ),
        ("resources: {user: x}", "`resources` names 'user'"),
        ("channels: {main: {resource: a}}", "`channels` names 'main'"),
        ("messages: {m: {name: A}}", "`messages` names 'm'"),
        ("operations: {getuser: a.b}", "`operations` names 'getuser'"),
    ],
)
def test_what_cannot_be(generate_package: GeneratePackage, config: str, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        generate_package(openapi=OPENAPI, config=config)
    assert message in str(caught.value)


def test_what_was_meant(generate_package: GeneratePackage) -> None:
    for config, meant in (
        ("types: {Usr: X}", "User"),
        ("operations: {getuser: a.b}", "getUser"),
        ("parameters: {getUser.X-Request-Id: x}", "getUser.X-Request-ID"),
        ("properties: {User.self-lnk: x}", "User.self-link"),
        ("resources: {user: x}", "users"),
    ):
        with pytest.raises(SpecError, match=f"did you mean '{meant}'"):
            generate_package(openapi=OPENAPI, config=config)


def test_the_tag_of_a_union_keeps_its_name(generate_package: GeneratePackage) -> None:
    variant = "{type: object, required: [k], properties: {k: {const: %s}}}"
    openapi = (
        "openapi: 3.1.0\ninfo: {title: Given, version: '1'}\npaths: {}\ncomponents: {schemas: {"
        f"A: {variant % 'a'}, B: {variant % 'b'}, "
        "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}}}\n"
    )
    with pytest.raises(SpecError, match="which tells the variants of a union apart"):
        generate_package(openapi=openapi, config="properties: {A.k: kind}")
