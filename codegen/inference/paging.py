"""Listings that look paged, by the names that most APIs have for what the next page needs.

Names are a guess, so nothing is made of it unasked: the schemes are suggested in the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from codegen.config_pagination import PaginationSection
from codegen.ir import sdk
from codegen.ir.api import ParameterIn, ResultKind
from codegen.ir.types import PrimitiveKind
from codegen.names.pagination import fit
from codegen.names.wire_paths import WirePaths
from codegen.names.words import snake

# fmt: off
_CURSORS: Final = frozenset({
    "cursor", "page_cursor", "next_cursor", "start_cursor", "page_token", "next_page_token",
    "next_token", "token", "continuation_token", "continuation", "continue", "marker", "after",
    "starting_after", "start_after", "exclusive_start_key", "page",
})
_NEXT_CURSORS: Final = frozenset({
    "cursor", "next_cursor", "end_cursor", "page_token", "next_page_token", "next_token",
    "continuation_token", "continuation", "continue", "next_marker", "next_page", "after", "next",
})
# fmt: on
_AFTER_ITEM: Final = frozenset({"after", "starting_after", "start_after"})
_OFFSETS: Final = frozenset({"offset", "skip", "start", "start_index"})
_TOTALS: Final = frozenset({"total", "total_count", "total_results", "total_items", "count"})
_NUMBERS: Final = frozenset({"page", "page_number", "page_index", "page_no"})
_PAGES: Final = frozenset({"pages", "total_pages", "page_count", "num_pages", "last_page"})
_MORE: Final = frozenset({"has_more", "has_next", "has_next_page", "more", "is_truncated"})
_LINKS: Final = frozenset(
    {"next", "next_url", "next_uri", "next_link", "next_page_url", "next_page_uri"}
)
_INTEGER: Final = sdk.Scalar(PrimitiveKind.INTEGER)
_PLAIN_NAME: Final = re.compile(r"[^.\s]+")
_SECTION: Final[TypeAdapter[PaginationSection]] = TypeAdapter(PaginationSection)
_STYLE_NAMES: Final = {"cursor": "cursors", "offset": "offsets", "page": "pages", "link": "links"}

Scheme = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A scheme for sdk.yaml, with the number of methods that it would page."""

    name: str
    scheme: Scheme
    methods: int


def suggested_paging(package: sdk.Sdk) -> list[Suggestion]:
    """The schemes that fit the listings of a package.

    The first one that fits counts: one that asks for more comes before one that asks for less.
    """
    wires = WirePaths(package.models)
    found: Counter[tuple[tuple[str, str], ...]] = Counter()
    for resource in package.all_resources():
        for method in resource.methods:
            if method.verb.upper() == "GET":
                fitting = (s for s in _schemes(method, wires) if _fits(s, method, wires))
                found.update(tuple(scheme.items()) for scheme in [next(fitting, None)] if scheme)
    numbers: Counter[str] = Counter()
    suggestions: list[Suggestion] = []
    ordered = sorted(found.items(), key=lambda item: (_looseness(dict(item[0])), -item[1]))
    for scheme, methods in ordered:
        style = dict(scheme)["style"]
        numbers[style] += 1
        number = f"_{numbers[style]}" if numbers[style] > 1 else ""
        suggestions.append(Suggestion(f"{_STYLE_NAMES[style]}{number}", dict(scheme), methods))
    return suggestions


def _looseness(scheme: Scheme) -> tuple[bool, int]:
    return ("last_item" in scheme, -len(scheme))


def _fits(scheme: Scheme, method: sdk.Method, wires: WirePaths) -> bool:
    return isinstance(fit(_SECTION.validate_python(scheme), method, wires), sdk.Paging)


def _schemes(method: sdk.Method, wires: WirePaths) -> Iterator[Scheme]:
    """What a method may be paged by, the likeliest first."""
    answers = [a.type for a in method.answers if a.type and a.kind is ResultKind.JSON]
    if len(answers) != 1:
        return
    properties = dict(_properties(answers[0], wires))
    lists = (path for path, type_ in properties.items() if _is_listing(type_, wires))
    items = "" if isinstance(wires.body(answers[0]), sdk.Sequence) else next(lists, None)
    if items is not None:
        near = {path: t for path, t in properties.items() if _is_near(path, items, properties)}
        yield from _of_items(items, method, near, wires)


def _of_items(
    items: str, method: sdk.Method, properties: dict[str, sdk.TypeExpression], wires: WirePaths
) -> Iterator[Scheme]:
    query = {a.wire.reveal(): wires.body(a.type) for a in method.arguments_in(ParameterIn.QUERY)}
    numbers = [name for name, type_ in query.items() if type_ == _INTEGER]
    base = {"items": items} if items else {}
    more = _one("more", properties, _MORE)
    for parameter in (w for w in query if snake(w) in _CURSORS and w not in numbers):
        scheme = {"style": "cursor", "parameter": parameter, **base}
        cursor = _one("cursor", properties, _NEXT_CURSORS)
        if cursor:
            yield {**scheme, **cursor, **more}
        listed = properties.get(items)
        has_id = isinstance(listed, sdk.Sequence) and "id" in wires.properties(listed.items)
        if snake(parameter) in _AFTER_ITEM and has_id:
            yield {**scheme, "last_item": "id", **more}
    for parameter in (w for w in numbers if snake(w) in _NUMBERS):
        pages = _one("pages", properties, _PAGES)
        yield {"style": "page", "parameter": parameter, **base, **(pages or more)}
    for parameter in (w for w in numbers if snake(w) in _OFFSETS):
        total = _one("total", properties, _TOTALS)
        yield {"style": "offset", "parameter": parameter, **base, **(total or more)}
    link = _one("link", properties, _LINKS)
    if link:
        yield {"style": "link", **base, **link}


def _one(role: str, properties: Iterable[str], names: frozenset[str]) -> Scheme:
    """The first property of such a name, in its role."""
    paths = (path for path in properties if snake(path.rpartition(".")[2]) in names)
    path = next(paths, None)
    return {role: path} if path is not None else {}


def _properties(
    answer: sdk.TypeExpression, wires: WirePaths
) -> Iterator[tuple[str, sdk.TypeExpression]]:
    """What an answer has, and what its objects have, by path; what is nearer is first."""
    own = wires.properties(answer)
    named = {name: type_ for name, type_ in own.items() if _PLAIN_NAME.fullmatch(name)}
    yield from named.items()
    for outer, type_ in named.items():
        for name, inner in wires.properties(type_).items():
            if _PLAIN_NAME.fullmatch(name):
                yield f"{outer}.{name}", inner


def _is_near(path: str, items: str, properties: Mapping[str, sdk.TypeExpression]) -> bool:
    """Whether it stands beside the items, above them, or in an object that has none of its own."""
    outer = path.rpartition(".")[0]
    if not outer or outer == items.rpartition(".")[0]:
        return True
    return not any(
        isinstance(t, sdk.Sequence) for p, t in properties.items() if p.startswith(f"{outer}.")
    )


def _is_listing(type_: sdk.TypeExpression, wires: WirePaths) -> bool:
    """Whether it is a list of objects: lists of texts are seldom what is paged."""
    return isinstance(type_, sdk.Sequence) and bool(wires.properties(type_.items))
