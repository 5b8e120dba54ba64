"""R19, R20, R22, R25 and R26: arguments and options that would change more than their place."""

from __future__ import annotations

import re
from email import message_from_bytes
from typing import Any
from urllib.parse import unquote

import pytest

from tests.robustness.adversary import adversary, answer, replies
from tests.robustness.flavours import CREDENTIALS, Flavour

GOOD = answer(b'{"id": "good"}')


class TestR19:
    """Values in paths."""

    @pytest.mark.parametrize(
        "value",
        [
            "a/b", "../admin", "..\\admin", "a?b", "a#b", "a%2Fb", "%2e%2e%2fadmin", "a\r\nb",
            "a\x00b", "http://evil.example/", "//evil.example", "ä€😀", "a b", "...", "a;b", "@",
        ],
    )  # fmt: skip
    def test_a_value_stays_one_segment(self, flavour: Flavour, value: str) -> None:
        with adversary(replies(GOOD)) as server, flavour.client(base_url=server.url) as client:
            flavour.wait(client.items.retrieve(value))
        path = server.received[0].path
        assert path.count("/") == 2
        assert unquote(path.removeprefix("/items/")) == value

    @pytest.mark.parametrize("value", ["", ".", "..", "%2e", "%2E%2e", ".%2e"])
    def test_a_value_that_is_no_segment_is_refused(self, flavour: Flavour, value: str) -> None:
        with (
            adversary(replies(GOOD)) as server,
            flavour.client(base_url=server.url) as client,
            pytest.raises(ValueError, match="item_id"),
        ):
            flavour.wait(client.items.retrieve(value))
        assert server.opened == 0


BREAKS = ["a\r\nX-Injected: 1", "a\nb", "a\rb", "a\x00b", "€"]


class TestR20:
    """Values in headers."""

    @pytest.mark.parametrize("value", BREAKS)
    @pytest.mark.parametrize("place", ["parameter", "extra", "default", "name"])
    def test_nothing_is_injected(self, flavour: Flavour, value: str, place: str) -> None:
        with adversary(replies(GOOD)) as server:
            options: dict[str, Any] = {}
            arguments: dict[str, Any] = {}
            if place == "parameter":
                arguments["x_trace"] = value
            elif place == "extra":
                arguments["extra_headers"] = {"X-Trace": value}
            elif place == "default":
                options["default_headers"] = {"X-Trace": value}
            else:
                arguments["extra_headers"] = {f"X-{value}": "a"}
            with (
                pytest.raises(ValueError, match=r"(?i)header") as caught,
                flavour.client(base_url=server.url, **options) as client,
            ):
                flavour.wait(client.items.retrieve("a", **arguments))
        assert server.opened == 0
        if place != "name":
            assert value not in str(caught.value)
        assert str(caught.value).isprintable()

    @pytest.mark.parametrize("value", ["a\r\nb", "a; sid=forged", 'a"b', "ä", "a\x00b"])
    def test_a_cookie_stays_one_cookie(self, flavour: Flavour, value: str) -> None:
        with adversary(replies(GOOD)) as server, flavour.client(base_url=server.url) as client:
            flavour.wait(client.items.retrieve("a", flavour=value))
        sent = server.received[0].headers["cookie"].split("; ")
        assert sent[0] == f"sid={CREDENTIALS['session']}"
        assert unquote(sent[1].removeprefix("flavour=")) == value
        assert len(sent) == 2

    @pytest.mark.parametrize("option", ["token", "key"])
    @pytest.mark.parametrize("value", ["secret-a\r\nX-Injected: 1", "secret-\x00", "secret-€", " "])
    def test_a_credential_that_cannot_be_sent(
        self, flavour: Flavour, option: str, value: str
    ) -> None:
        with (
            pytest.raises(flavour.package.VaultError, match=f"`{option}`") as caught,
            flavour.client(**{option: value}),
        ):
            pass
        assert "secret-" not in str(caught.value)

    def test_white_space_around_a_credential_is_dropped(self, flavour: Flavour) -> None:
        with (
            adversary(replies(GOOD)) as server,
            flavour.client(base_url=server.url, token=" secret-token\r\n") as client,
        ):
            flavour.wait(client.items.retrieve("a"))
        assert server.received[0].headers["authorization"] == "Bearer secret-token"

    def test_so_is_that_of_an_environment_variable(
        self, flavour: Flavour, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(f"{flavour.package.__name__.upper()}_TOKEN", "from-the-environment\n")
        with (
            adversary(replies(GOOD)) as server,
            flavour.client(base_url=server.url, token=None) as client,
        ):
            flavour.wait(client.items.retrieve("a"))
        assert server.received[0].headers["authorization"] == "Bearer from-the-environment"


class TestR22:
    """Names and contents in multipart bodies."""

    def sent(self, flavour: Flavour, file: Any, **more: Any) -> tuple[str, bytes]:
        with (
            adversary(replies(answer(b"", 204, length=False))) as server,
            flavour.client(base_url=server.url) as client,
        ):
            flavour.wait(client.files.create(file=file, **more))
        return server.received[0].headers["content-type"], server.received[0].body

    @pytest.mark.parametrize(
        ("name", "written"),
        [
            ('a"b.txt', "a%22b.txt"),
            ("a\r\nContent-Type: text/html\r\n\r\nb", None),
            ("ä€.txt", "ä€.txt"),
            ("/etc/passwd", "passwd"),
            ("..\\..\\a.txt", None),
        ],
    )
    def test_a_file_name_stays_in_its_place(
        self, flavour: Flavour, name: str, written: str | None
    ) -> None:
        kind, body = self.sent(flavour, (name, b"content"))
        head, _, rest = body.partition(b"\r\n\r\n")
        assert rest.startswith(b"content\r\n--")
        assert (
            len([line for line in head.split(b"\r\n") if line.lower().startswith(b"content-type")])
            == 1
        )
        [found] = re.findall(rb'filename="([^"\r\n]*)"', head)
        if written is not None:
            assert found.decode() == written
        assert kind.startswith("multipart/form-data; boundary=")

    def test_a_content_cannot_forge_a_part(self, flavour: Flavour) -> None:
        boundaries = set()
        for _ in range(3):
            kind, body = self.sent(
                flavour, b'--x\r\nContent-Disposition: form-data; name="note"\r\n'
            )
            boundaries.add(kind.partition("boundary=")[2])
            parsed = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
            parts = parsed.get_payload()
            assert isinstance(parts, list)
            assert len(parts) == 1
        assert len(boundaries) == 3


class TestR25:
    """Base addresses."""

    @pytest.mark.parametrize(
        "url",
        [
            "file:///etc/passwd", "ftp://vault.example", "javascript:alert(1)", "vault.example",
            "//vault.example", "https://", "https:///path", "https://user:secret@vault.example",
            "https://user@vault.example", "https://vault.example/#part", "https://vault.example/..",
            "https://vault.example/a/%2e%2e/b", "https://vault.example:port", "https://[::1",
            "https://vault.example/a b", "https://vault.example/\r\nX: 1", "https://vault.example\x00",
            "wss://", "ws://user@vault.example",
        ],
    )  # fmt: skip
    def test_what_is_no_address_is_refused(self, flavour: Flavour, url: str) -> None:
        with (
            pytest.raises(flavour.package.VaultError, match="`base_url`") as caught,
            flavour.client(base_url=url),
        ):
            pass
        assert "secret" not in str(caught.value)

    @pytest.mark.parametrize(
        ("path", "target"),
        [
            ("", "/items/a"),
            ("/", "/items/a"),
            ("/base", "/base/items/a"),
            ("/base/", "/base/items/a"),
            ("/base?version=2", "/base/items/a?version=2"),
        ],
    )
    def test_the_path_of_the_base_stays(self, flavour: Flavour, path: str, target: str) -> None:
        with (
            adversary(replies(GOOD)) as server,
            flavour.client(base_url=server.url + path, query_key="k") as client,
        ):
            flavour.wait(client.items.retrieve("a"))
        sent = server.received[0].target
        assert sent.replace("?api_key=k", "").replace("&api_key=k", "") == target

    @pytest.mark.parametrize("host", ["tresör.example", "my_vault.example", "[2001:db8::1]"])
    def test_hosts_of_any_kind(self, flavour: Flavour, host: str) -> None:
        with flavour.client(base_url=f"https://{host}") as client:
            assert client.base_url.host == host.strip("[]")

    @pytest.mark.parametrize(
        "url",
        [
            "http://vault.example/v1",
            "ws://vault.example",
            "http://10.0.0.1",
            "http://127.0.0.1.evil.example",
        ],
    )
    def test_no_credential_without_tls(self, flavour: Flavour, url: str) -> None:
        with (
            flavour.client(base_url=url) as client,
            pytest.raises(flavour.package.VaultError, match="`allow_insecure=True`") as caught,
        ):
            flavour.wait(client.items.retrieve("a"))
        assert not isinstance(caught.value, flavour.package.APIError)

    def test_nor_one_of_the_users_own_headers(self, flavour: Flavour) -> None:
        headers = {"x-api-key": "secret"}
        with (
            flavour.client(base_url="http://vault.example") as client,
            pytest.raises(flavour.package.VaultError, match="`allow_insecure=True`"),
        ):
            flavour.wait(client.status.retrieve(extra_headers=headers))

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
    def test_the_machine_itself_needs_none(self, flavour: Flavour, host: str) -> None:
        with (
            adversary(replies(GOOD), host=host) as server,
            flavour.client(base_url=server.url) as client,
        ):
            assert flavour.wait(client.items.retrieve("a")).id == "good"


class TestR26:
    """Addresses in place of paths."""

    @pytest.mark.parametrize(
        "path", ["https://evil.example/x", "//evil.example/x", "/\\evil.example"]
    )
    def test_a_path_is_below_the_base(self, flavour: Flavour, path: str) -> None:
        with adversary(replies(GOOD)) as server, flavour.client(base_url=server.url) as client:
            runtime = flavour.package.__name__ + "._runtime"
            operation = __import__(f"{runtime}.operation", fromlist=["Operation"]).Operation
            nothing = __import__(f"{runtime}.results", fromlist=["NOTHING"]).NOTHING
            flavour.wait(client.request(operation("GET", path, result=nothing)))
        assert server.received[0].headers["host"] == server.url.removeprefix("http://")
