"""Sockets of real documents: the generated client against the mock server of the same documents."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from codegen.cache import Cache
from codegen.config import Config
from codegen.mock.server import MockServer
from codegen.output import write
from codegen.pipeline import Request, make_plan
from tests.corpus.corpus import DEFAULT_CORPUS
from tests.corpus.documents import INDEX

pytestmark = pytest.mark.skipif(
    not (DEFAULT_CORPUS / INDEX).is_file(), reason="the folder of real documents is not there"
)

DEEPGRAM = ("deepgram/openapi.yml", "deepgram/asyncapi.yml", "client")
ASSEMBLYAI = (None, "assemblyai/usm-streaming.yml", "client")
HASHKEY = (
    "exch-hashkey/hashkey_rest_openapi.yaml",
    "exch-hashkey/hashkey_ws_asyncapi.yaml",
    "server",
)


@pytest.fixture
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Any, MockServer]]:
    """The package of two documents, and a server of them that sends events as a scenario says."""
    (openapi, asyncapi, side), channel, blocks = request.param
    paths = [DEFAULT_CORPUS / path if path else None for path in (openapi, asyncapi)]
    name = f"sockets_{Path(asyncapi).parent.name.replace('-', '_')}"
    plan = make_plan(
        Request(openapi=paths[0], asyncapi=paths[1], package=name, output=tmp_path / "sdk"),
        cache=Cache(None),
        progress=lambda stage: None,
    )
    write(plan.files, plan.output)
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(
        json.dumps({"scenario": 1, "channels": {channel: blocks}}), encoding="utf-8"
    )
    sys.path.insert(0, str(plan.output / "src"))
    try:
        importlib.invalidate_caches()
        with MockServer(*paths, scenario, speed=0, config=Config(describes=side)) as server:
            yield importlib.import_module(name), server
    finally:
        sys.path.remove(str(plan.output / "src"))
        for module in [m for m in sys.modules if m.split(".")[0] == name]:
            del sys.modules[module]


REQUEST_ID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


def client_of(package: Any, server: MockServer, **options: Any) -> Any:
    """The blocking client, which is the class that has an `Async` twin."""
    names = set(package.__all__)
    name = next(name for name in names if f"Async{name}" in names and name != "APIResponse")
    sockets = f"ws://{urlsplit(server.websocket_url).netloc}"
    return getattr(package, name)(base_url=server.base_url, websocket_base_url=sockets, **options)


@pytest.mark.parametrize(
    "served",
    [
        (
            DEEPGRAM,
            "/v2/listen",
            {
                "on_connect": [
                    {"send": {"type": "Connected", "request_id": REQUEST_ID, "sequence_id": 0}}
                ],
                "on": {"CloseStream": [{"send": {"type": "Error", "sequence_id": 1,
                    "code": "DONE", "description": "closed as asked"}}]},
            },
        )
    ],
    indirect=True,
)  # fmt: skip
def test_deepgram(served: tuple[Any, MockServer]) -> None:
    package, server = served
    with (
        client_of(package, server, token="t", api_key="k") as client,
        client.v2.listen.connect(model="flux-general-en") as connection,
    ):
        connected = connection.recv()
        assert type(connected).__name__ == "ListenV2ListenV2Connected"
        assert connected.sequence_id == 0
        connection.send({"type": "CloseStream"})
        error = connection.recv()
        assert type(error).__name__ == "ListenV2ListenV2FatalError"
        assert error.code == "DONE"


@pytest.mark.parametrize(
    "served",
    [
        (
            ASSEMBLYAI,
            "streaming",
            {
                "on_connect": [{"send": {"type": "Begin", "id": REQUEST_ID, "expires_at": 1}}],
                "on": {"Terminate": [{"send": {"type": "Termination",
                    "audio_duration_seconds": 2, "session_duration_seconds": 3}}]},
            },
        )
    ],
    indirect=True,
)  # fmt: skip
def test_assemblyai(served: tuple[Any, MockServer]) -> None:
    package, server = served
    with (
        client_of(package, server) as client,
        client.ws.connect(sample_rate=16000, authorization="key") as connection,
    ):
        begin = connection.recv()
        assert (type(begin).__name__, str(begin.id)) == ("SessionBeginsPayload", REQUEST_ID)
        connection.send(b"\0\0" * 800)
        connection.terminate()
        end = connection.recv()
        assert (type(end).__name__, end.session_duration_seconds) == ("TerminationPayload", 3)


@pytest.mark.parametrize(
    "served",
    [
        (
            HASHKEY,
            "/",
            {
                "on_connect": [
                    {"send": {"pong": 7}},
                    {
                        "send": {
                            "symbol": "BTCUSD",
                            "topic": "trade",
                            "data": [],
                            "f": True,
                            "symbolName": "B",
                        }
                    },
                ]
            },
        )
    ],
    indirect=True,
)
def test_an_exchange_with_its_rest_api(served: tuple[Any, MockServer]) -> None:
    package, server = served
    with client_of(package, server) as client:
        assert client.v1.ping() is None
        with client.hashkey.connect() as connection:
            pong, trade = connection.recv(), connection.recv()
            assert (type(pong).__name__, pong.pong) == ("PongPayload", 7)
            assert trade.topic == "trade"
            assert not package.is_unknown(trade)
