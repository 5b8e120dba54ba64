"""The body of an error, in the shape that the documents or the scenario give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast

from codegen.mock.expressions import Template
from codegen.mock.schemas import Schemas
from codegen.resolve import Node


@dataclass(frozen=True)
class ErrorBodies:
    """Makes error bodies: from the scenario's template, else from the schema, else RFC 9457."""

    schemas: Schemas
    template: Template | None = None
    constants: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def body(self, status: int, problem: Mapping[str, Any], schema: Node | None = None) -> Any:
        """The body for a problem (see `InvalidDataError`) that is answered with `status`.

        Raises:
            ExpressionError: the scenario's template fails.
        """
        if self.template is not None:
            told = {**problem, "status": status}
            return self.template.evaluate({**self.constants, "problem": told})
        pointer = str(problem["pointer"])
        message = f"{pointer}: {problem['message']}" if pointer else str(problem["message"])
        if schema is not None:
            return with_problem(self.schemas.sample(schema), message, pointer, status=status)
        title = HTTPStatus(status).phrase
        return {"type": "about:blank", "title": title, "status": status, "detail": message} | (
            {"pointer": pointer} if pointer else {}
        )


def with_problem(sample: Any, message: str, pointer: str, *, status: int = 400) -> Any:
    """A sample of an error with what went wrong filled in where its names say so."""
    if isinstance(sample, list):
        return [with_problem(e, message, pointer, status=status) for e in sample]
    if not isinstance(sample, dict):
        return sample
    told: dict[str, Any] = {}
    for name, value in cast("dict[str, Any]", sample).items():
        lowered = name.lower()
        if isinstance(value, (dict, list)):
            told[name] = with_problem(value, message, pointer, status=status)
        elif lowered in ("message", "detail", "reason", "description", "msg", "error_message"):
            told[name] = message
        elif lowered in ("param", "pointer", "field", "path", "loc") and value is not None:
            told[name] = pointer
        elif lowered in ("status", "code", "status_code") and isinstance(value, int):
            told[name] = status
        else:
            told[name] = value
    return told
