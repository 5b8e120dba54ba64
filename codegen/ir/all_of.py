"""`allOf`: one type of several that all hold."""

from __future__ import annotations

from codegen.diagnostics import Location
from codegen.ir.nodes import optional_text
from codegen.ir.types import ANY, MapType, ObjectType, Property, Type
from codegen.read.json_value import JsonValue
from codegen.text import SpecText


def merged(
    parts: list[Type], bodies: list[Type], origin: Location, value: dict[str, JsonValue]
) -> Type:
    """The type of a schema that has to be all of the parts.

    Args:
        parts: the types, references among them.
        bodies: what each of them is when references are followed.
        origin: where the schema stands.
        value: the schema.
    """
    extra = required_names(value)
    objects = [body for body in bodies if isinstance(body, ObjectType)]
    if len(objects) != len(bodies):
        # Parts that only narrow what another part says (a bare `type`, a free map) add no
        # properties; the first part with a structure of its own decides.
        solid = [p for p, b in zip(parts, bodies, strict=True) if not _is_vague(b)]
        if not objects or (len(solid) == 1 and not adds(extra, objects[0])):
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


def _is_vague(type_: Type) -> bool:
    return type_ == ANY or type_ == MapType(ANY)


def required_names(*schemas: dict[str, JsonValue]) -> set[str]:
    """The properties that schemas list under `required`."""
    listed = [schema.get("required") for schema in schemas]
    return {n for names in listed if isinstance(names, list) for n in names if isinstance(n, str)}


def adds(required: set[str], body: ObjectType) -> bool:
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
