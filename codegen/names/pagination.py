"""Which operations are listings, and where their pages have what the next one is asked for with.

The schemes of sdk.yaml name properties as they are on the wire; they are looked up in the types
that have been named, so that the runtime follows attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from codegen.config import Config
from codegen.config_pagination import (
    CursorPagination,
    LinkPagination,
    NumberPagination,
    OffsetPagination,
    PaginationSection,
)
from codegen.diagnostics import Code, Location, quote
from codegen.findings import Findings
from codegen.ir import sdk
from codegen.ir.api import Operation, ParameterIn, ResultKind
from codegen.names.wire_paths import WirePaths
from codegen.settings import keys_of
from codegen.text import SpecText


class Paginator:
    """Finds the paging of methods.

    A scheme that lists operations has to fit each of them; one that lists none is used for every
    GET that it fits. The first scheme in the order of sdk.yaml counts.
    """

    def __init__(
        self, config: Config, definitions: Iterable[sdk.TypeDefinition], findings: Findings
    ) -> None:
        self._config = config
        self._wires = WirePaths(definitions)
        self._listed = {
            name: None if scheme.operations is None else frozenset(scheme.operations)
            for name, scheme in config.pagination.items()
        }
        self._findings = findings

    def check_operations(self, operations: Iterable[Operation]) -> None:
        """Note every operation that a scheme lists and the documents do not have."""
        known = {key for operation in operations for key in keys_of(operation)}
        for name, scheme in self._config.pagination.items():
            for index, key in enumerate(scheme.operations or ()):
                if key not in known:
                    self._findings.error(
                        Code.UNUSED_SETTING,
                        f"the pagination scheme `{name}` lists {quote(key)}, which the document "
                        "does not have",
                        self._config.location("pagination", name, "operations", index),
                    )

    def paging_of(self, operation: Operation, method: sdk.Method) -> sdk.Paging | None:
        """The paging of a method; None for one that is no listing."""
        keys = keys_of(operation)
        for name, scheme in self._config.pagination.items():
            listed = self._listed[name]
            if operation.method != "GET" if listed is None else listed.isdisjoint(keys):
                continue
            fitted = fit(scheme, method, self._wires)
            if isinstance(fitted, sdk.Paging):
                return fitted
            if listed is not None:
                self._findings.error(
                    Code.INVALID_PAGINATION,
                    f"the pagination scheme `{name}` does not fit `{method.name}`: {fitted}",
                    self._scheme_location(name) or operation.location,
                )
        return None

    def _scheme_location(self, name: str) -> Location | None:
        return self._config.location("pagination", name)


def fit(scheme: PaginationSection, method: sdk.Method, wires: WirePaths) -> sdk.Paging | str:
    """The paging of a method by a scheme, or why the scheme does not fit."""
    answers = {a.type for a in method.answers if a.kind is ResultKind.JSON}
    answer = next(iter(answers), None)
    if answer is None or len(answers) != 1 or len(method.answers) != 1:
        return "it does not always give JSON of one type"
    found = wires.walk(answer, scheme.items)
    items = found[1] if found else None
    if found is None or not isinstance(items, sdk.Sequence):
        return f"its answer has no list {quote(scheme.items)}".rstrip()
    paths: dict[str, sdk.AttributePath] = {"items": found[0]}
    for role, wire in _wire_paths(scheme).items():
        start = items.items if role == "last_item" else answer
        walked = wires.walk(start, wire)
        if walked is None:
            holder = "an item of its answer" if role == "last_item" else "its answer"
            return f"{holder} has no {quote(wire)}"
        paths[role] = walked[0]
    parameter = None if isinstance(scheme, LinkPagination) else scheme.parameter
    place = _place(method, parameter)
    if parameter is not None and place is None:
        return f"it has no parameter {quote(parameter)} in its query or body"
    return sdk.Paging(
        style=_STYLES[type(scheme)],
        parameter=SpecText(parameter) if parameter is not None else None,
        place=place or "query",
        item=items.items,
        paths=paths,
        first=scheme.first if isinstance(scheme, NumberPagination) else 1,
    )


_STYLES: Mapping[type[PaginationSection], sdk.PagingStyle] = {
    CursorPagination: sdk.PagingStyle.CURSOR,
    OffsetPagination: sdk.PagingStyle.OFFSET,
    NumberPagination: sdk.PagingStyle.NUMBER,
    LinkPagination: sdk.PagingStyle.LINK,
}


def _wire_paths(scheme: PaginationSection) -> dict[str, str]:
    """What a scheme looks up besides the items, by the role that it has."""
    match scheme:
        case CursorPagination():
            found = {"cursor": scheme.cursor, "last_item": scheme.last_item, "more": scheme.more}
        case OffsetPagination():
            found = {"total": scheme.total, "more": scheme.more}
        case NumberPagination():
            found = {"pages": scheme.pages, "more": scheme.more}
        case LinkPagination():
            found = {"link": scheme.link}
    return {role: wire for role, wire in found.items() if wire is not None}


def _place(method: sdk.Method, parameter: str | None) -> sdk.PagingPlace | None:
    for argument in method.arguments:
        if argument.wire.reveal() == parameter:
            if argument.place is ParameterIn.QUERY:
                return "query"
            if argument.place is None:
                return "body"
    return None
