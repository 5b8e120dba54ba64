"""Parameters of requests: the texts of a style, and the data that they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast
from urllib.parse import unquote

from codegen.mock.data import coerced_scalar, parse_json
from codegen.mock.operations import Parameter
from codegen.mock.schemas import Schemas
from codegen.resolve import Node

Pairs = Sequence[tuple[str, str]]
"""A query in the order in which it came, a name as often as it was given."""

_SEPARATORS: Final = {"pipeDelimited": "|", "spaceDelimited": " "}


class ParameterData:
    """Reads parameters by their schemas."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def texts(
        self, parameter: Parameter, values: Mapping[str, Mapping[str, str]], query: Pairs
    ) -> list[str]:
        """What a request says of a parameter, still as text; empty where it says nothing.

        Args:
            parameter: the parameter.
            values: what stands in each place, by name, a header's in lower case.
            query: the query as it came.
        """
        name = parameter.name.lower() if parameter.place == "header" else parameter.name
        if parameter.place != "query":
            given = values[parameter.place].get(name)
            if given is None:
                return []
            return [unquote(given) if parameter.place == "cookie" else given]
        if parameter.style == "deepObject":
            return [key for key, _ in query if key == name or key.startswith(f"{name}[")]
        if self._is_spread(parameter):
            members = self._members(parameter)
            return [f"{key}={value}" for key, value in query if key in members]
        return [value for key, value in query if key in (name, f"{name}[]")]

    def data(self, parameter: Parameter, texts: list[str]) -> Any:
        """The data that the texts of a parameter stand for.

        Raises:
            InvalidDataError: a parameter that is JSON is not.
        """
        if parameter.is_json:
            return parse_json(texts[0])
        schema = self._schema(parameter.schema)
        kind = schema.get("type")
        if kind == "array":
            inner = self._schema(self._child(parameter.schema, "items"))
            return [coerced_scalar(t, inner.get("type")) for t in self._parts(parameter, texts)]
        if kind == "object":
            return self._object(parameter, self._parts(parameter, texts))
        text = _bare(parameter, texts[0])
        if kind is None and any(name in schema for name in ("anyOf", "oneOf", "allOf")):
            # Of a union, try what JSON would make of the text, and keep the text otherwise.
            data = coerced_scalar(text, ["integer", "number", "boolean"])
            fits = self._schemas.check(cast("Any", parameter.schema), data) is None
            return data if fits else text
        return coerced_scalar(text, kind)

    def _parts(self, parameter: Parameter, texts: list[str]) -> list[str]:
        """The items of an array, or what an object is made of."""
        if parameter.place == "query" and parameter.explode:
            return texts
        if parameter.style == "matrix" and parameter.explode:
            parts = texts[0].removeprefix(";").split(";")
            return [part.removeprefix(f"{parameter.name}=") for part in parts]
        is_dotted = parameter.style == "label" and parameter.explode
        separator = "." if is_dotted else _SEPARATORS.get(parameter.style, ",")
        return _bare(parameter, texts[0]).split(separator)

    def _object(self, parameter: Parameter, parts: list[str]) -> dict[str, Any]:
        if parameter.explode:
            pairs = [(key, value) for key, _, value in (part.partition("=") for part in parts)]
        else:
            pairs = list(zip(parts[::2], parts[1::2], strict=False))
        members = self._members(parameter)
        return {key: coerced_scalar(value, members.get(key)) for key, value in pairs}

    def _is_spread(self, parameter: Parameter) -> bool:
        """Whether it is an object whose members are parameters of their own."""
        is_form = parameter.style == "form" and parameter.explode and not parameter.is_json
        return is_form and self._schema(parameter.schema).get("type") == "object"

    def _members(self, parameter: Parameter) -> dict[str, Any]:
        """The types of an object's members, by name."""
        properties = self._child(parameter.schema, "properties")
        if properties is None:
            return {}
        return {name: self._schema(node).get("type") for name, node in properties.members()}

    def _child(self, schema: Node | None, name: str) -> Node | None:
        return self._schemas.follow(schema).get(name) if schema is not None else None

    def _schema(self, node: Node | None) -> dict[str, Any]:
        value = self._schemas.follow(node).value if node is not None else None
        return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _bare(parameter: Parameter, text: str) -> str:
    """The text without what its style puts before it."""
    if parameter.style == "label":
        return text.removeprefix(".")
    if parameter.style == "matrix":
        return text.removeprefix(f";{parameter.name}").removeprefix("=")
    return text
