"""Modules of types that need each other.

Two models that mention each other are two modules that import each other. Inside such a circle a
module imports the others after its own definitions, and an alias is evaluated only when used.

A long line of modules, each of which needs the next, is more than Python imports from one end:
every module in it is a few calls deeper. So the line is cut into lengths, and a module imports the
far ones before the near ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from codegen.graphs import strongly_connected
from codegen.ir import sdk

# Importing a module takes six calls, and making the validator of a model's field ten; Python's
# default limit is 1,000.
_LENGTH: Final = 25
# Modules of a circle that are imported inside one another without help.
_LONGEST: Final = 100


class ModuleGraph:
    """Which modules of types need which."""

    def __init__(self, groups: Mapping[sdk.ModuleName, Iterable[sdk.TypeDefinition]]) -> None:
        """Args: groups: what each module defines."""
        self._needs = _needs(groups)
        # Each circle comes after all that its modules need.
        self._circles = strongly_connected(self._needs)

    def circles(self) -> dict[sdk.ModuleName, frozenset[sdk.ModuleName]]:
        """For each module the modules that it cannot do without and that need it too.

        A module whose type mentions itself is in a circle of its own; one that is in none has the
        empty set.
        """
        return {
            module: frozenset(circle) if self._is_circle(circle) else frozenset()
            for circle in self._circles
            for module in circle
        }

    def far_modules(self) -> dict[sdk.ModuleName, list[sdk.ModuleName]]:
        """For modules that lead a long line, those at the next cuts of it, to be imported first.

        With them imported, all that is left to import is at most two lengths deep. A module that
        needs less is not in the result.
        """
        lengths: dict[sdk.ModuleName, int] = {}
        cuts: dict[sdk.ModuleName, frozenset[sdk.ModuleName]] = {}
        for circle in self._circles:
            below = {need for module in circle for need in self._needs[module]} - {*circle}
            height = len(circle) + max((lengths[module] for module in below), default=0)
            cut = height // _LENGTH
            found: set[sdk.ModuleName] = set()
            for module in below:
                other = lengths[module] // _LENGTH
                found |= cuts[module] if other == cut else {module} if other else set()
            for module in circle:
                lengths[module] = height
                cuts[module] = frozenset(found)
        return {module: sorted(found) for module, found in cuts.items() if found}

    def halts(self) -> dict[sdk.ModuleName, list[sdk.ModuleName]]:
        """For modules here and there in a long circle, all such modules of it.

        A module imports the others of its circle after its own definitions, each inside the one
        before. With these imported first, wherever the way around begins, it goes no further than
        to the next of them.
        """
        found: dict[sdk.ModuleName, list[sdk.ModuleName]] = {}
        for circle in self._circles:
            is_long = len(circle) > _LONGEST
            depths = _depths(min(circle), {*circle}, self._needs) if is_long else {}
            if max(depths.values(), default=0) > _LONGEST:
                chosen = [module for module, depth in depths.items() if depth % _LENGTH == 0]
                found |= {m: [other for other in chosen if other != m] for m in chosen}
        return found

    def _is_circle(self, modules: Sequence[sdk.ModuleName]) -> bool:
        return len(modules) > 1 or modules[0] in self._needs[modules[0]]


def _depths(
    start: sdk.ModuleName,
    circle: set[sdk.ModuleName],
    needs: Mapping[sdk.ModuleName, Iterable[sdk.ModuleName]],
) -> dict[sdk.ModuleName, int]:
    """How many imports of a circle each module is inside of, when one of them is imported."""
    depths = {start: 0}
    work = [(start, iter(needs[start]))]
    while work:
        module, others = work[-1]
        other = next((o for o in others if o in circle and o not in depths), None)
        if other is None:
            work.pop()
        else:
            depths[other] = depths[module] + 1
            work.append((other, iter(needs[other])))
    return depths


def _needs(
    groups: Mapping[sdk.ModuleName, Iterable[sdk.TypeDefinition]],
) -> dict[sdk.ModuleName, list[sdk.ModuleName]]:
    return {
        module: sorted(
            {
                name.module
                for definition in group
                for name in mentioned(definition)
                if name.module in groups and (name.module != module or name == definition.name)
            }
        )
        for module, group in groups.items()
    }


def mentioned(definition: sdk.TypeDefinition) -> Iterable[sdk.TypeName]:
    """Every type that a definition mentions."""
    if isinstance(definition, sdk.Alias):
        yield from sdk.names_in(definition.type)
    else:
        for field in definition.fields:
            yield from sdk.names_in(field.type)
        if definition.extras is not None:
            yield from sdk.names_in(definition.extras)
