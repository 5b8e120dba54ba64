"""What has to be left out for the rest to be generated: errors as entries of `skip`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from codegen.diagnostics import Diagnostic, Location, Severity
from codegen.inference.prose import portable
from codegen.ir.nodes import mapping
from codegen.ir.openapi import VERBS
from codegen.resolve import DocumentStore, Node, format_pointer
from codegen.settings import operation_keys

Skips = dict[str, dict[str, str]]
"""Reasons by what is skipped, by kind (`operations`, `channels`, `messages`, `types`)."""

LONGEST_REASON = 200


def skips(diagnostics: Iterable[Diagnostic], store: DocumentStore) -> Skips:
    """What the errors among diagnostics are about, as far as it can be skipped."""
    found: Skips = {}
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.ERROR and diagnostic.location is not None:
            for kind, key in _targets(diagnostic.location, store):
                found.setdefault(kind, {}).setdefault(key, _reason(diagnostic))
    return found


def merged(known: Skips, more: Skips) -> Skips:
    """Both; the reason that came first stays."""
    kinds = dict.fromkeys((*known, *more))
    return {kind: {**more.get(kind, {}), **known.get(kind, {})} for kind in kinds}


def _reason(diagnostic: Diagnostic) -> str:
    text = f"{diagnostic.code.identifier}: {portable(diagnostic.message, diagnostic)}"
    return text if len(text) <= LONGEST_REASON else text[: LONGEST_REASON - 3] + "..."


def _targets(location: Location, store: DocumentStore) -> Iterator[tuple[str, str]]:
    if location.file not in store.root_files:
        # A schema of a file that the documents refer to.
        yield "types", os.fspath(location.file) + format_pointer(location.pointer)
        return
    root = Node(Location(location.file), store.document(location.file).data)
    match location.pointer:
        case ("paths", str(path), *rest):
            item = store.follow(root.child("paths", path)).node
            for verb in _verbs(rest, mapping(item)):
                yield "operations", _operation(root, item.child(verb), verb, path)
        case ("components", "schemas", str(name), *_):
            yield "types", name
        case ("channels", str(channel), "messages", str(name), *_):
            yield "messages", f"{channel}.{name}"
        case ("components", "messages", str(name), *_):
            yield "messages", name
        case ("channels", str(channel), *_):
            yield "channels", channel
        case ("components", "parameters", str(), *_) if len(location.pointer) > 2:
            yield "parameters", format_pointer(location.pointer[:3])


def _verbs(rest: list[str | int], item: Mapping[str, object]) -> list[str]:
    """The operations that something of a path item concerns: one, or all of them."""
    if rest and rest[0] in VERBS:
        return [str(rest[0])]
    return [verb for verb in item if verb in VERBS]


def _operation(root: Node, operation: Node, verb: str, path: str) -> str:
    identifier = mapping(operation).get("operationId")
    own, *names = operation_keys(verb, path, identifier)
    return names[0] if names and _is_unique(root, names[0]) else own


def _is_unique(root: Node, identifier: str) -> bool:
    items = mapping(root.get("paths") or root).values()
    return _count(items, identifier) == 1


def _count(items: Iterable[object], identifier: str) -> int:
    return sum(
        isinstance(operation, dict) and operation.get("operationId") == identifier
        for item in items
        if isinstance(item, dict)
        for operation in item.values()
    )
