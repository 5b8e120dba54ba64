"""What is a secret in a message, and what is left of it."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.masking import Mask

KEY = "sk-secret-0123456789"


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ({"api_key": "a", "apiKey": "b", "API-Key": "c"}, dict.fromkeys(
            ("api_key", "apiKey", "API-Key"), "***")),
        ({"client_secret": {"value": "ek_1", "expires_at": 5, "ok": True, "no": None}},
         {"client_secret": {"value": "***", "expires_at": 0, "ok": True, "no": None}}),
        ({"a": [{"password": "p"}, {"token": ["x", 1, ""]}]},
         {"a": [{"password": "***"}, {"token": ["***", 0, ""]}]}),
        ({"max_tokens": 5, "tokens": "t", "type": "token"},
         {"max_tokens": 5, "tokens": "t", "type": "token"}),
        ({"own_secret_name": "x"}, {"own_secret_name": "***"}),
        ({"said": f"my key is {KEY}!", KEY: 1}, {"said": "my key is ***!", "***": 1}),
        ("wss://h/p?a=1&token=abc&b=2", "wss://h/p?a=1&token=***&b=2"),
        ({"header": "Bearer abcdefghijk.l"}, {"header": "Bearer ***"}),
        ("the bearer of this", "the bearer of this"),
        ([1, 1.5, None, True, "a=b"], [1, 1.5, None, True, "a=b"]),
    ],
)  # fmt: skip
def test_values(value: Any, masked: Any) -> None:
    assert Mask(["Own-Secret Name"], [KEY]).value(value) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("LOGIN password=hunter2 user=me", "LOGIN password=*** user=me"),
        ('{"api_key": "abc", "a": 1', '{"api_key": ***, "a": 1'),
        ("{'client_secret':'a b',x}", "{'client_secret':***,x}"),
        ('{"token": "never ends', '{"token": ***'),
        ("no secret here, tokens: 5", "no secret here, tokens: 5"),
    ],
)
def test_texts_that_are_no_json(text: str, masked: str) -> None:
    assert Mask().text(text) == masked


def test_a_renewed_key_is_masked_too() -> None:
    mask = Mask(values=["old-key"])
    assert mask.string("old-key new-key-2") == "*** new-key-2"
    mask.add_values(["new-key", "new-key-2"])
    assert mask.string("old-key new-key-2 new-key") == "*** *** ***"
    assert mask.data(b"\0new-key\0") == b"\0***\0"


def test_names_that_are_data_do_not_fill_the_memory() -> None:
    mask = Mask()
    names = {f"member{number}": number for number in range(20_000)}
    assert mask.value(names) == names
    assert len(mask._secret) == 10_000
