from __future__ import annotations

from pathlib import Path

from codegen.diagnostics import Location
from codegen.ir import sdk
from codegen.plan.cycles import ModuleGraph
from codegen.text import Identifier

Groups = dict[sdk.ModuleName, list[sdk.TypeDefinition]]


def type_name(number: int) -> sdk.TypeName:
    return sdk.TypeName(sdk.ModuleName(("types", f"t{number}")), Identifier(f"T{number}"))


def groups(needs: dict[int, list[int]]) -> Groups:
    """Modules by number, each with an alias that needs others."""
    found: Groups = {}
    for number, others in needs.items():
        name = type_name(number)
        union = sdk.Union(tuple(sdk.Named(type_name(other)) for other in others))
        found[name.module] = [sdk.Alias(name, union, None, Location(Path("a"), (number,)))]
    return found


def line(length: int) -> dict[int, list[int]]:
    return {n: [n + 1] if n + 1 < length else [] for n in range(length)}


def depth(module: sdk.ModuleName, made: Groups, loaded: set[sdk.ModuleName]) -> int:
    """How deep imports are nested when a module is imported, far modules first."""
    if module in loaded:
        return 0
    loaded.add(module)
    names = list(sdk.names_in(made[module][0].type))  # type: ignore[union-attr]
    order = [*ModuleGraph(made).far_modules().get(module, ()), *(name.module for name in names)]
    return 1 + max((depth(other, made, loaded) for other in order), default=0)


def test_a_short_line_is_left_alone() -> None:
    assert ModuleGraph(groups(line(40))).far_modules() == {}


def test_a_long_line_is_imported_from_its_far_end() -> None:
    made = groups(line(200))
    assert depth(type_name(0).module, made, set()) <= 70
    assert depth(type_name(57).module, made, set()) <= 70


def test_steps_that_leave_modules_out() -> None:
    made = groups({n: [m for m in (n + 1, n + 7, n + 40) if m < 200] for n in range(200)})
    assert depth(type_name(0).module, made, set()) <= 70


def test_circles() -> None:
    one, two, alone, own = (type_name(n).module for n in (1, 2, 3, 4))
    found = ModuleGraph(groups({1: [2], 2: [1, 3], 3: [], 4: [4]})).circles()
    assert found[one] == found[two] == {one, two}
    assert found[alone] == frozenset()
    assert found[own] == {own}
    assert ModuleGraph(groups({1: [2], 2: [1, 3], 3: [], 4: [4]})).far_modules() == {}
