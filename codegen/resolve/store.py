"""The documents of one run, and following a `$ref` through them."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from codegen.diagnostics import (
    Code,
    Location,
    Pointer,
    SpecError,
    display_path,
    format_pointer,
    quote,
)
from codegen.read.document import Document, read_document
from codegen.resolve.embedded import EmbeddedSchemas, embedded_schemas
from codegen.resolve.node import Node, Resolved
from codegen.resolve.pointer import Lookup, find
from codegen.resolve.reference import Reference, parse_reference
from codegen.resolve.suggestion import similar_key

LONGEST_CHAIN = 100
"""References that one `$ref` may pass through; real documents pass through three."""


class DocumentStore:
    """Reads documents on demand, each once, and resolves references between them.

    Only files under `root_folder` are read by way of a reference, after symbolic links are
    resolved; by default that is the folder that all root files have in common, or each root
    file's own folder where they have none but the root of the file system.
    """

    def __init__(
        self,
        root_files: Sequence[Path],
        *,
        root_folder: Path | None = None,
        read: Callable[[Path], Document] = read_document,
    ) -> None:
        """Raise SpecError (SL001) when a root file or the folder does not exist.

        `read` reads a document by its real path, the first time that something asks for it.
        """
        self.root_files: tuple[Path, ...] = tuple(_real_root(path) for path in root_files)
        self.folders: tuple[Path, ...] = (
            (_real_root(root_folder),)
            if root_folder is not None
            else _default_folders(self.root_files)
        )
        self._read = read
        self._documents: dict[Path, Document] = {}
        self._real_paths: dict[tuple[Path, str], Path] = {}
        self._chain_ends: dict[Location, Node] = {}
        self._embedded: dict[Path, EmbeddedSchemas | None] = {}
        self._stand_ins: dict[Location, Node] = {}

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document read so far, ordered by path."""
        return tuple(self._documents[path] for path in self.files)

    @property
    def files(self) -> tuple[Path, ...]:
        """The real path of every file read so far, in order."""
        return tuple(sorted(self._documents))

    def document(self, path: Path) -> Document:
        """Return a document by its path; raise SpecError when it cannot be read.

        The caller vouches for the path: one that came from a document belongs in `resolve`.
        """
        return self._documents.get(path) or self._load(_real_root(path))

    def node(self, path: Path, pointer: Sequence[str | int] = ()) -> Node:
        """Return the value at a pointer of a document; raise SpecError (SL101) without one."""
        document = self.document(path)
        found = find(document.data, pointer)
        if found.remaining:
            raise _unresolved(document.path, found, format_pointer(pointer), Location(path))
        return Node(Location(document.path, found.pointer), found.value)

    def resolve(self, base: Location, ref: str) -> Node:
        """Return what a reference leads to, following `$ref` after `$ref`.

        `base` is where the reference stands: its file is what a relative path starts from, and
        diagnostics point at it. Raises SpecError, SL101 to SL107, when it leads nowhere.
        """
        return self.follow(self.lookup(base, ref), came_from=(base,)).node

    def lookup(self, base: Location, ref: str) -> Node:
        """Return what one reference names, which may be a reference itself."""
        return self._lookup(base, ref, frozenset())

    def follow(self, node: Node, *, came_from: tuple[Location, ...] = ()) -> Resolved:
        """Return what a node stands for: itself, or where its chain of `$ref` ends.

        `came_from` is where a reference to the node stands, for the message about a cycle.
        Raises SpecError, SL101 to SL107, when a `$ref` leads nowhere.
        """
        chain: dict[Node, None] = {}
        siblings: dict[str, Node] = {}
        while (ref := reference_text(node)) is not None:
            if node in chain:
                raise _cycle(came_from[0] if came_from else _ref_location(next(iter(chain))), node)
            if len(chain) == LONGEST_CHAIN:
                raise _too_long(_ref_location(next(iter(chain))))
            chain[node] = None
            for key, member in node.members():
                if key != "$ref":
                    siblings.setdefault(key, member)
            node = self.lookup(_ref_location(node), ref)
        return Resolved(self._stand_ins.get(node.location, node), siblings, tuple(chain))

    def unite(self, node: Node, other: Node) -> None:
        """Let a node stand for another one that says the same, wherever that is referred to."""
        self._stand_ins[other.location] = node

    def _lookup(self, base: Location, ref: str, passed: frozenset[Location]) -> Node:
        named = self._named(base, ref)
        if named is not None:
            return named
        base, ref = self._within(base, ref)
        reference = parse_reference(ref, base)
        document = self._referred_document(base, reference)
        if reference.anchor is not None:
            return self._anchored(document, reference.anchor, ref, base)
        lookups = [find(document.data, pointer) for pointer in reference.pointers]
        found = next((lookup for lookup in lookups if not lookup.remaining), lookups[0])
        if found.remaining and not reference.path:
            found = _in_embedded_schema(document, base, reference) or found
        if not found.remaining:
            return Node(Location(document.path, found.pointer), found.value)
        return self._lookup_beyond(base, ref, document, found, passed)

    def _within(self, base: Location, ref: str) -> tuple[Location, str]:
        """A reference to a document by its `$self` (OpenAPI 3.2) as one inside of it.

        That is the document of the reference, a root file, or another one whose `$self` is as far
        from that of one of these as its file is: `https://a.example/api/parts/pet.yaml` beside
        `https://a.example/api/openapi.yaml` is `parts/pet.yaml`.
        """
        name, _, fragment = ref.partition("#")
        known = {path: self._own_name(path) for path in (base.file, *self.root_files) if name}
        for path, own in known.items():
            if own == name:
                return Location(self.document(path).path), f"#{fragment}"
        for path, own in known.items():
            folder = own.rpartition("/")[0] if own else ""
            if folder and name.startswith(f"{folder}/"):
                location = Location(self.document(path).path)
                reference = parse_reference(name.removeprefix(f"{folder}/"), location)
                with suppress(SpecError):
                    if self._own_name(self._real_path(location, reference)) == name:
                        other = self._load(self._real_path(location, reference))
                        return Location(other.path), f"#{fragment}"
        return base, ref

    def _own_name(self, path: Path) -> str | None:
        data = self.document(path).data
        name = data.get("$self") if isinstance(data, dict) else None
        return name if isinstance(name, str) else None

    def _named(self, base: Location, ref: str) -> Node | None:
        """The schema that a reference names by its `$id` or an anchor."""
        own = self.document(base.file)
        roots = (self.document(path) for path in self.root_files if path != own.path)
        for document in (own, *roots):
            names = self._embedded_schemas(document)
            pointer = base.pointer if document is own else ()
            found = names.find(pointer, ref) if names is not None else None
            if found is not None:
                return Node(Location(document.path, found.pointer), found.value)
            if ref.startswith("#"):
                break
        return None

    def _anchored(self, document: Document, anchor: str, ref: str, base: Location) -> Node:
        names = self._embedded_schemas(document)
        found = names.anchor((), anchor) if names is not None else None
        if found is None:
            message = f"{quote(ref)} names an anchor that no schema has"
            raise SpecError.of(Code.ANCHOR_REF, message, base)
        return Node(Location(document.path, found.pointer), found.value)

    def _embedded_schemas(self, document: Document) -> EmbeddedSchemas | None:
        if document.path not in self._embedded:
            self._embedded[document.path] = embedded_schemas(document)
        return self._embedded[document.path]

    def _lookup_beyond(
        self,
        base: Location,
        ref: str,
        document: Document,
        found: Lookup,
        passed: frozenset[Location],
    ) -> Node:
        """Go on where a pointer runs into a `$ref`, as documents written for bundlers expect."""
        stop = Node(Location(document.path, found.pointer), found.value)
        text = reference_text(stop)
        if text is None:
            raise _unresolved(document.path, found, ref, base)
        if stop.location in passed:
            raise _cycle(base, stop)
        if len(passed) == LONGEST_CHAIN:
            raise _too_long(base)
        target = self._end_of_chain(stop, passed | {stop.location})
        rest = find(target.value, found.remaining)
        location = target.location.child(*rest.pointer)
        if not rest.remaining:
            return Node(location, rest.value)
        beyond = Lookup(rest.value, location.pointer, rest.remaining)
        other = self._load(location.file)
        return self._lookup_beyond(base, ref, other, beyond, passed | {stop.location})

    def _end_of_chain(self, start: Node, passed: frozenset[Location]) -> Node:
        # Remembered, because every pointer that runs into the same `$ref` asks again.
        if start.location in self._chain_ends:
            return self._chain_ends[start.location]
        node = start
        seen = {start}
        while (ref := reference_text(node)) is not None:
            node = self._lookup(_ref_location(node), ref, passed)
            if node in seen:
                raise _cycle(_ref_location(start), node)
            if len(seen) == LONGEST_CHAIN:
                raise _too_long(_ref_location(start))
            seen.add(node)
        self._chain_ends[start.location] = node
        return node

    def _referred_document(self, base: Location, reference: Reference) -> Document:
        if not reference.path:
            return self.document(base.file)
        key = (base.file.parent, reference.path)
        if key not in self._real_paths:
            self._real_paths[key] = self._real_path(base, reference)
        return self._load(self._real_paths[key])

    def _real_path(self, base: Location, reference: Reference) -> Path:
        try:
            path = Path(os.path.realpath(base.file.parent / reference.path, strict=True))
        except OSError as error:
            root = self._root_named(reference.path)
            if root is not None:
                return root
            # A refusal before the existence of a file is told: a document learns nothing of
            # what lies outside its folder.
            outside = Path(os.path.realpath(base.file.parent / reference.path))
            self._refuse_outside(outside, base, reference)
            raise _missing(base, reference, error) from None
        self._refuse_outside(path, base, reference)
        if not path.is_file():
            message = f"{quote(reference.text)} does not name a regular file"
            raise SpecError.of(Code.REF_FILE, message, base)
        return path

    def _root_named(self, name: str) -> Path | None:
        """The root file of that name: what is written for a document beside it may be elsewhere."""
        named = [file for file in self.root_files if file.name == name]
        return named[0] if len(named) == 1 else None

    def _refuse_outside(self, path: Path, base: Location, reference: Reference) -> None:
        if path in self.root_files or any(path.is_relative_to(folder) for folder in self.folders):
            return
        folders = ", ".join(display_path(folder) for folder in self.folders)
        message = f"{quote(reference.text)} leads outside the specification's folder"
        remedy = f"move the file into {folders}, or name a folder that holds both with --root"
        raise SpecError.of(Code.REF_OUTSIDE_FOLDER, message, base, remedy)

    def _load(self, path: Path) -> Document:
        if path not in self._documents:
            self._documents[path] = self._read(path)
        return self._documents[path]


def _in_embedded_schema(document: Document, base: Location, reference: Reference) -> Lookup | None:
    """Find a definition in the innermost schema around `base` that has it.

    A JSON Schema pasted whole into a document keeps its own definitions, and references that
    start at its own root (JSON Schema 2020-12 section 9.3.2, of bundling).
    """
    pointer = reference.pointers[0]
    if not pointer or pointer[0] not in ("$defs", "definitions"):
        return None
    for length in range(len(base.pointer), 0, -1):
        schema = find(document.data, base.pointer[:length])
        found = find(schema.value, pointer)
        if not schema.remaining and not found.remaining:
            return Lookup(found.value, (*schema.pointer, *found.pointer), ())
    return None


def reference_text(node: Node) -> str | None:
    """Return the `$ref` of a reference object, or None for every other value.

    A member called `$ref` that is not a text is an ordinary member, such as a property.
    """
    if isinstance(node.value, dict):
        ref = node.value.get("$ref")
        if isinstance(ref, str):
            return ref
    return None


def _ref_location(node: Node) -> Location:
    return node.location.child("$ref")


def _real_root(path: Path) -> Path:
    try:
        return Path(os.path.realpath(path, strict=True))
    except (OSError, ValueError):
        message = "there is no such file or folder"
        raise SpecError.of(Code.FILE_MISSING, message, Location(path)) from None


def _default_folders(root_files: tuple[Path, ...]) -> tuple[Path, ...]:
    parents = tuple(dict.fromkeys(path.parent for path in root_files))
    try:
        common = Path(os.path.commonpath(parents))
    except ValueError:
        # No root file at all, or files on different drives.
        return parents
    return parents if common == common.parent else (common,)


def _missing(base: Location, reference: Reference, error: OSError) -> SpecError:
    if error.errno == errno.ELOOP:
        message = f"{quote(reference.text)} is a symbolic link that leads back to itself"
    else:
        message = f"{quote(reference.text)} names a file that does not exist"
    return SpecError.of(Code.REF_FILE, message, base)


def _cycle(base: Location, node: Node) -> SpecError:
    message = f"the chain of $ref comes back to {quote(format_pointer(node.location.pointer))}"
    return SpecError.of(Code.REF_CYCLE, message, base)


def _too_long(base: Location) -> SpecError:
    message = f"the chain of $ref passes through more than {LONGEST_CHAIN} references"
    return SpecError.of(Code.REF_CHAIN_TOO_LONG, message, base)


def _unresolved(file: Path, found: Lookup, ref: str, base: Location) -> SpecError:
    token = found.remaining[0]
    place = quote(format_pointer(found.pointer))
    message = f"{quote(ref)} leads nowhere: {place} of {display_path(file)} has no {quote(token)}"
    close = similar_key(found.value, token)
    remedy = None
    if close is not None:
        pointer: Pointer = (*found.pointer, close)
        remedy = f"did you mean {quote(format_pointer(pointer))}?"
    return SpecError.of(Code.UNRESOLVED_REF, message, base, remedy)
