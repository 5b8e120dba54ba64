from __future__ import annotations

import pytest

from codegen.ir.component_names import name_of_place

COMPONENTS = ("components", "schemas")


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ((), ""),
        (("Order",), "Order"),
        ((*COMPONENTS, "Order"), "Order"),
        ((*COMPONENTS, "items"), "items"),
        ((*COMPONENTS, "Order", "$defs", "Line"), "Line"),
        ((*COMPONENTS, "Order", "properties", "status"), "Order status"),
        ((*COMPONENTS, "Order", "properties", "content", "items"), "Order content item"),
        ((*COMPONENTS, "Order", "oneOf", 1), "Order option 2"),
        (("components", "messages", "Order", "payload"), "Order"),
        (("channels", "ticker", "messages", "tick", "payload"), "ticker tick"),
        (
            (
                "paths",
                "/orders",
                "get",
                "responses",
                "200",
                "content",
                "application/json",
                "schema",
            ),
            "/orders get response",
        ),
        (
            ("paths", "/orders", "get", "responses", "404", "content", "text/json", "schema"),
            "/orders get 404 response",
        ),
        (
            ("components", "requestBodies", "New", "content", "application/json", "schema"),
            "New",
        ),
    ],
)
def test_what_a_schema_belongs_to(pointer: tuple[str | int, ...], name: str) -> None:
    assert name_of_place(pointer) == name
