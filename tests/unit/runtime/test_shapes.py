from __future__ import annotations

import pytest

from runtime.shapes import Shape

ORDER = Shape(
    "m", "Order", tags=((("kind",), ("a", "b")), (("data", "n"), (1,))), required=("kind",)
)
TRADE = Shape("m", "Trade", tags=(((2,), ("trade",)),), kind="array")


class TestRank:
    @pytest.mark.parametrize(
        ("shape", "value", "rank"),
        [
            (ORDER, {"kind": "a", "data": {"n": 1}}, (2, 1)),
            (ORDER, {"kind": "b", "data": {"n": 1, "m": 2}}, (2, 1)),
            (ORDER, {"kind": "c", "data": {"n": 1}}, None),
            (ORDER, {"kind": "a", "data": {"n": True}}, None),
            (ORDER, {"kind": "a", "data": {}}, None),
            (ORDER, {"kind": "a", "data": []}, None),
            (ORDER, {"data": {"n": 1}}, None),
            (ORDER, [], None),
            (TRADE, [1, [], "trade", "XBT/USD"], (1, 0)),
            (TRADE, [1, [], "book"], None),
            (TRADE, [1], None),
            (TRADE, {}, None),
            (Shape("m", "Any"), {"a": 1}, (0, 0)),
            (Shape("m", "Tagged", tags=((("t",), ("x",)),)), {}, (0, 0)),
            (Shape("m", "Tagged", tags=((("t",), ("x",)),)), {"t": "y"}, None),
        ],
    )
    def test_of_a_message(self, shape: Shape, value: object, rank: object) -> None:
        assert shape.rank(value) == rank
