"""Schemas that name themselves: `$id` and anchors (JSON Schema 2020-12 core, section 8.2).

A URI of an `$id` is a name. Nothing is fetched: a reference to it leads to the schema in the
document that has the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin

from codegen.diagnostics import Pointer
from codegen.read.document import Document
from codegen.read.json_value import JsonValue
from codegen.resolve.pointer import Lookup, find, parse_pointer

_ANCHORS = ("$anchor", "$dynamicAnchor")
NAMED = frozenset(
    {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "schemas"}
)
"""Keywords whose members have names of the document's own."""
DATA = frozenset({"const", "default", "enum", "example", "examples"})
"""Keywords below which there is data and no schema."""


@dataclass(frozen=True, slots=True)
class EmbeddedSchemas:
    """The names of the schemas of a document.

    Attributes:
        resources: the place of every schema with an `$id`, by its URI.
        bases: the URIs by place, and that of the document itself, which has no `$id`.
        anchors: the places of anchors, by the place of the resource around them and their name.
    """

    data: JsonValue
    resources: Mapping[str, Pointer] = field(default_factory=dict)
    bases: Mapping[Pointer, str] = field(default_factory=dict)
    anchors: Mapping[tuple[Pointer, str], Pointer] = field(default_factory=dict)

    def find(self, base: Pointer, reference: str) -> Lookup | None:
        """What a reference at a place leads to by names; None when names do not say."""
        uri, _, fragment = reference.partition("#")
        around = self._resource(base)
        root = around if not uri else self.resources.get(_joined(self.bases[around], uri))
        if root is None:
            return None
        name = unquote(fragment)
        if name and not name.startswith("/"):
            return self.anchor(root, name)
        if not uri and not root:
            # The document's own pointers are found as all others are.
            return None
        found = find(find(self.data, root).value, parse_pointer(name))
        return None if found.remaining else Lookup(found.value, (*root, *found.pointer), ())

    def anchor(self, resource: Pointer, name: str) -> Lookup | None:
        """The schema with an anchor in a resource."""
        place = self.anchors.get((resource, name))
        return None if place is None else find(self.data, place)

    def _resource(self, pointer: Pointer) -> Pointer:
        return next(
            pointer[:length]
            for length in range(len(pointer), -1, -1)
            if pointer[:length] in self.bases
        )


def embedded_schemas(document: Document) -> EmbeddedSchemas | None:
    """Index the names of a document; None where it has none, as is usual."""
    is_silent = not any(keyword in document.text for keyword in ("$id", *_ANCHORS))
    if is_silent and not document.is_patched:
        return None
    resources: dict[str, Pointer] = {}
    bases: dict[Pointer, str] = {(): document.path.as_uri()}
    anchors: dict[tuple[Pointer, str], Pointer] = {}
    waiting: list[tuple[JsonValue, Pointer, Pointer, bool]] = [(document.data, (), (), False)]
    while waiting:
        value, place, resource, is_named = waiting.pop()
        if isinstance(value, list):
            items = [(v, (*place, i), resource, False) for i, v in enumerate(value)]
            waiting.extend(reversed(items))
        if not isinstance(value, dict):
            continue
        if not is_named:
            identifier = value.get("$id")
            if isinstance(identifier, str) and not identifier.startswith("#"):
                uri = _joined(bases[resource], identifier.removesuffix("#"))
                resource = place
                bases[place] = uri
                resources.setdefault(uri, place)
            for name in _anchors(value, identifier):
                anchors.setdefault((resource, name), place)
        # The last one pushed is the next one read: the first of two with one name counts.
        for key, member in reversed(value.items()):
            if is_named or key not in DATA:
                inner = not is_named and key in NAMED
                waiting.append((member, (*place, key), resource, inner))
    return EmbeddedSchemas(document.data, resources, bases, anchors)


def _anchors(value: dict[str, JsonValue], identifier: JsonValue) -> Iterator[str]:
    for keyword in _ANCHORS:
        name = value.get(keyword)
        if isinstance(name, str):
            yield name
    # JSON Schema draft 7 has an `$id` that is a fragment.
    if isinstance(identifier, str) and identifier.startswith("#"):
        yield identifier[1:]


def _joined(base: str, uri: str) -> str:
    try:
        return urljoin(base, uri) if uri else base
    except ValueError:
        # No URI at all, so that it is the name of nothing.
        return uri
