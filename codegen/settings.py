"""How sdk.yaml names what stands in the documents, and finding it there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from codegen.config import Config
from codegen.diagnostics import Code, Location, quote
from codegen.findings import Findings
from codegen.ir.api import Operation
from codegen.resolve import DocumentStore
from codegen.resolve.pointer import find, parse_pointer
from codegen.resolve.suggestion import similar_key


def operation_keys(verb: str, path: str, identifier: object) -> tuple[str, ...]:
    """What an operation is called in sdk.yaml: `verb /path`, and its operationId."""
    own = f"{verb.lower()} {path}"
    return (own, identifier) if isinstance(identifier, str) else (own,)


def keys_of(operation: Operation) -> tuple[str, ...]:
    """The same of an operation that has been read."""
    identifier = operation.identifier.reveal() if operation.identifier else None
    return operation_keys(operation.method, operation.path.reveal(), identifier)


def is_pointer(key: str) -> bool:
    """Whether a key of sdk.yaml is a place (`#/...`, `other.yaml#/...`) and no name."""
    return key.partition("#")[2].startswith("/")


def components(store: DocumentStore) -> set[str]:
    """The names of the component schemas of both documents."""
    listed: set[str] = set()
    for path in store.root_files:
        found = find(store.document(path).data, ("components", "schemas"))
        if not found.remaining and isinstance(found.value, dict):
            listed.update(found.value)
    return listed


def report_unused(
    findings: Findings,
    config: Config,
    section: Sequence[str],
    key: str,
    known: Iterable[str],
    *,
    at: int | None = None,
) -> None:
    """Report a setting that names nothing the documents have, with what was probably meant.

    `at` is its index where the section is a list.
    """
    meant = similar_key(dict.fromkeys(known), key)
    findings.error(
        Code.UNUSED_SETTING,
        f"`{'.'.join(section)}` names {quote(key)}, which the documents do not have",
        config.location(*section, key if at is None else at),
        f"remove it, or did you mean {quote(meant)}?" if meant else None,
    )


def places(
    key: str, store: DocumentStore, config: Config, prefix: Sequence[str] | None = None
) -> tuple[Location, ...]:
    """Where in the documents a key of sdk.yaml leads, by pointer or, below `prefix`, by name.

    A pointer without a file is one into either document; a file is named as seen from the folder
    of sdk.yaml.
    """
    if is_pointer(key):
        file, _, text = key.partition("#")
        files = [Path(os.path.realpath(config.path(file)))] if file else list(store.root_files)
        pointer = parse_pointer(text)
    elif prefix is not None:
        files, pointer = list(store.root_files), (*prefix, key)
    else:
        return ()
    found: dict[Location, None] = {}
    for path in files:
        if not path.is_file():
            continue
        document = store.document(path)
        lookup = find(document.data, pointer)
        if not lookup.remaining:
            found[Location(document.path, lookup.pointer)] = None
    return tuple(found)
