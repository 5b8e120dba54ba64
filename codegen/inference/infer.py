"""From documents to the text of an sdk.yaml that says what is inferred from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from codegen.config import Config
from codegen.config_file import config_of
from codegen.diagnostics import Diagnostic, Severity, SpecError
from codegen.documents import Documents, find_documents
from codegen.findings import Findings
from codegen.inference import prose
from codegen.inference.keeping import suggested_keep_alives
from codegen.inference.paging import suggested_paging
from codegen.inference.settings import (
    Section,
    channels_section,
    client_section,
    operations_section,
    package_section,
    resources_section,
    streams_section,
)
from codegen.inference.skipping import Skips, merged, relative_to_file, skips, without_unused
from codegen.inference.yaml_text import Block, render
from codegen.names.sdk import name_sdk
from codegen.overlay import Patches
from codegen.pipeline import Named, Progress, name_documents
from codegen.resolve import DocumentStore

_ROUNDS: Final = 10
"""Times that errors are turned into skips: what is skipped may uncover others."""
_MOST_SCHEMES: Final = 10
"""Schemes of pagination that are suggested."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """What is to be written, and what to say about it.

    Attributes:
        text: of sdk.yaml.
        warnings: of the documents.
        errors: what is wrong with what is skipped.
        resources, methods, channels: how many there are.
    """

    text: str
    warnings: tuple[Diagnostic, ...]
    errors: tuple[Diagnostic, ...]
    resources: int
    methods: int
    channels: int


def infer(
    target: Path,
    openapi: Path | None,
    asyncapi: Path | None,
    *,
    overlays: Sequence[Path] = (),
    package: str | None,
    minimal: bool,
    progress: Progress,
) -> Inferred:
    """Infer a configuration.

    Args:
        target: where it is to be written; paths in it are relative to its folder.
        openapi, asyncapi: the documents.
        overlays: what is applied to them, in this order; the configuration names them.
        package: the name of the package, instead of the inferred one.
        minimal: whether to leave out everything that is inferred again without being said.
        progress: is told the name of each stage as it begins.

    Raises:
        SpecError: something is wrong with the documents that cannot be skipped.
    """
    documents = find_documents(None, openapi, asyncapi, overlays)
    base: Section = {
        name: relative_to_file(path, target)
        for name, path in (("openapi", openapi), ("asyncapi", asyncapi))
        if path is not None
    }
    if overlays:
        base["overlays"] = [relative_to_file(path, target) for path in overlays]
    skipped, errors, named, warnings = _named(documents, base, target, package, progress)
    if skipped:
        base["skip"] = skipped
    if package is not None:
        base["package"] = {"name": package}
    config = config_of(base, target)
    found = dict(base)
    unsaid: list[str] = []
    if minimal:
        found.setdefault("package", {"name": named.package.distribution.name.reveal()})
        if not _gives(found, target, named):
            found = dict(base)
    else:
        for name, sections in _sections(named, config):
            accepted = next(
                (s for s in sections if _gives({**found, name: s}, target, named)), None
            )
            if accepted is None:
                unsaid.append(name)
            elif accepted:
                found[name] = accepted
        describes = _describes(documents, found, target, named, progress)
        if describes is not None:
            found["describes"] = describes
        found["output"] = "sdk"
    resources = named.package.all_resources()
    blocks = [*_blocks(found, warnings, unsaid, minimal=minimal)]
    if not minimal:
        blocks += _suggestions(named, found, target)
    return Inferred(
        render(prose.HEADING, blocks),
        warnings,
        errors,
        len(resources),
        sum(len(resource.methods) for resource in resources),
        len(named.api.channels),
    )


def _named(
    documents: Documents, base: Section, target: Path, package: str | None, progress: Progress
) -> tuple[Skips, tuple[Diagnostic, ...], Named, tuple[Diagnostic, ...]]:
    """Name everything that can be, and say what has to be skipped for it."""
    skipped: Skips = {}
    errors: dict[Diagnostic, None] = {}
    for _ in range(_ROUNDS):
        config = config_of({**base, "skip": skipped}, target)
        try:
            named, warnings = name_documents(
                replace(documents, config=config), package=package, progress=progress
            )
        except SpecError as error:
            # An overlay is the user's own: what is wrong with it is not to be skipped.
            own = (*documents.overlays, target)
            wrong = [d for d in error.diagnostics if not _is_in(d, own)]
            kept = without_unused(skipped, error.diagnostics, target)
            more = merged(kept, skips(wrong, _patched(documents), target))
            if more == skipped:
                raise
            skipped = more
            errors.update(dict.fromkeys(d for d in wrong if d.severity is Severity.ERROR))
        else:
            return skipped, tuple(errors), named, warnings
    raise SpecError(*errors)


def _is_in(diagnostic: Diagnostic, files: Iterable[Path]) -> bool:
    location = diagnostic.location
    return location is not None and any(location.file == file.resolve() for file in files)


def _patched(documents: Documents) -> DocumentStore:
    """The documents as the overlays leave them: so their errors are told."""
    patches = Patches(Findings())
    patches.load(documents.overlays, documents.roots)
    return DocumentStore(documents.roots, read=patches.read)


def _sections(named: Named, config: Config) -> Iterator[tuple[str, Sequence[Section]]]:
    """Each section as it should be, then with less in it, should it not give the same."""
    package = package_section(named.package)
    yield "package", (package, {"name": package["name"]})
    client = client_section(named.package, named.api, config)
    # Without a name, the environment variables have the package's for a prefix, as before.
    less = {key: value for key, value in client.items() if key not in ("name", "options")}
    yield "client", (client, {"name": client["name"], **less}, less)
    yield "resources", (resources_section(named.package),)
    yield "operations", (operations_section(named.package, named.api),)
    yield "channels", (channels_section(named.api, config),)
    yield "streams", (streams_section(named.package, named.api),)


def _gives(settings: Section, target: Path, named: Named) -> bool:
    """Whether settings give the same package as none do."""
    try:
        return name_sdk(named.api, config_of(settings, target)) == named.package
    except (SpecError, ValueError):
        return False


def _describes(
    documents: Documents, found: Section, target: Path, named: Named, progress: Progress
) -> str | None:
    """Whose side the AsyncAPI document takes, if saying so changes nothing."""
    if documents.asyncapi is None:
        return None
    same: list[str] = []
    for side in ("server", "client"):
        config = config_of({**found, "describes": side}, target)
        try:
            other, _ = name_documents(
                replace(documents, config=config), package=None, progress=progress
            )
        except SpecError:
            continue
        if other.package == named.package:
            same.append(side)
    return same[0] if len(same) == 1 else None


def _blocks(
    found: Section, warnings: Iterable[Diagnostic], unsaid: Sequence[str], *, minimal: bool
) -> Iterator[Block]:
    comments = prose.MINIMAL if minimal else prose.SECTIONS
    order = ("openapi", "asyncapi", "overlays", "describes", "output", "package", "client",
             "resources", "operations", "channels", "streams", "skip")  # fmt: skip
    look = prose.look_at(warnings, unsaid)
    for name in (name for name in order if name in found):
        value: Any = found[name]
        inner = _by_resource(value) if name == "operations" else {}
        yield Block(look or comments.get(name), name, value, inner)
        look = None


def _suggestions(named: Named, found: Section, target: Path) -> Iterator[Block]:
    paging = suggested_paging(named.package)[:_MOST_SCHEMES]
    if paging:
        schemes = {suggestion.name: suggestion.scheme for suggestion in paging}
        counts = {s.name: prose.counted_methods(s.methods) for s in paging}
        yield Block(prose.PAGING, "pagination", schemes, counts, is_suggestion=True)
    keeping = suggested_keep_alives(named.api, found, target)
    if keeping:
        yield Block(prose.KEEPING, "messages", keeping, {}, is_suggestion=True)


def _by_resource(operations: Mapping[str, str]) -> dict[str, prose.Comment]:
    """A heading above the first method of each resource."""
    headings: dict[str, prose.Comment] = {}
    before = ""
    for key, path in operations.items():
        resource = path.rpartition(".")[0]
        if resource != before:
            headings[key] = prose.Comment(f"client.{resource}")
            before = resource
    return headings
