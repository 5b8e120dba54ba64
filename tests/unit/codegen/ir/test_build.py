"""Both documents to one `Api`: what it costs, in calls and not in seconds."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.unit.codegen.specs import api_of

Spec = dict[str, Any]


def sockets(channels: Spec, operations: Spec, schemas: Spec | None = None) -> Spec:
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "channels": channels,
        "operations": operations,
        "components": {"schemas": schemas or {}},
    }


def tagged(number: int) -> Spec:
    properties = {"type": {"const": f"t{number}"}, "text": {"type": "string"}}
    return {"payload": {"type": "object", "required": ["type"], "properties": properties}}


def channels_with_an_operation_each(size: int) -> Spec:
    return sockets(
        {f"c{n}": {"address": f"/c{n}", "messages": {"m": tagged(n)}} for n in range(size)},
        {f"o{n}": {"action": "send", "channel": {"$ref": f"#/channels/c{n}"}} for n in range(size)},
    )


def operations_of_one_channel(size: int) -> Spec:
    return sockets(
        {"c": {"address": "/c", "messages": {f"m{n}": tagged(n) for n in range(size)}}},
        {
            f"o{n}": {
                "action": "send",
                "channel": {"$ref": "#/channels/c"},
                "messages": [{"$ref": f"#/channels/c/messages/m{n}"}],
            }
            for n in range(size)
        },
    )


def union_of_itself(size: int) -> Spec:
    own = {"$ref": "#/components/schemas/Own"}
    return sockets(
        {"c": {"address": "/c", "messages": {"m": {"payload": own}}}},
        {"o": {"action": "send", "channel": {"$ref": "#/channels/c"}}},
        {"Own": {"type": "object", "anyOf": [own] * size}},
    )


def variants_of_a_mapping(size: int) -> Spec:
    variants = {f"V{n}": {"type": "object", "properties": {"kind": {}}} for n in range(size)}
    places = [f"#/components/schemas/V{n}" for n in range(size)]
    union = {
        "oneOf": [{"$ref": place} for place in places],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {f"v{n}": place for n, place in enumerate(places)},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": {**variants, "Union": union}},
    }


def calls_of(action: Callable[[], object]) -> int:
    """How many Python functions are called."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "spec",
    [
        channels_with_an_operation_each,
        operations_of_one_channel,
        union_of_itself,
        variants_of_a_mapping,
    ],
)
def test_twice_the_document_costs_twice_the_calls(
    spec: Callable[[int], Spec], tmp_path: Path
) -> None:
    def cost(size: int) -> int:
        document = spec(size)
        kind = "openapi" if "openapi" in document else "asyncapi"
        return calls_of(lambda: api_of(tmp_path, **{kind: json.dumps(document)}))

    cost(1)
    assert cost(64) < 2.3 * cost(32)
