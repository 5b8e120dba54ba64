"""What a property says of itself: read-only, write-only, nullable, deprecated, its default."""

from __future__ import annotations

import asyncio
import collections
import dataclasses
import datetime
import decimal
import enum
import importlib
import inspect
import json
import types
import typing
import uuid
import warnings
from typing import Any

import pytest

from codegen.cache import Cache
from codegen.diagnostics import Code
from codegen.pipeline import Request, make_plan
from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, Seen, http_server

ACCOUNTS = """
openapi: 3.1.0
info: {title: Bank, version: '1'}
servers: [{url: 'https://bank.test'}]
paths:
  /accounts:
    post:
      operationId: createAccount
      tags: [accounts]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Account'}}}
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Account'}}}
    get:
      operationId: listAccounts
      tags: [accounts]
      deprecated: true
      description: Gives them all.
      parameters:
        - {name: limit, in: query, schema: {type: integer, default: 20}, description: How many}
        - {name: page, in: query, deprecated: true, schema: {type: integer}}
        - {name: after, in: query, schema: {type: string}}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Account'}}
components:
  schemas:
    Id: {type: string, readOnly: true}
    Secret: {type: string, writeOnly: true}
    Owner:
      type: object
      required: [name, since]
      properties:
        name: {type: string}
        since: {type: string, readOnly: true}
    Base:
      type: object
      required: [created]
      properties: {created: {type: integer, readOnly: true}}
    Account:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          required: [id, title, pin, secret, owner, opened, both]
          properties:
            id: {$ref: '#/components/schemas/Id'}
            title: {type: string}
            pin: {type: string, writeOnly: true}
            secret: {$ref: '#/components/schemas/Secret'}
            owner: {$ref: '#/components/schemas/Owner'}
            opened:
              readOnly: true
              allOf: [{$ref: '#/components/schemas/Owner'}]
            both: {allOf: [{type: string}, {$ref: '#/components/schemas/Id'}]}
            colour: {type: string, default: red}
            old: {type: string, deprecated: true, description: Unused now.}
"""


@pytest.fixture(scope="module")
def bank(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=ACCOUNTS)


class TestReadOnlyAndWriteOnly:
    def test_what_only_the_server_sets_is_no_argument(self, bank: GeneratedPackage) -> None:
        create = bank.module("resources.accounts").Accounts.create
        names = list(inspect.signature(create).parameters)
        assert names[1:7] == ["owner", "pin", "secret", "title", "colour", "old"]

    def test_nor_a_key_of_a_dictionary(self, bank: GeneratedPackage) -> None:
        assert bank.type("OwnerParam").__annotations__.keys() == {"name"}
        params = bank.type("AccountCreateParams")
        assert params.__annotations__.keys() == {
            "owner", "pin", "secret", "title", "colour", "old"
        }  # fmt: skip

    def test_what_only_requests_have_is_optional_in_answers(self, bank: GeneratedPackage) -> None:
        fields = bank.type("Account").model_fields
        required = {name for name, field in fields.items() if field.is_required()}
        assert required == {"created", "id", "title", "owner", "opened", "both"}
        decoder = importlib.import_module(f"{bank.name}._runtime.decode").Decoder
        owner = {"name": "n", "since": "s"}
        sent = {
            "created": 1, "id": "i", "title": "t", "owner": owner, "opened": owner, "both": "b"
        }  # fmt: skip
        account = decoder(bank.type("Account")).decode_strict(json.dumps(sent))
        assert account.pin is None
        assert account.owner.since == "s"
        assert account.to_dict() == sent


class TestDeprecation:
    def test_calling_a_deprecated_method_warns(self, bank: GeneratedPackage) -> None:
        with http_server(Reply(body=b"[]")) as server:
            module = bank.module()
            with (
                module.Bank(base_url=server.url) as client,
                pytest.warns(DeprecationWarning, match="The API has deprecated GET /accounts"),
            ):
                assert client.accounts.list() == []
            with pytest.warns(DeprecationWarning, match="GET /accounts") as caught:
                asyncio.run(_list_async(module, server.url))
        assert caught[0].filename == __file__

    def test_nothing_else_warns(self, bank: GeneratedPackage) -> None:
        with http_server(Reply(body=b"{}")) as server, warnings.catch_warnings():
            warnings.simplefilter("error")
            with bank.module().Bank(base_url=server.url) as client:
                assert client.accounts.with_raw_response
                assert client.accounts.with_streaming_response
                client.accounts.create(owner={"name": "n"}, pin="1", secret="s", title="t")

    def test_docstrings(self, bank: GeneratedPackage) -> None:
        doc = inspect.getdoc(bank.module("resources.accounts").Accounts.list) or ""
        assert doc.startswith("Deprecated.\n\nGives them all.")
        assert "page: Deprecated." in doc
        text = next(t for p, t in bank.files.items() if p.endswith("/types/account.py"))
        assert '"""Deprecated.\n\n    Unused now.\n    """' in text


async def _list_async(module: Any, url: str) -> None:
    async with module.AsyncBank(base_url=url) as client:
        await client.accounts.list()


class TestDefaults:
    def test_are_told_and_not_sent(self, bank: GeneratedPackage) -> None:
        accounts = bank.module("resources.accounts").Accounts
        assert "limit: How many. Default: 20." in (inspect.getdoc(accounts.list) or "")
        assert 'colour: Default: "red".' in (inspect.getdoc(accounts.create) or "")
        assert bank.type("Account").model_fields["colour"].default is None

    def test_one_that_does_not_fit_is_a_warning(self, tmp_path: Any) -> None:
        (tmp_path / "openapi.yaml").write_text(
            """
openapi: 3.1.0
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    Kind: {type: string, enum: [a, b]}
    Thing:
      type: object
      properties:
        count: {type: integer, default: '5'}
        whole: {type: integer, default: 5.0}
        kind: {$ref: '#/components/schemas/Kind', default: c}
        good: {$ref: '#/components/schemas/Kind', default: a}
        none: {type: string, default: null}
        list: {type: array, items: {type: string}, default: []}
        either: {anyOf: [{type: string}, {type: integer}], default: 1}
        flag: {type: boolean, default: 1}
"""
        )
        request = Request(None, openapi=tmp_path / "openapi.yaml", output=tmp_path / "sdk")
        plan = make_plan(request, cache=Cache(None), progress=lambda stage: None)
        assert [
            (w.code, w.message, w.location.pointer[-1] if w.location else None)
            for w in plan.warnings
        ] == [
            (Code.INVALID_DEFAULT, "the default '\"5\"' is no value of the property", "count"),
            (Code.INVALID_DEFAULT, "the default '\"c\"' is no value of the property", "kind"),
            (Code.INVALID_DEFAULT, "the default '1' is no value of the property", "flag"),
        ]


NULLABLE_30 = """
openapi: 3.0.3
info: {title: Nulls, version: '1'}
servers: [{url: 'https://nulls.test'}]
paths:
  /things:
    post:
      operationId: createThing
      tags: [things]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
      responses: {'204': {description: ok}}
    get:
      operationId: getThing
      tags: [things]
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
components:
  schemas:
    Part: {type: object, properties: {n: {type: integer}}}
    Nothing: {type: object, nullable: true, properties: {n: {type: integer}}}
    Thing:
      type: object
      required: [required, required_null, ref, ref_all_of]
      properties:
        required: {type: string}
        required_null: {type: string, nullable: true}
        optional: {type: string}
        optional_null: {type: string, nullable: true}
        ref: {$ref: '#/components/schemas/Nothing'}
        ref_all_of: {nullable: true, allOf: [{$ref: '#/components/schemas/Part'}]}
        ref_beside: {$ref: '#/components/schemas/Part', nullable: true}
        kind: {type: string, nullable: true, enum: [a, b]}
        kind_null: {type: string, nullable: true, enum: [a, null]}
        list: {type: array, items: {type: string, nullable: true}}
"""

NULLABLE_31 = """
openapi: 3.1.0
info: {title: Nulls, version: '1'}
servers: [{url: 'https://nulls.test'}]
paths:
  /things:
    post:
      operationId: createThing
      tags: [things]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
      responses: {'204': {description: ok}}
    get:
      operationId: getThing
      tags: [things]
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
components:
  schemas:
    Part: {type: object, properties: {n: {type: integer}}}
    Nothing: {type: [object, 'null'], properties: {n: {type: integer}}}
    Thing:
      type: object
      required: [required, required_null, ref, ref_all_of]
      properties:
        required: {type: string}
        required_null: {type: [string, 'null']}
        optional: {type: string}
        optional_null: {type: [string, 'null']}
        ref: {$ref: '#/components/schemas/Nothing'}
        ref_all_of: {anyOf: [{$ref: '#/components/schemas/Part'}, {type: 'null'}]}
        ref_beside: {oneOf: [{$ref: '#/components/schemas/Part'}, {type: 'null'}]}
        kind: {type: [string, 'null'], enum: [a, b, null]}
        kind_null: {enum: [a, null]}
        list: {type: array, items: {type: [string, 'null']}}
"""


@pytest.fixture(scope="module", params=[NULLABLE_30, NULLABLE_31], ids=["3.0", "3.1"])
def nulls(request: pytest.FixtureRequest, generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=request.param)


class TestNullAgainstAbsent:
    LEAST: typing.ClassVar = {
        "required": "r",
        "required_null": None,
        "ref": None,
        "ref_all_of": None,
    }
    MOST: typing.ClassVar = {
        "required": "r", "required_null": "x", "optional": "o", "optional_null": "n",
        "ref": {"n": 1}, "ref_all_of": {"n": 2}, "ref_beside": {"n": 3}, "kind": "a",
        "kind_null": "a", "list": ["a", None],
    }  # fmt: skip
    NULLS: typing.ClassVar = {
        **LEAST, "optional_null": None, "ref_beside": None, "kind": None, "kind_null": None
    }  # fmt: skip

    @pytest.mark.parametrize("sent", [LEAST, MOST, NULLS])
    def test_what_came_is_what_is_dumped(
        self, nulls: GeneratedPackage, sent: dict[str, object]
    ) -> None:
        decoder = importlib.import_module(f"{nulls.name}._runtime.decode").Decoder(
            nulls.type("Thing")
        )
        for thing in (
            decoder.decode_strict(json.dumps(sent)),
            decoder.decode_leniently(json.dumps({**sent, "new": 1})),
        ):
            assert {k: v for k, v in thing.to_dict().items() if k != "new"} == sent
            assert thing.model_fields_set - {"new"} == set(sent)

    @pytest.mark.parametrize("field", ["required", "optional", "list"])
    def test_null_is_no_value_where_it_is_not_declared(
        self, nulls: GeneratedPackage, field: str
    ) -> None:
        module = importlib.import_module(f"{nulls.name}._runtime.decode")
        decoder = module.Decoder(nulls.type("Thing"))
        text = json.dumps({**self.MOST, field: None})
        assert getattr(decoder.decode_leniently(text), field) is None
        assert decoder.decode_leniently(text).to_dict() == json.loads(text)

    def test_arguments(self, nulls: GeneratedPackage) -> None:
        create = nulls.module("resources.things").Things.create
        omit = nulls.module("_runtime.sentinels").Omit
        hints = typing.get_type_hints(create)
        assert hints["required"] is str
        assert hints["required_null"] == str | None
        assert hints["optional"] == str | omit
        assert hints["optional_null"] == str | None | omit
        assert type(None) in typing.get_args(hints["kind"])
        assert type(None) in typing.get_args(hints["ref_beside"])
        parameters = inspect.signature(create).parameters
        assert parameters["required_null"].default is inspect.Parameter.empty
        assert parameters["optional_null"].default is not inspect.Parameter.empty

    def test_what_is_sent(self, nulls: GeneratedPackage) -> None:
        with (
            http_server(Reply(204, b"")) as server,
            nulls.module().Nulls(base_url=server.url) as client,
        ):
            client.things.create(required="r", required_null=None, ref=None, ref_all_of={"n": 1})
            client.things.create(
                required="r", required_null="x", ref={}, ref_all_of=None, optional_null=None
            )
        assert [json.loads(seen.body) for seen in server.seen] == [
            {"required": "r", "required_null": None, "ref": None, "ref_all_of": {"n": 1}},
            {
                "required": "r", "required_null": "x", "ref": {}, "ref_all_of": None,
                "optional_null": None,
            },
        ]  # fmt: skip


ORDERS = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: 'https://shop.test'}]
paths:
  /orders:
    post:
      operationId: createOrder
      tags: [orders]
      parameters: [{name: tag, in: query, schema: {type: array, items: {type: string}}}]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [lines]
              properties:
                lines: {type: array, items: {$ref: '#/components/schemas/Line'}}
                first: {$ref: '#/components/schemas/Line'}
                extra: {}
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Line'}}}
components:
  schemas:
    Line:
      type: object
      required: [Item-No]
      properties:
        Item-No: {type: string}
        due: {type: string, format: date}
        size: {type: string, enum: [s, m]}
"""


class Size(enum.Enum):
    SMALL = "s"


@dataclasses.dataclass
class Point:
    x: int


@pytest.fixture(scope="module")
def shop(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=ORDERS)


def order(shop: GeneratedPackage, *replies: Reply, **arguments: Any) -> list[Seen]:
    given = replies or (Reply(body=b'{"Item-No":"1"}'),)
    with http_server(*given) as server, shop.module().Shop(base_url=server.url) as client:
        client.orders.create(**arguments)
        return server.seen


class TestWhatArgumentsMayBe:
    def test_a_model_is_sent_by_its_names_on_the_wire(self, shop: GeneratedPackage) -> None:
        line = shop.type("Line")(item_no="7", due=datetime.date(2024, 1, 2), new=1)
        (seen,) = order(shop, lines=[line], first=line)
        wire = {"Item-No": "7", "due": "2024-01-02", "new": 1}
        assert json.loads(seen.body) == {"lines": [wire], "first": wire}

    def test_mappings_sequences_enumerations_and_values(self, shop: GeneratedPackage) -> None:
        line = types.MappingProxyType({"Item-No": "1", "size": Size.SMALL})
        (seen,) = order(
            shop,
            lines=(line,),
            extra={
                "deque": collections.deque([1]),
                "values": {"a": 1}.values(),
                "decimal": decimal.Decimal("1.10"),
                "uuid": uuid.UUID(int=1),
            },
        )
        assert json.loads(seen.body) == {
            "lines": [{"Item-No": "1", "size": "s"}],
            "extra": {
                "deque": [1],
                "values": [1],
                "decimal": "1.10",
                "uuid": "00000000-0000-0000-0000-000000000001",
            },
        }

    def test_a_generator_is_read_once_and_sent_with_every_attempt(
        self, shop: GeneratedPackage
    ) -> None:
        busy = Reply(503, b"{}", {"Content-Type": "application/json", "Retry-After": "0"})
        seen = order(
            shop,
            busy,
            Reply(body=b'{"Item-No":"1"}'),
            lines=({"Item-No": number} for number in "12"),
            tag=iter(["a", "b"]),
        )
        assert len(seen) == 2
        assert [json.loads(request.body) for request in seen] == [
            {"lines": [{"Item-No": "1"}, {"Item-No": "2"}]}
        ] * 2
        assert {request.target for request in seen} == {"/orders?tag=a&tag=b"}

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            ({"p": Point(1)}, r"extra\.p has no JSON form: Point; give dataclasses\.asdict\(\)"),
            ([object()], r"extra\[0\] has no JSON form: object"),
            ({"i": iter([1])}, r"extra\.i is an iterator, which can be read only once"),
            ({"b": b"x"}, r"extra\.b is bytes"),
            ({1: 2}, r"extra has a key that is not a string: 1"),
        ],
    )
    def test_what_has_no_json_form_is_refused_with_its_place(
        self, shop: GeneratedPackage, value: object, message: str
    ) -> None:
        with (
            shop.module().Shop(base_url="http://127.0.0.1:1") as client,
            pytest.raises(TypeError, match=message),
        ):
            client.orders.create(lines=[], extra=value)
