"""The folder of real documents: its index, and which documents are generated together."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from codegen.diagnostics import SpecError
from codegen.read import read_document

INDEX = "index.json"

# Sets of fragments and test cases; every other set is a product's own documents.
_SUITE_PREFIX = "suite-"
# Test cases of JSON Schema: no OpenAPI or AsyncAPI document, so counted and not generated.
_SCHEMA_SUITE_PREFIX = "suite-jsts-"

_SUFFIXES = frozenset({".json", ".yaml", ".yml"})
# The fixed fields of a path item that are operations (OpenAPI 3.1, Path Item Object).
_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


class Kind(StrEnum):
    """What a document is, as the index says."""

    OPENAPI = "openapi"
    ASYNCAPI = "asyncapi"
    SWAGGER = "swagger"
    UNPARSABLE = "unparsable"


@dataclass(frozen=True, slots=True)
class Document:
    """Attributes: path: relative to the corpus; operations, messages: as the index counts them."""

    set_name: str
    path: str
    kind: Kind
    operations: int
    messages: int


@dataclass(frozen=True, slots=True)
class DocumentSet:
    """Attributes: is_pair: whether its OpenAPI and AsyncAPI documents describe one product."""

    name: str
    is_pair: bool
    files: int
    documents: tuple[Document, ...]

    @property
    def is_product(self) -> bool:
        return not self.name.startswith(_SUITE_PREFIX)

    @property
    def is_schema_suite(self) -> bool:
        return self.name.startswith(_SCHEMA_SUITE_PREFIX)


@dataclass(frozen=True, slots=True)
class Run:
    """What one call of the generator is given: one document, or an OpenAPI and an AsyncAPI one."""

    set_name: str
    documents: tuple[Document, ...]

    @property
    def arguments(self) -> list[str]:
        """The documents as options of the command.

        What is neither of the two kinds goes in as OpenAPI: to be refused.
        """
        return [
            argument
            for document in self.documents
            for argument in (
                "--asyncapi" if document.kind is Kind.ASYNCAPI else "--openapi",
                document.path,
            )
        ]

    @property
    def label(self) -> str:
        return " + ".join(document.path for document in self.documents)

    @property
    def operations(self) -> int:
        return sum(document.operations for document in self.documents)

    @property
    def messages(self) -> int:
        return sum(document.messages for document in self.documents)


def read_sets(corpus: Path, names: Collection[str] = ()) -> list[DocumentSet]:
    """Every set with its documents, or those that are named.

    First those of the index, in its order, then the folders that it does not list.
    """
    index: Mapping[str, Any] = json.loads((corpus / INDEX).read_text(encoding="utf-8"))
    documents: defaultdict[str, list[Document]] = defaultdict(list)
    for entry in index["documents"]:
        documents[entry["name"]].append(_document(entry))
    listed = [
        DocumentSet(
            entry["name"], entry["kind"] == "pair", entry["files"], tuple(documents[entry["name"]])
        )
        for entry in index["sets"]
    ]
    folders = {path.name for path in corpus.iterdir() if path.is_dir()}
    others = sorted(folders - {group.name for group in listed})
    return [
        *(group for group in listed if not names or group.name in names),
        *(_unlisted(corpus, name) for name in others if not names or name in names),
    ]


def _unlisted(corpus: Path, name: str) -> DocumentSet:
    paths = sorted(p for p in (corpus / name).iterdir() if p.suffix in _SUFFIXES)
    documents = (_unlisted_document(corpus, path) for path in paths)
    found = tuple(document for document in documents if document is not None)
    return DocumentSet(name, False, len(paths), found)


def _unlisted_document(corpus: Path, path: Path) -> Document | None:
    relative = path.relative_to(corpus)
    try:
        data: Any = read_document(path).data
    except SpecError:
        # The run will say why.
        return Document(relative.parts[0], relative.as_posix(), Kind.UNPARSABLE, 0, 0)
    kind = next((kind for kind in Kind if isinstance(data, dict) and kind.value in data), None)
    if kind is None:
        return None
    operations = _count_operations(data) if kind is Kind.OPENAPI else 0
    messages = _count_messages(data) if kind is Kind.ASYNCAPI else 0
    return Document(relative.parts[0], relative.as_posix(), kind, operations, messages)


def _count_operations(data: Mapping[str, Any]) -> int:
    items = (data.get("paths") or {}).values()
    return sum(len(_METHODS & item.keys()) for item in items)


def _count_messages(data: Mapping[str, Any]) -> int:
    """The messages of all channels, which only AsyncAPI 3 lists by channel."""
    channels = (data.get("channels") or {}).values()
    return sum(len(channel.get("messages") or {}) for channel in channels)


def _document(entry: Mapping[str, Any]) -> Document:
    kind = Kind(entry["kind"])
    counts = entry.get("counts", {})
    # The operations of an AsyncAPI document are counted by their messages.
    operations = counts.get("operations", 0) if kind is Kind.OPENAPI else 0
    return Document(
        entry["name"], entry["path"], kind, operations, counts.get("channel_messages", 0)
    )


def plan_runs(sets: Iterable[DocumentSet]) -> list[Run]:
    """Every run: the two documents of a product together, each other document alone."""
    return [run for group in sets if not group.is_schema_suite for run in _runs(group)]


def _runs(group: DocumentSet) -> list[Run]:
    partners = _partners(group) if group.is_pair else {}
    second = set(partners.values())
    return [
        Run(group.name, (document, partners[document]) if document in partners else (document,))
        for document in group.documents
        if document not in second
    ]


def _partners(group: DocumentSet) -> dict[Document, Document]:
    """The AsyncAPI document that goes with an OpenAPI one: the only one, or its namesake."""
    rest = [d for d in group.documents if d.kind is Kind.OPENAPI]
    events = [d for d in group.documents if d.kind is Kind.ASYNCAPI]
    if len(rest) == len(events) == 1:
        return {rest[0]: events[0]}
    by_path = {document.path: document for document in events}
    namesakes = {d: by_path.get(d.path.replace("openapi", "asyncapi")) for d in rest}
    return {document: partner for document, partner in namesakes.items() if partner is not None}
