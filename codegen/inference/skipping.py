"""What has to be left out for the rest to be generated: errors as entries of `skip`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from codegen.diagnostics import Code, Diagnostic, Location, Pointer, Severity, SpecError
from codegen.inference.prose import portable
from codegen.ir.nodes import VERBS, mapping
from codegen.resolve import DocumentStore, Node, format_pointer
from codegen.resolve.pointer import find
from codegen.settings import operation_keys

Skips = dict[str, dict[str, str]]
"""Reasons by what is skipped, by kind (`operations`, `channels`, `types` ...)."""

LONGEST_REASON = 200


def skips(diagnostics: Iterable[Diagnostic], store: DocumentStore, target: Path) -> Skips:
    """What the errors among diagnostics are about, as far as it can be skipped.

    Args:
        diagnostics: what was found.
        store: the documents.
        target: the file that says what is skipped; other files are named as seen from its folder.
    """
    found: Skips = {}
    targets = _Targets(store, target)
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.ERROR and diagnostic.location is not None:
            for kind, key in targets.at(diagnostic.location):
                found.setdefault(kind, {}).setdefault(key, _reason(diagnostic))
    return found


def merged(known: Skips, more: Skips) -> Skips:
    """Both; the reason that came first stays."""
    kinds = dict.fromkeys((*known, *more))
    return {kind: {**more.get(kind, {}), **known.get(kind, {})} for kind in kinds}


def without_unused(skipped: Skips, diagnostics: Iterable[Diagnostic], target: Path) -> Skips:
    """Leave out what errors in the file say is of no use: what it was for is skipped already."""
    unused = {
        diagnostic.location.pointer[1:]
        for diagnostic in diagnostics
        if diagnostic.location is not None
        and diagnostic.location.file in (target, target.resolve())
        and diagnostic.code is Code.UNUSED_SETTING
    }
    kept = {
        kind: {key: reason for key, reason in reasons.items() if (kind, key) not in unused}
        for kind, reasons in skipped.items()
    }
    return {kind: reasons for kind, reasons in kept.items() if reasons}


def relative_to_file(path: Path, target: Path) -> str:
    """A path as seen from the folder of a file."""
    try:
        relative = os.path.relpath(path, target.parent)
    except ValueError:
        # Another drive.
        return os.fspath(path.resolve())
    return Path(relative).as_posix()


def _reason(diagnostic: Diagnostic) -> str:
    text = f"{diagnostic.code.identifier}: {portable(diagnostic.message, diagnostic)}"
    return text if len(text) <= LONGEST_REASON else text[: LONGEST_REASON - 3] + "..."


class _Targets:
    """What can be skipped for a place to be left out.

    How often an operationId is used is counted once, however many errors a document has.
    """

    def __init__(self, store: DocumentStore, target: Path) -> None:
        self._store = store
        self._target = target
        self._uses: dict[Path, Counter[str]] = {}

    def at(self, location: Location) -> Iterator[tuple[str, str]]:
        """Yield the kinds and the keys of what concerns a place."""
        if location.file not in self._store.root_files:
            # A schema of a file that the documents refer to.
            file = relative_to_file(location.file, self._target.resolve())
            yield "types", file + format_pointer(self._schema_around(location))
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
            case ("webhooks", str(name), *_):
                yield "webhooks", name
            case (str(section), *_) if section.startswith("x-"):
                # Schemas that are referred to where no type is looked for.
                yield "types", format_pointer(self._schema_around(location))
            case ("components", "parameters", str(), *_) if len(location.pointer) > 2:
                yield "parameters", format_pointer(location.pointer[:3])

    def _schema_around(self, location: Location) -> Pointer:
        """The schema that has what is at a place: a keyword, or a value of one."""
        try:
            data = self._store.document(location.file).data
        except SpecError:
            return location.pointer
        found = find(data, location.pointer)
        while found.pointer and not isinstance(found.value, Mapping):
            found = find(data, found.pointer[:-1])
        return found.pointer

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
