"""The overlays of a run: which document each of them is for, and reading it with them applied."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from codegen.diagnostics import Code, Diagnostic, Location, SpecError, display_path, quote
from codegen.findings import Findings
from codegen.overlay.draft import Draft
from codegen.overlay.places import Place
from codegen.read import DEFAULT, Document, Limits, read_document

if TYPE_CHECKING:
    from codegen.overlay.document import Overlay

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:|//")


class Patches:
    """Reads documents, and applies to each of them the overlays that are for it."""

    def __init__(self, findings: Findings, *, limits: Limits = DEFAULT) -> None:
        """Start without overlays.

        Args:
            findings: is told of actions without effect when a document is read.
            limits: hold for each overlay, and for each document after it.
        """
        self._findings = findings
        self._limits = limits
        self._overlays: defaultdict[Path, list[Overlay]] = defaultdict(list)
        self._places: dict[Path, Place] = {}

    def load(self, files: Sequence[Path], roots: Sequence[Path]) -> None:
        """Read the overlays of a run.

        Args:
            files: the overlays, in the order in which they are to be applied.
            roots: the documents of the run; an overlay without `extends` is for the first.

        Raises:
            SpecError: an overlay is not well formed, or is for another document.
        """
        if not files:
            return
        # Imported here: most runs have no overlay, and what reads queries takes time to import.
        from codegen.overlay.document import parse_overlay

        refusals = Findings()
        for file in files:
            with refusals.collect():
                overlay = parse_overlay(read_document(file, limits=self._limits))
                self._overlays[_extended(overlay, roots)].append(overlay)
        refusals.refuse()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The overlays themselves."""
        return tuple(
            overlay.document for overlays in self._overlays.values() for overlay in overlays
        )

    def read(self, path: Path) -> Document:
        """Read a document, patched.

        Args:
            path: a real path, symbolic links resolved.

        Raises:
            SpecError: the document cannot be read, or an overlay does not fit it.
        """
        document = read_document(path, limits=self._limits)
        overlays = self._overlays.get(path)
        if not overlays:
            return document
        from codegen.overlay.apply import apply

        draft = Draft(document.data, Location(path), self._limits)
        for overlay in overlays:
            apply(overlay, draft, self._findings)
        self._places[path] = draft.root
        return replace(document, data=draft.data, is_patched=True)

    def check_use(self) -> None:
        """Refuse an overlay whose document no part of the run has read.

        Raises:
            SpecError: with a diagnostic for each of them.
        """
        unused = Findings()
        for path, overlays in self._overlays.items():
            for overlay in overlays if path not in self._places else ():
                at = Location(overlay.document.path, ("extends",))
                message = f"the overlay is for {display_path(path)}, which the run does not read"
                unused.error(Code.OVERLAY_DOCUMENT, message, at)
        unused.refuse()

    def told(self, diagnostic: Diagnostic) -> Diagnostic:
        """The diagnostic with the place that its text really has, in the document or overlay."""
        location = diagnostic.location
        if location is None or location.position is not None or location.file not in self._places:
            return diagnostic
        origin = self._places[location.file].at(location.pointer).origin
        return replace(diagnostic, location=origin)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Give the diagnostics of a `SpecError` that is raised inside their real places."""
        try:
            yield
        except SpecError as error:
            first, *others = map(self.told, error.diagnostics)
            raise SpecError(first, *others) from None


def _extended(overlay: Overlay, roots: Sequence[Path]) -> Path:
    """The document that an overlay is for, links resolved.

    A path names a file; where there is none, and for a URL, the name of the file decides: an
    overlay is written for a document as it is published, and applied to a copy of it.
    """
    real = [Path(os.path.realpath(root)) for root in roots]
    if overlay.extends is None:
        return real[0]
    at = Location(overlay.document.path, ("extends",))
    is_url = _URL.match(overlay.extends) is not None
    try:
        path = unquote(urlsplit(overlay.extends).path, errors="strict")
    except ValueError:
        message = f"{quote(overlay.extends)} is no reference"
        raise SpecError.of(Code.INVALID_OVERLAY, message, at) from None
    if path.isprintable() and not is_url:
        named = Path(os.path.realpath(overlay.document.path.parent / path))
        if named.is_file():
            return named
    name = PurePosixPath(path).name
    matching = [root for root in real if root.name == name] or (real if is_url else [])
    if len(matching) != 1:
        listed = " and ".join(display_path(root) for root in real)
        message = f"the overlay is for {quote(overlay.extends)}, and the run reads {listed}"
        raise SpecError.of(Code.OVERLAY_DOCUMENT, message, at)
    return matching[0]
