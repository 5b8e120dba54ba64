"""Recorded sessions with the live API: every frame is of the class that its tag names.

The live service sends fields that no document lists; they have to survive as well.
"""

# ruff: noqa: SIM117 - the server, the expected error and the client read best nested

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openai_realtime import OpenAI
from openai_realtime._runtime.decode import Decoder
from openai_realtime.resources.realtime.realtime import RealtimeConnection
from openai_realtime.types.realtime import RealtimeClientEvent, RealtimeServerEvent
from websockets.sync.server import ServerConnection

from tests.sdk.declared import classes_by_tag, misfits
from tests.sdk.flavours import KEY, Flavour
from tests.sdk.servers import websocket_server

FOLDER = Path(__file__).resolve().parents[3] / "shared/recordings"
RECORDINGS = sorted(FOLDER.glob("*.jsonl"))

pytestmark = pytest.mark.skipif(not RECORDINGS, reason="the recordings are not part of the project")


def frames(recording: Path, direction: str) -> list[dict[str, Any]]:
    lines = recording.read_text(encoding="utf-8").splitlines()
    return [line["msg"] for line in map(json.loads, lines) if line["dir"] == direction]


def all_frames(direction: str) -> list[Any]:
    return [
        pytest.param(frame, id=f"{recording.stem.removeprefix('openai_ws_')}-{index}")
        for recording in RECORDINGS
        for index, frame in enumerate(frames(recording, direction))
    ]


def test_there_are_five_recordings() -> None:
    counted = [len(frames(r, "received")) + len(frames(r, "sent")) for r in RECORDINGS]
    assert (len(counted), sum(counted)) == (5, 254)


@pytest.mark.parametrize("strict", [False, True], ids=["lenient", "strict"])
@pytest.mark.parametrize("frame", all_frames("received"))
def test_a_received_frame(frame: dict[str, Any], strict: bool) -> None:
    connection = RealtimeConnection(None, strict=strict)  # type: ignore[arg-type]
    event = connection.parse_event(json.dumps(frame).encode())
    assert type(event) is classes_by_tag(RealtimeServerEvent)[frame["type"]]
    assert misfits(event, RealtimeServerEvent) == []
    assert event.to_dict() == frame
    assert event.model_dump(mode="json", exclude_unset=True) == frame
    assert json.loads(event.to_json()) == frame


@pytest.mark.parametrize("frame", all_frames("sent"))
def test_a_sent_frame(frame: dict[str, Any]) -> None:
    decoder: Decoder[Any] = Decoder(RealtimeClientEvent)
    event = decoder.decode_strict(json.dumps(frame))
    assert type(event) is classes_by_tag(RealtimeClientEvent)[frame["type"]]
    assert misfits(event, RealtimeClientEvent) == []
    assert event.to_dict() == frame
    assert event.model_dump(mode="json", exclude_unset=True) == frame


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda path: path.stem)
def test_a_session_replayed(recording: Path, flavour: Flavour) -> None:
    """The server plays its half frame by frame; the client sends its own and reads to the end."""
    received, sent = frames(recording, "received"), frames(recording, "sent")

    def talk(connection: ServerConnection) -> None:
        for frame in received:
            connection.send(json.dumps(frame))
        arrived.extend(json.loads(connection.recv()) for _ in sent)
        connection.close()

    arrived: list[dict[str, Any]] = []
    with websocket_server(talk) as server, flavour.client(base_url=server.url) as client:
        with flavour.entered(client.realtime.connect(model="gpt-realtime")) as connection:
            for frame in sent:
                flavour.wait(connection.send(frame))
            events = flavour.collect(connection)
    expected = classes_by_tag(RealtimeServerEvent)
    assert [type(event) for event in events] == [expected[frame["type"]] for frame in received]
    assert [event.to_dict() for event in events] == received
    assert arrived == sent


def test_models_are_sent_as_they_were_recorded() -> None:
    decoder: Decoder[Any] = Decoder(RealtimeClientEvent)
    sent = [frame for recording in RECORDINGS for frame in frames(recording, "sent")]
    with websocket_server() as server, OpenAI(api_key=KEY, base_url=server.url) as client:
        with client.realtime.connect(model="gpt-realtime") as connection:
            for frame in sent:
                connection.send(decoder.decode_strict(json.dumps(frame)))
            assert [server.message() for _ in sent] == sent
