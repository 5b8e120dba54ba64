"""The message that keeps a connection open while nothing else is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping

from codegen.config import Config, KeepAliveSection
from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.ir import sdk
from codegen.ir.api import Channel, Message
from codegen.ir.types import (
    JsonScalar,
    LiteralType,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Type,
    TypeTable,
    UnionType,
)
from codegen.names.given import message_keys
from codegen.names.send_helpers import constants_of
from codegen.resolve.suggestion import similar_key
from codegen.text import SpecText

Plain = str | int | float | bool | None

_KINDS: Mapping[PrimitiveKind, tuple[type, ...]] = {
    PrimitiveKind.STRING: (str,),
    PrimitiveKind.INTEGER: (int,),
    PrimitiveKind.NUMBER: (int, float),
    PrimitiveKind.BOOLEAN: (bool,),
    PrimitiveKind.NULL: (type(None),),
    PrimitiveKind.ANY: (str, int, float, bool, type(None)),
}


def build_keep_alive(channel: Channel, config: Config, types: TypeTable) -> sdk.KeepAlive | None:
    """Give the message that sdk.yaml says keeps a channel open; None where it names none.

    Raises:
        SpecError: it is not always the same message, it is not the only one, or a field that it
            is given does not fit (SL602).
    """
    found: sdk.KeepAlive | None = None
    for message in channel.sent:
        key = next((k for k in message_keys(channel, message) if k in config.messages), None)
        section = config.messages[key].keep_alive if key is not None else None
        if key is None or section is None:
            continue
        location = config.location("messages", key, "keep_alive")
        if found is not None:
            raise SpecError.of(
                Code.INVALID_SETTING,
                f"two messages keep {quote(channel.key.reveal())} open",
                location,
                "remove `keep_alive` from one of them",
            )
        fields = _fields(channel, message, section, types, location)
        text = json.dumps(fields, separators=(",", ":"))
        found = sdk.KeepAlive(SpecText(text), float(section.interval))
    return found


def _fields(
    channel: Channel,
    message: Message,
    section: KeepAliveSection,
    types: TypeTable,
    location: Location | None,
) -> dict[str, Plain]:
    """What the message has in it: what is the same in each, then what sdk.yaml gives."""
    body = types.body(message.payload)
    members = body.members if isinstance(body, UnionType) else (body,)
    objects = [member for member in map(types.body, members) if isinstance(member, ObjectType)]
    found: list[dict[str, Plain]] = []
    refused: SpecError | None = None
    for each in objects:
        try:
            found.append(_fields_of(channel, message, each, section, types, location))
        except SpecError as error:
            refused = refused or error
    # Of several that fit, it is not known which one is meant.
    if len(found) == 1:
        return found[0]
    if refused is not None and not found:
        raise refused
    problem = "is not always the same message" if found else "is no object"
    raise SpecError.of(
        Code.INVALID_SETTING,
        f"{quote(message.key.reveal())} keeps the connection open, and {problem}",
        location,
        "say what it has in `fields`"
        if found
        else "remove `keep_alive`: send such a message from your own code",
    )


def _fields_of(
    channel: Channel,
    message: Message,
    body: ObjectType,
    section: KeepAliveSection,
    types: TypeTable,
    location: Location | None,
) -> dict[str, Plain]:
    shown = quote(message.key.reveal())
    constants = constants_of(body, channel.sent_tag, types)
    found = {name.reveal(): plain(value) for name, value in constants}
    properties = {item.name.reveal(): item for item in body.given}
    for name, value in section.fields.items():
        if name not in properties:
            meant = similar_key(dict.fromkeys(properties), name)
            raise SpecError.of(
                Code.INVALID_SETTING,
                f"{shown} has no field {quote(name)}",
                location,
                f"did you mean {quote(meant)}?" if meant else "remove it",
            )
        if not _takes(properties[name].type, value, types):
            raise SpecError.of(
                Code.INVALID_SETTING,
                f"the field {quote(name)} of {shown} does not take {quote(json.dumps(value))}",
                location,
                "give it a value that the document allows",
            )
        found[name] = value
    missing = [n for n, item in properties.items() if item.required and n not in found]
    if missing:
        listed = ", ".join(f"{json.dumps(name)}: ..." for name in missing)
        raise SpecError.of(
            Code.INVALID_SETTING,
            f"{shown} keeps the connection open, and is not always the same message",
            location,
            f"say what it has: `keep_alive: {{interval: {section.interval:g}, "
            f"fields: {{{listed}}}}}`",
        )
    return found


def _takes(declared: Type, value: Plain, types: TypeTable) -> bool:
    """Whether a scalar is a value of a type."""
    body = types.body(declared)
    if isinstance(body, LiteralType):
        return any(plain(v) == value and type(plain(v)) is type(value) for v in body.values)
    if isinstance(body, UnionType):
        return any(_takes(member, value, types) for member in body.members)
    # `True` is an `int` to Python, and no number to JSON.
    return isinstance(body, Primitive) and type(value) in _KINDS.get(body.kind, ())


def plain(value: JsonScalar) -> Plain:
    """A value of a document as a value of Python."""
    return value.reveal() if isinstance(value, SpecText) else value
