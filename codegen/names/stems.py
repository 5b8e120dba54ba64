"""What the types of a resource's methods begin with: `Order` in `OrderCreateParams`."""

from __future__ import annotations

from collections import Counter

from codegen.ir.sdk import ModuleName
from codegen.names import words
from codegen.names.tree import ResourcePath, Tree


def type_folder(path: ResourcePath, tree: Tree) -> ModuleName:
    """The folder of a resource's types: its own when it has children, else its parent's."""
    return ModuleName(("types", *(path if tree.children(path) else path[:-1])))


def method_stems(tree: Tree) -> dict[ResourcePath, str]:
    """The stem of each resource: its singular, unless a resource beside it has the same.

    `order` and `orders` in one folder keep the words that they have.
    """
    folders = {path: type_folder(path, tree) for path in tree.order}
    stems: dict[ResourcePath, str] = {}
    for rule in (_singular, _own, _with_parent):
        counts = Counter((folders[p], stems[p] if p in stems else rule(p)) for p in tree.order)
        for path in tree.order:
            if path not in stems and counts[folders[path], rule(path)] == 1:
                stems[path] = rule(path)
    return {path: stems.get(path) or _with_parent(path) for path in tree.order}


def _singular(path: ResourcePath) -> str:
    return words.pascal(words.singular(path[-1]))


def _own(path: ResourcePath) -> str:
    return words.pascal(path[-1])


def _with_parent(path: ResourcePath) -> str:
    return "".join(map(words.pascal, path[-2:]))
