"""The base model and the unknown variant."""

from __future__ import annotations

import copy
import json
import pickle
import warnings
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from runtime.models import BaseModel, UnknownVariant, is_unknown, make_unknown, set_request_id


class Inner(BaseModel):
    n: int


class Outer(BaseModel):
    id: str
    inner: Inner | None = None
    kind: Annotated[str | None, Field(alias="the-kind")] = None


class UnknownEvent(UnknownVariant):
    type: Literal["unknown"] = "unknown"


class TestBaseModel:
    def test_fields_by_name_and_by_alias(self) -> None:
        assert Outer.model_validate({"id": "1", "the-kind": "k"}).kind == "k"
        assert Outer.model_validate({"id": "1", "kind": "k"}).kind == "k"

    def test_what_the_wire_said(self) -> None:
        wire = {"id": "1", "the-kind": None, "new": {"a": [1]}}
        model = Outer.model_validate(wire)
        assert model.to_dict() == wire
        assert model.to_dict(use_api_names=False) == {"id": "1", "kind": None, "new": {"a": [1]}}
        assert json.loads(model.to_json()) == wire
        assert model.to_json(indent=None) == '{"id":"1","the-kind":null,"new":{"a":[1]}}'

    def test_wire_keys_do_not_replace_methods(self) -> None:
        wire = {
            "id": "1",
            "model_dump": 1,
            "copy": 2,
            "__class__": 3,
            "__dict__": 4,
            "model_config": 5,
            "self": 6,
            "_fields_set": 7,
            "to_dict": 8,
            "_request_id": 9,
        }
        model = Outer.model_validate(wire)
        assert type(model) is Outer
        assert model.__class__ is Outer
        assert model.to_dict() == wire
        assert model._request_id is None
        assert model.model_extra is not None
        assert model.model_extra["copy"] == 2
        assert Outer.model_config["extra"] == "allow"

    def test_dumping_a_raw_value_does_not_warn(self) -> None:
        model = Outer.model_construct(id=5, inner="raw")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert model.model_dump(exclude_unset=True) == {"id": 5, "inner": "raw"}
            assert model.model_dump_json(exclude_unset=True) == '{"id":5,"inner":"raw"}'

    def test_the_request_id_is_no_field(self) -> None:
        model = Outer(id="1")
        set_request_id(model, "req-1")
        assert model._request_id == "req-1"
        assert model == Outer(id="1")
        assert "req-1" not in model.model_dump_json() + repr(model)
        assert pickle.loads(pickle.dumps(model)) == model


class TestUnknown:
    WIRE: dict[str, Any] = {"type": "new", "n": 1, "raw": 2, "error": 3, "model_dump": 4}  # noqa: RUF012

    def test_the_data_is_kept(self) -> None:
        unknown: Any = make_unknown(UnknownEvent, self.WIRE, None)
        assert is_unknown(unknown)
        assert unknown.raw == self.WIRE
        assert unknown.error is None
        attributes: Any = unknown
        assert attributes.n == 1
        assert attributes.type == "unknown"

    @pytest.mark.parametrize("raw", [WIRE, [1], "text", 5, None])
    def test_it_dumps_as_it_came(self, raw: Any) -> None:
        unknown = make_unknown(UnknownVariant, raw, "why")
        assert unknown.model_dump() == raw
        assert unknown.to_dict() == raw
        assert json.loads(unknown.to_json()) == raw

    def test_inside_a_model(self) -> None:
        outer = Outer.model_construct(id="1", inner=make_unknown(UnknownVariant, self.WIRE, None))
        assert outer.to_dict() == {"id": "1", "inner": self.WIRE}

    def test_copies_and_pickles(self) -> None:
        unknown = make_unknown(UnknownEvent, self.WIRE, "why")
        for again in (
            copy.copy(unknown),
            copy.deepcopy(unknown),
            pickle.loads(pickle.dumps(unknown)),
        ):
            assert again == unknown
            assert (again.raw, again.error) == (self.WIRE, "why")
        assert unknown != make_unknown(UnknownEvent, {"type": "other"}, "why")
        assert unknown != self.WIRE

    def test_repr(self) -> None:
        unknown = make_unknown(UnknownEvent, b"\xff", "why")
        assert repr(unknown) == str(unknown) == "UnknownEvent(raw=b'\\xff', error='why')"
