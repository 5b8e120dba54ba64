"""An OpenAPI document to operations and security schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codegen.diagnostics import Code, Diagnostic, Location, SpecError, quote
from codegen.ir.api import (
    Body,
    BodyKind,
    CredentialKind,
    Operation,
    Parameter,
    ParameterIn,
    Result,
    ResultKind,
    SecurityScheme,
)
from codegen.ir.nodes import NodeReader, mapping
from codegen.ir.schemas import SchemaReader, optional_text, union
from codegen.ir.types import (
    ANY,
    BYTES,
    STRING,
    ArrayType,
    LiteralType,
    MapType,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Type,
    UnionType,
)
from codegen.read.json_value import JsonValue
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_JSON_MEDIA = re.compile(r"(application|text)/([\w.+-]+\+)?json(;.*)?\Z", re.ASCII)
_TEMPLATE_PARAMETER = re.compile(r"\{([^{}]*)\}")


class OpenApiReader(NodeReader):
    """Reads one document; schemas go to the reader that both documents share."""

    def __init__(self, store: DocumentStore, schemas: SchemaReader, root: Node) -> None:
        super().__init__(store)
        self._schemas = schemas
        self._root = root

    def declare_components(self) -> None:
        """Read every component schema, used or not, in the order of the document."""
        parent = self.child(self.child(self._root, "components"), "schemas")
        self._schemas.declare_components(parent)

    def server_url(self) -> SpecText | None:
        """The first server's address; a relative one is no base URL."""
        servers = self.child(self._root, "servers").value
        if not isinstance(servers, list) or not servers or not isinstance(servers[0], dict):
            return None
        url = servers[0].get("url")
        if not isinstance(url, str) or "://" not in url:
            return None
        variables = servers[0].get("variables")
        for name, variable in (variables if isinstance(variables, dict) else {}).items():
            if isinstance(variable, dict):
                url = url.replace("{" + name + "}", str(variable.get("default", "")))
        return SpecText(url)

    def security(self) -> Iterator[SecurityScheme]:
        """Yield the schemes that a client can be given a credential for."""
        parent = self.child(self.child(self._root, "components"), "securitySchemes")
        for key in mapping(parent):
            node = self.follow(parent.child(key))
            scheme = read_security_scheme(key, node)
            if scheme is not None:
                yield scheme

    def operations(self) -> Iterator[Operation]:
        """Yield the operations, in the order of the document.

        Raises:
            SpecError: an operation contradicts itself or needs what is not supported.
        """
        paths = self.child(self._root, "paths")
        for path in mapping(paths):
            item = self.follow(paths.child(path))
            for verb in mapping(item):
                if verb in VERBS:
                    yield self._operation(path, verb, item)

    def _operation(self, path: str, verb: str, item: Node) -> Operation:
        node = item.child(verb)
        value = mapping(node)
        parameters = _with_template(path, self._parameters(item, node), node.location)
        return Operation(
            node.location,
            verb.upper(),
            SpecText(path),
            optional_text(value.get("operationId")),
            parameters,
            tuple(self._bodies(node)),
            self._result(node),
            optional_text(value.get("summary")),
            optional_text(value.get("description")),
            value.get("deprecated") is True,
            _texts(value.get("tags")),
        )

    def _parameters(self, item: Node, operation: Node) -> tuple[Parameter, ...]:
        found: dict[tuple[SpecText, ParameterIn], Parameter] = {}
        for holder in (item, operation):
            listed = self.child(holder, "parameters")
            for index in range(len(listed.value) if isinstance(listed.value, list) else 0):
                node = self.follow(listed.child(index))
                parameter = self._parameter(node)
                if parameter is not None:
                    found[parameter.name, parameter.place] = parameter
        return tuple(found.values())

    def _parameter(self, node: Node) -> Parameter | None:
        value = mapping(node)
        name, place = value.get("name"), value.get("in")
        if not isinstance(name, str) or not isinstance(place, str):
            raise _invalid(node.location, "a parameter needs `name` and `in`")
        if place == "header" and name.lower() in ("accept", "content-type", "authorization"):
            # OpenAPI 3.1, Parameter Object: such a parameter is to be ignored.
            return None
        if place not in (p.value for p in ParameterIn):
            raise SpecError(
                Diagnostic(
                    Code.UNSUPPORTED_PARAMETER,
                    f"parameter {quote(name)} stands in {quote(place)}",
                    node.location,
                )
            )
        return Parameter(
            SpecText(name),
            ParameterIn(place),
            self._schemas.read(node.child("schema")) if "schema" in value else ANY,
            value.get("required") is True or place == "path",
            optional_text(value.get("description")),
            value.get("deprecated") is True,
        )

    def _bodies(self, operation: Node) -> Iterator[Body]:
        if "requestBody" not in mapping(operation):
            return
        node = self.follow(operation.child("requestBody"))
        content = self.child(node, "content")
        required = mapping(node).get("required") is True
        media_types = mapping(content)
        for media_type in media_types:
            media = content.child(media_type)
            type_ = self._media_schema(media)
            kind = _body_kind(media_type, self._schemas.types.body(type_))
            if kind is None:
                continue
            if kind is BodyKind.TEXT:
                type_ = self._raw_type(media_type, type_, media.location)
            yield Body(
                kind,
                SpecText(_concrete(media_type) if kind is BodyKind.TEXT else media_type),
                type_,
                required,
                tuple(self._part_types(media)),
            )
        if media_types and not any("/" in media_type for media_type in media_types):
            raise SpecError(
                Diagnostic(
                    Code.UNSUPPORTED_MEDIA_TYPE,
                    f"no body of {', '.join(map(quote, media_types))} can be written",
                    content.location,
                )
            )

    def _raw_type(self, media_type: str, type_: Type, location: Location) -> Type:
        """What a body that is sent as it is can be: text, or bytes as well."""
        body = self._schemas.types.body(type_)
        if isinstance(body, Primitive) and body.kind is PrimitiveKind.STRING:
            if body.encoding is None:
                return type_
        elif isinstance(body, LiteralType) and all(isinstance(v, SpecText) for v in body.values):
            return type_
        is_text = media_type.strip().lower().startswith("text/")
        return STRING if is_text else union((BYTES, STRING), location)

    def _part_types(self, media: Node) -> Iterator[tuple[SpecText, SpecText]]:
        encoding = self.child(media, "encoding")
        for name, value in mapping(encoding).items():
            content_type = value.get("contentType") if isinstance(value, dict) else None
            if isinstance(content_type, str):
                yield SpecText(name), SpecText(content_type)

    def _result(self, operation: Node) -> Result:
        responses = self.child(operation, "responses")
        codes = [c for c in mapping(responses) if c.upper() == "2XX" or c.startswith("2")]
        if not codes:
            codes = [c for c in mapping(responses) if c == "default"]
        for code in codes:
            content = self.child(self.follow(responses.child(code)), "content")
            media_types = list(mapping(content))
            for media_type in media_types:
                type_ = self._media_schema(content.child(media_type))
                if _is_json(media_type, self._schemas.types.body(type_)):
                    return Result(ResultKind.JSON, SpecText(media_type), type_)
            if media_types:
                kind = ResultKind.TEXT if _is_text(media_types[0]) else ResultKind.BINARY
                return Result(kind, SpecText(media_types[0]))
        return Result(ResultKind.NOTHING)

    def _media_schema(self, media: Node) -> Type:
        return self._schemas.read(media.child("schema")) if "schema" in mapping(media) else ANY


def read_security_scheme(key: str, node: Node) -> SecurityScheme | None:
    """One security scheme of either kind of document; None for a kind without a credential."""
    value = mapping(node)
    description = optional_text(value.get("description"))
    name = value.get("name")
    match value.get("type"), str(value.get("scheme", "")).lower(), value.get("in"):
        case ("http", "bearer", _) | ("oauth2" | "openIdConnect", _, _):
            return SecurityScheme(
                SpecText(key), CredentialKind.BEARER, SpecText("Authorization"), description
            )
        case ("apiKey" | "httpApiKey", _, "header") if isinstance(name, str):
            return SecurityScheme(SpecText(key), CredentialKind.HEADER, SpecText(name), description)
        case ("apiKey" | "httpApiKey", _, "query") if isinstance(name, str):
            return SecurityScheme(SpecText(key), CredentialKind.QUERY, SpecText(name), description)
        case _:
            return None


def _body_kind(media_type: str, schema: Type) -> BodyKind | None:
    essence = _essence(media_type)
    if _is_json(media_type, schema):
        return BodyKind.JSON
    if essence == "multipart/form-data":
        return BodyKind.MULTIPART
    if essence == "application/x-www-form-urlencoded":
        return BodyKind.FORM
    return BodyKind.TEXT if "/" in essence else None


def _is_json(media_type: str, schema: Type) -> bool:
    """Whether it is JSON: by its name, or where any will do because the schema has a structure."""
    essence = _essence(media_type)
    if _JSON_MEDIA.match(essence):
        return True
    return essence in ("*/*", "application/*") and isinstance(
        schema, (ObjectType, ArrayType, MapType, UnionType)
    )


def _is_text(media_type: str) -> bool:
    """Whether an answer is read as text; a stream of events is read bit by bit."""
    essence = _essence(media_type)
    return essence.startswith("text/") and essence != "text/event-stream"


def _concrete(media_type: str) -> str:
    """What to call a body whose media type is a range (RFC 9110, section 12.5.1)."""
    if "*" not in media_type:
        return media_type
    return "text/plain" if _essence(media_type).startswith("text/") else "application/octet-stream"


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _with_template(
    path: str, parameters: tuple[Parameter, ...], location: Location
) -> tuple[Parameter, ...]:
    """The parameters with those that only the path's template declares: required strings.

    Raises:
        SpecError: a path parameter is declared that the template has no place for.
    """
    declared = {p.name.reveal() for p in parameters if p.place is ParameterIn.PATH}
    template = tuple(dict.fromkeys(_TEMPLATE_PARAMETER.findall(path)))
    unplaced = declared - set(template)
    if unplaced:
        message = f"the path parameter {quote(min(unplaced))} has no place in the path"
        raise SpecError(Diagnostic(Code.PATH_PARAMETER, message, location))
    missing = tuple(
        Parameter(SpecText(name), ParameterIn.PATH, STRING, required=True)
        for name in template
        if name not in declared
    )
    return (*parameters, *missing)


def _texts(value: JsonValue) -> tuple[SpecText, ...]:
    listed = value if isinstance(value, list) else []
    return tuple(SpecText(text) for text in listed if isinstance(text, str))


def _invalid(location: Location, message: str) -> SpecError:
    return SpecError(Diagnostic(Code.INVALID_OPERATION, message, location))
