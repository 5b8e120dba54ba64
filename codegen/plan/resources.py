"""The modules below `resources/`: blocking and asyncio classes from one template."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from codegen.ir import sdk
from codegen.ir.api import ParameterIn, ResultKind
from codegen.ir.sdk import ModuleName
from codegen.ir.types import StringEncoding
from codegen.plan.docs import method_doc, type_doc
from codegen.plan.expressions import ExpressionWriter
from codegen.plan.imports import Imports, relative
from codegen.plan.render import render
from codegen.text import Code, Identifier, SpecText, docstring, python_literal


@dataclass(frozen=True, slots=True)
class Mode:
    """How the blocking and the asyncio form of the same class differ."""

    is_async: bool

    @property
    def prefix(self) -> Code:
        return Code("Async" if self.is_async else "")

    @property
    def base(self) -> Code:
        return Code("Async" if self.is_async else "Sync")

    @property
    def define(self) -> Code:
        return Code("async def" if self.is_async else "def")

    @property
    def wait(self) -> Code:
        return Code("await " if self.is_async else "")

    @property
    def dunder(self) -> Code:
        return Code("a" if self.is_async else "")

    @property
    def helper(self) -> Code:
        return Code("async_" if self.is_async else "")


MODES = (Mode(is_async=False), Mode(is_async=True))

# What the modules of resources import besides types.
_IMPORTED_NAMES = frozenset(
    {
        "Annotated", "AsyncConnection", "AsyncConnectionManager", "AsyncConnectionResource",
        "AsyncIterator", "AsyncResource", "Body", "Channel", "Decoder", "Field", "FormBody",
        "FormPart", "Headers", "HttpxBinaryResponseContent", "Iterable", "Iterator", "JsonBody",
        "JsonResult", "Literal", "MultipartBody", "NotGiven", "Omit", "Operation", "Query",
        "Sequence", "SyncConnection", "SyncConnectionManager", "SyncConnectionResource",
        "SyncResource", "TextBody", "Timeout", "UnknownEvent", "WebsocketConnectionOptions",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ArgumentView:
    name: Identifier
    wire: Code
    annotation: Code
    required: bool
    encoded: bool = False


@dataclass(frozen=True, slots=True)
class MethodView:
    name: Identifier
    constant: Identifier
    operation: Code
    returns: Code
    doc: Code
    path: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    query: tuple[ArgumentView, ...]
    headers: tuple[ArgumentView, ...]
    body: tuple[ArgumentView, ...]
    sends_body: bool


@dataclass(frozen=True, slots=True)
class ChildView:
    """Attributes: module: where the class is, as seen from the module that mentions it."""

    name: Identifier
    class_name: Identifier
    doc: Code
    module: Code


@dataclass(frozen=True, slots=True)
class HelperView:
    name: Identifier
    constants: tuple[tuple[Code, Code], ...]
    keywords: tuple[ArgumentView, ...]
    doc: Code


@dataclass(frozen=True, slots=True)
class SendResourceView:
    class_name: Identifier
    children: tuple[ChildView, ...]
    helpers: tuple[HelperView, ...]
    doc: Code


@dataclass(frozen=True, slots=True)
class ConnectionView:
    stem: Identifier
    address: Code
    decoder: Code
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


def plan_resources(package: sdk.Sdk) -> dict[str, Code]:
    """Every module below `resources/`, by path relative to the package folder."""
    files: dict[str, Code] = {}
    folders: dict[tuple[Identifier, ...], list[sdk.Resource]] = {(): []}
    for resource in package.all_resources():
        files[resource.module.path] = _resource_module(resource, package)
        folders.setdefault(resource.folder, []).append(resource)
    for folder, resources in folders.items():
        own = [r for r in package.all_resources() if r.path[:-1] == folder and r.folder != folder]
        files["/".join(("resources", *folder, "__init__.py"))] = _folder_init(
            ModuleName(("resources", *folder)), [*own, *resources]
        )
    return files


def _folder_init(folder: ModuleName, resources: Iterable[sdk.Resource]) -> Code:
    names = [
        (
            Code(f"{prefix}{resource.class_name}"),
            relative(folder.child("__init__"), resource.module),
        )
        for resource in resources
        for prefix in ("", "Async")
    ]
    return render("lazy_init.py.jinja", doc=Code('"""Resources of the API."""'), names=names)


def _resource_module(resource: sdk.Resource, package: sdk.Sdk) -> Code:
    imports = Imports(resource.module, reserved=_names_besides_types(resource, package))
    imports.add_runtime("resource", "AsyncResource", "SyncResource")
    taken = {m.name for m in resource.methods} | {c.name for c in resource.children}
    methods = [_method(m, imports, taken) for m in resource.methods]
    if methods:
        _import_for_methods(imports)
    for child in resource.children:
        imports.add_for_typing(child.module, *_classes(child))
    views = [child for child in resource.children if child.has_methods]
    if resource.children or resource.methods:
        imports.add("functools", "cached_property")
    connection = _connection(resource.connection, imports) if resource.connection else None
    if connection:
        client = package.client.name
        imports.add_for_typing(sdk.ModuleName(("_client",)), client, f"Async{client}")
    body = render(
        "resource.py.jinja",
        name=resource.name,
        class_name=resource.class_name,
        doc=_resource_doc(resource),
        methods=methods,
        children=[_child(c, resource.module) for c in resource.children],
        views=[_child(c, resource.module) for c in views],
        connection=connection,
        client=package.client.name,
        modes=MODES,
    )
    return Code(f"{imports.render()}\n\n{body}")


def _classes(resource: sdk.Resource) -> list[str]:
    suffixes = ("", "WithRawResponse", "WithStreamingResponse") if resource.has_methods else ("",)
    return [f"{p}{resource.class_name}{s}" for s in suffixes for p in ("", "Async")]


def _names_besides_types(resource: sdk.Resource, package: sdk.Sdk) -> frozenset[str]:
    """The classes of a resource's module that are no types of the documents."""
    own = [name for node in (resource, *resource.children) for name in _classes(node)]
    client = package.client.name
    return _IMPORTED_NAMES | {*own, client, f"Async{client}"}


def _import_for_methods(imports: Imports) -> None:
    imports.add_runtime("operation", "Operation")
    imports.add_runtime("http", "Timeout")
    imports.add_runtime("request_types", "Body", "Headers", "Query")
    imports.add_runtime("sentinels", "NotGiven", "not_given")
    imports.add_runtime("raw", "async_to_raw", "async_to_streamed", "to_raw", "to_streamed")
    imports.add_runtime("resource", "raw_view", "streamed_view")


def _resource_doc(resource: sdk.Resource) -> Code:
    path = ".".join(resource.path)
    return type_doc(resource.description) or Code(f'"""`client.{path}`."""')


def _child(resource: sdk.Resource, parent: ModuleName) -> ChildView:
    prose = resource.description or SpecText(f"The resource `{'.'.join(resource.path)}`.")
    return ChildView(
        resource.name,
        resource.class_name,
        docstring(prose, 8),
        relative(parent, resource.module),
    )


# -- methods --------------------------------------------------------------------------------------


def _method(method: sdk.Method, imports: Imports, shadowed: Collection[str]) -> MethodView:
    views = {a.name: _argument(a, imports, shadowed) for a in method.arguments}

    def placed(place: ParameterIn | None) -> tuple[ArgumentView, ...]:
        return tuple(views[a.name] for a in method.arguments_in(place))

    path = placed(ParameterIn.PATH)
    return MethodView(
        name=method.name,
        constant=method.constant,
        operation=_operation(method, imports),
        returns=_returned(method, imports, shadowed),
        doc=method_doc(
            method.description,
            method.arguments,
            fallback=f"{method.verb} {method.path.reveal()}",
            deprecated=method.deprecated,
        ),
        path=path,
        keywords=tuple(views[a.name] for a in method.arguments if views[a.name] not in path),
        query=placed(ParameterIn.QUERY),
        headers=placed(ParameterIn.HEADER),
        body=placed(None),
        sends_body=bool(method.bodies),
    )


def _argument(
    argument: sdk.Argument,
    imports: Imports,
    shadowed: Collection[str] = (),
    *,
    of_message: bool = False,
) -> ArgumentView:
    # Reading messages must not wait for the types of all that can be sent.
    writer = ExpressionWriter(imports, shadowed=shadowed, lazy=of_message)
    type_ = argument.type if argument.required else sdk.Union((argument.type,))
    annotation = writer.write(type_)
    encoded = of_message and _is_base64(argument.type)
    if encoded:
        annotation = Code(f"{annotation} | {writer.builtin('bytes')}")
    if not argument.required:
        imports.add_runtime("sentinels", "Omit", "omit")
        annotation = Code(f"{annotation} | Omit")
    return ArgumentView(
        argument.name, python_literal(argument.wire), annotation, argument.required, encoded
    )


def _is_base64(expression: sdk.TypeExpression) -> bool:
    return isinstance(expression, sdk.Scalar) and expression.encoding is StringEncoding.BASE64


def _operation(method: sdk.Method, imports: Imports) -> Code:
    """The arguments of the `Operation` that declares a method."""
    parts: list[str] = [python_literal(method.verb), python_literal(method.path)]
    match method.result:
        case ResultKind.JSON:
            imports.add_runtime("results", "JsonResult")
            writer = ExpressionWriter(imports)
            result = writer.write(method.result_type) if method.result_type else Code("object")
            parts.append(f"result=JsonResult({result})")
        case ResultKind.BINARY:
            imports.add_runtime("results", "BINARY")
            parts.append("result=BINARY")
        case ResultKind.TEXT:
            imports.add_runtime("results", "TEXT")
            parts.append("result=TEXT")
        case ResultKind.NOTHING:
            imports.add_runtime("results", "NOTHING")
            parts.append("result=NOTHING")
    if method.accept is not None and method.result in (ResultKind.BINARY, ResultKind.TEXT):
        parts.append(f"accept={python_literal(method.accept)}")
    if method.bodies:
        forms = [_body_form(form, imports) for form in method.bodies]
        parts.append(f"bodies=({', '.join(forms)},)")
    return Code(", ".join(parts))


def _body_form(form: sdk.BodyForm, imports: Imports) -> Code:
    match form:
        case sdk.JsonBody(whole=whole, required=required):
            imports.add_runtime("body", "JsonBody")
            parts = [f"field={python_literal(whole)}"] if whole is not None else []
            parts += [] if required else ["required=False"]
            return Code(f"JsonBody({', '.join(parts)})")
        case sdk.FormBody():
            imports.add_runtime("body", "FormBody")
            return Code("FormBody()")
        case sdk.TextBody(media_type=media_type, field=field):
            imports.add_runtime("body", "TextBody")
            return Code(f"TextBody({python_literal(media_type)}, field={python_literal(field)})")
        case sdk.MultipartBody(parts=parts):
            imports.add_runtime("body", "FormPart", "MultipartBody")
            written = ", ".join(_form_part(name, media_type) for name, media_type in parts)
            return Code(f"MultipartBody(parts=({written},))")


def _form_part(name: SpecText, media_type: SpecText | None) -> Code:
    kind = f", {python_literal(media_type)}" if media_type is not None else ""
    return Code(f"FormPart({python_literal(name)}{kind})")


def _returned(method: sdk.Method, imports: Imports, shadowed: Collection[str]) -> Code:
    match method.result:
        case ResultKind.NOTHING:
            return Code("None")
        case ResultKind.BINARY:
            imports.add_runtime("response", "HttpxBinaryResponseContent")
            return Code("HttpxBinaryResponseContent")
        case ResultKind.TEXT:
            return ExpressionWriter(imports, shadowed=shadowed).builtin("str")
        case ResultKind.JSON:
            writer = ExpressionWriter(imports, shadowed=shadowed)
            return writer.write(method.result_type) if method.result_type else Code("object")


# -- connections ----------------------------------------------------------------------------------


def _connection(connection: sdk.Connection, imports: Imports) -> ConnectionView:
    imports.add("collections.abc", "AsyncIterator", "Iterator")
    imports.add("functools", "cached_property")
    imports.add("typing", "cast")
    imports.add_runtime("request_types", "Headers", "Query")
    imports.add_runtime("websocket", "Channel", "WebsocketConnectionOptions")
    imports.add_runtime("websocket_async", "AsyncConnection", "AsyncConnectionManager",
                        "AsyncConnectionResource")  # fmt: skip
    imports.add_runtime("websocket_sync", "SyncConnection", "SyncConnectionManager",
                        "SyncConnectionResource")  # fmt: skip
    for name in (connection.received, connection.sent, connection.sent_params):
        if name is not None:
            imports.add_lazy(name)
    imports.add_local(sdk.ModuleName(("types", "unknown_event")), "UnknownEvent")
    views = {a.name: _argument(a, imports) for a in connection.arguments}

    def placed(place: ParameterIn) -> tuple[ArgumentView, ...]:
        return tuple(views[a.name] for a in connection.arguments if a.place is place)

    sends = None
    if connection.sent and connection.sent_params:
        sends = Code(f"{connection.sent.name} | {connection.sent_params.name}")
    path = placed(ParameterIn.PATH)
    nodes = connection.all_send_resources()
    return ConnectionView(
        stem=connection.class_stem,
        address=python_literal(connection.address),
        decoder=_decoder(connection, imports),
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
    )


def _decoder(connection: sdk.Connection, imports: Imports) -> Code:
    """What turns the data of a message into an event: by its tag, where that names the class."""
    binary = ", binary=True" if connection.binary else ""
    if connection.classes is None or connection.tag is None:
        imports.add_runtime("decode", "Decoder")
        return Code(f"Decoder({connection.received.name}, unknown=UnknownEvent{binary})")
    imports.add_runtime("dispatch", "TagDecoder")
    entries = ", ".join(
        f'{python_literal(value)}: ("{relative(imports.module, name.module)}", "{name.name}")'
        for value, name in connection.classes
    )
    return Code(
        f"TagDecoder({python_literal(connection.tag)}, {{{entries},}}, "
        f"package=__package__, unknown=UnknownEvent{binary})"
    )


def _connect_prose(connection: sdk.Connection) -> SpecText:
    first = f"Connect to `{connection.address.reveal()}`; use it in a `with` statement."
    prose = connection.description
    return SpecText(f"{first}\n\n{prose.reveal()}" if prose else first)


def _send_child(node: sdk.SendResource) -> ChildView:
    return ChildView(
        node.name,
        node.class_stem,
        docstring(SpecText(f"Sends `{node.name}` messages."), 8),
        Code("."),
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
    keywords = tuple(_argument(a, imports, shadowed, of_message=True) for a in helper.arguments)
    if any(keyword.encoded for keyword in keywords):
        imports.add_runtime("encode_json", "base64_text")
    return HelperView(
        helper.name,
        tuple((python_literal(name), python_literal(value)) for name, value in helper.constants),
        keywords,
        method_doc(
            helper.description, helper.arguments, fallback=f"Send {helper.announced.reveal()}"
        ),
    )
