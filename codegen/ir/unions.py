"""Unions: members put together, and what the document says of how they are told apart."""

from __future__ import annotations

from collections.abc import Iterable

from codegen.diagnostics import Location
from codegen.ir.nodes import optional_text
from codegen.ir.types import ANY, NEVER, NULL, Type, UnionType
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText


def union(
    members: Iterable[Type],
    origin: Location,
    tag: SpecText | None = None,
    mapping: tuple[tuple[SpecText, Location], ...] = (),
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
    store: DocumentStore, node: Node
) -> tuple[SpecText | None, tuple[tuple[SpecText, Location], ...]]:
    """The `propertyName` and the `mapping` of a schema's `discriminator`.

    AsyncAPI gives the name of the property alone (AsyncAPI 3.0, Schema Object).

    Raises:
        SpecError: a value of the mapping leads nowhere.
    """
    discriminator = node.get("discriminator")
    if discriminator is None:
        return None, ()
    if isinstance(discriminator.value, str):
        return SpecText(discriminator.value), ()
    if not isinstance(discriminator.value, dict):
        return None, ()
    tag = optional_text(discriminator.value.get("propertyName"))
    mapping = discriminator.value.get("mapping")
    if tag is None or not isinstance(mapping, dict):
        return tag, ()
    at = discriminator.child("mapping").location
    return tag, tuple(
        (SpecText(wire), store.resolve(at, _mapping_reference(ref)).location)
        for wire, ref in mapping.items()
        if isinstance(ref, str)
    )


def _mapping_reference(ref: str) -> str:
    # OpenAPI 3.1, Discriminator Object: a mapping value is a schema name or a URI reference.
    is_name = ref.replace("_", "").replace("-", "").replace(".", "").isalnum() and "/" not in ref
    return (
        f"#/components/schemas/{ref}" if is_name and not ref.endswith((".yaml", ".json")) else ref
    )
