from __future__ import annotations

from codegen.resolve.suggestion import similar_key


def test_the_key_most_alike() -> None:
    assert similar_key({"Pet": 1, "Person": 2}, "Pett") == "Pet"
    assert similar_key({"session": 1, "Sessions": 2}, "Session") == "session"


def test_nothing_alike() -> None:
    assert similar_key({"Pet": 1}, "Order") is None
    assert similar_key([1], "0") is None
    assert similar_key({}, "x") is None


def test_nothing_is_compared_beyond_the_limits() -> None:
    assert similar_key({"x" * 300: 1}, "x" * 199) is None
    assert similar_key({"x": 1}, "x" * 201) is None
    assert similar_key({f"key{number}": 1 for number in range(6000)}, "keyx") is None
