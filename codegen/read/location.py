"""Line and column of a place in a document, found only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from codegen.diagnostics import Pointer, SpecError
from codegen.read.document import Document
from codegen.read.events import Event, Kind, SyntaxProblemError
from codegen.read.json_events import json_events
from codegen.read.json_places import Wanted, find_in_json
from codegen.read.source import Source, position_at, read_source
from codegen.read.yaml_events import yaml_events


@dataclass(slots=True)
class _Open:
    """A mapping or list the events are inside of; `wanted` is None where nothing is looked for."""

    wanted: Wanted | None
    is_mapping: bool
    position: int = 0
    key: Wanted | None = None
    expects_key: bool = True


def locate(document: Document, pointer: Pointer) -> tuple[int, int]:
    """Return the line and column of a pointer in a document, both from 1.

    A member is found at its key, an element at its first character. Where the pointer leads
    nowhere, its nearest existing ancestor is meant.
    """
    source = Source(document.path, document.text, document.sha256)
    return _locate_all(source, [pointer])[pointer]


def locate_in_file(path: Path, pointers: Iterable[Pointer]) -> dict[Pointer, tuple[int, int]]:
    """Return the line and column of each pointer, reading the file once.

    Empty when the file cannot be read, since a message about it is better without a position
    than not at all.
    """
    try:
        source = read_source(path)
    except SpecError:
        return {}
    return _locate_all(source, pointers)


def _locate_all(source: Source, pointers: Iterable[Pointer]) -> dict[Pointer, tuple[int, int]]:
    listed = set(pointers)
    root = Wanted()
    for pointer in listed:
        node = root
        for token in pointer:
            node = node.children.setdefault(token, Wanted())
    _search(source, root)
    return {pointer: position_at(source.text, _found_index(root, pointer)) for pointer in listed}


def _search(source: Source, root: Wanted) -> None:
    try:
        if source.looks_like_json:
            _fill_from_json(source.text, root)
        else:
            _fill(yaml_events(source.text), root)
    except SyntaxProblemError:
        # A brace may start YAML too; and up to the problem, what was found is right.
        if source.looks_like_json and not source.named_json:
            _fill_as_far_as_possible(yaml_events(source.text), root)


def _fill_from_json(text: str, root: Wanted) -> None:
    try:
        find_in_json(text, root)
    except (ValueError, RecursionError):
        # As far as the text is JSON, and however deep it is.
        _fill(json_events(text), root)


def _fill_as_far_as_possible(events: Iterator[Event], root: Wanted) -> None:
    try:
        _fill(events, root)
    except SyntaxProblemError:
        return


def _fill(events: Iterator[Event], root: Wanted) -> None:
    """Note the index of every wanted node, in one pass that ends when all are found."""
    missing = _count(root)
    stack: list[_Open] = []
    for event in events:
        top = stack[-1] if stack else None
        if event.kind in (Kind.MAPPING_END, Kind.SEQUENCE_END):
            if stack:
                stack.pop()
            continue
        if top is not None and top.is_mapping and top.expects_key and event.kind is Kind.SCALAR:
            top.expects_key = False
            top.key = top.wanted.children.get(event.text) if top.wanted is not None else None
            missing -= _note(top.key, event)
        else:
            wanted = root if top is None else _next_child(top)
            missing -= _note(wanted, event)
            if event.kind in (Kind.MAPPING_START, Kind.SEQUENCE_START):
                stack.append(_Open(wanted, event.kind is Kind.MAPPING_START))
        if missing == 0:
            return


def _next_child(top: _Open) -> Wanted | None:
    if top.is_mapping:
        top.expects_key = True
        return top.key
    top.position += 1
    return top.wanted.children.get(top.position - 1) if top.wanted is not None else None


def _note(wanted: Wanted | None, event: Event) -> int:
    """Record where a node stands, the first time; return how many were recorded."""
    if wanted is None or wanted.index is not None:
        return 0
    wanted.index = event.offset
    return 1


def _count(root: Wanted) -> int:
    count = 0
    pending = [root]
    while pending:
        node = pending.pop()
        count += 1
        pending.extend(node.children.values())
    return count


def _found_index(root: Wanted, pointer: Pointer) -> int:
    index = root.index or 0
    node = root
    for token in pointer:
        node = node.children[token]
        if node.index is None:
            break
        index = node.index
    return index
