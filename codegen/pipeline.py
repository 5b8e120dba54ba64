"""The pipeline from end to end: from the files named on the command line to `{path: text}`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from codegen import __version__
from codegen.cache import Cache, Entry, fingerprint
from codegen.diagnostics import Diagnostic, SpecError
from codegen.findings import Findings

if TYPE_CHECKING:
    from codegen.overlay import Patches


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be generated.

    Attributes:
        config: the configuration file, if there is one.
        openapi, asyncapi: documents given on the command line, stronger than the configuration.
        overlays: overlays given on the command line, applied after those of the configuration.
        package: the package name given on the command line.
        output: the folder given on the command line.
    """

    config: Path | None = None
    openapi: Path | None = None
    asyncapi: Path | None = None
    overlays: tuple[Path, ...] = ()
    package: str | None = None
    output: Path | None = None

    def key(self) -> tuple[str, ...]:
        """What a result depends on besides the content of files."""
        paths = (self.config, self.openapi, self.asyncapi, *self.overlays)
        return (*(str(p.resolve()) if p else "" for p in paths), self.package or "")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written.

    Attributes:
        files: text by path.
        output: the folder that they belong in.
        warnings: what the reader should know of the input, in the order of the documents.
    """

    files: dict[str, str]
    output: Path
    warnings: tuple[Diagnostic, ...] = ()


Progress = Callable[[str], None]


def make_plan(request: Request, *, cache: Cache, progress: Progress) -> Plan:
    """Generate every file, or take them from the cache when no input has changed.

    Args:
        request: what is to be generated.
        cache: results of earlier runs.
        progress: is told the name of each stage as it begins.

    Raises:
        SpecError: the input cannot be used; after the errors it carries the warnings.
    """
    key = fingerprint(request.key())
    cached = cache.find(key)
    if cached is not None:
        return Plan(cached.files, _output(request, cached.output), cached.warnings)
    # Imported here: a run in which nothing has changed needs none of it.
    from codegen.overlay import Patches

    findings = Findings()
    patches = Patches(findings)
    try:
        entry, inputs = _generate(request, progress, findings, patches)
    except SpecError as error:
        findings.add(*error.diagnostics)
        first, *others = map(patches.told, (*findings.errors, *findings.warnings))
        raise SpecError(first, *others) from None
    cache.store(key, inputs, entry)
    return Plan(entry.files, _output(request, entry.output), entry.warnings)


def _generate(
    request: Request, progress: Progress, findings: Findings, patches: Patches
) -> tuple[Entry, dict[str, str]]:
    """The result, and the SHA-256 of every file that was read, by its path."""
    from codegen.documents import check_kinds, find_documents
    from codegen.formatting import format_files
    from codegen.ir.asyncapi import reading_of
    from codegen.ir.build import build_api
    from codegen.names.sdk import name_sdk
    from codegen.output import check_paths, with_manifest
    from codegen.plan.package import plan_package
    from codegen.resolve import DocumentStore

    progress("reading")
    documents = find_documents(request.config, request.openapi, request.asyncapi, request.overlays)
    config = documents.config
    patches.load(documents.overlays, documents.roots)
    store = DocumentStore(documents.roots, read=patches.read)
    check_kinds(store, documents)
    api = build_api(
        store,
        documents.openapi,
        documents.asyncapi,
        reading=reading_of(config),
        findings=findings,
    )
    patches.check_use()
    progress("naming")
    package = name_sdk(api, config, package=request.package, findings=findings)
    progress("rendering")
    files = {path: str(text) for path, text in plan_package(package).items()}
    progress("formatting")
    check_paths(files)
    files = with_manifest(format_files(files), __version__)
    read = [*store.documents, *patches.documents]
    if documents.config_document is not None:
        read.append(documents.config_document)
    # What was read, not what the files hold by now.
    inputs = {str(document.path.resolve()): document.sha256 for document in read}
    return Entry(files, config.output, tuple(map(patches.told, findings.warnings))), inputs


def _output(request: Request, configured: str | None) -> Path:
    if request.output is not None:
        return request.output
    base = request.config.parent if request.config else Path()
    return Path(os.path.normpath(base / (configured or "sdk")))
