"""Types of the bodies of failures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from codegen.ir.inline_types import InlineTypes
from codegen.ir.nodes import NodeReader, mapping
from codegen.ir.payloads import json_schema
from codegen.ir.types import Type
from codegen.resolve import DocumentStore, Node

# What a failure is called where the document has no name for its schema.
_REASONS: Final = {
    "400": "BadRequest", "401": "Unauthorized", "403": "Forbidden", "404": "NotFound",
    "405": "MethodNotAllowed", "409": "Conflict", "410": "Gone", "412": "PreconditionFailed",
    "413": "ContentTooLarge", "415": "UnsupportedMediaType", "422": "Unprocessable",
    "429": "TooManyRequests", "500": "InternalServerError", "501": "NotImplemented",
    "502": "BadGateway", "503": "ServiceUnavailable", "504": "GatewayTimeout",
    "4XX": "ClientError", "5XX": "ServerError", "default": "Error",
}  # fmt: skip
# Keywords without which an object is any object, and has no type that says more than its JSON.
_STRUCTURE = frozenset({"properties", "items", "allOf", "oneOf", "anyOf", "additionalProperties"})


class ErrorBodyReader(NodeReader):
    """Reads the schema of a failure's JSON, as a type with a name.

    A type of a failure is imported when one comes, by its name: a schema that stands inline is
    declared as if it were a component. What several operations say alike is one type.
    """

    def __init__(self, store: DocumentStore, inline: InlineTypes) -> None:
        super().__init__(store)
        self._alike: dict[tuple[object, str], Type] = {}
        self._inline = inline

    def read(self, operation: Node, verb: str, status: str, response: Node) -> Type | None:
        """The type of the JSON of a response; None where there is none with a structure.

        Args:
            operation: whose response it is.
            verb: its HTTP method.
            status: `404`, `4XX` or `default`.
            response: the response, references followed.
        """
        schema = json_schema(self, response)
        value = mapping(schema) if schema is not None else {}
        if schema is None or ("$ref" not in value and _STRUCTURE.isdisjoint(value)):
            return None
        if response.location.pointer[:2] == ("components", "responses"):
            key = str(response.location.pointer[-1])
            return self._inline.declare(schema, (key, f"{key}Response", f"Error{key}"))
        alike = (schema.location.file, json.dumps(value, sort_keys=True))
        if alike not in self._alike:
            names = tuple(_wishes(value.get("title"), operation, verb, status))
            self._alike[alike] = self._inline.declare(schema, names)
        return self._alike[alike]


def _wishes(title: object, operation: Node, verb: str, status: str) -> Iterator[str]:
    if isinstance(title, str) and title.isascii():
        yield title
    reason = f"{_REASONS.get(status, f'Status{status}')}Response"
    yield reason
    identifier = mapping(operation).get("operationId")
    path = str(operation.location.pointer[-2]) if len(operation.location.pointer) > 1 else ""
    yield f"{identifier} {reason}" if isinstance(identifier, str) else f"{verb} {path} {reason}"
