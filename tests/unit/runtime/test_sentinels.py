"""`omit` and `not_given`."""

from __future__ import annotations

import copy
import pickle

import pytest

from runtime.sentinels import NotGiven, Omit, is_given, not_given, omit, strip_omitted


@pytest.mark.parametrize("value", [omit, not_given])
def test_there_is_one_of_each(value: object) -> None:
    assert not value
    assert copy.deepcopy(value) is value
    assert pickle.loads(pickle.dumps(value)) is value
    assert type(value)() is value
    assert not is_given(value)


def test_they_name_themselves() -> None:
    assert (repr(omit), repr(not_given)) == ("omit", "NOT_GIVEN")


def test_stripping_keeps_null_and_falsy_values() -> None:
    values: dict[str, object | Omit | NotGiven] = {
        "a": omit,
        "b": not_given,
        "c": None,
        "d": 0,
        "e": "",
    }
    assert strip_omitted(values) == {"c": None, "d": 0, "e": ""}
    assert is_given(None)
