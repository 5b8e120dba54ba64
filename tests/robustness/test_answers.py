"""R01 to R04: answers that are not what they should be."""

from __future__ import annotations

import json
import math
import pickle
from typing import Any

import pytest

from tests.robustness.adversary import adversary, answer, replies
from tests.robustness.flavours import Flavour

ITEM = {"id": "a", "count": 1, "colour": "red", "shape": {"kind": "Circle", "radius": 2.0}}


def retrieved(flavour: Flavour, raw: bytes, **options: Any) -> Any:
    """What the typed method makes of an answer."""
    with (
        adversary(replies(raw)) as server,
        flavour.client(base_url=server.url, **options) as client,
    ):
        return flavour.wait(client.items.retrieve("a"))


def refusal(flavour: Flavour, raw: bytes) -> Any:
    """The exception that the typed method raises for an answer."""
    with pytest.raises(flavour.package.APIResponseValidationError) as caught:
        retrieved(flavour, raw)
    assert isinstance(caught.value, flavour.package.VaultError)
    return caught.value


class TestR01:
    """Bytes that are no JSON text."""

    @pytest.mark.parametrize(
        "body",
        [
            b'{"id": "a',
            b'{"id": "\xff\xfe"}',
            '{"id": "a"}'.encode("utf-16"),
            rb'{"id": "\ud800"}',
            b'{"id": "\xed\xa0\x80"}',
        ],
        ids=["truncated", "invalid UTF-8", "UTF-16", "lone surrogate", "encoded surrogate"],
    )
    def test_one_error_that_has_all_there_is_to_know(self, flavour: Flavour, body: bytes) -> None:
        error = refusal(flavour, answer(body, 200, ("X-Request-Id", "req-1")))
        assert (error.status_code, error.request_id) == (200, "req-1")
        assert error.response.content == body
        assert "status 200" in str(error)
        assert str(error).isprintable()

    def test_the_message_quotes_the_beginning_alone(self, flavour: Flavour) -> None:
        error = refusal(flavour, answer(b"\x1b[31m" + b"x" * 100_000))
        assert "'\\x1b[31m" + "x" * 195 + "'" in str(error)
        assert len(str(error)) < 500
        assert len(error.body) == 100_005

    @pytest.mark.parametrize("charset", ["utf-8", "utf-16", "no-such-charset"])
    def test_json_is_utf_8_whatever_the_header_says(self, flavour: Flavour, charset: str) -> None:
        kind = ("Content-Type", f"application/json; charset={charset}")
        item = retrieved(flavour, answer('{"id": "ä"}'.encode(), 200, kind))
        assert item.id == "ä"

    def test_a_byte_order_mark_is_tolerated(self, flavour: Flavour) -> None:
        assert retrieved(flavour, answer(b'\xef\xbb\xbf{"id": "a"}')).id == "a"

    def test_text_of_an_unknown_charset(self, flavour: Flavour) -> None:
        kind = ("Content-Type", "text/plain; charset=no-such-charset")
        with (
            adversary(replies(answer(b"text", 200, kind))) as server,
            flavour.client(base_url=server.url) as client,
        ):
            assert flavour.wait(client.notes.retrieve()) == "text"

    def test_the_error_can_be_pickled(self, flavour: Flavour) -> None:
        error = refusal(flavour, answer(b"{", 200, ("X-Request-Id", "req-1")))
        copy = pickle.loads(pickle.dumps(error))
        assert (str(copy), copy.request_id) == (str(error), "req-1")


class TestR02:
    """JSON that breaks parsers."""

    @pytest.mark.parametrize(
        "body",
        [
            b"[" * 200_000,
            b'{"id":' * 200_000 + b"1" + b"}" * 200_000,
            b'{"id": "a", "shape": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            b'{"id": "a", "count": ' + b"9" * 10_000 + b"}",
        ],
        ids=["open", "closed", "in a field", "digits"],
    )
    def test_depth_and_digits_are_an_error(self, flavour: Flavour, body: bytes) -> None:
        error = refusal(flavour, answer(body))
        assert error.status_code == 200
        assert len(str(error)) < 1000

    def test_numbers_beyond_json(self, flavour: Flavour) -> None:
        assert math.isnan(retrieved(flavour, answer(b'{"id": "a", "weight": NaN}')).weight)
        assert retrieved(flavour, answer(b'{"id": "a", "weight": -Infinity}')).weight == -math.inf
        assert retrieved(flavour, answer(b'{"id": "a", "weight": 1e999}')).weight == math.inf

    def test_of_two_equal_keys_the_last_one_counts(self, flavour: Flavour) -> None:
        assert retrieved(flavour, answer(b'{"id": "a", "id": "b"}')).id == "b"


class TestR03:
    """Another type than the declared one."""

    @pytest.mark.parametrize(
        ("body", "kind", "said"),
        [
            (b"<html>Sign in</html>", "text/html", "wanted an object"),
            (b"<html>Sign in</html>", "application/json", "wanted an object"),
            (b"", "application/json", "wanted an object"),
            (b"null", "application/json", "expected an object (Item), received null"),
            (b"[]", "application/json", "expected an object (Item), received an array"),
            (b'"text"', "application/json", "expected an object (Item), received a string"),
        ],
        ids=["HTML", "HTML labelled JSON", "empty", "null", "list", "string"],
    )
    def test_the_error_names_what_was_wanted_and_what_came(
        self, flavour: Flavour, body: bytes, kind: str, said: str
    ) -> None:
        error = refusal(flavour, answer(body, 200, ("Content-Type", kind)))
        assert said in str(error)
        assert repr(kind) in str(error)
        assert error.response.content == body

    @pytest.mark.parametrize("kind", ["text/html", "text/plain", ""])
    def test_json_by_another_name_is_json(self, flavour: Flavour, kind: str) -> None:
        assert retrieved(flavour, answer(b'{"id": "a"}', 200, ("Content-Type", kind))).id == "a"

    def test_the_raw_answer_stays_within_reach(self, flavour: Flavour) -> None:
        page = answer(b"<html>", 200, ("Content-Type", "text/html"))
        with (
            adversary(replies(page)) as server,
            flavour.client(base_url=server.url) as client,
        ):
            raw = flavour.wait(client.items.with_raw_response.retrieve("a"))
            assert raw.content == b"<html>"
            with pytest.raises(flavour.package.APIResponseValidationError):
                raw.parse()

    @pytest.mark.parametrize(
        "raw", [answer(b"", 204, length=False), answer(b"", 200), answer(b"{}", 200)]
    )
    def test_nothing_is_expected_of_a_method_without_result(
        self, flavour: Flavour, raw: bytes
    ) -> None:
        with adversary(replies(raw)) as server, flavour.client(base_url=server.url) as client:
            assert flavour.wait(client.items.delete("a")) is None

    def test_a_body_behind_204_reaches_nobody(self, flavour: Flavour) -> None:
        stray = answer(b'{"id": "stray"}', 204)
        with (
            adversary(replies(stray, answer(b'{"id": "right"}'))) as server,
            flavour.client(base_url=server.url) as client,
        ):
            assert flavour.wait(client.items.delete("a")) is None
            assert flavour.wait(client.items.retrieve("a")).id == "right"


class TestR04:
    """The declared type with fields that are not."""

    def test_what_does_not_fit_keeps_its_raw_value(self, flavour: Flavour) -> None:
        body = {"count": "many", "colour": "mauve", "weight": [1], "shape": {"kind": "Star"}}
        item = retrieved(flavour, answer(json.dumps(body).encode()))
        assert type(item).__name__ == "Item"
        assert (item.count, item.colour, item.weight) == ("many", "mauve", [1])
        assert flavour.package.is_unknown(item.shape)
        assert item.shape.raw == {"kind": "Star"}
        assert "id" not in item.model_fields_set

    def test_strict_validation_names_the_places(self, flavour: Flavour) -> None:
        body = json.dumps({"id": "a", "count": "many", "colour": "mauve"}).encode()
        with pytest.raises(flavour.package.APIResponseValidationError) as caught:
            retrieved(flavour, answer(body), _strict_response_validation=True)
        assert "count: " in str(caught.value)
        assert "colour: " in str(caught.value)
        assert "mauve" not in str(caught.value)

    def test_extra_keys_shadow_no_method(self, flavour: Flavour) -> None:
        hostile = {
            "__class__": "x",
            "__dict__": {},
            "__init__": 1,
            "model_config": {"frozen": True},
            "model_dump": "x",
            "model_fields": {},
            "self": 1,
            "cls": 2,
            "_request_id": "forged",
        }
        raw = answer(json.dumps({**ITEM, **hostile}).encode(), 200, ("X-Request-Id", "true"))
        item = retrieved(flavour, raw)
        assert type(item).__name__ == "Item"
        assert item.model_dump(mode="json", exclude_unset=True)["id"] == "a"
        assert item._request_id == "true"
        assert item.model_extra is not None
        assert item.model_extra["self"] == 1
        assert type(item).model_config.get("frozen") is not True
