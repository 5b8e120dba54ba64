from __future__ import annotations

import pytest

from codegen.ir.asyncapi_directions import Evidence, judge_side, lean_of_name, lean_of_prose


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "TickerSubscriptionRequest", "subscribe", "UpdateSpeak", "PlaceOrderMessage", "ping",
            "cancel_all", "ClientEvent", "v1-client-0-Media", "requestDataUrl", "get_leg",
        ],
    )  # fmt: skip
    def test_what_clients_send(self, name: str) -> None:
        assert lean_of_name(name) > 0

    @pytest.mark.parametrize(
        "name",
        [
            "SubscribeResponse", "KlineUpdateResponse", "SpeakUpdated", "ServerEvent", "pong",
            "SessionBegins", "TurnEnded", "subscriptionStatus", "audioChunkAck", "errorMessage",
        ],
    )  # fmt: skip
    def test_what_servers_send(self, name: str) -> None:
        assert lean_of_name(name) < 0

    @pytest.mark.parametrize("name", ["Turn", "subscribe.message.0", "publish.message", "", "123"])
    def test_what_says_nothing(self, name: str) -> None:
        assert lean_of_name(name) == 0


class TestProse:
    @pytest.mark.parametrize(
        "text",
        [
            "Message send to the server.", "Sent by the client at the end.", "Client messages",
            "Incoming message from the user to the assistant", "Messages received at server",
        ],
    )  # fmt: skip
    def test_clients(self, text: str) -> None:
        assert lean_of_prose(text) > 0

    @pytest.mark.parametrize(
        "text",
        [
            "Server publishes prices", "Real-time data pushed from server", "Server messages",
            "Sent to each client", "Response from the assistant",
        ],
    )  # fmt: skip
    def test_servers(self, text: str) -> None:
        assert lean_of_prose(text) < 0

    def test_both(self) -> None:
        assert lean_of_prose("From the client to the client, by the server, to the server") == 0


def evidence(
    sends: bool, name: str = "", prose: str = "", leans: tuple[int, ...] = (), reply: bool = False
) -> Evidence:
    return Evidence(sends, name, prose, leans, reply)


class TestSide:
    @pytest.mark.parametrize(
        ("title", "given", "side"),
        [
            ("A", [evidence(True, "send", leans=(4,))], "client"),
            ("A", [evidence(True, "send", leans=(-4,))], "server"),
            ("A", [evidence(False, "receive", leans=(4, 4, -1))], "server"),
            # What the application receives is called after the one who sends it.
            ("A", [evidence(False, "sendAudio")], "server"),
            ("A", [evidence(True, "onTranscript")], "server"),
            ("A", [evidence(False, "publish", "Server messages")], "client"),
            ("Echo Client", [evidence(False, "receiveEvent", reply=True)], "client"),
            ("Echo Server", [], "server"),
        ],
    )
    def test_sure(self, title: str, given: list[Evidence], side: str) -> None:
        judgement = judge_side(title, given)
        assert (judgement.side, judgement.doubt) == (side, None)

    @pytest.mark.parametrize(
        ("given", "side", "doubt"),
        [
            ([], "server", "hardly anything"),
            ([evidence(True, "sendTurn", leans=(0, 1))], "server", "hardly anything"),
            ([evidence(True, "send", leans=(4, 4, -4, -1))], "client", "contradicts itself"),
            ([evidence(True, "send", leans=(4, -4))], "server", "contradicts itself"),
        ],
    )
    def test_unsure(self, given: list[Evidence], side: str, doubt: str) -> None:
        judgement = judge_side("A", given)
        assert judgement.side == side
        assert judgement.doubt is not None
        assert doubt in judgement.doubt
