"""Names of arguments that stand in different places of a request, or differ in symbols alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.ir import sdk
from codegen.ir.api import ParameterIn
from codegen.names import identifiers
from codegen.text import Identifier, SpecText

# Who keeps a name that several want: the path cannot do without, and the body is what is sent.
_PLACES: Final = (
    ParameterIn.PATH,
    None,
    ParameterIn.QUERY,
    ParameterIn.HEADER,
    ParameterIn.COOKIE,
    ParameterIn.QUERYSTRING,
)


Given = Mapping[tuple[ParameterIn | None, SpecText], Identifier | None]
"""The names that the configuration gives to what stands in a place under a name."""


def tell_apart(
    arguments: Iterable[sdk.Argument], given: Given | None = None, origin: Location | None = None
) -> tuple[sdk.Argument, ...]:
    """The arguments, each with a name of its own, in the order of their places.

    What has the name of an argument in another place is prefixed with its own: `body_id` beside
    the `id` of the path. In one place symbols are spelled out (`EndTime<` is `end_time_less`
    beside `EndTime`), and what differs in case only gets an underscore. The names on the wire
    stay, and the order of the document means nothing. What the configuration names has its name.

    Raises:
        SpecError: the configuration gives one name to two of them.
    """
    listed = list(arguments)
    chosen = {key: name for key, name in (given or {}).items() if name}
    owners = {name: place for (place, _), name in chosen.items()}
    _check(chosen, origin)
    named: list[sdk.Argument] = []
    for place in _PLACES:
        own = (argument for argument in listed if argument.place is place)
        for argument in own if place is ParameterIn.PATH else sorted(own, key=_exact_first):
            name = chosen.get((place, argument.wire)) or next(
                name for name in _names(argument, owners) if name not in owners
            )
            owners[name] = place
            named.append(replace(argument, name=name))
    return tuple(named)


def _check(
    chosen: Mapping[tuple[ParameterIn | None, SpecText], Identifier], origin: Location | None
) -> None:
    by_name: dict[Identifier, list[str]] = {}
    for (place, wire), name in chosen.items():
        where = place.value if place else "body"
        by_name.setdefault(name, []).append(f"{where}.{wire.reveal()}")
    for name, keys in by_name.items():
        if len(keys) > 1:
            raise SpecError.of(
                Code.NAME_COLLISION,
                f"`parameters` gives {quote(keys[0])} and {quote(keys[1])} the name `{name}`",
                origin,
                "name them apart, as `operation.query.name` and `operation.body.name`",
            )


def _exact_first(argument: sdk.Argument) -> tuple[bool, SpecText]:
    return argument.name != argument.wire.reveal(), argument.wire


def _names(
    argument: sdk.Argument, owners: dict[Identifier, ParameterIn | None]
) -> Iterator[Identifier]:
    """Yield the names that an argument can have, the best first, without an end."""
    yield argument.name
    name = argument.name
    if owners[name] is not argument.place:
        place = argument.place.value if argument.place else "body"
        name = Identifier(f"{place}_{name}")
        yield name
    else:
        yield identifiers.spelled_argument_name(argument.wire.reveal())
    while True:
        name = Identifier(f"{name}_")
        yield name


def as_fields(arguments: Iterable[sdk.Argument]) -> tuple[sdk.Field, ...]:
    """The keys of the `...Params` for arguments that have been told apart.

    They are the names of the arguments: the dictionary is there to be given as `**params`.
    """
    return tuple(
        sdk.Field(
            argument.name,
            SpecText(argument.name),
            argument.type,
            argument.required,
            argument.description,
            argument.deprecated,
            argument.default,
        )
        for argument in arguments
    )
