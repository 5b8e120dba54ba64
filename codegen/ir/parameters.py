"""Parameters of OpenAPI operations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.api import Parameter, ParameterIn, Style, StyleName
from codegen.ir.media_types import is_json
from codegen.ir.nodes import NodeReader, json_text, mapping, optional_text
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import (
    ANY,
    STRING,
    LiteralType,
    Primitive,
    PrimitiveKind,
    Type,
    variants,
)
from codegen.ir.unions import union
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection
from codegen.settings import operation_keys
from codegen.text import SpecText

TEMPLATE_PARAMETER: Final = re.compile(r"\{([^{}]*)\}")
"""A parameter in the template of a path (OpenAPI 3.1, section 4.8.8)."""

_DEFAULTS: Final = {
    ParameterIn.PATH: Style(StyleName.SIMPLE),
    ParameterIn.QUERY: Style(StyleName.FORM, explode=True),
    ParameterIn.HEADER: Style(StyleName.SIMPLE),
    ParameterIn.COOKIE: Style(StyleName.FORM, explode=True),
    ParameterIn.QUERYSTRING: Style(StyleName.FORM, explode=True),
}
# OpenAPI 3.2, section 4.12.2.2.
_ALLOWED: Final = {
    ParameterIn.PATH: (StyleName.SIMPLE, StyleName.LABEL, StyleName.MATRIX),
    ParameterIn.QUERY: (
        StyleName.FORM,
        StyleName.SPACE_DELIMITED,
        StyleName.PIPE_DELIMITED,
        StyleName.DEEP_OBJECT,
    ),
    ParameterIn.HEADER: (StyleName.SIMPLE,),
    ParameterIn.COOKIE: (StyleName.FORM, StyleName.COOKIE),
    ParameterIn.QUERYSTRING: (StyleName.FORM,),
}


class ParameterReader(NodeReader):
    """Reads the parameters of one document."""

    def __init__(
        self,
        store: DocumentStore,
        schemas: SchemaReader,
        findings: Findings,
        selection: Selection,
    ) -> None:
        super().__init__(store)
        self._schemas = schemas
        self._findings = findings
        self._selection = selection

    def read(self, path: str, item: Node, operation: Node) -> tuple[Parameter, ...]:
        """The parameters of an operation, those of its path item included.

        Args:
            path: the path's template.
            item: the path item.
            operation: the operation, whose parameters are the stronger ones.

        Raises:
            SpecError: a parameter has no place where it stands, or cannot be sent.
        """
        found: dict[tuple[SpecText, ParameterIn], Parameter] = {}
        verb = str(operation.location.pointer[-1])
        keys = operation_keys(verb, path, mapping(operation).get("operationId"))
        for holder in (item, operation):
            listed = self.child(holder, "parameters")
            for index in range(len(listed.value) if isinstance(listed.value, list) else 0):
                node = self.follow(listed.child(index))
                if self._is_skipped(node, keys):
                    continue
                parameter = self._parameter(node)
                if parameter is not None:
                    found[parameter.name, parameter.place] = parameter
        return self._with_template(path, found.values(), operation.location)

    def _with_template(
        self, path: str, parameters: Iterable[Parameter], location: Location
    ) -> tuple[Parameter, ...]:
        """The parameters that can be sent, with those that only the path's template declares."""
        template = tuple(dict.fromkeys(TEMPLATE_PARAMETER.findall(path)))
        placed: list[Parameter] = []
        for parameter in parameters:
            name = parameter.name.reveal()
            if parameter.place is not ParameterIn.PATH or name in template:
                placed.append(parameter)
                continue
            self._findings.warn(
                Code.PATH_PARAMETER,
                f"the path parameter {quote(name)} is left out: it has no place in the path",
                location,
            )
        declared = {p.name.reveal() for p in placed if p.place is ParameterIn.PATH}
        missing = (
            Parameter(SpecText(name), ParameterIn.PATH, STRING, required=True)
            for name in template
            if name not in declared
        )
        return (*placed, *missing)

    def _is_skipped(self, node: Node, operation: tuple[str, ...]) -> bool:
        value = mapping(node)
        required = value.get("required") is True or value.get("in") == "path"
        return self._selection.parameter(
            node.location, operation, value.get("name"), required=required
        )

    def _parameter(self, node: Node) -> Parameter | None:
        value = mapping(node)
        place = value.get("in")
        # What is the whole query needs no name there, and some documents give it none.
        name = value.get("name", "query" if place == "querystring" else None)
        if not isinstance(name, str) or not isinstance(place, str):
            raise _invalid(node.location, "a parameter needs `name` and `in`")
        if place == "header" and name.lower() in ("accept", "content-type", "authorization"):
            # OpenAPI 3.1, Parameter Object: such a parameter is to be ignored.
            return None
        if place not in (p.value for p in ParameterIn):
            raise _unsupported(
                node.location,
                f"parameter {quote(name)} stands in {quote(place)}",
                "use path, query, header or cookie",
            )
        where = ParameterIn(place)
        media_type, schema = self._value(node)
        type_ = self._schemas.read(schema) if schema is not None else ANY
        style = read_style(node, where, media_type)
        return Parameter(
            SpecText(name),
            where,
            self._with_empty(type_, node),
            value.get("required") is True or where is ParameterIn.PATH,
            optional_text(value.get("description")),
            value.get("deprecated") is True,
            style if self._matters(style, where, type_) else None,
            json_text(mapping(schema).get("default")) if schema is not None else None,
            node.location,
        )

    def _value(self, node: Node) -> tuple[str | None, Node | None]:
        """The schema of a parameter, and the media type that its `content` says it is in."""
        value = mapping(node)
        if "schema" in value or "content" not in value:
            return None, node.child("schema") if "schema" in value else None
        content = self.child(node, "content")
        # OpenAPI 3.1, Parameter Object: the map has one entry.
        media_types = sorted(mapping(content), key=lambda name: not is_json(name, ANY))
        if not media_types:
            raise _invalid(content.location, "the `content` of a parameter has one media type")
        media = self.follow(content.child(media_types[0]))
        return media_types[0], media.child("schema") if "schema" in mapping(media) else None

    def _with_empty(self, type_: Type, node: Node) -> Type:
        """The type with the empty string, where `allowEmptyValue` lets a name stand alone."""
        if mapping(node).get("allowEmptyValue") is not True:
            return type_
        body = self._schemas.types.body(type_)
        if isinstance(body, Primitive) and body.kind in (PrimitiveKind.STRING, PrimitiveKind.ANY):
            return type_
        return union((type_, LiteralType((SpecText(""),))), node.location)

    def _matters(self, style: Style, place: ParameterIn, type_: Type) -> bool:
        """Whether anything of the type is written otherwise than by default."""
        if style == _DEFAULTS[place]:
            return False
        simple = style.name not in (StyleName.LABEL, StyleName.MATRIX, StyleName.COOKIE)
        plain = simple and not style.reserved and style.content is None
        return not (plain and self._is_scalar(type_))

    def _is_scalar(self, type_: Type) -> bool:
        body = self._schemas.types.body
        return all(
            isinstance(kind, LiteralType) or (isinstance(kind, Primitive) and kind != ANY)
            for kind in map(body, variants(type_, body))
        )


def read_style(node: Node, place: ParameterIn, media_type: str | None = None) -> Style:
    """How a parameter, or a property of a form, is written.

    Args:
        node: the parameter or encoding, with `style`, `explode` and `allowReserved`.
        place: where it stands; a form is written like a query.
        media_type: of a parameter with `content`.

    Raises:
        SpecError: the style does not exist, or is not for that place.
    """
    value = mapping(node)
    default = _DEFAULTS[place]
    given = value.get("style", default.name.value)
    allowed = [name.value for name in _ALLOWED[place]]
    if given not in allowed:
        raise _unsupported(
            node.child("style").location,
            f"the style {quote(given)} is not one of parameters in {quote(place.value)}",
            f"use {' or '.join(allowed)}",
        )
    name = StyleName(given)
    content = SpecText(media_type) if media_type is not None else None
    is_form = name in (StyleName.FORM, StyleName.COOKIE)
    explode = value.get("explode", is_form) is True
    if name is StyleName.DEEP_OBJECT:
        explode = True
    elif explode and name in (StyleName.SPACE_DELIMITED, StyleName.PIPE_DELIMITED):
        # What stands alone has nothing to delimit.
        name = StyleName.FORM
    return Style(name, explode, value.get("allowReserved") is True, content)


def _unsupported(location: Location, message: str, remedy: str) -> SpecError:
    return SpecError.of(Code.UNSUPPORTED_PARAMETER, message, location, remedy)


def _invalid(location: Location, message: str) -> SpecError:
    return SpecError.of(Code.INVALID_OPERATION, message, location)
