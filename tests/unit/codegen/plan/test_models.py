from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen.diagnostics import Code, Location, SpecError
from codegen.ir import sdk
from codegen.ir.types import PrimitiveKind
from codegen.plan import models
from codegen.plan.models import render_models
from codegen.text import Identifier, SpecText

STRING = sdk.Scalar(PrimitiveKind.STRING)
INTEGER = sdk.Scalar(PrimitiveKind.INTEGER)
ANY = sdk.Scalar(PrimitiveKind.ANY)
ORIGIN = Location(Path("spec.yaml"), ("a",))


def name(text: str) -> sdk.TypeName:
    return sdk.TypeName(sdk.ModuleName(("types", text.lower())), Identifier(text))


def model(text: str, **types: sdk.TypeExpression) -> sdk.Model:
    """A model whose fields are required unless their name ends in `_o`."""
    fields = tuple(
        sdk.Field(Identifier(key), SpecText(key), type_, not key.endswith("_o"), None, False)
        for key, type_ in types.items()
    )
    return sdk.Model(name(text), fields, None, False, ORIGIN)


A, B = sdk.Named(name("A")), sdk.Named(name("B"))
TAGGED = sdk.Union((A, B), SpecText("t"))
ALIAS = sdk.Named(sdk.TypeName(sdk.ModuleName(("types", "alias")), Identifier("Alias")))
TYPES: dict[str, sdk.TypeExpression] = {
    "string": STRING,
    "string_o": STRING,
    "anything": ANY,
    "literal": sdk.Literals((SpecText("a"), SpecText('"]'))),
    "numbers": sdk.Literals((1, 2)),
    "mixed": sdk.Literals((1, SpecText("a"), True)),
    "array": sdk.Sequence(STRING),
    "array_of_anything_o": sdk.Sequence(ANY),
    "map": sdk.Mapping(sdk.Sequence(INTEGER)),
    "free": sdk.Mapping(ANY),
    "other": B,
    "other_o": B,
    "nullable": sdk.Union((STRING, sdk.NULL)),
    "nullable_o": sdk.Union((B, sdk.NULL)),
    "union": sdk.Union((STRING, INTEGER, B)),
    "tagged": TAGGED,
    "tagged_o": TAGGED,
    "tagged_or_null": sdk.Union((A, B, sdk.NULL), SpecText("t")),
    "list_of_tagged": sdk.Sequence(TAGGED),
    "alias_o": ALIAS,
    "itself_o": sdk.Named(name("Everything")),
}


def test_what_was_asked_for_comes_back() -> None:
    found = render_models([model("A"), model("B"), model("Everything", **TYPES), model("Empty")])
    assert set(found) == {name(n) for n in ("A", "B", "Everything", "Empty")}
    rendered = dict(zip(TYPES, found[name("Everything")], strict=True))
    assert rendered["string"] == STRING
    assert rendered["string_o"] == sdk.Union((STRING, sdk.NULL))
    assert rendered["mixed"] == TYPES["mixed"]
    assert rendered["tagged"] == TAGGED
    assert rendered["alias_o"] == sdk.Union((ALIAS, sdk.NULL))
    assert found[name("Empty")] == ()


def test_nothing_asked_for() -> None:
    assert render_models([]) == {}


def test_two_classes_of_one_name_in_two_modules() -> None:
    elsewhere = sdk.TypeName(sdk.ModuleName(("types", "sub", "a")), Identifier("A"))
    other = sdk.Model(elsewhere, model("A", x=INTEGER).fields, None, False, ORIGIN)
    found = render_models([model("A", x=STRING), other])
    assert found[name("A")] == (STRING,)
    assert found[elsewhere] == (INTEGER,)


def test_each_different_field_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    original = models._generate

    def recorded(document: dict[str, Any]) -> str:
        asked.append(document)
        return original(document)

    monkeypatch.setattr(models, "_generate", recorded)
    one = sdk.Union((sdk.Literals((1,)), A))
    true = sdk.Union((sdk.Literals((True,)), B))
    types = {"a": A, "b": B, "c_o": A, "one": one, "true": true, "s": STRING, "t": STRING}
    many = [model(f"M{n}", **types) for n in range(100)]
    found = render_models([model("A"), model("B"), *many])
    (document,) = asked
    classes = document["components"]["schemas"]
    assert len(classes["Fields0"]["properties"]) == 5
    assert classes.keys() == {"Fields0", "StandIn0"}
    for item in many:
        rendered = dict(zip(types, found[item.name], strict=True))
        assert (rendered["a"], rendered["b"], rendered["s"]) == (A, B, STRING)
        assert repr(rendered["one"]) == repr(one)
        assert repr(rendered["true"]) == repr(true)


def test_more_fields_than_a_class_of_the_document_takes() -> None:
    types = {f"x{n}": sdk.Literals((n,)) for n in range(120)}
    found = render_models([model("A", **types)])
    assert found[name("A")] == tuple(types.values())


Change = Callable[[str], str]


@pytest.mark.parametrize(
    ("types", "change", "problem"),
    [
        ({"x": STRING}, lambda s: s.replace("class F", "class G"), "field x is missing"),
        ({"x": STRING}, lambda s: s.replace(": str", ": int"), "field x has another type"),
        ({"x": STRING}, lambda s: s.replace(": str", ": str | None"), "field x has another type"),
        ({"x": STRING}, lambda s: s.replace(": str", ": str = ''"), "field x is not as required"),
        ({"x_o": STRING}, lambda s: s.replace(" = None", ""), "field x_o is not as required"),
        ({"x": STRING}, lambda s: s.replace("f0", "f1"), "field x is missing"),
        ({"x": STRING}, lambda s: s.replace(": str", ": set[str]"), "field x has another type"),
        ({"x": B}, lambda s: s.replace(": StandIn0", ": StandIn1"), "field x has another type"),
        (
            {"x": sdk.Literals((SpecText("a"),))},
            lambda s: s.replace("'a'", "'b'"),
            "field x has another type",
        ),
        (
            {"x": sdk.Literals((1,))},
            lambda s: s.replace("[1]", "[True]"),
            "field x has another type",
        ),
        ({"x": sdk.Sequence(STRING)}, lambda s: s.replace("list[str]", "list"), "another type"),
    ],
)
def test_anything_else_is_refused(
    monkeypatch: pytest.MonkeyPatch,
    types: dict[str, sdk.TypeExpression],
    change: Change,
    problem: str,
) -> None:
    original = models._generate

    def wrong(document: dict[str, Any]) -> str:
        rendered = original(document)
        changed = change(rendered)
        assert changed != rendered
        return changed

    monkeypatch.setattr(models, "_generate", wrong)
    with pytest.raises(SpecError, match=problem) as caught:
        render_models([model("A", **types)])
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code is Code.MODEL_MISMATCH
    assert diagnostic.location == ORIGIN


def test_the_document_brings_no_text_of_the_spec(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []
    original = models._generate

    def recorded(document: dict[str, Any]) -> str:
        seen.append(document)
        return original(document)

    monkeypatch.setattr(models, "_generate", recorded)
    field = sdk.Field(
        Identifier("safe"), SpecText("WIRE"), STRING, True, SpecText("PROSE"), True, SpecText("DEF")
    )
    render_models([sdk.Model(name("A"), (field,), SpecText("PROSE"), True, ORIGIN)])
    for text in ("WIRE", "PROSE", "DEF"):
        assert text not in repr(seen)
