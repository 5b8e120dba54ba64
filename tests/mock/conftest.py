"""The flagship's documents and scenario, served without pauses and verified."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from websockets.sync.client import connect

from codegen.mock.server import MockServer
from tests.mock.realtime_client import SPEC, RealtimeClient


@pytest.fixture(scope="module")
def realtime_server() -> Iterator[MockServer]:
    with MockServer(
        SPEC / "openapi.yaml",
        SPEC / "asyncapi.yaml",
        SPEC / "scenario.yaml",
        speed=0,
        verify=True,
    ) as server:
        yield server


@pytest.fixture
def client(realtime_server: MockServer) -> Iterator[RealtimeClient]:
    with connect(
        realtime_server.websocket_url + "?model=gpt-realtime",
        additional_headers={"Authorization": "Bearer sk-test"},
        max_size=None,
        # A test may leave events unread; they must not keep the closing handshake waiting.
        max_queue=None,
    ) as socket:
        realtime = RealtimeClient(socket)
        realtime.last("session.created")
        yield realtime
