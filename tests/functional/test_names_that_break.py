"""Names that Python, pydantic, a file system or the SDK itself has taken, or cannot have."""

from __future__ import annotations

import json
import typing
from pathlib import Path
from typing import Any

import httpx
import pytest

from codegen.cache import Cache
from codegen.diagnostics import Code, SpecError
from codegen.output import write
from codegen.pipeline import Request, make_plan
from tests.functional.conftest import GeneratedPackage, GeneratePackage

TEXT = {"type": "string"}
OBJECT = {"type": "object", "properties": {"x": TEXT}}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def returning(schema: object) -> dict[str, Any]:
    return {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}


def document(
    schemas: object = None, paths: object = None, *, title: str = "Names"
) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "paths": paths or {"/ping": {"get": {"responses": {"204": {"description": ""}}}}},
        "components": {"schemas": schemas or {}},
    }


def generate(folder: Path, spec: dict[str, Any], package: str | None = None) -> dict[str, str]:
    """The files of a package that is named by the document, or on the command line."""
    (folder / "openapi.json").write_text(json.dumps(spec), encoding="utf-8")
    request = Request(openapi=folder / "openapi.json", package=package, output=folder / "sdk")
    plan = make_plan(request, cache=Cache(None), progress=lambda stage: None)
    write(plan.files, plan.output)
    return plan.files


class TestPackages:
    @pytest.mark.parametrize("title", ["datetime", "JSON", "types", "httpx", "typing_extensions"])
    def test_a_title_that_is_a_module(self, tmp_path: Path, title: str) -> None:
        files = generate(tmp_path, document(title=title))
        name = f"{title.lower()}_sdk"
        assert f"src/{name}/__init__.py" in files
        assert f'name = "{name.replace("_", "-")}"' in files["pyproject.toml"]

    def test_a_chosen_name_that_is_a_module(self, tmp_path: Path) -> None:
        with pytest.raises(SpecError) as caught:
            generate(tmp_path, document(), package="json")
        (diagnostic,) = caught.value.diagnostics
        assert diagnostic.code is Code.UNUSABLE_NAME
        assert diagnostic.remedy == "choose another, `json_sdk` for one"

    def test_a_title_that_is_too_long(self, tmp_path: Path) -> None:
        files = generate(tmp_path, document(title="Very " * 100))
        assert max(len(part) for path in files for part in Path(path).parts) < 143


@pytest.fixture(scope="module")
def types(generate_package: GeneratePackage) -> GeneratedPackage:
    long = {f"{'Long' * 75}{end}": OBJECT for end in ("Beginning", "End")}
    odd = {name: OBJECT for name in ("+1", "-1", ">", "*", "имя", "ガ", "日本", "200", "None")}
    case = {name: OBJECT for name in ("Username", "UserName", "AB", "a_b")}
    pair = {
        "type": "object",
        "properties": {
            "e": {"type": "object", "properties": {"low": TEXT}},
            "E": {"type": "object", "properties": {"up": TEXT}},
            "user_id": {"type": "object", "properties": {"snake": TEXT}},
            "userId": {"type": "object", "properties": {"camel": TEXT}},
        },
    }
    user = {"type": "object", "properties": {k: ref(k) for k in (*odd, *case, *long, "Pair")}}
    schemas = {**long, **odd, **case, "Pair": pair, "User": user}
    body = {"content": {"application/json": {"schema": ref("Pair")}}}
    call = {"requestBody": body, "responses": returning(ref("User"))}
    return generate_package(openapi=document(schemas, {"/pairs": {"post": call}}))


class TestTypes:
    @pytest.mark.parametrize(
        ("component", "name"),
        [
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            (">", "Greater"),
            ("*", "Star"),
            ("имя", "Imya"),
            ("ガ", "Ga"),
            ("日本", "U65e5U672c"),
            ("200", "N200"),
            ("None", "None_"),
            ("Username", "Username"),
            ("UserName", "UserName"),
            ("AB", "Ab"),
            ("a_b", "AB"),
        ],
        ids=ascii,
    )
    def test_components(self, types: GeneratedPackage, component: str, name: str) -> None:
        user = types.type("User").model_validate({component: {"x": "y"}})
        found = [v for v in dict(user).values() if v is not None]
        assert [type(v).__name__ for v in found] == [name]
        assert found == [types.type(name)(x="y")]
        assert json.loads(user.model_dump_json(by_alias=True, exclude_unset=True)) == {
            component: {"x": "y"}
        }

    def test_files_are_short_ascii_and_unique_without_case(self, types: GeneratedPackage) -> None:
        names = [part for path in types.files for part in Path(path).parts]
        assert max(map(len, names)) < 143
        assert all(map(str.isascii, names))
        assert len({path.lower() for path in types.files}) == len(types.files)

    def test_names_of_300_characters(self, types: GeneratedPackage) -> None:
        name = f"{'Long' * 75}Beginning"
        user = types.type("User").model_validate({name: {"x": "y"}})
        assert user.model_dump(by_alias=True, exclude_unset=True) == {name: {"x": "y"}}
        value = next(v for v in dict(user).values() if v is not None)
        assert (type(value).__name__, value.x) == (name, "y")

    def test_pairs_that_hold_inline_objects(self, types: GeneratedPackage) -> None:
        data = {
            "e": {"low": "1"},
            "E": {"up": "2"},
            "user_id": {"snake": "3"},
            "userId": {"camel": "4"},
        }
        pair = types.type("Pair").model_validate(data)
        found = (pair.e.low, pair.e_.up, pair.user_id.snake, pair.user_id_.camel)
        assert found == ("1", "2", "3", "4")
        assert pair.model_dump(by_alias=True, exclude_unset=True) == data
        assert len({type(value) for value in dict(pair).values()}) == 4


ALIKE = ("_e", "E", "e", "a-b", "aB", "a_b", "AB")


@pytest.fixture(scope="module", params=[1, -1], ids=["as written", "reversed"])
def alike(generate_package: GeneratePackage, request: pytest.FixtureRequest) -> GeneratedPackage:
    """Names that differ in case and symbols only; the order of the document means nothing."""
    properties = {
        name: {"type": "object", "properties": {f"of_{ALIKE.index(name)}": TEXT}}
        for name in ALIKE[:: request.param]
    }
    schema = {"type": "object", "properties": properties}
    body = {"content": {"application/json": {"schema": ref("Same")}}}
    call = {"requestBody": body, "responses": returning(ref("Same"))}
    return generate_package(openapi=document({"Same": schema}, {"/same": {"post": call}}))


class TestPropertiesThatDifferInSymbolsOnly:
    def test_each_has_an_attribute_and_a_class(self, alike: GeneratedPackage) -> None:
        data = {name: {f"of_{i}": name} for i, name in enumerate(ALIKE)}
        same = alike.type("Same").model_validate(data)
        assert same.model_dump(by_alias=True, exclude_unset=True) == data
        classes = {attribute: type(value).__name__ for attribute, value in dict(same).items()}
        assert classes == {
            "e": "E", "e_": "SameE", "e__": "SameE_",
            "a_b": "AB", "a_b_": "SameAB", "a_b__": "SameAB_", "ab": "Ab",
        }  # fmt: skip
        assert same.e__.of_0 == "_e"

    def test_each_has_an_argument(self, alike: GeneratedPackage) -> None:
        sent: list[dict[str, object]] = []

        def answer(request: httpx.Request) -> httpx.Response:
            sent.append(json.loads(request.content))
            return httpx.Response(200, json={})

        transport = httpx.MockTransport(answer)
        with alike.module().Names(
            base_url="http://a.example", http_client=httpx.Client(transport=transport)
        ) as client:
            client.same.create(
                e={"of_2": "e"}, e_={"of_1": "E"}, e__={"of_0": "_e"}, a_b={"of_5": "a_b"}
            )
        assert sent == [
            {"e": {"of_2": "e"}, "E": {"of_1": "E"}, "_e": {"of_0": "_e"}, "a_b": {"of_5": "a_b"}}
        ]


WIRE_NAMES = [
    "list", "str", "dict", "type", "object", "int", "float", "bool", "bytes", "tuple", "builtins",
    "class", "None", "from", "model_config", "model_fields", "copy", "json", "schema", "validate",
    "fields", "self", "cls", "client", "__class__", "__init__", "__private", "_x", "__", "+1", "-1",
    ">", "*", "", "BaseModel", "Literal", "timeout", "extra_headers", "имя", "n" * 300,
]  # fmt: skip


@pytest.fixture(scope="module")
def properties(generate_package: GeneratePackage) -> GeneratedPackage:
    properties: dict[str, Any] = {name: {"type": ["string", "null"]} for name in WIRE_NAMES}
    properties["list"] = {"type": "array", "items": {"type": "object", "properties": {"y": {}}}}
    properties["tags"] = {"type": "array", "items": {"enum": ["a", "b"]}}
    properties["counts"] = {"type": "object", "additionalProperties": {"type": "integer"}}
    schema = {"type": "object", "properties": properties}
    call = {
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": returning(ref("Thing")),
    }
    return generate_package(
        openapi=document({"Thing": schema}, {"/things": {"post": call, "put": call}})
    )


class TestProperties:
    def test_models(self, properties: GeneratedPackage) -> None:
        data: dict[str, Any] = {name: "v" for name in WIRE_NAMES}
        data |= {"list": [{"y": 1}], "tags": ["a"], "counts": {"n": 1}}
        thing = properties.type("Thing").model_validate(data)
        assert thing.model_dump(by_alias=True, exclude_unset=True) == data
        assert (thing.class_, thing.json_, thing.copy_, thing.self) == ("v", "v", "v", "v")
        assert thing.__class__ is properties.type("Thing")
        assert type(thing.list[0]) is not dict

    def test_arguments(self, properties: GeneratedPackage) -> None:
        seen: list[Any] = []

        def answer(request: httpx.Request) -> httpx.Response:
            seen.append(json.loads(request.content))
            return httpx.Response(200, json={})

        with httpx.Client(transport=httpx.MockTransport(answer)) as http:
            client = properties.module().Names(base_url="http://test", http_client=http)
            create = client.things.create
            arguments = [name for name in create.__func__.__annotations__ if name != "return"]
            taken = {"extra_headers", "extra_query", "extra_body", "timeout"}
            values = {"list": [], "tags": [], "counts": {}}
            given = {name: values.get(name, "v") for name in arguments if name not in taken}
            create(**given)
        assert seen == [
            {n: [] if n in ("list", "tags") else {} if n == "counts" else "v"
             for n in [*WIRE_NAMES, "tags", "counts"]}
        ]  # fmt: skip


class TestMethods:
    def test_a_method_called_list_beside_lists(self, generate_package: GeneratePackage) -> None:
        things = {"type": "array", "items": OBJECT}
        query = {"name": "ids", "in": "query", "schema": {"type": "array", "items": TEXT}}
        package = generate_package(
            openapi=document(
                paths={
                    "/things": {
                        "get": {"parameters": [query], "responses": returning(things)},
                        "post": {"responses": returning(things)},
                    }
                }
            )
        )

        def answer(request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, json=[{"x": str(request.url.query)}])

        with httpx.Client(transport=httpx.MockTransport(answer)) as http:
            client = package.module().Names(base_url="http://test", http_client=http)
            assert "ids" in client.things.list(ids=["a"])[0].x
            assert client.things.create()[0].x == "b''"

    def test_a_tag_and_a_path_of_300_characters(self, generate_package: GeneratePackage) -> None:
        call = {"responses": {"204": {"description": ""}}}
        path = f"/{'very_long_' * 30}end"
        package = generate_package(openapi=document(paths={path: {"get": call}}))
        assert max(len(part) for path in package.files for part in Path(path).parts) < 143
        client = package.module().Names(base_url="http://test")
        assert [name for name in dir(type(client)) if name.startswith("very_long")]


class TestReferences:
    def test_the_payload_of_a_message(self, generate_package: GeneratePackage) -> None:
        package = generate_package(
            asyncapi="""
            asyncapi: 3.0.0
            info: {title: Names, version: '1'}
            channels:
              feed:
                address: /feed
                messages: {Tick: {$ref: '#/components/messages/Tick'}}
            operations:
              send: {action: send, channel: {$ref: '#/channels/feed'}}
            components:
              messages:
                Tick:
                  payload:
                    type: object
                    required: [type]
                    properties: {type: {const: tick}, price: {type: number}}
              schemas:
                Batch:
                  type: object
                  properties:
                    ticks:
                      type: array
                      items: {$ref: '#/components/messages/Tick/payload'}
            """
        )
        batch = package.type("Batch").model_validate({"ticks": [{"type": "tick", "price": 1}]})
        assert type(batch.ticks[0]).__name__ == "Tick"
        assert not any(path.endswith("payload.py") for path in package.files)

    def test_a_property(self, generate_package: GeneratePackage) -> None:
        order = {"type": "object", "properties": {"status": OBJECT, "content": OBJECT}}
        below = "#/components/schemas/Order/properties"
        other = {"type": "object", "properties": {
            "a": {"$ref": f"{below}/status"}, "b": {"$ref": f"{below}/content"}}}  # fmt: skip
        package = generate_package(openapi=document({"Order": order, "Other": other}))
        found = package.type("Other").model_validate({"a": {"x": "1"}, "b": {"x": "2"}})
        assert (type(found.a).__name__, type(found.b).__name__) == ("OrderStatus", "OrderContent")


class TestSameNames:
    def test_an_inline_object_beside_a_component_of_its_name(
        self, generate_package: GeneratePackage
    ) -> None:
        inline = {"type": "object", "required": ["own"], "properties": {"own": TEXT}}
        shared = {"type": "object", "required": ["far"], "properties": {"far": TEXT}}
        rule = {"type": "object", "properties": {"logic": inline, "other": ref("Logic")}}
        body = {"type": "object", "properties": {"logic": inline, "other": ref("Logic")}}
        call = {
            "requestBody": {"content": {"application/json": {"schema": body}}},
            "responses": returning(ref("Logic")),
        }
        package = generate_package(
            openapi=document({"Logic": shared, "Rule": rule}, {"/rules": {"post": call}})
        )
        found = package.type("Rule").model_validate({"logic": {"own": "1"}, "other": {"far": "2"}})
        assert (found.logic.own, found.other.far) == ("1", "2")

        def answer(request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, json={"far": request.content.decode()})

        with httpx.Client(transport=httpx.MockTransport(answer)) as http:
            client = package.module().Names(base_url="http://test", http_client=http)
            made = client.rules.create(logic={"own": "1"}, other={"far": "2"})
        assert json.loads(made.far) == {"logic": {"own": "1"}, "other": {"far": "2"}}
        # Each annotation says which of the two it means.
        hints = typing.get_type_hints(package.type("Rule"))
        assert hints["logic"] != hints["other"]

    def test_a_component_of_both_documents(self, generate_package: GeneratePackage) -> None:
        rest = {"Error": {"type": "object", "properties": {"code": {"type": "integer"}}}}
        package = generate_package(
            openapi=document(
                rest, {"/feed/state": {"get": {"responses": returning(ref("Error"))}}}
            ),
            asyncapi="""
            asyncapi: 3.0.0
            info: {title: Names, version: '1'}
            channels:
              feed:
                address: /feed
                messages: {Oops: {payload: {$ref: '#/components/schemas/Error'}}}
            operations:
              receive: {action: receive, channel: {$ref: '#/channels/feed'}}
            components:
              schemas:
                Error:
                  type: object
                  required: [type, reason]
                  properties: {type: {const: error}, reason: {type: string}}
            """,
            config="describes: client",
        )
        assert package.type("Error").model_validate({"code": 1}).code == 1
        event = package.type("WebsocketError").model_validate({"type": "error", "reason": "r"})
        assert event.reason == "r"


class TestLongLines:
    def test_400_types_that_need_the_next(self, generate_package: GeneratePackage) -> None:
        schemas: dict[str, Any] = {
            f"T{n}": {"type": "object", "properties": {"next": ref(f"T{n + 1}"), "x": TEXT}}
            for n in range(400)
        }
        schemas["T400"] = OBJECT
        call = {
            "requestBody": {"content": {"application/json": {"schema": {
                "type": "object", "properties": {"first": ref("T0")}}}}},
            "responses": returning(ref("T0")),
        }  # fmt: skip
        package = generate_package(openapi=document(schemas, {"/line": {"post": call}}))
        # From its head, which needs all of it, and where nothing has been imported.
        first = package.type("T0").model_validate({"next": {"next": {"x": "far"}}})
        assert first.next.next.x == "far"
        assert package.type("T0Param").__name__ == "T0Param"
