"""Attributes of models: one for each property of an object, however alike their names are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    for wire in sorted(wanted, key=_exact_first):
        name = identifiers.free(wanted[wire], owners)
        owners[name], names[wire] = wire, name
    return names


def alike_in_order(properties: Iterable[Property]) -> Iterator[Property]:
    """The properties in the order of the document, those with one class name in that of attributes.

    So the one that has the plain attribute has the plain class as well, wherever it stands.
    """
    listed = list(properties)
    groups: dict[Identifier, list[Property]] = {}
    for item in sorted(listed, key=lambda item: _exact_first(item.name)):
        groups.setdefault(identifiers.class_name(item.name.reveal()), []).append(item)
    for item in listed:
        yield groups[identifiers.class_name(item.name.reveal())].pop(0)


def _exact_first(wire: SpecText) -> tuple[bool, SpecText]:
    return identifiers.field_name(wire.reveal()) != wire.reveal(), wire
