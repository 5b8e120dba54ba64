from __future__ import annotations

import pytest

from runtime.media_types import essence, is_json


def test_essence() -> None:
    assert essence(" Application/JSON ; charset=utf-8") == "application/json"
    assert essence("") == ""


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/json", True),
        ("Application/Vnd.Acme+JSON;v=1", True),
        ("text/json", True),
        ("application/jsonl", False),
        ("text/plain; note=json", False),
    ],
)
def test_is_json(media_type: str, expected: bool) -> None:
    assert is_json(media_type) is expected
