"""Properties of answers by their names on the wire, looked up in the types that were named."""

from __future__ import annotations

from collections.abc import Iterable

from codegen.ir import sdk
from codegen.text import SpecText


class WirePaths:
    """Follows the names of properties through types; aliases and null are seen through.

    Args:
        definitions: every type that an expression may name.
    """

    def __init__(self, definitions: Iterable[sdk.TypeDefinition]) -> None:
        self._definitions = {d.name: d for d in definitions}

    def walk(
        self, expression: sdk.TypeExpression, wire: str
    ) -> tuple[sdk.AttributePath, sdk.TypeExpression] | None:
        """The attributes that lead to what a dotted name stands for, and its type."""
        path: list[SpecText] = []
        for name in wire.split(".") if wire else ():
            step = self._step(expression, name)
            if step is None:
                return None
            path.append(step[0])
            expression = step[1]
        return tuple(path), self.body(expression)

    def properties(self, expression: sdk.TypeExpression) -> dict[str, sdk.TypeExpression]:
        """The types of the properties that a model declares, by name; of others, none."""
        return {field.wire.reveal(): self.body(field.type) for field in self._fields(expression)}

    def body(self, expression: sdk.TypeExpression) -> sdk.TypeExpression:
        """What an expression is behind aliases, null aside."""
        seen: set[sdk.TypeName] = set()
        expression = sdk.not_null(expression)
        while isinstance(expression, sdk.Named) and expression.name not in seen:
            seen.add(expression.name)
            definition = self._definitions.get(expression.name)
            if not isinstance(definition, sdk.Alias):
                break
            expression = sdk.not_null(definition.type)
        return expression

    def _step(
        self, expression: sdk.TypeExpression, name: str
    ) -> tuple[SpecText, sdk.TypeExpression] | None:
        body = self.body(expression)
        if isinstance(body, sdk.Mapping):
            return SpecText(name), body.values
        field = next((f for f in self._fields(body) if f.wire.reveal() == name), None)
        return (SpecText(field.name), field.type) if field else None

    def _fields(self, expression: sdk.TypeExpression) -> tuple[sdk.Field, ...]:
        body = self.body(expression)
        model = self._definitions.get(body.name) if isinstance(body, sdk.Named) else None
        return model.fields if isinstance(model, sdk.Model) else ()
