from __future__ import annotations

from pathlib import Path

from tests.unit.codegen.specs import sdk_of


def resources(folder: Path, channels: dict[str, str], config: str = "") -> list[str]:
    """The resources that open channels of these addresses, by the channels' keys."""
    listed = "".join(
        f"  {key}: {{address: {address}, messages: {{M{n}: {{}}}}}}\n"
        for n, (key, address) in enumerate(channels.items())
    )
    operations = "".join(
        f"  {key}: {{action: receive, channel: {{$ref: '#/channels/{key}'}}}}\n" for key in channels
    )
    document = (
        "asyncapi: 3.0.0\ninfo: {title: t, version: '1'}\n"
        f"channels:\n{listed}operations:\n{operations}"
    )
    found = sdk_of(folder, asyncapi=document, config=config)
    return [".".join(r.path) for r in found.all_resources() if r.connection]


class TestNameApart:
    def test_addresses_decide_where_they_differ(self, tmp_path: Path) -> None:
        assert resources(tmp_path, {"a": "/x", "b": "/y"}) == ["x", "y"]

    def test_one_address_for_all(self, tmp_path: Path) -> None:
        found = resources(tmp_path, {"orderBook": "/ws", "trades": "/ws", "b": "/other"})
        assert found == ["order_book", "trades", "other"]

    def test_parameters_do_not_tell_apart(self, tmp_path: Path) -> None:
        assert resources(tmp_path, {"a": "'/ws/{x}'", "b": "'/ws/{y}'"}) == ["a", "b"]

    def test_a_configured_one_stays(self, tmp_path: Path) -> None:
        config = "channels: {a: {resource: ws}}"
        assert resources(tmp_path, {"a": "/x", "b": "/ws"}, config) == ["ws", "b"]
