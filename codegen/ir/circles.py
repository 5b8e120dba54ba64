"""Unions that contain themselves: `Own: {oneOf: [Own, Other]}`.

They gain nothing by it, and a type of Python cannot say it: what is read is neither of the one
nor of the other before it is known to be.
"""

from __future__ import annotations

from dataclasses import replace

from codegen.diagnostics import Location
from codegen.graphs import strongly_connected
from codegen.ir.types import Reference, Type, TypeTable, UnionType, variants
from codegen.ir.unions import union


def open_circles(table: TypeTable) -> None:
    """Give every union that contains itself the members that are no unions; changed in place."""
    needs = {declaration.location: _members(declaration.body) for declaration in table}
    for circle in strongly_connected(needs):
        for location in circle if len(circle) > 1 or circle[0] in needs[circle[0]] else ():
            declaration = table[location]
            tag = mapping = None
            if isinstance(declaration.body, UnionType):
                tag, mapping = declaration.body.declared_tag, declaration.body.mapping
            members = variants(Reference(location), table.body)
            body = union(members, location, tag, mapping or ())
            table.declarations[location] = replace(declaration, body=body)


def _members(body: Type) -> list[Location]:
    """What is referred to as a whole: by an alias, or as a member of a union."""
    parts = body.members if isinstance(body, UnionType) else (body,)
    return [part.target for part in parts if isinstance(part, Reference)]
