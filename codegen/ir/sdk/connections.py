"""Sockets: what is connected to, sent and received."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codegen.ir.sdk.methods import Argument, Requirements
from codegen.ir.sdk.types import Literals, Scalar, TypeExpression, TypeName
from codegen.ir.shapes import Shape
from codegen.ir.types import JsonScalar
from codegen.text import Identifier, SpecText


@dataclass(frozen=True, slots=True)
class Reply:
    """How a message is answered.

    Attributes:
        request_id: where the request has its id, as a path of keys.
        reply_ids: where answers repeat it.
        type: what means success.
        classes: the classes of `type`, None when they are not told by their class.
    """

    request_id: tuple[SpecText, ...]
    reply_ids: tuple[tuple[SpecText, ...], ...]
    is_integer: bool
    type: TypeExpression
    classes: tuple[TypeName, ...] | None


@dataclass(frozen=True, slots=True)
class SendHelper:
    """A method that sends one client message.

    Attributes:
        announced: what the message is called in prose: its tag, or its name.
        constants: what every such message has, by wire name, the tag first.
        reply: how it is answered, when the method waits for that.
    """

    name: Identifier
    announced: SpecText
    constants: tuple[tuple[SpecText, JsonScalar], ...]
    arguments: tuple[Argument, ...]
    description: SpecText | None
    message: TypeExpression
    reply: Reply | None = None

    @property
    def plain(self) -> bool:
        """Whether the message has nothing to encode: strings and numbers alone."""
        return all(isinstance(a.type, (Scalar, Literals)) for a in self.arguments)


@dataclass(frozen=True, slots=True)
class SendResource:
    """A node of the tree of send helpers below a connection: `conversation.item`."""

    name: Identifier
    class_stem: Identifier
    helpers: tuple[SendHelper, ...]
    children: tuple[SendResource, ...]

    def walk(self) -> Iterator[SendResource]:
        """Yield the node's descendants, then the node: an order in which classes can be defined."""
        for child in self.children:
            yield from child.walk()
        yield self


@dataclass(frozen=True, slots=True)
class MessageShape:
    """A type that a received message can have, and what such a message looks like."""

    type: TypeName
    shape: Shape


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """A message that is sent while nothing else is, so that the connection stays open.

    Attributes:
        message: its JSON text.
        interval: seconds without another message.
    """

    message: SpecText
    interval: float


@dataclass(frozen=True, slots=True)
class Connection:
    """A socket: the `connect` method of a resource and what it opens.

    Attributes:
        tag: the property that tells received messages apart, None where none does.
        classes: the class of a received message by the value of the tag; None when the tag alone
            does not tell the class.
        shapes: what received messages look like, where a look tells more than the tag; None when
            they have one type, or can be any value.
        binary: whether the server sends binary messages too.
        text: whether bare text is among the messages of either side.
        server_url: where it is, when that is not where the client's other sockets are.
    """

    class_stem: Identifier
    address: SpecText
    arguments: tuple[Argument, ...]
    params: TypeName
    tag: SpecText | None
    received: TypeName
    classes: tuple[tuple[SpecText, TypeName], ...] | None
    shapes: tuple[MessageShape, ...] | None
    binary: bool
    text: bool
    sent: TypeName | None
    sent_params: TypeName | None
    root_helpers: tuple[SendHelper, ...]
    send_resources: tuple[SendResource, ...]
    description: SpecText | None
    security: Requirements | None = None
    server_url: SpecText | None = None
    keep_alive: KeepAlive | None = None

    @property
    def has_requests(self) -> bool:
        """Whether some messages wait for their answers."""
        return any(helper.reply for helper in self.all_helpers())

    def all_helpers(self) -> tuple[SendHelper, ...]:
        """Every method that sends a message, wherever in the tree it is."""
        below = (helper for node in self.all_send_resources() for helper in node.helpers)
        return (*self.root_helpers, *below)

    @property
    def name_property(self) -> SpecText | None:
        """The property that names received messages: the tag, or the only one that tells some."""
        tags = (path for item in self.shapes or () for path, _ in item.shape.tags)
        first = {path[0] for path in tags if len(path) == 1}
        alone = next(iter(first)) if len(first) == 1 else None
        return self.tag or (alone if isinstance(alone, SpecText) else None)

    def named_messages(self) -> tuple[tuple[SpecText, tuple[TypeName, ...]], ...]:
        """The received messages by their names, each with the classes that it can have.

        Those that have no name are not among them.
        """
        found: dict[SpecText, dict[TypeName, None]] = {}
        named_by = (self.name_property,)
        for tag, name in self.classes or ():
            found.setdefault(tag, {})[name] = None
        for item in self.shapes or ():
            for path, values in item.shape.tags:
                for value in values if path == named_by else ():
                    if isinstance(value, SpecText):
                        found.setdefault(value, {})[item.type] = None
        return tuple((value, tuple(names)) for value, names in found.items())

    def all_send_resources(self) -> tuple[SendResource, ...]:
        return tuple(node for top in self.send_resources for node in top.walk())
