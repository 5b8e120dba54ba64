"""What users write: one function for each thing that the REST half of an SDK does.

Type checkers read it in their strictest modes, and a test runs it against a server.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from workshop import (
    APIConnectionError,
    APIStatusError,
    AsyncWorkshop,
    InvalidWebhookSignatureError,
    NotFoundError,
    RateLimitError,
    Timeout,
    Workshop,
    is_unknown,
    omit,
)
from workshop.types import OrderDoneWebhookEvent
from workshop.types.orders import OrderCreateParams, Problem
from workshop.types.shared import Finished, Order, PartParam, Started


def make_client(url: str) -> Workshop:
    keys = iter(["first-key", "second-key"])

    def current_key() -> str:
        return next(keys, "third-key")

    return Workshop(
        token=current_key,
        base_url=url,
        timeout=Timeout(10, connect=2),
        max_retries=1,
        default_headers={"X-Team": "red"},
        default_query={"tenant": "t1"},
    )


def create(client: Workshop) -> Order:
    part: PartParam = {"name": "leg", "count": 4}
    order = client.orders.create(
        item="table",
        price=Decimal("19.90"),
        due=datetime(2030, 1, 2, 3, 4, tzinfo=UTC),
        status="open",
        note=None,
        parts=[part],
        extra_headers={"X-Reason": "test", "X-Team": omit},
        extra_query={"dry": True},
        extra_body={"beta": 1},
        timeout=5,
    )
    price: Decimal = order.price
    due: datetime | None = order.due
    assert price == Decimal("19.90") and due is not None and due.year == 2030
    assert order.note is None and order.parts is not None and order.parts[0].count == 4
    return order


def create_from_a_dictionary(client: Workshop) -> Order:
    wanted: OrderCreateParams = {"item": "chair", "price": Decimal("5")}
    return client.orders.create(**wanted)


def create_from_an_answer(client: Workshop, order: Order) -> Order:
    parts: list[PartParam] = [{"name": p.name, "count": p.count} for p in order.parts or []]
    return client.orders.create(item=order.item, price=order.price, parts=parts)


def pages(client: Workshop) -> list[str]:
    names = [order.item for order in client.orders.list(status="open", since=date(2030, 1, 1))]
    page = client.orders.list(limit=1)
    while True:
        assert len(page.items) == 1
        if not page.has_next_page():
            break
        page = page.get_next_page()
    sizes = [len(page.items) for page in client.orders.list(limit=1).iter_pages()]
    assert sizes == [1, 1, 1]
    return names


def failures(client: Workshop) -> None:
    try:
        client.orders.retrieve("missing")
    except NotFoundError as error:
        assert error.status_code == 404 and error.request_id == "req-1"
        assert isinstance(error.parsed, Problem) and error.parsed.code == "no_such_order"
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


def raw(client: Workshop) -> None:
    response = client.orders.with_raw_response.retrieve("a")
    assert response.status_code == 200 and response.request_id == "req-1"
    order: Order = response.parse()
    assert order.item == "table"
    with client.orders.with_streaming_response.retrieve("a") as streamed:
        received = b"".join(streamed.iter_bytes())
    assert b"table" in received


def files(client: Workshop, folder: Path) -> None:
    path = folder / "drawing.bin"
    path.write_bytes(b"0123456789")

    upload = client.orders.drawing.upload
    assert upload("a", file=path).size == 10
    assert upload("a", file=b"012", note="short").size == 3
    assert upload("a", file=("name.bin", b"01", "application/octet-stream")).size == 2
    with path.open("rb") as stream:
        assert upload("a", file=stream).size == 10
    content = client.orders.drawing.download("a")
    assert content.read() == b"0123456789"
    content.stream_to_file(folder / "copy.bin")
    assert (folder / "copy.bin").read_bytes() == path.read_bytes()
    with client.orders.drawing.with_streaming_response.download("a") as streamed:
        assert sum(len(chunk) for chunk in streamed.iter_bytes(3)) == 10


def streams(client: Workshop) -> None:
    with client.orders.watch("a") as events:
        for event in events:
            progress = event.data
            if isinstance(progress, Started):
                assert progress.by == "Ann"
            else:
                seconds: float = progress.seconds
                assert seconds == 1.5
    kinds = [line.kind for line in client.log.read()]
    assert kinds == ["Started", "Finished"]


def webhooks(client: Workshop, payload: bytes, headers: dict[str, str], secret: str) -> None:
    event = client.webhooks.unwrap(payload, headers, secret=secret)
    if isinstance(event, OrderDoneWebhookEvent):
        assert event.order.item == "table"
    else:
        raise AssertionError("unknown" if is_unknown(event) else event.reason)
    try:
        client.webhooks.unwrap(payload + b" ", headers, secret=secret)
    except InvalidWebhookSignatureError:
        return
    raise AssertionError("a changed body was taken")


async def with_asyncio(url: str) -> None:
    async def current_key() -> str:
        return "async-key"

    async with AsyncWorkshop(token=current_key, base_url=url) as client:
        first, second = await asyncio.gather(
            client.orders.retrieve("a"), client.orders.create(item="chair", price=Decimal("5"))
        )
        assert (first.item, second.item) == ("table", "chair")
        assert [order.item async for order in client.orders.list()] == ["a", "b", "c"]
        page = await client.orders.list(limit=1)
        assert page.has_next_page() and (await page.get_next_page()).items[0].item == "b"
        async with await client.orders.watch("a") as events:
            received = [event.data async for event in events]
        assert isinstance(received[0], Started) and isinstance(received[1], Finished)

        async with client.orders.drawing.with_streaming_response.download("a") as streamed:
            assert b"".join([chunk async for chunk in streamed.iter_bytes()]) == b"0123456789"
        raw_response = await client.orders.with_raw_response.delete("a")
        assert raw_response.status_code == 204
        assert (await client.orders.drawing.upload("a", file=b"0123")).size == 4


def main() -> None:
    url, payload, secret = sys.argv[1], os.environ["PAYLOAD"].encode(), os.environ["SECRET"]
    headers: dict[str, str] = json.loads(os.environ["HEADERS"])
    with make_client(url) as client, TemporaryDirectory() as folder:
        order = create(client)
        assert create_from_a_dictionary(client).item == "chair"
        assert create_from_an_answer(client, order).item == "table"
        assert pages(client) == ["a", "b", "c"]
        client.orders.delete("a")
        failures(client)
        raw(client)
        files(client, Path(folder))
        streams(client)
        webhooks(client, payload, headers, secret)
    assert client.is_closed()
    asyncio.run(with_asyncio(url))
    print("done")


if __name__ == "__main__":
    main()
