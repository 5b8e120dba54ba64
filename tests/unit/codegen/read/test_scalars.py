from __future__ import annotations

import math

import pytest

from codegen.read.limits import Limits
from codegen.read.scalars import NumberTooLongError, plain_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12", 12), ("-7", -7), ("0o10", 8), ("1.5", 1.5), ("no", "no"), ("null", None), ("", None)],
)
def test_plain_value(text: str, expected: object) -> None:
    assert plain_value(text, Limits()) == expected


def test_numbers_that_are_not_finite_are_left_to_the_caller() -> None:
    assert plain_value("-.inf", Limits()) == -math.inf
    assert plain_value("1e999", Limits()) == math.inf
    undefined = plain_value(".nan", Limits())
    assert isinstance(undefined, float)
    assert math.isnan(undefined)


def test_the_sign_is_no_digit() -> None:
    assert plain_value("-123", Limits(integer_digits=3)) == -123
    with pytest.raises(NumberTooLongError):
        plain_value("1234", Limits(integer_digits=3))
