"""Modules of types that need each other.

Two models that mention each other are two modules that import each other. Inside such a circle a
module imports the others after its own definitions, and an alias is evaluated only when used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from codegen.ir import sdk


def circles(
    groups: Mapping[sdk.ModuleName, Iterable[sdk.TypeDefinition]],
) -> dict[sdk.ModuleName, frozenset[sdk.ModuleName]]:
    """For each module the modules that it cannot do without and that need it too.

    A module whose type mentions itself is in a circle of its own; one that is in none has the
    empty set.
    """
    needs = {
        module: {
            name.module
            for definition in group
            for name in mentioned(definition)
            if name.module in groups and (name.module != module or name == definition.name)
        }
        for module, group in groups.items()
    }
    return {
        module: frozenset(circle) if len(circle) > 1 or module in needs[module] else frozenset()
        for circle in strongly_connected(needs)
        for module in circle
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


def strongly_connected(
    needs: Mapping[sdk.ModuleName, set[sdk.ModuleName]],
) -> list[list[sdk.ModuleName]]:
    """The strongly connected components of a graph (Tarjan 1972), without recursion."""
    index: dict[sdk.ModuleName, int] = {}
    low: dict[sdk.ModuleName, int] = {}
    stack: list[sdk.ModuleName] = []
    on_stack: set[sdk.ModuleName] = set()
    components: list[list[sdk.ModuleName]] = []
    for start in needs:
        if start in index:
            continue
        work = [(start, iter(sorted(needs[start])))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, successors = work[-1]
            for successor in successors:
                if successor not in index:
                    index[successor] = low[successor] = len(index)
                    stack.append(successor)
                    on_stack.add(successor)
                    work.append((successor, iter(sorted(needs[successor]))))
                    break
                if successor in on_stack:
                    low[node] = min(low[node], index[successor])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component: list[sdk.ModuleName] = []
                    while not component or component[-1] != node:
                        component.append(stack.pop())
                        on_stack.discard(component[-1])
                    components.append(component)
    return components
