"""Sockets: their messages in both directions, and which of them answer which."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.diagnostics import Location
from codegen.ir.api.requests import Parameter
from codegen.ir.api.security import Security
from codegen.ir.api.servers import Server
from codegen.ir.types import Type
from codegen.text import SpecText


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a channel.

    Attributes:
        key: its key in the document.
        name: what the document calls it, else its key.
        payload: `ANY` without a schema, `BYTES` for a binary message.
        tag: the value of the channel's tag property that announces it, None when it has none.
        is_text: whether it travels as the bare text of a frame, and not as JSON.
    """

    key: SpecText
    name: SpecText
    payload: Type
    tag: SpecText | None
    description: SpecText | None
    location: Location
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message that the client sends and the server answers.

    Attributes:
        request_id: where the request has its id, as a path of keys.
        reply_ids: where replies repeat it.
        is_integer: whether the id is a number, and not text.
    """

    request: Message
    replies: tuple[Message, ...]
    request_id: tuple[SpecText, ...]
    reply_ids: tuple[tuple[SpecText, ...], ...]
    is_integer: bool


@dataclass(frozen=True, slots=True)
class Channel:
    """A socket: what it is reached by, and the messages of both directions.

    Attributes:
        sent_tag, received_tag: the property whose value tells the messages of a direction apart;
            None where no property does.
        sent: messages that the client sends, in the order of the document.
        received: messages that the server sends.
        server: where the channel is, when that is not the first server of the document.
    """

    location: Location
    key: SpecText
    address: SpecText
    parameters: tuple[Parameter, ...]
    sent_tag: SpecText | None
    received_tag: SpecText | None
    sent: tuple[Message, ...]
    received: tuple[Message, ...]
    title: SpecText | None
    description: SpecText | None
    server: Server | None = None
    security: Security | None = None
    exchanges: tuple[Exchange, ...] = ()
