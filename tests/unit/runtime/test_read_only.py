"""What a request does not have of a model."""

from __future__ import annotations

from typing import Annotated

import pydantic
import pytest
from pydantic import Field

from runtime.encode_json import request_form
from runtime.models import BaseModel, UnknownVariant, make_unknown
from runtime.read_only import READ_ONLY


class Part(BaseModel):
    name: str
    serial: Annotated[str | None, Field(alias="serial-no"), READ_ONLY] = None
    inside: list[Part] | None = None


class Box(BaseModel):
    made: Annotated[Part | None, READ_ONLY] = None
    main: Annotated[Part | None, Field(alias="main-part")] = None
    pair: tuple[Part, int] | None = None
    by_name: dict[str, Part | None] | None = None
    several: list[list[Part | str]] | None = None


class Open(BaseModel):
    __pydantic_extra__: dict[str, Part] = Field(init=False)  # pyright: ignore[reportIncompatibleVariableOverride]


PART = {"name": "a", "serial-no": "1"}


@pytest.mark.parametrize(
    ("model", "form"),
    [
        (Part.model_validate(PART), {"name": "a"}),
        (Part.model_validate({"name": "a", "inside": [PART, PART]}),
         {"name": "a", "inside": [{"name": "a"}, {"name": "a"}]}),
        (Part.model_validate({"name": "a", "inside": None}), {"name": "a", "inside": None}),
        (Part.model_validate({"name": "a", "serial": "1", "new": {"serial-no": "2"}}),
         {"name": "a", "new": {"serial-no": "2"}}),
        (Box.model_validate({"made": PART, "main-part": PART}), {"main-part": {"name": "a"}}),
        (Box.model_validate({"pair": [PART, 1]}), {"pair": [{"name": "a"}, 1]}),
        (Box.model_validate({"by_name": {"x": PART, "y": None}}),
         {"by_name": {"x": {"name": "a"}, "y": None}}),
        (Box.model_validate({"several": [[PART, "b"], []]}),
         {"several": [[{"name": "a"}, "b"], []]}),
        (Open.model_validate({"x": PART}), {"x": {"name": "a"}}),
        (make_unknown(UnknownVariant, {"serial-no": 1}, None), {"serial-no": 1}),
        (make_unknown(UnknownVariant, [1], None), [1]),
    ],
)  # fmt: skip
def test_models(model: BaseModel, form: object) -> None:
    before = model.to_dict()
    assert request_form(model) == form
    assert model.to_dict() == before


def test_a_model_of_the_users_own() -> None:
    class Own(pydantic.BaseModel):
        part: Part
        count: int = 0

    assert request_form(Own(part=Part.model_validate(PART))) == {"part": {"name": "a"}}
