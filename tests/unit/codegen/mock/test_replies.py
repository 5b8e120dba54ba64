from __future__ import annotations

from typing import Any

import pytest

from codegen.mock.channels import Reply
from codegen.mock.replies import with_request_id

REPLY = Reply((), ("meta", "id"), (("id",), ("meta", "id")))


@pytest.mark.parametrize(
    ("answer", "request_", "expected"),
    [
        ({"id": 0}, {"meta": {"id": 7}}, {"id": 7}),
        ({}, {"meta": {"id": 7}}, {"id": 7}),
        ({"id": 0}, {}, {"id": 0}),
        ({"id": 0}, {"meta": 1}, {"id": 0}),
        ([], [1], []),
    ],
)
def test_the_first_place(answer: Any, request_: Any, expected: Any) -> None:
    assert with_request_id(answer, REPLY, request_, lambda body: True) == expected


def test_a_place_that_does_not_fit_is_passed_over() -> None:
    answer = {"meta": {"n": 1}}

    def fits(body: Any) -> bool:
        return "id" not in body

    changed = with_request_id(answer, REPLY, {"meta": {"id": 7}}, fits)
    assert changed == {"meta": {"n": 1, "id": 7}}
    assert answer == {"meta": {"n": 1}}
    assert with_request_id(answer, REPLY, {"meta": {"id": 7}}, lambda body: False) is answer


def test_without_an_id_the_answer_is_as_it_was() -> None:
    assert with_request_id({"a": 1}, Reply(()), {"id": 1}, lambda body: True) == {"a": 1}
