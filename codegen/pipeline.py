"""The pipeline from end to end: from the files named on the command line to `{path: text}`."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from codegen import __version__
from codegen.cache import Cache, Entry, fingerprint
from codegen.diagnostics import Diagnostic, SpecError
from codegen.findings import Findings

if TYPE_CHECKING:
    from codegen.documents import Documents
    from codegen.ir.api import Api
    from codegen.ir.sdk import Sdk
    from codegen.overlay import Patches
    from codegen.resolve import DocumentStore
    from codegen.selection import Selection


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be generated.

    Attributes:
        config: the configuration file, if there is one.
        openapi, asyncapi: documents given on the command line, stronger than the configuration.
        overlays: overlays given on the command line, applied after those of the configuration.
        package: the package name given on the command line.
        output: the folder given on the command line.
        root: the folder below which references may read files; by default the documents' own.
    """

    config: Path | None = None
    openapi: Path | None = None
    asyncapi: Path | None = None
    overlays: tuple[Path, ...] = ()
    package: str | None = None
    output: Path | None = None
    root: Path | None = None

    def key(self) -> tuple[str, ...]:
        """What a result depends on besides the content of files."""
        paths = (self.root, self.config, self.openapi, self.asyncapi, *self.overlays)
        return (*(str(p.resolve()) if p else "" for p in paths), self.package or "")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written.

    Attributes:
        files: text by path.
        output: the folder that they belong in.
        warnings: what the reader should know of the input.
        skipped: how many operations, messages and so on the configuration leaves out, by kind.
    """

    files: dict[str, str]
    output: Path
    warnings: tuple[Diagnostic, ...] = ()
    skipped: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to say about documents that can be used; see `Plan`."""

    warnings: tuple[Diagnostic, ...]
    skipped: dict[str, int]


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
        return _plan(cached, request)
    with _run() as run:
        entry, inputs = _generate(request, progress, run)
    cache.store(key, inputs, entry)
    return _plan(entry, request)


def lint(request: Request, *, progress: Progress) -> Report:
    """Read and name everything, and generate nothing.

    Args:
        request: what would be generated.
        progress: is told the name of each stage as it begins.

    Raises:
        SpecError: the input cannot be used; after the errors it carries the warnings.
    """
    with _run() as run:
        named = _name(_documents(request, progress), request.package, progress, run, request.root)
        return Report(run.warnings(), named.selection.counts())


def _plan(entry: Entry, request: Request) -> Plan:
    return Plan(entry.files, _output(request, entry.output), entry.warnings, entry.skipped)


@dataclass(frozen=True, slots=True)
class _Run:
    findings: Findings
    patches: Patches

    def warnings(self) -> tuple[Diagnostic, ...]:
        return tuple(map(self.patches.told, self.findings.warnings))


@contextmanager
def _run() -> Iterator[_Run]:
    """Let an error carry everything that was found before it, each with its real place."""
    # Imported here: a run in which nothing has changed needs none of it.
    from codegen.overlay import Patches

    findings = Findings()
    patches = Patches(findings)
    try:
        with _without_collection():
            yield _Run(findings, patches)
    except SpecError as error:
        findings.add(*error.diagnostics)
        first, *others = map(patches.told, (*findings.errors, *findings.warnings))
        raise SpecError(first, *others) from None


@contextmanager
def _without_collection() -> Iterator[None]:
    """Let no search for cycles run: what a run builds lives to its end, and is looked at in vain.

    It is a tenth of the time of a large document.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def name_documents(
    documents: Documents, *, package: str | None, progress: Progress
) -> tuple[Named, tuple[Diagnostic, ...]]:
    """Read and name documents, and return what came of it, with the warnings.

    Raises:
        SpecError: the input cannot be used; after the errors it carries the warnings.
    """
    with _run() as run:
        named = _name(documents, package, progress, run)
        return named, run.warnings()


@dataclass(frozen=True, slots=True)
class Named:
    """Everything that is known before a file is rendered."""

    api: Api
    package: Sdk
    documents: Documents
    store: DocumentStore
    selection: Selection


def _documents(request: Request, progress: Progress) -> Documents:
    from codegen.documents import find_documents

    progress("reading")
    return find_documents(request.config, request.openapi, request.asyncapi, request.overlays)


def _name(
    documents: Documents,
    package_name: str | None,
    progress: Progress,
    run: _Run,
    root: Path | None = None,
) -> Named:
    from codegen.documents import check_kinds
    from codegen.ir.asyncapi import reading_of
    from codegen.ir.build import build_api
    from codegen.ir.types import Format
    from codegen.names.sdk import name_sdk
    from codegen.resolve import DocumentStore
    from codegen.selection import Selection
    from codegen.suppression import Suppressions

    config, findings = documents.config, run.findings
    suppressions = Suppressions(config)
    findings.hide(suppressions.hides)
    run.patches.load(documents.overlays, documents.roots)
    store = DocumentStore(documents.roots, root_folder=root, read=run.patches.read)
    check_kinds(store, documents)
    selection = Selection(config, store)
    api = build_api(
        store,
        documents.openapi,
        documents.asyncapi,
        reading=reading_of(config),
        plain_formats=[Format(name) for name in config.formats],
        findings=findings,
        selection=selection,
    )
    run.patches.check_use()
    progress("naming")
    package = name_sdk(api, config, package=package_name, findings=findings)
    findings.add(*suppressions.unused(findings.found))
    return Named(api, package, documents, store, selection)


def _generate(request: Request, progress: Progress, run: _Run) -> tuple[Entry, dict[str, str]]:
    """The result, and the SHA-256 of every file that was read, by its path."""
    from codegen.formatting import format_files
    from codegen.output import check_paths, with_manifest
    from codegen.plan.package import plan_package

    named = _name(_documents(request, progress), request.package, progress, run, request.root)
    config, config_document = named.documents.config, named.documents.config_document
    progress("rendering")
    files = {path: str(text) for path, text in plan_package(named.package).items()}
    progress("formatting")
    check_paths(files)
    files = with_manifest(format_files(files), __version__)
    read = [*named.store.documents, *run.patches.documents]
    if config_document is not None:
        read.append(config_document)
    # What was read, not what the files hold by now.
    inputs = {str(document.path.resolve()): document.sha256 for document in read}
    return Entry(files, config.output, run.warnings(), named.selection.counts()), inputs


def _output(request: Request, configured: str | None) -> Path:
    if request.output is not None:
        return request.output
    base = request.config.parent if request.config else Path()
    return Path(os.path.normpath(base / (configured or "sdk")))
