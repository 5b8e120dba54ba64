"""Parameters of OpenAPI operations."""

from __future__ import annotations

import re

from codegen.diagnostics import Code, Diagnostic, Location, SpecError, quote
from codegen.ir.api import Parameter, ParameterIn
from codegen.ir.nodes import NodeReader, mapping, optional_text
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import ANY, STRING
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection, operation_keys
from codegen.text import SpecText

_TEMPLATE_PARAMETER = re.compile(r"\{([^{}]*)\}")


class ParameterReader(NodeReader):
    """Reads the parameters of one document."""

    def __init__(self, store: DocumentStore, schemas: SchemaReader, selection: Selection) -> None:
        super().__init__(store)
        self._schemas = schemas
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
        return _with_template(path, tuple(found.values()), operation.location)

    def _is_skipped(self, node: Node, operation: tuple[str, ...]) -> bool:
        value = mapping(node)
        required = value.get("required") is True or value.get("in") == "path"
        return self._selection.parameter(
            node.location, operation, value.get("name"), required=required
        )

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


def _invalid(location: Location, message: str) -> SpecError:
    return SpecError(Diagnostic(Code.INVALID_OPERATION, message, location))
