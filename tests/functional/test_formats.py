"""Strings and numbers that stand for something else, from the wire to Python and back."""

from __future__ import annotations

import asyncio
import copy
import importlib
import json
import pickle
import re
import typing
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, Seen, http_server

UUID_TEXT = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"

LEDGER = """
openapi: 3.1.0
info: {title: Ledger, version: '1'}
servers: [{url: 'https://ledger.test'}]
paths:
  /entries/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string, format: uuid}}]
    get:
      operationId: getEntry
      tags: [entries]
      parameters:
        - {name: since, in: query, schema: {type: string, format: date-time}}
        - {name: days, in: query, schema: {type: array, items: {type: string, format: date}}}
        - {name: rate, in: query, schema: {type: number, format: decimal}}
        - {name: X-Wait, in: header, schema: {type: string, format: duration}}
      responses: {'200': {$ref: '#/components/responses/Entry'}}
  /entries:
    post:
      operationId: createEntry
      tags: [entries]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Entry'}}}
      responses: {'200': {$ref: '#/components/responses/Entry'}}
  /times:
    get:
      operationId: listTimes
      tags: [times]
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {type: array, items: {type: string, format: date-time}}
    post:
      operationId: createTime
      tags: [times]
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [at]
              properties:
                at: {type: string, format: date-time}
                price: {type: string, format: decimal}
      responses: {'204': {description: ok}}
components:
  responses:
    Entry:
      description: ok
      content: {application/json: {schema: {$ref: '#/components/schemas/Entry'}}}
  schemas:
    Timestamp: {type: string, format: date-time}
    Money: {type: number, format: decimal}
    Label: {type: object, properties: {text: {type: string}}}
    DateTime:
      type: object
      properties: {zone: {type: string}, at: {type: string, format: date-time}}
    Entry:
      type: object
      required: [id]
      properties:
        id: {type: string, format: uuid}
        at: {type: string, format: date-time}
        seen: {$ref: '#/components/schemas/Timestamp'}
        date: {type: string, format: date}
        time: {type: [string, 'null'], format: time}
        wait: {type: string, format: duration}
        price: {type: string, format: decimal}
        amount: {type: number, format: decimal}
        total: {$ref: '#/components/schemas/Money'}
        picture: {type: string, format: byte}
        odd: {type: string, format: no-such-format}
        link: {type: string, format: uri}
        count: {type: integer, format: int64}
        history: {type: array, items: {type: string, format: date-time}}
        by_name: {type: object, additionalProperties: {type: string, format: uuid}}
        when: {anyOf: [{type: string, format: date-time}, {type: string, format: date}]}
        until: {anyOf: [{type: string, const: never}, {type: string, format: date}]}
        either: {anyOf: [{type: string, format: date}, {type: string}]}
        nested: {$ref: '#/components/schemas/DateTime'}
"""


@pytest.fixture(scope="module")
def ledger(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=LEDGER)


def decode(package: GeneratedPackage, value: dict[str, Any], *, strict: bool = False) -> Any:
    module = importlib.import_module(f"{package.name}._runtime.decode")
    decoder = module.Decoder(package.type("Entry"))
    data = json.dumps({"id": UUID_TEXT, **value}).encode()
    return decoder.decode_strict(data) if strict else decoder.decode_leniently(data)


class TestReceived:
    @pytest.mark.parametrize(
        ("field", "text", "value"),
        [
            ("at", "2024-01-02T03:04:05Z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
            ("at", "2024-01-02T03:04:05.120Z", datetime(2024, 1, 2, 3, 4, 5, 120000, tzinfo=UTC)),
            ("at", "2024-01-02T03:04:05.000Z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
            ("at", "2024-01-02T03:04:05+00:00", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
            ("at", "2024-01-02t03:04:05z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
            ("at", "2024-01-02 03:04:05Z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
            (
                "at",
                "2024-01-02T03:04:05.123456789-03:30",
                datetime(
                    2024, 1, 2, 3, 4, 5, 123456,
                    tzinfo=timezone(timedelta(hours=-3, minutes=-30)),
                ),
            ),
            ("at", "2024-01-02T03:04:05", datetime(2024, 1, 2, 3, 4, 5)),
            ("seen", "2024-01-02T03:04:05Z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
            ("date", "2024-02-29", date(2024, 2, 29)),
            ("time", "03:04:05.5Z", time(3, 4, 5, 500000, tzinfo=UTC)),
            ("time", None, None),
            ("wait", "P1DT2H", timedelta(days=1, hours=2)),
            ("wait", "PT90S", timedelta(seconds=90)),
            ("wait", "P2W", timedelta(weeks=2)),
            ("wait", "-PT0.25S", timedelta(seconds=-0.25)),
            ("id", UUID_TEXT, UUID(UUID_TEXT)),
            ("id", UUID_TEXT.upper(), UUID(UUID_TEXT)),
            ("price", "1.10", Decimal("1.10")),
            ("price", "1e3", Decimal("1e3")),
            ("price", f"0.{'1234567890' * 3}", Decimal(f"0.{'1234567890' * 3}")),
            ("amount", 1.1, Decimal("1.1")),
            ("amount", 3, Decimal(3)),
            ("total", 0.5, Decimal("0.5")),
            ("when", "2024-02-29", date(2024, 2, 29)),
            ("when", "2024-01-02T03:04:05Z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
            ("until", "2024-02-29", date(2024, 2, 29)),
        ],
    )  # fmt: skip
    def test_a_value_and_its_text_again(
        self, ledger: GeneratedPackage, field: str, text: Any, value: object
    ) -> None:
        for strict in (False, True):
            entry = decode(ledger, {field: text}, strict=strict)
            received = getattr(entry, field)
            assert received == value
            assert isinstance(received, type(value))
            assert entry.to_dict()[field] == value
            assert entry.to_dict(mode="json")[field] == text
            assert json.loads(entry.to_json())[field] == text
            for again in (copy.deepcopy(entry), pickle.loads(pickle.dumps(entry))):
                assert again == entry
                assert again.to_dict(mode="json")[field] == text

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("at", "2016-12-31T23:59:60Z"),
            ("at", "2024-01-02"),
            ("at", "1700000000"),
            ("at", 1700000000),
            ("at", "2024-W01-1T00:00:00Z"),
            ("at", "yesterday"),
            ("date", "20240229"),
            ("date", "2023-02-29"),
            ("date", "2024-01-02T00:00:00Z"),
            ("time", "24:00:00Z"),
            ("wait", "P1M"),
            ("wait", "P1Y2D"),
            ("wait", "PT"),
            ("wait", "P999999999W"),
            ("wait", "3.5s"),
            ("id", "42"),
            ("id", UUID_TEXT.replace("-", "")),
            ("price", "NaN"),
            ("price", "1e99999"),
            ("price", 1.1),
            ("amount", "1.1"),
            ("amount", True),
            ("amount", 0.1234567890123456),
            ("when", "soon"),
        ],
    )
    def test_what_is_not_of_the_format_stays_raw(
        self, ledger: GeneratedPackage, field: str, text: object
    ) -> None:
        entry = decode(ledger, {field: text})
        assert type(entry) is ledger.type("Entry")
        assert getattr(entry, field) == text
        assert type(getattr(entry, field)) is type(text)
        assert entry.to_dict(mode="json")[field] == text
        errors = importlib.import_module(f"{ledger.name}._runtime.decode")
        with pytest.raises(errors.DecodeError, match=field):
            decode(ledger, {field: text}, strict=True)

    def test_inside_arrays_and_maps_one_by_one(self, ledger: GeneratedPackage) -> None:
        entry = decode(
            ledger,
            {"history": ["2024-01-02T03:04:05Z", "never"], "by_name": {"a": UUID_TEXT, "b": "?"}},
        )
        assert entry.history == [datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), "never"]
        assert entry.by_name == {"a": UUID(UUID_TEXT), "b": "?"}

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("odd", "2024-01-02"),
            ("link", "https://x.test/?a=b"),
            ("count", 2**63 - 1),
            ("picture", "AAE="),
            ("either", "2024-01-02"),
            ("until", "never"),
        ],
    )
    def test_what_stays_as_it_is(self, ledger: GeneratedPackage, field: str, value: object) -> None:
        assert getattr(decode(ledger, {field: value}, strict=True), field) == value

    def test_what_is_computed_from_a_value_has_no_text_left(self, ledger: GeneratedPackage) -> None:
        entry = decode(ledger, {"at": "2024-01-02T03:04:05+00:00", "wait": "PT90S"})
        model = ledger.type("Entry")
        later = model(
            id=UUID(UUID_TEXT), at=entry.at + entry.wait, seen=entry.at.replace(year=2030)
        )
        assert later.to_dict(mode="json") == {
            "id": UUID_TEXT,
            "at": "2024-01-02T03:05:35Z",
            "seen": "2030-01-02T03:04:05Z",
        }

    def test_models_are_made_of_values_and_of_text(self, ledger: GeneratedPackage) -> None:
        model = ledger.type("Entry")
        made = model(id=UUID(UUID_TEXT), date=date(2024, 1, 2), amount=Decimal("1.5"))
        assert made == model(id=UUID_TEXT, date="2024-01-02", amount=1.5)
        assert made.to_dict(mode="json") == {
            "id": UUID_TEXT, "date": "2024-01-02", "amount": 1.5
        }  # fmt: skip

    def test_json_schema_of_a_model(self, ledger: GeneratedPackage) -> None:
        schema = ledger.type("Entry").model_json_schema()["properties"]
        assert schema["id"] == {"type": "string", "format": "uuid", "title": "Id"}


class TestAnnotations:
    def test_of_models(self, ledger: GeneratedPackage) -> None:
        hints = typing.get_type_hints(ledger.type("Entry"))
        assert hints["id"] is UUID
        assert hints["at"] == datetime | None
        assert hints["amount"] == Decimal | None
        assert hints["odd"] == str | None

    def test_of_arguments(self, ledger: GeneratedPackage) -> None:
        create = ledger.module("resources.entries").Entries.create
        omit = ledger.module("_runtime.sentinels").Omit
        hints = typing.get_type_hints(create)
        assert hints["id"] == str | UUID
        assert hints["date"] == str | date | omit
        assert hints["price"] == str | Decimal | omit
        assert hints["amount"] == float | Decimal | omit
        assert hints["picture"] == str | bytes | omit
        assert hints["odd"] == str | omit

    def test_of_typed_dicts(self, ledger: GeneratedPackage) -> None:
        hints = typing.get_type_hints(ledger.type("EntryCreateParams"))
        assert hints["at"] == str | datetime
        assert hints["seen"] == str | datetime

    def test_a_component_called_like_a_type_of_the_runtime(self, ledger: GeneratedPackage) -> None:
        model = ledger.type("DateTime")
        assert model(zone="x", at="2024-01-02T03:04:05Z").at.year == 2024

    def test_only_modules_that_have_formats_import_them(self, ledger: GeneratedPackage) -> None:
        imports = re.compile(r"^from .*\b(formats|datetime|decimal|uuid) import", re.MULTILINE)
        importing = {
            path.rpartition("/")[2]
            for path, text in ledger.files.items()
            if "_runtime" not in path and imports.search(text)
        }
        assert "entry.py" in importing
        assert "date_time.py" in importing
        assert not importing & {"_client.py", "__init__.py", "label.py"}


Call = Callable[..., tuple[Any, Seen]]


@pytest.fixture(params=["blocking", "asyncio"])
def call(request: pytest.FixtureRequest, ledger: GeneratedPackage) -> Call:
    def run(use: Callable[[Any], Any], body: bytes = b"{}") -> tuple[Any, Seen]:
        with http_server(Reply(body=body)) as server:
            if request.param == "blocking":
                with ledger.module().Ledger(base_url=server.url, max_retries=0) as client:
                    result = use(client)
            else:
                result = asyncio.run(awaited(use, server.url))
            (seen,) = server.seen
            return result, seen

    async def awaited(use: Callable[[Any], Any], url: str) -> Any:
        async with ledger.module().AsyncLedger(base_url=url, max_retries=0) as client:
            return await use(client)

    return run


class TestSent:
    def test_in_the_path_the_query_and_headers(self, call: Call) -> None:
        _, seen = call(
            lambda c: c.entries.retrieve(
                UUID(UUID_TEXT),
                since=datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2))),
                days=[date(2024, 1, 2), "2024-01-03"],
                rate=Decimal("0.123456789012345678901"),
                x_wait=timedelta(minutes=90),
            ),
            json.dumps({"id": UUID_TEXT}).encode(),
        )
        assert seen.target == (
            f"/entries/{UUID_TEXT}?days=2024-01-02&days=2024-01-03"
            "&rate=0.123456789012345678901&since=2024-01-02T03%3A04%3A05%2B02%3A00"
        )
        assert seen.headers["x-wait"] == "PT1H30M"

    def test_in_a_json_body(self, call: Call) -> None:
        _, seen = call(
            lambda c: c.entries.create(
                id=UUID(UUID_TEXT),
                at=datetime(2024, 1, 2, 3, 4, 5, 120000, tzinfo=UTC),
                seen="2024-01-02T03:04:05.000Z",
                date=date(2024, 1, 2),
                time=None,
                wait=timedelta(days=1, seconds=0.5),
                price=Decimal("1.10"),
                amount=Decimal("1.10"),
                total=2,
                picture=b"\0\1",
                history=[datetime(2024, 1, 2, tzinfo=UTC)],
                by_name={"a": UUID(UUID_TEXT)},
                nested={"at": datetime(2024, 1, 2, tzinfo=UTC)},
            ),
            json.dumps({"id": UUID_TEXT}).encode(),
        )
        assert json.loads(seen.body) == {
            "id": UUID_TEXT,
            "at": "2024-01-02T03:04:05.120Z",
            "seen": "2024-01-02T03:04:05.000Z",
            "date": "2024-01-02",
            "time": None,
            "wait": "P1DT0.5S",
            "price": "1.10",
            "amount": 1.1,
            "total": 2,
            "picture": "AAE=",
            "history": ["2024-01-02T00:00:00Z"],
            "by_name": {"a": UUID_TEXT},
            "nested": {"at": "2024-01-02T00:00:00Z"},
        }

    def test_a_received_value_is_sent_as_it_was_received(
        self, call: Call, ledger: GeneratedPackage
    ) -> None:
        text = {"at": "2024-01-02T03:04:05.123456789Z", "wait": "PT90S", "price": "1e3"}
        entry = decode(ledger, {**text, "id": UUID_TEXT.upper()})
        _, seen = call(
            lambda c: c.entries.create(
                id=entry.id, at=entry.at, wait=entry.wait, price=entry.price
            ),
            json.dumps({"id": UUID_TEXT}).encode(),
        )
        assert json.loads(seen.body) == {**text, "id": UUID_TEXT.upper()}

    def test_a_naive_time_is_sent_without_an_offset(self, call: Call) -> None:
        naive = datetime(2024, 1, 2, 3, 4, 5)
        _, seen = call(
            lambda c: c.entries.create(id=UUID_TEXT, at=naive),
            json.dumps({"id": UUID_TEXT}).encode(),
        )
        assert json.loads(seen.body)["at"] == "2024-01-02T03:04:05"

    def test_in_a_form(self, call: Call) -> None:
        _, seen = call(
            lambda c: c.times.create(at=datetime(2024, 1, 2, tzinfo=UTC), price=Decimal("1.10"))
        )
        assert seen.body == b"at=2024-01-02T00%3A00%3A00Z&price=1.10"

    def test_a_decimal_that_no_json_number_keeps_is_refused(self, ledger: GeneratedPackage) -> None:
        with (
            ledger.module().Ledger(base_url="http://127.0.0.1:1") as client,
            pytest.raises(ValueError, match="cannot be sent exactly as a JSON number"),
        ):
            client.entries.create(id=UUID_TEXT, amount=Decimal("0.1234567890123456789"))

    def test_a_whole_answer(self, call: Call) -> None:
        result, _ = call(lambda c: c.times.list(), b'["2024-01-02T00:00:00Z", "?"]')
        assert result == [datetime(2024, 1, 2, tzinfo=UTC), "?"]


class TestSwitchedOff:
    def test_by_the_configuration(self, generate_package: GeneratePackage) -> None:
        package = generate_package(
            openapi=LEDGER, config={"formats": {"uuid": "string", "date-time": "string"}}
        )
        entry = package.type("Entry")(id="A", at="2024-01-02T03:04:05Z", date="2024-01-02")
        assert (entry.id, entry.at, entry.date) == ("A", "2024-01-02T03:04:05Z", date(2024, 1, 2))
        hints = typing.get_type_hints(package.module("resources.entries").Entries.create)
        assert hints["id"] is str
