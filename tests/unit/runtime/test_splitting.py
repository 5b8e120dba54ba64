"""The limit of a piece: what came before it does not count."""

from __future__ import annotations

import pytest

from runtime.splitting import PieceTooLongError, Splitter


@pytest.mark.parametrize("separator", [None, b"\n"])
def test_a_piece_may_be_as_long_as_the_limit(separator: bytes | None) -> None:
    splitter = Splitter(separator, limit=3)
    assert splitter.feed(b"ab") == []
    # A piece has ended, and another one has begun: its size starts from nothing.
    assert splitter.feed(b"c\nde") == [b"abc"]
    assert splitter.feed(b"f") == []
    assert splitter.finish() == b"def"
    assert splitter.feed(b"abc") == []
    with pytest.raises(PieceTooLongError, match="longer than 3 bytes"):
        splitter.feed(b"d")
