"""JSON Schemas to types.

A schema that a `$ref` points to becomes a `Declaration`, read once however often it is used.
`allOf` is merged; `oneOf`, `anyOf` and lists of types become unions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from codegen.diagnostics import Code, Diagnostic, Location, SpecError, quote
from codegen.ir.types import (
    ANY,
    NULL,
    ArrayType,
    Declaration,
    JsonScalar,
    LiteralType,
    MapType,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Property,
    Reference,
    StringEncoding,
    Type,
    TypeTable,
    UnionType,
)
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

_ENCODINGS = {
    ("contentEncoding", "base64"): StringEncoding.BASE64,
    ("format", "byte"): StringEncoding.BASE64,
    ("format", "binary"): StringEncoding.BINARY,
}


def optional_text(value: JsonValue) -> SpecText | None:
    """Text of the document, None for anything else and for the empty string."""
    return SpecText(value) if isinstance(value, str) and value else None


class SchemaReader:
    """Reads schemas of all documents of a store into one table.

    Attributes:
        types: the declarations found so far.
    """

    def __init__(self, store: DocumentStore) -> None:
        self._store = store
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
        nodes = [self._component(node, key) for key, node in parent.members()]
        for node, (key, _) in zip(nodes, parent.members(), strict=True):
            self._component_names.setdefault(node.location, key)
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
                raise _invalid(node.location, "a schema is an object or a boolean")
            if "$ref" in value:
                return self._read_reference(node, value)
            return self._nullable(value, node.location, self._read_keywords(node, value))

    @contextmanager
    def _one_level_deeper(self, location: Location) -> Iterator[None]:
        if self._depth >= MAX_DEPTH:
            raise _invalid(location, f"schemas nest deeper than {MAX_DEPTH} levels")
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
            raise _invalid(location, f"`allOf` goes through more than {MAX_INHERITANCE} schemas")
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
            merged = self._merge(
                [Reference(target.location), self._read(rest)], node.location, value
            )
            return self._nullable(value, node.location, merged)
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
            return self._literal([value["const"]], node.child("const").location)
        values = value.get("enum")
        if isinstance(values, list):
            return self._literal(values, node.child("enum").location)
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
                return Primitive(PrimitiveKind.STRING, _encoding(value))
            case "integer" | "number" | "boolean" | "null":
                return Primitive(PrimitiveKind(kind))
            case None:
                if "properties" in value or "additionalProperties" in value:
                    return self._read_object(node, value)
                if "items" in value:
                    return self._read_array(node, value)
                return ANY
            case _:
                raise _invalid(node.child("type").location, f"no JSON type is called {quote(kind)}")

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
            raise _invalid(node.child("properties").location, "`properties` is a mapping")
        names = _required_names(value)
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
            raise _invalid(location, f"`{keyword}` is a list with at least one schema")
        parent = node.child(keyword)
        members = tuple(self._read(parent.child(index)) for index in range(len(branches)))
        tag, mapping = self._discriminator(node, value)
        return union(members, node.location, tag, mapping)

    def _discriminator(
        self, node: Node, value: dict[str, JsonValue]
    ) -> tuple[SpecText | None, tuple[tuple[SpecText, Location], ...]]:
        discriminator = value.get("discriminator")
        if isinstance(discriminator, str):
            return SpecText(discriminator), ()
        if not isinstance(discriminator, dict):
            return None, ()
        tag = optional_text(discriminator.get("propertyName"))
        mapping = discriminator.get("mapping")
        if tag is None or not isinstance(mapping, dict):
            return tag, ()
        at = node.child("discriminator").child("mapping").location
        return tag, tuple(
            (SpecText(wire), self._store.resolve(at, _mapping_reference(ref)).location)
            for wire, ref in mapping.items()
            if isinstance(ref, str)
        )

    def _read_all_of(self, node: Node, value: dict[str, JsonValue]) -> Type:
        branches = value["allOf"]
        if not isinstance(branches, list) or not branches:
            raise _invalid(
                node.child("allOf").location, "`allOf` is a list with at least one schema"
            )
        parts: list[Type] = [
            self._read(node.child("allOf").child(index)) for index in range(len(branches))
        ]
        own = {k: v for k, v in value.items() if k != "allOf"}
        required = _required_names(value, *(b for b in branches if isinstance(b, dict)))
        inherited = self._body(parts[0])
        is_narrower = isinstance(inherited, ObjectType) and _adds(required, inherited)
        if any(key not in _ANNOTATIONS and not key.startswith("x-") for key in own):
            rest = self._read_keywords(Node(node.location, own), own)
            if rest != ANY:
                parts.append(rest)
        if len(parts) == 1 and "title" not in value and not is_narrower:
            return parts[0]
        return self._merge(parts, node.location, {**value, "required": [*required]})

    def _merge(self, parts: list[Type], origin: Location, value: dict[str, JsonValue]) -> Type:
        extra = _required_names(value)
        bodies = [self._body(part) for part in parts]
        objects = [body for body in bodies if isinstance(body, ObjectType)]
        if len(objects) != len(bodies):
            # Parts that only narrow what another part says (a bare `type`, a free map) add no
            # properties; the first part with a structure of its own decides.
            solid = [p for p, b in zip(parts, bodies, strict=True) if not _is_vague(b)]
            if not objects or (len(solid) == 1 and not _adds(extra, objects[0])):
                return solid[0] if solid else parts[0]
        merged: dict[SpecText, Property] = {}
        for part in objects:
            for item in part.properties:
                known = merged.get(item.name)
                merged[item.name] = item if known is None else _narrowed(known, item)
        return ObjectType(
            tuple(
                p if p.required or p.name.reveal() not in extra else _required(p)
                for p in merged.values()
            ),
            origin,
            optional_text(value.get("title")),
            optional_text(value.get("description"))
            or next((o.description for o in objects if o.description), None),
            value.get("deprecated") is True,
        )

    def _nullable(self, value: dict[str, JsonValue], location: Location, type_: Type) -> Type:
        # OpenAPI 3.0, Schema Object: `nullable`.
        return union((type_, NULL), location) if value.get("nullable") is True else type_

    def _literal(self, values: Iterable[JsonValue], location: Location) -> Type:
        scalars: list[JsonScalar] = []
        for value in values:
            if isinstance(value, (dict, list)):
                return ANY
            scalars.append(SpecText(value) if isinstance(value, str) else value)
        if not scalars:
            raise _invalid(location, "`enum` is a list with at least one value")
        members: list[Type] = []
        # By type as well: True equals 1. And no literal type of Python holds a float.
        unique = {(type(s), s): s for s in scalars if s is not None and not isinstance(s, float)}
        if unique:
            members.append(LiteralType(tuple(unique.values())))
        if any(isinstance(s, float) for s in scalars):
            members.append(Primitive(PrimitiveKind.NUMBER))
        if None in scalars:
            members.append(NULL)
        return union(members, location)


def union(
    members: Iterable[Type],
    origin: Location,
    tag: SpecText | None = None,
    mapping: tuple[tuple[SpecText, Location], ...] = (),
) -> Type:
    """A union of the members: nested unions spliced in, duplicates left out, null last."""
    flat: list[Type] = []
    for member in members:
        if isinstance(member, UnionType) and (tag is None or member.declared_tag in (None, tag)):
            tag, mapping = tag or member.declared_tag, mapping or member.mapping
            flat.extend(member.members)
        else:
            flat.append(member)
    unique = list(dict.fromkeys(flat))
    if ANY in unique:
        return ANY
    if NULL in unique:
        unique.remove(NULL)
        unique.append(NULL)
    return unique[0] if len(unique) == 1 else UnionType(tuple(unique), origin, tag, mapping)


def _is_vague(type_: Type) -> bool:
    return type_ == ANY or type_ == MapType(ANY)


def _required_names(*schemas: dict[str, JsonValue]) -> set[str]:
    listed = [schema.get("required") for schema in schemas]
    return {n for names in listed if isinstance(names, list) for n in names if isinstance(n, str)}


def _adds(required: set[str], body: ObjectType) -> bool:
    """Whether a list of required properties says more than the object itself."""
    return any(p.name.reveal() in required and not p.required for p in body.properties)


def _required(item: Property) -> Property:
    return Property(item.name, item.type, True, item.description, item.deprecated, item.default)


def _narrowed(known: Property, item: Property) -> Property:
    return Property(
        item.name,
        known.type if _is_vague(item.type) else item.type,
        known.required or item.required,
        item.description or known.description,
        known.deprecated or item.deprecated,
        item.default or known.default,
    )


def _encoding(value: dict[str, JsonValue]) -> StringEncoding | None:
    for (keyword, word), encoding in _ENCODINGS.items():
        if value.get(keyword) == word:
            return encoding
    return None


def _mapping_reference(ref: str) -> str:
    # OpenAPI 3.1, Discriminator Object: a mapping value is a schema name or a URI reference.
    is_name = ref.replace("_", "").replace("-", "").replace(".", "").isalnum() and "/" not in ref
    return (
        f"#/components/schemas/{ref}" if is_name and not ref.endswith((".yaml", ".json")) else ref
    )


def _invalid(location: Location, message: str) -> SpecError:
    return SpecError(Diagnostic(Code.INVALID_SCHEMA, message, location))
