"""Attributes of models: one for each property of an object, however alike their names are."""

from __future__ import annotations

from collections.abc import Iterable

from codegen.diagnostics import Code, SpecError, quote
from codegen.ir.types import Property
from codegen.names import identifiers
from codegen.names.given import GivenNames
from codegen.text import Identifier, SpecText


def attribute_names(
    properties: Iterable[Property], given: GivenNames
) -> dict[SpecText, Identifier]:
    """The attribute of each property; what differs in case or symbols only gets an underscore.

    What the configuration names has its name, and who is called so on the wire keeps it; the order
    of the document means nothing.

    Raises:
        SpecError: the configuration gives one name to two of them.
    """
    names: dict[SpecText, Identifier] = {}
    owners: dict[Identifier, SpecText] = {}
    wanted: dict[SpecText, Identifier] = {}
    for item in properties:
        own = given.attribute(item)
        if own is None:
            wanted[item.name] = identifiers.field_name(item.name.reveal())
        elif own in owners:
            raise SpecError.of(
                Code.NAME_COLLISION,
                f"`properties` gives {quote(owners[own].reveal())} and "
                f"{quote(item.name.reveal())} the attribute `{own}`",
                item.origin,
                "give them different names",
            )
        else:
            owners[own], names[item.name] = item.name, own
    for wire in sorted(wanted, key=lambda wire: (wanted[wire] != wire.reveal(), wire)):
        name = wanted[wire]
        while name in owners:
            name = Identifier(f"{name}_")
        owners[name], names[wire] = wire, name
    return names
