from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import SpecError
from tests.unit.codegen.specs import sdk_of


def document(title: str, url: str, *channels: str) -> str:
    listed = "".join(
        f"  '{key}': {{publish: {{message: {{name: M{n}, payload: {{type: object}}}}}}}}\n"
        for n, key in enumerate(channels)
    )
    return (
        f"asyncapi: 2.6.0\ninfo: {{title: {title}, version: '1'}}\n"
        f"servers: {{main: {{url: '{url}', protocol: wss}}}}\nchannels:\n{listed}"
    )


def resources(folder: Path, asyncapi: str, **more: str) -> list[str]:
    found = sdk_of(folder, asyncapi=asyncapi, **more)
    return [".".join(r.path) for r in found.all_resources() if r.connection]


@pytest.mark.parametrize(
    ("title", "url", "expected"),
    [
        ("Discord Gateway API", "gateway.discord.gg?v={version}", "gateway"),
        ("Acme Real Time Messaging API v2", "acme.example", "real_time_messaging"),
        ("Hash Websocket API", "stream.hash.example/api", "hash"),
        ("Market Data", "a.example", "market_data"),
        ("The WebSocket API", "a.example", "websocket"),
        ("Timeout", "a.example", "timeout_"),
    ],
)
def test_a_lone_channel_is_called_by_the_title(
    tmp_path: Path, title: str, url: str, expected: str
) -> None:
    url = url.replace("{version}", "1")
    assert resources(tmp_path, document(title, url, "/")) == [expected]


def test_beside_others(tmp_path: Path) -> None:
    text = document("Chat Feed", "chat.example", "/", "/rooms", "/{user}", "/feed/{n}")
    assert resources(tmp_path, text) == ["feed", "rooms", "user", "feed_n"]


def test_a_title_of_its_own(tmp_path: Path) -> None:
    text = document("Chat", "a.example", "/").replace("2.6.0", "3.0.0").replace("url:", "host:")
    text = text.replace("{publish: {message: {", "{address: /, title: News, messages: {M: {")
    text += "operations: {o: {action: send, channel: {$ref: '#/channels/~1'}}}\n"
    assert resources(tmp_path, text) == ["news"]


def test_several_are_told_apart_by_their_keys(tmp_path: Path) -> None:
    text = document("Chat", "a.example", "/?x=1", "/?y=1")
    assert resources(tmp_path, text) == ["x_1", "y_1"]


def test_two_without_a_word(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as refused:
        resources(tmp_path, document("Chat", "a.example", "/", "//"))
    (problem,) = refused.value.diagnostics
    assert "two channels are opened by `chat.connect`" in str(problem)
    assert "channels: {" in str(problem)


def test_the_socket_s_title_counts_beside_an_openapi_document(tmp_path: Path) -> None:
    openapi = (
        "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\n"
        "paths: {/things: {get: {responses: {'204': {description: ok}}}}}\n"
    )
    text = document("Order Events", "a.example", "/")
    assert resources(tmp_path, text, openapi=openapi) == ["order_events"]


def test_the_configuration_decides(tmp_path: Path) -> None:
    config = "channels: {/: {resource: live.feed}}"
    assert resources(tmp_path, document("Chat", "a.example", "/"), config=config) == ["live.feed"]
