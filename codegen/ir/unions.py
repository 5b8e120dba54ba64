"""Unions: members put together, and what the document says of how they are told apart."""

from __future__ import annotations

from collections.abc import Iterable

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.nodes import NodeReader, optional_text
from codegen.ir.types import ANY, NEVER, NULL, Type, UnionType
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

Mapping = tuple[tuple[SpecText, Location], ...]
"""The wire values of a tag, and the schemas that they announce."""


def union(
    members: Iterable[Type],
    origin: Location,
    tag: SpecText | None = None,
    mapping: Mapping = (),
) -> Type:
    """A union of the members: nested unions spliced in, duplicates left out, null last.

    A member that has no value is none; without any other, the union has no value.
    """
    flat: list[Type] = []
    for member in members:
        if isinstance(member, UnionType) and (tag is None or member.declared_tag in (None, tag)):
            tag, mapping = tag or member.declared_tag, mapping or member.mapping
            flat.extend(member.members)
        else:
            flat.append(member)
    unique = [member for member in dict.fromkeys(flat) if member != NEVER]
    if ANY in unique or not unique:
        return ANY if unique else NEVER
    if NULL in unique:
        unique.remove(NULL)
        unique.append(NULL)
    return unique[0] if len(unique) == 1 else UnionType(tuple(unique), origin, tag, mapping)


def declared_discriminator(
    store: DocumentStore, node: Node, findings: Findings
) -> tuple[SpecText | None, Mapping]:
    """The `propertyName` and the `mapping` of a schema's `discriminator`.

    AsyncAPI gives the name of the property alone (AsyncAPI 3.0, Schema Object). A value of the
    mapping that leads nowhere announces nothing, and is warned of.
    """
    discriminator = node.get("discriminator")
    if discriminator is None:
        return None, ()
    tag = optional_text(discriminator.value)
    mapping = discriminator.get("mapping")
    if isinstance(discriminator.value, dict):
        tag = optional_text(discriminator.value.get("propertyName"))
    if tag is None or mapping is None:
        return tag, ()
    found: list[tuple[SpecText, Location]] = []
    for wire, target in mapping.members():
        schema = _mapped(store, target, f"the mapping of {quote(wire)}", findings)
        if schema is not None:
            found.append((SpecText(wire), schema))
    return tag, tuple(found)


def default_variant(store: DocumentStore, node: Node, findings: Findings) -> Location | None:
    """The schema of what no other value of the tag announces.

    It is the `defaultMapping` (OpenAPI 3.2, Discriminator Object). One that leads nowhere is
    warned of: such a value is then of no variant.
    """
    discriminator = node.get("discriminator")
    target = discriminator.get("defaultMapping") if discriminator is not None else None
    return _mapped(store, target, "the default mapping", findings) if target is not None else None


def _mapped(store: DocumentStore, target: Node, what: str, findings: Findings) -> Location | None:
    schema = _schema_named(store, target) if isinstance(target.value, str) else None
    if schema is None:
        findings.warn(
            Code.INVALID_DISCRIMINATOR,
            f"{what} leads nowhere",
            target.location,
            "name a component, or give the reference of a schema",
        )
    return schema


def _schema_named(store: DocumentStore, target: Node) -> Location | None:
    # OpenAPI 3.2, Discriminator Object: a schema name or a URI reference, and what can be both
    # is a name. Names are those of the root document.
    text = str(target.value)
    reader = NodeReader(store)
    try:
        for file in dict.fromkeys((target.location.file, *store.root_files)):
            components = reader.child(store.node(file), "components")
            named = reader.child(components, "schemas").get(text)
            if named is not None:
                return reader.follow(named).location
        return store.resolve(target.location, text).location
    except SpecError:
        return None
