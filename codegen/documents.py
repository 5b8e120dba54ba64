"""Which files a run reads: those of the command line, else those that `sdk.yaml` names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codegen.config import Config
from codegen.config_file import parse_config
from codegen.diagnostics import Code, SpecError, display_path
from codegen.read import Document, read_document
from codegen.resolve import DocumentStore, Family, document_kind


@dataclass(frozen=True, slots=True)
class Documents:
    """Attributes:
    config_document: the file that `config` was read from.
    overlays: in the order in which they are applied: the configuration's first.
    """

    config: Config
    config_document: Document | None
    openapi: Path | None
    asyncapi: Path | None
    overlays: tuple[Path, ...] = ()

    @property
    def roots(self) -> tuple[Path, ...]:
        return tuple(path for path in (self.openapi, self.asyncapi) if path is not None)

    def configured(self, value: str | None) -> Path | None:
        """A path of the configuration, which is relative to the configuration's folder."""
        if value is None or self.config_document is None:
            return None
        return self.config.path(value)


def find_documents(
    config_file: Path | None,
    openapi: Path | None,
    asyncapi: Path | None,
    overlays: Sequence[Path] = (),
) -> Documents:
    """Read the configuration and find the documents.

    Raises:
        SpecError: the configuration is not valid, or no document is named.
    """
    document = read_document(config_file) if config_file else None
    config = parse_config(document) if document else Config()
    named = Documents(config, document, openapi, asyncapi)
    found = Documents(
        config,
        document,
        openapi or named.configured(config.openapi),
        asyncapi or named.configured(config.asyncapi),
        (*filter(None, map(named.configured, config.overlays)), *overlays),
    )
    if not found.roots:
        raise SpecError.of(
            Code.NOTHING_TO_GENERATE,
            "no document was named",
            None,
            "name sdk.yaml, or give --openapi and/or --asyncapi",
        )
    return found


def check_kinds(store: DocumentStore, documents: Documents) -> None:
    """Refuse a document that stands in the other's place.

    Raises:
        SpecError: a document is of the other kind, or of a version that is not supported.
    """
    for path, family in (
        (documents.openapi, Family.OPENAPI),
        (documents.asyncapi, Family.ASYNCAPI),
    ):
        if path is None:
            continue
        document = store.document(path)
        kind = document_kind(document)
        if kind.family is not family:
            raise SpecError.of(
                Code.NOT_A_SPECIFICATION,
                f"{display_path(document.path)} is {kind.family.value}, not {family.value}",
                None,
                "give it with the option for its kind",
            )
