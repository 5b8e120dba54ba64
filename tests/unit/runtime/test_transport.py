"""What `transport` takes of the HTTP library that is no part of its interface.

What it does with it is the affair of `tests/robustness`. Where a name is missing the runtime goes
without, in silence, so a version that renames one has to fail here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from runtime import transport
from runtime.body_reader import BodyReader
from tests.unit.runtime.servers import Reply, http_server


@pytest.fixture(params=["httpx", "httpx2"])
def library(request: pytest.FixtureRequest) -> Any:
    """Each of the libraries that an SDK can be generated for."""
    return import_module(request.param)


def has_protocol(stream: Any) -> bool:
    protocol = transport._along(stream, transport._TO_PROTOCOL)
    return isinstance(protocol.trailing_data[0], bytes) and callable(protocol.send_failed)


def has_pool(stream: Any, pool: Any) -> bool:
    pooled = transport._along(stream, transport._TO_POOLED)
    [connection] = pool._connections
    return (
        pooled._pool is pool
        and pool._requests == [pooled._pool_request]
        and pooled._pool_request.connection is connection
        and not connection.is_idle()
        and not connection.is_closed()
        and callable(pool._assign_requests_to_connections)
        and asyncio.iscoroutinefunction(pool._close_connections)
    )


def test_an_unread_body_leads_to_its_connection(library: Any) -> None:
    with http_server(Reply(body=b"hello")) as server, library.Client() as client:
        response = client.send(client.build_request("GET", server.url), stream=True)
        assert has_protocol(response.stream)
        body = BodyReader(response, None)
        for chunk in body.chunks():
            body.feed(chunk)
        body.finish()
        assert response.content == b"hello"


def test_and_to_its_place_in_the_pool(library: Any) -> None:
    async def main(url: str) -> None:
        async with library.AsyncClient() as client:
            response = await client.send(client.build_request("GET", url), stream=True)
            assert has_protocol(response.stream)
            assert has_pool(response.stream, client._transport._pool)
            await response.aclose()

    with http_server(Reply()) as server:
        asyncio.run(main(server.url))


@pytest.mark.parametrize(
    ("kind", "change", "backend"),
    [
        ("Client", transport.limit_waits, transport._LimitedBackend),
        ("AsyncClient", transport.close_when_cancelled, transport._CarefulBackend),
    ],
)
@pytest.mark.parametrize("options", [{}, {"proxy": "http://127.0.0.1:9"}])
def test_every_pool_opens_connections_by_way_of_ours(
    library: Any,
    kind: str,
    change: Callable[[Any], None],
    backend: type[object],
    options: dict[str, Any],
) -> None:
    client = getattr(library, kind)(**options)
    change(client)
    transports = [client._transport, *client._mounts.values()]
    assert len(transports) == 1 + len(options)
    assert all(type(each._pool._network_backend) is backend for each in transports)


def test_a_transport_of_the_users_own_stays_as_it_is(library: Any) -> None:
    async def main() -> None:
        async with library.AsyncClient(transport=answering) as client:
            transport.close_when_cancelled(client)
            await transport.reclaim(client)
            assert (await client.get("http://127.0.0.1/")).status_code == 204

    answering = library.MockTransport(lambda request: library.Response(204))
    with library.Client(transport=answering) as client:
        transport.limit_waits(client)
        assert client.get("http://127.0.0.1/").status_code == 204
    asyncio.run(main())
