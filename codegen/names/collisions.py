"""Operations that want one method: further names for each, one step after the other.

Whoever shares a name, or wants that of a resource, tries the next; a name is taken when no other
wants it in that step. Nothing depends on the order of the document, and no number is glued on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from codegen.diagnostics import Code, Diagnostic, SpecError
from codegen.ir.api import Operation
from codegen.ir.parameters import TEMPLATE_PARAMETER
from codegen.names import identifiers, words
from codegen.names.yaml_lines import line
from codegen.settings import keys_of
from codegen.text import Identifier

ResourcePath = tuple[Identifier, ...]

# First words of an operationId that say no more than GET.
_READS: Final = frozenset({"get", "fetch", "read", "retrieve", "show", "list", "find"})
_JOINTS: Final = frozenset({"and", "as", "by", "for", "from", "in", "of", "on", "or", "to", "with"})
_VERSION: Final = re.compile(r"v[0-9]+")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an operation goes."""

    resource: ResourcePath
    method: Identifier

    @property
    def path(self) -> ResourcePath:
        return (*self.resource, self.method)


@dataclass(frozen=True, slots=True)
class Wish:
    """The names of an operation: the first that it wants, and what it can do with.

    Attributes:
        settled: the configuration says so: whoever wants the same has to yield.
    """

    operation: Operation
    first: Placement
    others: tuple[Placement, ...] = ()
    settled: bool = False


def settle(wishes: Sequence[Wish], taken: Collection[ResourcePath] = ()) -> list[Placement]:
    """Give each operation a name of its own.

    Args:
        wishes: of all operations.
        taken: paths that are no methods, for what stands there already.

    Raises:
        SpecError: two operations want the same name in the end.
    """
    placed = [wish.first for wish in wishes]
    resources = {p.resource[:n] for p in placed for n in range(1, len(p.resource) + 1)}
    occupied = resources | set(taken)
    for step in range(max((len(wish.others) for wish in wishes), default=0)):
        open_ = _colliding(wishes, placed, occupied)
        if not open_:
            break
        settled = {p.path for index, p in enumerate(placed) if index not in open_}
        proposals = {
            index: wishes[index].others[step] if step < len(wishes[index].others) else placed[index]
            for index in open_
        }
        counts = Counter(p.path for p in proposals.values())
        for index, proposal in proposals.items():
            path = proposal.path
            if counts[path] == 1 and path not in settled and path not in occupied:
                placed[index] = proposal
    _check(wishes, placed)
    return placed


def _colliding(
    wishes: Sequence[Wish], placed: Sequence[Placement], occupied: Collection[ResourcePath]
) -> list[int]:
    counts = Counter(p.path for p in placed)
    return [
        index
        for index, (wish, placement) in enumerate(zip(wishes, placed, strict=True))
        if not wish.settled and (counts[placement.path] > 1 or placement.path in occupied)
    ]


def _check(wishes: Sequence[Wish], placed: Sequence[Placement]) -> None:
    first: dict[Placement, Operation] = {}
    found: list[Diagnostic] = []
    for wish, placement in zip(wishes, placed, strict=True):
        operation = wish.operation
        other = first.setdefault(placement, operation)
        if other is not operation:
            name = ".".join(placement.path)
            key = verb_and_path(operation)
            found.append(
                Diagnostic(
                    Code.NAME_COLLISION,
                    f"`{key}` and `{verb_and_path(other)}` both become "
                    f"`{name}` (the other is at {other.location})",
                    operation.location,
                    line("operations", key, f"{name}_other"),
                )
            )
    if found:
        raise SpecError(*found)


def verb_and_path(operation: Operation) -> str:
    """The key of an operation in sdk.yaml."""
    return keys_of(operation)[0]


def further_names(operation: Operation, first: Placement) -> tuple[Placement, ...]:
    """What an operation can be called when its first name is not to be had.

    The words of its operationId without those of its resource, its last path parameter, the whole
    operationId, all its path parameters.
    """
    names: list[str | None] = []
    parameters = [words.snake(p) for p in TEMPLATE_PARAMETER.findall(operation.path.reveal())]
    named = [p for p in parameters if p]
    identifier = operation.identifier.reveal() if operation.identifier else ""
    usable = identifier if words.split(identifier) else ""
    names.append(_own_words(operation, usable, first) if usable else None)
    names.append(f"{first.method}_by_{named[-1]}" if named else None)
    names.append(usable or None)
    names.append(f"{first.method}_by_{'_and_'.join(named)}" if named else None)
    return tuple(
        Placement(first.resource, identifiers.method_name(name)) if name else first
        for name in names
    )


def _own_words(operation: Operation, identifier: str, first: Placement) -> str:
    """`getUserById` of `users` is `retrieve_by_id`: the resource's words say nothing new."""
    own = [word.lower() for word in words.split(_without_path(operation, identifier))]
    # `agents_api_v1_conversations_append`: what stands before a version says whose it is.
    versions = [index for index, word in enumerate(own[:-1]) if _VERSION.fullmatch(word)]
    own = own[versions[-1] + 1 :] if versions else own
    known = {word for name in first.resource for word in _forms(name)}
    kept = [word for word in own if word not in known and words.singular(word) not in known]
    if _is_broken(own, kept):
        # `createThreadAndRun` of `threads.runs` must not be `create_and`.
        kept = own
    if kept and kept[0] in (_READS if operation.method == "GET" else {operation.method.lower()}):
        kept[0] = first.method
    return "_".join(kept) or first.method


def _is_broken(own: Sequence[str], kept: Sequence[str]) -> bool:
    """Whether the words that are left begin or end in the middle of a phrase."""
    lost = any(
        word in ("and", "or") and not {*own[max(index - 1, 0) : index + 2]} <= {*kept}
        for index, word in enumerate(own)
    )
    return lost or not _JOINTS.isdisjoint([*kept[:1], *kept[-1:]])


def _forms(name: str) -> set[str]:
    found = set(name.strip("_").split("_"))
    return found | {words.singular(word) for word in found}


def _without_path(operation: Operation, identifier: str) -> str:
    """A framework's `list_models_v1_models_get` without the path and verb that it has glued on."""
    own = words.snake(identifier)
    glued = f"_{words.snake(operation.path.reveal())}_{operation.method.lower()}"
    return own.removesuffix(glued) or own
