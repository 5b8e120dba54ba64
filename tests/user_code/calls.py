"""Calls of every kind: what is given, what comes back, and what goes wrong."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

from workshop import (
    APIConnectionError,
    APIResponse,
    APIResponseValidationError,
    APIStatusError,
    AsyncWorkshop,
    NotFoundError,
    RateLimitError,
    Workshop,
    WorkshopError,
    omit,
)
from workshop.types.orders import OrderCreateParams, OrderListParams, Problem
from workshop.types.shared import (
    Finished,
    Order,
    Part,
    PartParam,
    Progress,
    ProgressParam,
    Started,
    StatusValue,
)


class Wood(Enum):
    OAK = "oak"


def create(client: Workshop) -> Order:
    part: PartParam = {"name": "leg", "count": 4}
    order = client.orders.create(
        item="table",
        price=Decimal("19.90"),
        due=datetime(2030, 1, 2, 3, 4, tzinfo=UTC),
        status=StatusValue.OPEN,
        note=None,
        parts=[part, {"name": "top", "count": 1}],
        address={"street": "Elm"},
        extra_headers={"X-Reason": "test", "X-Team": omit},
        extra_query={"dry": True},
        extra_body={"wood": Wood.OAK},
        timeout=5,
    )
    price: Decimal = order.price
    due: datetime | None = order.due
    assert price == Decimal("19.90") and due is not None and due.year == 2030
    assert order.note is None and order.parts is not None and order.parts[0].count == 4
    assert order.model_extra == {"wood": "oak"}
    assert order.to_dict(mode="json")["price"] == "19.90"
    return order


def create_from_a_dictionary(client: Workshop) -> Order:
    wanted: OrderCreateParams = {"item": "chair", "price": Decimal("5")}
    wanted["parts"] = [{"name": "leg", "count": 4}]
    return client.orders.create(**wanted)


def create_from_an_answer(client: Workshop, order: Order) -> None:
    """Models are taken where dictionaries are, and stand beside them."""
    parts: list[Part] = order.parts or []
    same = client.orders.create(
        item=order.item, price=order.price, parts=parts, address=order.address or omit
    )
    assert same.parts is not None and [part.count for part in same.parts] == [4, 1]
    # Only the server sets serial numbers: they are not sent, and come anew.
    assert all(part.serial == "new" for part in same.parts)
    several: list[Part | PartParam] = [*parts, {"name": "top", "count": 1}]
    assert len(client.orders.update("a", parts=several).parts or ()) == 3
    client.orders.update("a", parts=iter(several), status="done")
    client.orders.update("a", parts=[{"name": name, "count": 1} for name in "ab"])
    own = Part(name="top", count=1, serial="mine")
    wanted: OrderCreateParams = {"item": "chair", "price": "5", "parts": [own]}
    assert client.orders.create(**wanted).parts == [Part(name="top", count=1, serial="new")]
    by_place: dict[str, Part] = {"front": own}
    client.orders.update("a", places=by_place)
    dictionaries: dict[str, PartParam] = {"front": {"name": "top", "count": 1}}
    client.orders.update("a", places=dictionaries)


def unions(client: Workshop) -> None:
    done: list[Progress] = list(client.log.read())
    for line in done:
        client.log.write(body=line)
    client.log.write(body={"kind": "Started", "by": "Ann"})
    client.log.write(body=Finished(kind="Finished", seconds=1))
    # JSON lines, as an iterator gives them.
    client.log.copy(body=(line for line in done))


def queries(client: Workshop) -> None:
    found = client.orders.list(
        status="open",
        tags=["a", "b"],
        since=date(2030, 1, 1),
        batch=UUID(int=1),
        part={"name": "leg", "count": 4},
        x_desk=7,
    )
    note = found.items[0].note
    assert note == (
        "tenant=t1&batch=00000000-0000-0000-0000-000000000001&part[name]=leg&part[count]=4"
        "&since=2030-01-01&status=open&tags=a&tags=b 7"
    )
    wanted: OrderListParams = {"status": "open", "x_desk": 7}
    assert client.orders.list(**wanted).items[0].note == "tenant=t1&status=open 7"
    client.orders.list(since="2030-01-01", part=Part(name="leg", count=4), limit=omit)


def pages(client: Workshop) -> list[str]:
    names = [order.item for order in client.orders.list()]
    page = client.orders.list(limit=1)
    while True:
        assert len(page.items) == 1
        if not page.has_next_page():
            break
        page = page.get_next_page()
    assert page.response.next is None
    sizes = [len(page.items) for page in client.orders.list(limit=1).iter_pages()]
    assert sizes == [1, 1, 1]
    return names


def raw(client: Workshop) -> None:
    response = client.orders.with_raw_response.retrieve("a")
    assert response.status_code == 200 and response.request_id == "req-1"
    order: Order = response.parse()
    assert order.item == "table"
    assert order._request_id == "req-1"  # pyright: ignore[reportPrivateUsage]
    streamed: APIResponse[Order]
    with client.orders.with_streaming_response.retrieve("a") as streamed:
        received = b"".join(streamed.iter_bytes())
    assert b"table" in received
    assert client.orders.with_raw_response.delete("a").status_code == 204


def failures(client: Workshop) -> None:
    try:
        client.orders.retrieve("missing")
    except NotFoundError as error:
        assert error.status_code == 404 and error.request_id == "req-1"
        assert isinstance(error.parsed, Problem) and error.parsed.code == "no_such_order"
        again: object = pickle.loads(pickle.dumps(error))
        assert isinstance(again, NotFoundError) and again.body == error.body
    else:
        raise AssertionError("an order was found")
    try:
        client.with_options(max_retries=0).orders.retrieve("busy")
    except RateLimitError as error:
        assert error.response.headers["retry-after"] == "0"
    else:
        raise AssertionError("the server was not busy")
    try:
        client.with_options(base_url="http://127.0.0.1:1", max_retries=0).orders.retrieve("a")
    except APIStatusError as error:
        raise AssertionError("there was an answer") from error
    except APIConnectionError as error:
        assert error.request.method == "GET"


def refused(client: Workshop) -> None:
    """What can only be a mistake is not sent."""
    for wrong in ("", "..", "%2e%2e"):
        try:
            client.orders.retrieve(wrong)
        except ValueError:
            continue
        raise AssertionError("it was sent")
    assert client.orders.retrieve("a/b ü").id == "a%2Fb%20%C3%BC"
    try:
        client.orders.retrieve("a", extra_headers={"X-Reason": "a\r\nX-Admin: yes"})
    except ValueError:
        return
    raise AssertionError("two headers were sent for one")


def wrong_answers(url: str) -> None:
    with Workshop(token="t", base_url=url) as lenient:
        price: object = lenient.orders.retrieve("odd").price
        assert price == "a lot"
    with Workshop(token="t", base_url=url, _strict_response_validation=True) as strict:
        try:
            strict.orders.retrieve("odd")
        except APIResponseValidationError as error:
            assert error.status_code == 200
            return
    raise AssertionError("a price of a lot was taken")


async def with_asyncio(url: str) -> None:
    async with AsyncWorkshop(token="t", base_url=url) as client:
        first, second = await asyncio.gather(
            client.orders.retrieve("a"), client.orders.create(item="chair", price=Decimal("5"))
        )
        assert (first.item, second.item) == ("table", "chair")
        assert (await client.orders.update("a", parts=first.parts or [])).id == "a"
        assert [order.item async for order in client.orders.list()] == ["a", "b", "c"]
        page = await client.orders.list(limit=1)
        assert page.has_next_page() and (await page.get_next_page()).items[0].item == "b"
        sizes = [len(page.items) async for page in client.orders.list().iter_pages()]
        assert sizes == [1, 1, 1]
        raw_response = await client.orders.with_raw_response.delete("a")
        assert raw_response.status_code == 204
        async with client.orders.with_streaming_response.retrieve("a") as streamed:
            assert (await streamed.parse()).item == "table"
        try:
            await client.orders.retrieve("missing")
        except WorkshopError as error:
            assert isinstance(error, NotFoundError)
        started: Progress = Started(kind="Started", by="Ann")

        async def lines() -> AsyncIterator[Progress | ProgressParam]:
            yield started
            yield {"kind": "Finished", "seconds": 2.5}

        await client.log.copy(body=lines())


def main(url: str) -> None:
    with Workshop(
        token="t", base_url=url, default_headers={"X-Team": "red"}, default_query={"tenant": "t1"}
    ) as client:
        order = create(client)
        assert create_from_a_dictionary(client).item == "chair"
        create_from_an_answer(client, order)
        unions(client)
        queries(client)
        assert pages(client) == ["a", "b", "c"]
        raw(client)
        failures(client)
        refused(client)
    assert client.is_closed()
    wrong_answers(url)
    asyncio.run(with_asyncio(url))
