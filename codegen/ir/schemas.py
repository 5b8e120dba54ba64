"""JSON Schemas to types.

A schema that a `$ref` points to becomes a `Declaration`, read once however often it is used.
`allOf` is merged; `oneOf`, `anyOf` and lists of types become unions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace

from codegen.diagnostics import Location, quote
from codegen.findings import Findings
from codegen.ir.all_of import Intersection, Part, is_vague, required_names
from codegen.ir.component_names import name_of_component, name_of_place, plain
from codegen.ir.inheritance import Inheritance
from codegen.ir.nodes import invalid_schema, mapping, optional_text
from codegen.ir.references import REFERENCES, referred
from codegen.ir.scalars import literal, scalar
from codegen.ir.structures import StructureReader
from codegen.ir.tags import TagReader
from codegen.ir.types import (
    ANY,
    NEVER,
    NULL,
    Declaration,
    Format,
    ObjectType,
    PrimitiveKind,
    Reference,
    Type,
    TypeTable,
    without_null,
)
from codegen.ir.unions import declared_discriminator, default_variant, union
from codegen.ir.value_labels import read_labels
from codegen.read.json_value import JsonValue
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection
from codegen.text import SpecText

MAX_DEPTH = 100
MAX_INHERITANCE = 40

# Keywords that say something about a schema without changing which values it admits.
_ANNOTATIONS = frozenset(
    {
        "$anchor", "$comment", "$defs", "$dynamicAnchor", "$id", "$recursiveAnchor", "$schema",
        "default", "definitions", "deprecated", "description", "example", "examples",
        "externalDocs", "readOnly", "summary", "title", "writeOnly", "xml",
    }
)  # fmt: skip


class SchemaReader:
    """Reads schemas of all documents of a store into one table.

    Args:
        store: where the documents are loaded.
        findings: is told what is wrong with a schema.
        plain_formats: the formats whose values are to stay text.

    Attributes:
        types: the declarations found so far.
    """

    def __init__(
        self,
        store: DocumentStore,
        findings: Findings,
        selection: Selection,
        plain_formats: Collection[Format] = (),
    ) -> None:
        self._store = store
        self._findings = findings
        self._selection = selection
        self._plain_formats = plain_formats
        self._depth = 0
        self._inherited = 0
        self._pending: dict[Location, Node] = {}
        self._is_finishing = False
        self._component_names: dict[Location, str] = {}
        self._plain_names: set[str] = set()
        self.types = TypeTable()
        self._intersection = Intersection(self._body, findings)
        self._inheritance = Inheritance(store, findings)
        self._tags = TagReader(self.types, findings)
        self._structures = StructureReader(self._read, self._target)

    def declare_components(self, parent: Node) -> None:
        """Read every member of a mapping of components, in the order of the document.

        A component that is nothing but a `$ref` into a file of schemas gives the schema there its
        name; one that refers to the other document's component of its own name is that component.
        Where the configuration chooses what is generated, others wait until something refers to
        them.
        """
        nodes: list[Node] = []
        for key, node in parent.members():
            if self._selection.type(node.location):
                continue
            with self._findings.collect():
                nodes.append(self._component(node, key))
                self._component_names.setdefault(nodes[-1].location, key)
                self._inheritance.add(nodes[-1])
                self._plain_names.add(plain(key))
        for node in nodes:
            if not self._selection.type(node.location) and self._is_wanted(node):
                self._reserve(node, self._component_names[node.location])
                self._finish_pending(settle=False)
        self._tags.settle()

    def _is_wanted(self, node: Node) -> bool:
        return self._selection.choice.type(node.location)

    def _component(self, node: Node, key: str) -> Node:
        if "$ref" in mapping(node) and mapping(node).keys() != {"$ref"}:
            return node
        target = self._store.follow(node)[0]
        is_component = target.location.pointer[:2] == ("components", "schemas")
        return target if not is_component or target.location.pointer[2:] == (key,) else node

    def declare(self, node: Node, component: str) -> None:
        """Read a component, unless it has been read."""
        self._reserve(node, component)
        self._finish_pending()

    def read(self, node: Node) -> Type:
        """Read a schema that stands somewhere in a document, with all that it refers to.

        What is wrong with a schema that it refers to is a finding.

        Raises:
            SpecError: a keyword has a value that JSON Schema does not allow, or the nesting is
                deeper than `MAX_DEPTH`.
        """
        type_ = self._read(node)
        self._finish_pending()
        return type_

    def _read(self, node: Node) -> Type:
        if self._selection.type(node.location):
            return ANY
        own = self._selection.own_type(node.location)
        if own is None:
            return self._read_body(node)
        self._reserve(node, self._component_names.get(node.location, own))
        return Reference(node.location)

    def _read_body(self, node: Node) -> Type:
        """What a schema says, written out where it stands."""
        with self._one_level_deeper(node.location):
            value = node.value
            if isinstance(value, bool):
                return ANY if value else NEVER
            if not isinstance(value, dict):
                raise invalid_schema(node.location, "a schema is an object or a boolean")
            if not value.keys().isdisjoint(REFERENCES):
                return self._read_reference(node, value)
            return self._nullable(value, node.location, self._read_keywords(node, value))

    @contextmanager
    def _one_level_deeper(self, location: Location) -> Iterator[None]:
        if self._depth >= MAX_DEPTH:
            raise invalid_schema(location, f"schemas nest deeper than {MAX_DEPTH} levels")
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def _reserve(self, node: Node, component: str) -> None:
        # Read later and one after the other: references lead deeper than Python may recurse.
        if node.location not in self.types.declarations:
            self.types.declarations[node.location] = Declaration(
                node.location, SpecText(component), NEVER
            )
            self._pending[node.location] = node

    def _finish_pending(self, *, settle: bool = True) -> None:
        if self._is_finishing:
            return
        self._is_finishing = True
        try:
            while self._pending:
                with self._findings.collect():
                    self._finish(next(iter(self._pending)))
        finally:
            self._is_finishing = False
        if settle:
            self._tags.settle()

    def _finish(self, location: Location) -> None:
        node = self._pending.pop(location)
        value = node.value if isinstance(node.value, dict) else {}
        depth, self._depth = self._depth, 0
        try:
            body = self._read_base(node) if "discriminator" in value else self._read_body(node)
        finally:
            self._depth = depth
        self.types.declarations[location] = replace(
            self.types[location],
            body=body,
            description=optional_text(value.get("description")),
            deprecated=value.get("deprecated") is True,
        )

    def _read_base(self, node: Node) -> Type:
        """A component with a discriminator: the union of what builds on it, if something does."""
        value = mapping(node)
        tag, announced = declared_discriminator(self._store, node, self._findings)
        for _, place in announced:
            self._inheritance.add(self._store.node(place.file, place.pointer))
        heirs = {heir.location: heir for heir in self._inheritance.descendants(node.location)}
        if tag is None or not heirs:
            return self._read_body(node)
        own = {k: v for k, v in value.items() if k not in ("oneOf", "anyOf")}
        base, nullable = without_null(self._read_body(Node(node.location, own)))
        if not isinstance(base, ObjectType):
            return self._read_body(node)
        self._inheritance.bases[node.location] = base
        members: list[Type] = []
        for keyword in ("oneOf", "anyOf"):
            for branch in self._branches(node, keyword) if keyword in value else ():
                member = self._read(branch)
                is_heir = isinstance(member, Reference) and member.target in heirs
                both = (
                    member
                    if is_heir
                    else self._intersection.of(
                        [(base, node.location), (member, branch.location)], node.location
                    )
                )
                members.append(both)
        if not members:
            # One of a single heir may as well be the base itself.
            is_announced = node.location in {place for _, place in announced}
            itself = replace(base, variant_of=node.location)
            members = [itself] if is_announced or len(heirs) == 1 else []
            for place, heir in heirs.items():
                self._reserve(heir, self._name_of(place))
                members.append(Reference(place))
        members += [NULL] if nullable else []
        found = union(members, node.location, tag, announced)
        return self._tags.add(found, default_variant(self._store, node, self._findings))

    def _body(self, type_: Type) -> Type:
        """The body of what an `allOf` inherits from, which has to be read by now."""
        seen: set[Location] = set()
        while isinstance(type_, Reference) and type_.target not in seen:
            seen.add(type_.target)
            if type_.target in self._pending:
                self._finish_inherited(type_.target)
            type_ = self.types[type_.target].body
        return type_

    def _finish_inherited(self, location: Location) -> None:
        if self._inherited == MAX_INHERITANCE:
            raise invalid_schema(
                location, f"`allOf` goes through more than {MAX_INHERITANCE} schemas"
            )
        self._inherited += 1
        try:
            self._finish(location)
        finally:
            self._inherited -= 1

    def _read_reference(self, node: Node, value: dict[str, JsonValue]) -> Type:
        if self._leads_to_skipped(node, value):
            return ANY
        parts: list[Part] = []
        for target in referred(self._store, node):
            self._reserve(target, self._name_of(target.location))
            parts.append((Reference(target.location), target.location))
        own = {k: v for k, v in value.items() if k not in REFERENCES and k != "nullable"}
        if any(key not in _ANNOTATIONS and not key.startswith("x-") for key in own):
            parts.append((self._read_keywords(Node(node.location, own), own), node.location))
        type_ = self._put_together(parts, required_names(value), node)
        return self._nullable(value, node.location, type_)

    def _leads_to_skipped(self, node: Node, value: dict[str, JsonValue]) -> bool:
        """Whether a schema that is skipped lies on the way, which may lead nowhere behind it."""
        if not self._selection.leaves_out_types:
            return False
        while isinstance(reference := value.get("$ref"), str):
            node = self._store.lookup(node.location.child("$ref"), reference)
            value = mapping(node)
            if self._selection.type(node.location):
                return True
        return False

    def _target(self, node: Node) -> Node | None:
        """What a schema refers to, unless it or what lies on the way is skipped."""
        if self._selection.type(node.location) or self._leads_to_skipped(node, mapping(node)):
            return None
        return self._store.follow(node)[0]

    def _name_of(self, location: Location) -> str:
        if location in self._component_names:
            return self._component_names[location]
        name = name_of_place(location.pointer) or location.file.stem
        if plain(name) in self._plain_names and len(location.pointer) > 1:
            # The payload of the message `Order`, where a component has that name; the definition
            # of a component, where another component has one of that name.
            around = name_of_component(location.pointer)
            name = f"{around} {name}" if around else f"{name} {location.pointer[-1]}"
        self._component_names[location] = name
        self._plain_names.add(plain(name))
        return name

    def _read_keywords(self, node: Node, value: dict[str, JsonValue]) -> Type:
        """The type that all keywords of a schema give it together, in the order of precedence."""
        if value.keys().isdisjoint(("allOf", "oneOf", "anyOf")):
            return self._read_own(node, value)
        own = self._read_own(node, value)
        parts = [*self._all_of(node, value), *([] if is_vague(own) else [(own, node.location)])]
        required = required_names(value, *_inline_branches(value))
        type_ = self._put_together(parts, required, node)
        for keyword in ("oneOf", "anyOf"):
            if keyword in value:
                type_ = self._read_union(node, keyword, type_)
        return own if type_ == ANY else type_

    def _put_together(self, parts: list[Part], required: set[str], node: Node) -> Type:
        """The type of parts that all hold, called what the schema of the parts is called."""
        if not parts:
            return ANY
        value = node.value if isinstance(node.value, dict) else {}
        type_ = self._intersection.of(parts, node.location)
        if required:
            type_ = self._intersection.require(type_, required, node.location)
        is_new = "allOf" in value and ("title" in value or isinstance(type_, ObjectType))
        body = self._body(type_) if is_new else type_
        if not is_new or not isinstance(body, ObjectType):
            return type_
        return replace(
            body,
            origin=node.location,
            title=optional_text(value.get("title")),
            description=optional_text(value.get("description")) or body.description,
            deprecated=value.get("deprecated") is True,
        )

    def _read_own(self, node: Node, value: dict[str, JsonValue]) -> Type:
        """What a schema says without the schemas that it is put together of."""
        if "const" in value:
            return literal([value["const"]], node.child("const").location)
        values = value.get("enum")
        if isinstance(values, list):
            labels = read_labels(node, values, self._findings)
            return literal(values, node.child("enum").location, labels)
        kinds = value.get("type")
        if isinstance(kinds, list):
            branches = tuple(self._read_kind(node, value, kind) for kind in kinds)
            return union(branches, node.location)
        return self._read_kind(node, value, kinds)

    def _read_kind(self, node: Node, value: dict[str, JsonValue], kind: JsonValue) -> Type:
        match kind:
            case "object":
                return self._structures.object(node, value)
            case "array":
                return self._structures.array(node, value)
            case "string" | "integer" | "number" | "boolean" | "null":
                return scalar(PrimitiveKind(kind), value, self._plain_formats)
            case None:
                return self._structures.implied(node, value)
            case _:
                raise invalid_schema(
                    node.child("type").location, f"no JSON type is called {quote(kind)}"
                )

    def _read_union(self, node: Node, keyword: str, shared: Type) -> Type:
        """A union; each member is of the `shared` type as well."""
        branches = self._branches(node, keyword)
        tag, announced = declared_discriminator(self._store, node, self._findings)
        members = [self._read(branch) for branch in branches]
        if all(member == ANY for member in members):
            # Branches that only say which properties go together leave the type as it is.
            return shared
        if not is_vague(shared):
            # A branch that says nothing of its type may still say which properties it has.
            members = [
                self._intersection.require(shared, _required_in(branch), branch.location)
                if member == ANY
                else member
                for branch, member in zip(branches, members, strict=True)
            ]
        found = union(members, node.location, tag, announced)
        if not is_vague(shared):
            parts = [(shared, node.location), (found, node.child(keyword).location)]
            found = self._intersection.of(parts, node.location)
        return self._tags.add(found, default_variant(self._store, node, self._findings))

    def _branches(self, node: Node, keyword: str) -> list[Node]:
        branches = node.child(keyword)
        if not isinstance(branches.value, list) or not branches.value:
            raise invalid_schema(
                branches.location, f"`{keyword}` is a list with at least one schema"
            )
        return list(branches.elements())

    def _all_of(self, node: Node, value: dict[str, JsonValue]) -> list[Part]:
        if "allOf" not in value:
            return []
        parts: list[Part] = []
        for branch in self._branches(node, "allOf"):
            part = self._read(branch)
            if isinstance(part, Reference):
                # Of a base with a discriminator, it is the base itself that is inherited.
                self._body(part)
                part = self._inheritance.bases.get(part.target, part)
            parts.append((part, branch.location))
        return [part for part in parts if part[0] != ANY] or parts[:1]

    def _nullable(self, value: dict[str, JsonValue], location: Location, type_: Type) -> Type:
        # OpenAPI 3.0, Schema Object: `nullable`.
        return union((type_, NULL), location) if value.get("nullable") is True else type_


def _inline_branches(value: dict[str, JsonValue]) -> list[dict[str, JsonValue]]:
    branches = value.get("allOf")
    return [b for b in branches if isinstance(b, dict)] if isinstance(branches, list) else []


def _required_in(node: Node) -> set[str]:
    return required_names(node.value) if isinstance(node.value, dict) else set()
