"""Connections: the `connect` method of a resource, and the helpers that send messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from codegen.ir import sdk
from codegen.ir.api import ParameterIn
from codegen.ir.sdk import names_in
from codegen.ir.shapes import ShapeKind
from codegen.plan.arguments import ArgumentView, argument_view, has_scopes, security_literal
from codegen.plan.docs import method_doc, type_doc
from codegen.plan.expressions import ExpressionWriter
from codegen.plan.imports import Imports, places, relative
from codegen.text import Code, Identifier, SpecText, docstring, python_literal


@dataclass(frozen=True, slots=True)
class ChildView:
    """An attribute that is an object of its own, of a class of the same module."""

    name: Identifier
    class_name: Identifier
    doc: Code


@dataclass(frozen=True, slots=True)
class HelperView:
    name: Identifier
    constants: tuple[tuple[Code, Code], ...]
    keywords: tuple[ArgumentView, ...]
    doc: Code
    returns: Code
    exchange: Code | None


@dataclass(frozen=True, slots=True)
class SendResourceView:
    class_name: Identifier
    children: tuple[ChildView, ...]
    helpers: tuple[HelperView, ...]
    doc: Code


@dataclass(frozen=True, slots=True)
class KeepAliveView:
    """Attributes: message: its text, as a literal. interval: in seconds."""

    message: Code
    interval: Code


@dataclass(frozen=True, slots=True)
class ConnectionView:
    stem: Identifier
    on: Identifier
    address: Code
    server_url: Code | None
    text: bool
    requests: bool
    decoder: Code
    security: Code | None
    received: Identifier
    sends: Code | None
    path: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    query: tuple[ArgumentView, ...]
    headers: tuple[ArgumentView, ...]
    connect_doc: Code
    doc: Code
    root_helpers: tuple[HelperView, ...]
    top_level: tuple[ChildView, ...]
    send_resources: tuple[SendResourceView, ...]
    keep_alive: KeepAliveView | None


def connection_view(
    connection: sdk.Connection, imports: Imports, *, on: sdk.TypeName
) -> ConnectionView:
    """A connection as the template prints it.

    Args:
        connection: the connection.
        imports: of its module.
        on: the type of what adds functions for messages.
    """
    imports.add("collections.abc", "AsyncIterator", "Iterator")
    if connection.send_resources:
        imports.add("functools", "cached_property")
    imports.add("typing", "cast")
    imports.add_runtime("request_types", "Headers", "Query")
    imports.add_runtime("websocket", "Channel", "WebsocketConnectionOptions")
    if has_scopes(connection.security):
        imports.add_runtime("settings", "Scoped")
    imports.add_runtime("constants", "DEFAULT_MAX_QUEUE_SIZE")
    imports.add_runtime(
        "reconnecting", "AsyncOnReconnecting", "OnReconnected", "OnReconnecting", "ReconnectPolicy"
    )
    for mode in ("async", "sync"):
        prefix = mode.capitalize()
        # Requests that wait for answers need a connection that sorts what comes in.
        module, kind = (
            (f"requests_{mode}", "Request")
            if connection.has_requests
            else (f"websocket_{mode}", "Connection")
        )
        own = "RequestConnection" if connection.has_requests else "Connection"
        imports.add_runtime(module, f"{prefix}{own}")
        imports.add_runtime(f"handlers_{mode}", f"{prefix}Handlers", f"{prefix}HandlersManager")
        if connection.send_resources:
            imports.add_runtime(module, f"{prefix}{kind}Resource")
    for name in (connection.received, connection.sent, connection.sent_params):
        if name is not None:
            imports.add_lazy(name)
    imports.add_local(sdk.ModuleName(("types", "unknown_event")), "UnknownEvent")
    imports.add_for_typing(on.module, on.name)
    views = {a.name: argument_view(a, imports) for a in connection.arguments}

    def placed(place: ParameterIn) -> tuple[ArgumentView, ...]:
        return tuple(views[a.name] for a in connection.arguments if a.place is place)

    sends = None
    if connection.sent and connection.sent_params:
        sends = Code(f"{connection.sent.name} | {connection.sent_params.name}")
    path = placed(ParameterIn.PATH)
    nodes = connection.all_send_resources()
    return ConnectionView(
        stem=connection.class_stem,
        on=on.name,
        address=python_literal(connection.address),
        server_url=python_literal(connection.server_url) if connection.server_url else None,
        text=connection.text,
        requests=connection.has_requests,
        decoder=_decoder(connection, imports),
        security=security_literal(connection.security) if connection.security is not None else None,
        received=connection.received.name,
        sends=sends,
        path=path,
        keywords=tuple(v for v in views.values() if v not in path),
        query=placed(ParameterIn.QUERY),
        headers=placed(ParameterIn.HEADER),
        connect_doc=method_doc(
            _connect_prose(connection),
            connection.arguments,
            fallback="Connect.",
        ),
        doc=type_doc(connection.description) or Code('"""An open connection."""'),
        root_helpers=tuple(_helper(h, imports) for h in connection.root_helpers),
        top_level=tuple(_send_child(node) for node in connection.send_resources),
        send_resources=tuple(_send_resource(node, imports) for node in nodes),
        keep_alive=_keep_alive(connection.keep_alive) if connection.keep_alive else None,
    )


def _keep_alive(keep_alive: sdk.KeepAlive) -> KeepAliveView:
    return KeepAliveView(python_literal(keep_alive.message), Code(repr(keep_alive.interval)))


def _decoder(connection: sdk.Connection, imports: Imports) -> Code:
    """What turns the data of a message into an event: by its tag, where that names the class."""
    binary = ", binary=True" if connection.binary else ""
    if connection.shapes is not None:
        return _shape_decoder(connection, connection.shapes, imports)
    if connection.classes is None or connection.tag is None:
        imports.add_runtime("decode", "Decoder")
        return Code(f"Decoder({connection.received.name}, unknown=UnknownEvent{binary})")
    imports.add_runtime("dispatch", "TagDecoder")
    entries = places(imports.module, connection.classes)
    return Code(
        f"TagDecoder({python_literal(connection.tag)}, {{{entries},}}, "
        f"package=__package__, unknown=UnknownEvent{binary})"
    )


def _shape_decoder(
    connection: sdk.Connection, shapes: Iterable[sdk.MessageShape], imports: Imports
) -> Code:
    imports.add_runtime("shapes", "ShapeDecoder")
    written: list[Code] = []
    for item in shapes:
        imports.add_runtime("shapes", "Shape")
        module = python_literal(SpecText(relative(imports.module, item.type.module)))
        tags = ", ".join(
            f"({_tuple(python_literal(step) for step in path)}, "
            f"{_tuple(python_literal(value) for value in values)})"
            for path, values in item.shape.tags
        )
        parts = [module, Code(f'"{item.type.name}"')]
        if tags:
            parts.append(Code(f"tags=({tags},)"))
        if item.shape.required:
            required = _tuple(python_literal(name) for name in item.shape.required)
            parts.append(Code(f"required={required}"))
        if item.shape.kind is not ShapeKind.OBJECT:
            parts.append(Code(f'kind="{item.shape.kind.value}"'))
        written.append(Code(f"Shape({', '.join(parts)})"))
    options = [Code("package=__package__"), Code("unknown=UnknownEvent")]
    options += [Code("binary=True")] if connection.binary else []
    options += [Code("text=True")] if connection.text else []
    if connection.name_property is not None:
        options.append(Code(f"tag={python_literal(connection.name_property)}"))
    return Code(f"ShapeDecoder({', '.join([*written, *options])})")


def _tuple(parts: Iterable[Code]) -> str:
    return f"({''.join(f'{part},' for part in parts)})"


def _path(steps: Iterable[SpecText]) -> Code:
    return Code(_tuple(map(python_literal, steps)))


def _connect_prose(connection: sdk.Connection) -> SpecText:
    first = f"Connect to `{connection.address.reveal()}`; use it in a `with` statement."
    prose = connection.description
    return SpecText(f"{first}\n\n{prose.reveal()}" if prose else first)


def _send_child(node: sdk.SendResource) -> ChildView:
    return ChildView(
        node.name,
        node.class_stem,
        docstring(SpecText(f"Sends `{node.name}` messages."), 8),
    )


def _send_resource(node: sdk.SendResource, imports: Imports) -> SendResourceView:
    shadowed = {h.name for h in node.helpers} | {c.name for c in node.children}
    return SendResourceView(
        node.class_stem,
        tuple(_send_child(child) for child in node.children),
        tuple(_helper(h, imports, shadowed) for h in node.helpers),
        docstring(SpecText(f"Sends `{node.name}` messages."), 4),
    )


def _helper(helper: sdk.SendHelper, imports: Imports, shadowed: Collection[str] = ()) -> HelperView:
    keywords = tuple(argument_view(a, imports, shadowed, of_message=True) for a in helper.arguments)
    returns, exchange = (
        _exchange(helper.reply, imports, shadowed) if helper.reply else (Code("None"), None)
    )
    return HelperView(
        helper.name,
        tuple((python_literal(name), python_literal(value)) for name, value in helper.constants),
        keywords,
        _helper_doc(helper),
        returns,
        exchange,
    )


def _helper_doc(helper: sdk.SendHelper) -> Code:
    description, fallback = helper.description, f"Send {helper.announced.reveal()}"
    if helper.reply is not None:
        waits = "Waits for the answer, at most `timeout` seconds."
        first = description.reveal() if description else f"{fallback}."
        description = SpecText(f"{first}\n\n{waits}")
    return method_doc(description, helper.arguments, fallback=fallback)


def _exchange(reply: sdk.Reply, imports: Imports, shadowed: Collection[str]) -> tuple[Code, Code]:
    """The type of an answer, and what the connection has to know to find it."""
    imports.add_runtime("exchanges", "Exchange", "DEFAULT_REPLY_TIMEOUT")
    for name in names_in(reply.type):
        imports.add_lazy(name)
    returns = ExpressionWriter(imports, shadowed=shadowed).write(reply.type)
    parts = [
        _path(reply.request_id),
        Code(_tuple(map(_path, reply.reply_ids))),
    ]
    parts += [Code("integer=True")] if reply.is_integer else []
    if reply.classes is not None:
        classes = [imports.local_name(name) for name in reply.classes]
        parts.append(Code(f"replies={_tuple(classes)}"))
    return returns, Code(f"Exchange({', '.join(parts)})")
