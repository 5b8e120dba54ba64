from __future__ import annotations

import pytest

from codegen.mock.state import Shared, State, StateError


def test_values_are_copied_on_the_way_in() -> None:
    state, value = State(), {"a": [1]}
    state.assign(("v",), value)
    value["a"].append(2)
    state.insert(("v", "a"), 3)
    assert state.values == {"v": {"a": [1, 3]}}
    assert value == {"a": [1, 2]}


def test_size_is_counted_as_values_come_and_go() -> None:
    state = State(limit=2_000)
    state.assign(("v",), [])
    for _ in range(20):
        state.insert(("v",), "x" * 1_000)
        state.assign(("v", 0), "")
        state.assign(("v",), [])
    with pytest.raises(StateError, match="exceed 2000 bytes"):
        state.assign(("w",), "x" * 2_000)
    assert "w" not in state.values


def test_buffers_grow_within_the_limit() -> None:
    state = State(limit=1_000)
    state.assign(("b",), bytearray())
    state.insert(("b",), b"x" * 500)
    state.insert(("b",), b"y", at=0)
    assert state.values["b"][:2] == b"yx"
    with pytest.raises(StateError):
        state.insert(("b",), b"x" * 500)


@pytest.mark.parametrize(
    ("path", "message"),
    [(("x", "y"), "there is no"), (("v", "a"), "not an index"), (("v", 1), "outside a list of 1")],
)
def test_places_that_are_not_there(path: tuple[str | int, ...], message: str) -> None:
    state = State()
    state.assign(("v",), [1])
    with pytest.raises(StateError, match=message):
        state.assign(path, 0)


def test_shared_values_and_keys_are_bounded() -> None:
    shared = Shared(limit=2)
    keys = [shared.issue_key("k_") for _ in range(3)]
    assert [shared.issued(key) for key in keys] == [False, True, True]
    for number in range(3):
        shared.put(str(number), [number])
    assert [shared.get(str(number)) for number in range(3)] == [None, [1], [2]]
