"""JSON Schemas to types.

A schema that a `$ref` points to becomes a `Declaration`, read once however often it is used.
`allOf` is merged; `oneOf`, `anyOf` and lists of types become unions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from codegen.diagnostics import Location, quote
from codegen.findings import Findings
from codegen.ir.all_of import adds, merged, required_names
from codegen.ir.nodes import invalid_schema, optional_text
from codegen.ir.scalars import literal, string_encoding
from codegen.ir.types import (
    ANY,
    NULL,
    ArrayType,
    Declaration,
    MapType,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Property,
    Reference,
    Type,
    TypeTable,
)
from codegen.ir.unions import declared_discriminator, union
from codegen.read.json_value import JsonValue
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

MAX_DEPTH = 100
MAX_INHERITANCE = 40

# Keywords that say something about a schema without changing which values it admits.
_ANNOTATIONS = frozenset(
    {
        "$comment", "default", "deprecated", "description", "example", "examples", "externalDocs",
        "readOnly", "summary", "title", "writeOnly", "xml",
    }
)  # fmt: skip


class SchemaReader:
    """Reads schemas of all documents of a store into one table.

    Attributes:
        types: the declarations found so far.
    """

    def __init__(self, store: DocumentStore, findings: Findings) -> None:
        self._store = store
        self._findings = findings
        self._depth = 0
        self._inherited = 0
        self._pending: dict[Location, Node] = {}
        self._is_finishing = False
        self._component_names: dict[Location, str] = {}
        self.types = TypeTable()

    def declare_components(self, parent: Node) -> None:
        """Read every member of a mapping of components, in the order of the document.

        A component that is nothing but a `$ref` into a file of schemas gives the schema there its
        name; one that refers to the other document's component of its own name is that component.
        """
        nodes: list[Node] = []
        for key, node in parent.members():
            with self._findings.collect():
                nodes.append(self._component(node, key))
                self._component_names.setdefault(nodes[-1].location, key)
        for node in nodes:
            self.declare(node, self._component_names[node.location])

    def _component(self, node: Node, key: str) -> Node:
        if not isinstance(node.value, dict) or node.value.keys() != {"$ref"}:
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
        with self._one_level_deeper(node.location):
            value = node.value
            if isinstance(value, bool):
                return ANY
            if not isinstance(value, dict):
                raise invalid_schema(node.location, "a schema is an object or a boolean")
            if "$ref" in value:
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
                node.location, SpecText(component), ANY
            )
            self._pending[node.location] = node

    def _finish_pending(self) -> None:
        if self._is_finishing:
            return
        self._is_finishing = True
        try:
            while self._pending:
                with self._findings.collect():
                    self._finish(next(iter(self._pending)))
        finally:
            self._is_finishing = False

    def _finish(self, location: Location) -> None:
        node = self._pending.pop(location)
        value = node.value if isinstance(node.value, dict) else {}
        depth, self._depth = self._depth, 0
        try:
            body = self._read(node)
        finally:
            self._depth = depth
        self.types.declarations[location] = replace(
            self.types[location],
            body=body,
            description=optional_text(value.get("description")),
            deprecated=value.get("deprecated") is True,
        )

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
        target = self._store.follow(node)[0]
        self._reserve(target, self._name_of(target.location))
        siblings = set(value) - _ANNOTATIONS - {"$ref", "nullable"}
        if any(not key.startswith("x-") for key in siblings):
            rest = Node(
                node.location, {k: v for k, v in value.items() if k not in ("$ref", "nullable")}
            )
            narrowed = self._merged(
                [Reference(target.location), self._read(rest)], node.location, value
            )
            return self._nullable(value, node.location, narrowed)
        return self._nullable(value, node.location, Reference(target.location))

    def _name_of(self, location: Location) -> str:
        own = str(location.pointer[-1]) if location.pointer else location.file.stem
        return self._component_names.get(location, own)

    def _read_keywords(self, node: Node, value: dict[str, JsonValue]) -> Type:
        if "allOf" in value:
            return self._read_all_of(node, value)
        for keyword in ("oneOf", "anyOf"):
            if keyword in value:
                union_type = self._read_union(node, value, keyword)
                # Branches that only say which properties go together leave the type as it is.
                rest = {k: v for k, v in value.items() if k not in ("oneOf", "anyOf")}
                return self._read_keywords(node, rest) if union_type == ANY else union_type
        if "const" in value:
            return literal([value["const"]], node.child("const").location)
        values = value.get("enum")
        if isinstance(values, list):
            return literal(values, node.child("enum").location)
        kinds = value.get("type")
        if isinstance(kinds, list):
            branches = tuple(self._read_kind(node, value, kind) for kind in kinds)
            return union(branches, node.location)
        return self._read_kind(node, value, kinds)

    def _read_kind(self, node: Node, value: dict[str, JsonValue], kind: JsonValue) -> Type:
        match kind:
            case "object":
                return self._read_object(node, value)
            case "array":
                return self._read_array(node, value)
            case "string":
                return Primitive(PrimitiveKind.STRING, string_encoding(value))
            case "integer" | "number" | "boolean" | "null":
                return Primitive(PrimitiveKind(kind))
            case None:
                if "properties" in value or "additionalProperties" in value:
                    return self._read_object(node, value)
                if "items" in value:
                    return self._read_array(node, value)
                return ANY
            case _:
                raise invalid_schema(
                    node.child("type").location, f"no JSON type is called {quote(kind)}"
                )

    def _read_array(self, node: Node, value: dict[str, JsonValue]) -> Type:
        items = value.get("items")
        if not isinstance(items, list):
            return ArrayType(self._read(node.child("items")) if "items" in value else ANY)
        # JSON Schema draft 7, which AsyncAPI uses, has a list of schemas here for the first items.
        parts = [self._read(part) for part in node.child("items").elements()]
        return ArrayType(union(parts, node.location) if parts else ANY)

    def _read_object(self, node: Node, value: dict[str, JsonValue]) -> Type:
        properties = value.get("properties")
        if not properties:
            free = value.get("additionalProperties")
            values = (
                self._read(node.child("additionalProperties")) if isinstance(free, dict) else ANY
            )
            return MapType(values)
        if not isinstance(properties, dict):
            raise invalid_schema(node.child("properties").location, "`properties` is a mapping")
        names = required_names(value)
        parent = node.child("properties")
        return ObjectType(
            tuple(self._property(parent.child(name), name, name in names) for name in properties),
            node.location,
            optional_text(value.get("title")),
            optional_text(value.get("description")),
            value.get("deprecated") is True,
        )

    def _property(self, node: Node, name: str, required: bool) -> Property:
        value = node.value if isinstance(node.value, dict) else {}
        default = value.get("default")
        return Property(
            SpecText(name),
            self._read(node),
            required,
            optional_text(value.get("description")),
            value.get("deprecated") is True,
            None if default is None else SpecText(json.dumps(default, ensure_ascii=False)),
        )

    def _read_union(self, node: Node, value: dict[str, JsonValue], keyword: str) -> Type:
        branches = value[keyword]
        location = node.child(keyword).location
        if not isinstance(branches, list) or not branches:
            raise invalid_schema(location, f"`{keyword}` is a list with at least one schema")
        parent = node.child(keyword)
        members = tuple(self._read(parent.child(index)) for index in range(len(branches)))
        tag, mapping = declared_discriminator(self._store, node)
        return union(members, node.location, tag, mapping)

    def _read_all_of(self, node: Node, value: dict[str, JsonValue]) -> Type:
        branches = value["allOf"]
        if not isinstance(branches, list) or not branches:
            raise invalid_schema(
                node.child("allOf").location, "`allOf` is a list with at least one schema"
            )
        parts: list[Type] = [
            self._read(node.child("allOf").child(index)) for index in range(len(branches))
        ]
        own = {k: v for k, v in value.items() if k != "allOf"}
        required = required_names(value, *(b for b in branches if isinstance(b, dict)))
        inherited = self._body(parts[0])
        is_narrower = isinstance(inherited, ObjectType) and adds(required, inherited)
        if any(key not in _ANNOTATIONS and not key.startswith("x-") for key in own):
            rest = self._read_keywords(Node(node.location, own), own)
            if rest != ANY:
                parts.append(rest)
        if len(parts) == 1 and "title" not in value and not is_narrower:
            return parts[0]
        return self._merged(parts, node.location, {**value, "required": [*required]})

    def _nullable(self, value: dict[str, JsonValue], location: Location, type_: Type) -> Type:
        # OpenAPI 3.0, Schema Object: `nullable`.
        return union((type_, NULL), location) if value.get("nullable") is True else type_

    def _merged(self, parts: list[Type], origin: Location, value: dict[str, JsonValue]) -> Type:
        return merged(parts, [self._body(part) for part in parts], origin, value)
