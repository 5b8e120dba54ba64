"""What has to be left out for the rest to be generated: errors as entries of `skip`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from codegen.diagnostics import Diagnostic, Location, Severity
from codegen.inference.prose import portable
from codegen.ir.nodes import VERBS, mapping
from codegen.resolve import DocumentStore, Node, format_pointer
from codegen.settings import operation_keys

Skips = dict[str, dict[str, str]]
"""Reasons by what is skipped, by kind (`operations`, `channels`, `messages`, `types`)."""

LONGEST_REASON = 200


def skips(diagnostics: Iterable[Diagnostic], store: DocumentStore) -> Skips:
    """What the errors among diagnostics are about, as far as it can be skipped."""
    found: Skips = {}
    targets = _Targets(store)
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.ERROR and diagnostic.location is not None:
            for kind, key in targets.at(diagnostic.location):
                found.setdefault(kind, {}).setdefault(key, _reason(diagnostic))
    return found


def merged(known: Skips, more: Skips) -> Skips:
    """Both; the reason that came first stays."""
    kinds = dict.fromkeys((*known, *more))
    return {kind: {**more.get(kind, {}), **known.get(kind, {})} for kind in kinds}


def _reason(diagnostic: Diagnostic) -> str:
    text = f"{diagnostic.code.identifier}: {portable(diagnostic.message, diagnostic)}"
    return text if len(text) <= LONGEST_REASON else text[: LONGEST_REASON - 3] + "..."


class _Targets:
    """What can be skipped for a place to be left out.

    How often an operationId is used is counted once, however many errors a document has.
    """

    def __init__(self, store: DocumentStore) -> None:
        self._store = store
        self._uses: dict[Path, Counter[str]] = {}

    def at(self, location: Location) -> Iterator[tuple[str, str]]:
        """Yield the kinds and the keys of what concerns a place."""
        if location.file not in self._store.root_files:
            # A schema of a file that the documents refer to.
            yield "types", os.fspath(location.file) + format_pointer(location.pointer)
            return
        root = self._store.node(location.file)
        match location.pointer:
            case ("paths", str(path), *rest):
                item = self._store.follow(root.child("paths", path)).node
                for verb in _verbs(rest, mapping(item)):
                    yield "operations", self._operation(root, item.child(verb), verb, path)
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

    def _operation(self, root: Node, operation: Node, verb: str, path: str) -> str:
        own, *names = operation_keys(verb, path, mapping(operation).get("operationId"))
        file = root.location.file
        if file not in self._uses:
            self._uses[file] = Counter(_identifiers(mapping(root).get("paths")))
        return names[0] if names and self._uses[file][names[0]] == 1 else own


def _verbs(rest: list[str | int], item: Mapping[str, object]) -> list[str]:
    """The operations that something of a path item concerns: one, or all of them."""
    if rest and rest[0] in VERBS:
        return [str(rest[0])]
    return [verb for verb in item if verb in VERBS]


def _identifiers(paths: object) -> Iterator[str]:
    """Yield the operationId of every operation that has one."""
    for item in paths.values() if isinstance(paths, dict) else ():
        for operation in item.values() if isinstance(item, dict) else ():
            identifier = operation.get("operationId") if isinstance(operation, dict) else None
            if isinstance(identifier, str):
                yield identifier
