"""What clients decide whatever their kind; that they do it is the affair of `test_client`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import httpx
import pytest

from runtime.content import Content, joined, source_of
from runtime.request import PreparedRequest
from runtime.settings import Credential
from tests.unit.runtime.example_sdk import Example
from tests.unit.runtime.flavours import KEY

PREPARED = PreparedRequest(
    method="POST",
    url="https://api.example/things",
    headers=[],
    content=None,
    route="POST /things",
    secrets=(),
    repeatable=False,
)


def read_once() -> Content:
    """A body that has been sent, and cannot be sent again."""
    piece = source_of("body", iter([b"a"]), allow_iterables=True)
    assert piece is not None
    content = joined((piece,))
    assert not isinstance(content, bytes)
    assert list(content.chunks()) == [b"a"]
    return content


@pytest.mark.parametrize(
    ("status", "has_new", "content", "expected"),
    [
        (401, True, None, True),
        (401, True, b"a", True),
        (401, True, read_once(), False),
        (401, False, None, False),
        (403, True, None, False),
    ],
)
def test_a_refused_token_is_renewed_where_the_request_can_be_sent_again(
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    content: Content | None,
    *,
    has_new: bool,
    expected: bool,
) -> None:
    discarded: list[Mapping[Credential, str]] = []

    def discard(credentials: Mapping[Credential, str]) -> bool:
        discarded.append(credentials)
        return has_new

    client = Example(api_key=KEY)
    monkeypatch.setattr(client, "discard_tokens", discard)
    prepared = replace(PREPARED, content=content)
    assert client._renews(httpx.Response(status), prepared) is expected
    # It is of no more use, whatever becomes of this request.
    assert len(discarded) == (status == 401)
