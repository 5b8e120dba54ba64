"""Expressions and templates of scenarios: Jinja in its sandbox, giving native values.

A text that is one `{{ expression }}` gives the expression's value as it is: a number stays a
number, a mapping a mapping. A text with anything around it gives a text. Data of clients reaches
expressions as values only and is never compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.environment import TemplateExpression
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range

from codegen.mock.functions import FUNCTIONS

Values = Mapping[str, Any]
"""What an expression can name: variables by their names."""


class Omit:
    """The value `omit`: a member or element with this value is left out."""

    def __repr__(self) -> str:
        return "omit"


OMIT: Final = Omit()


class ExpressionError(Exception):
    """An expression cannot be compiled, or failed with the values at hand."""


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with members of a mapping found before its methods: `event.items` is data."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping) and attribute in obj:
            return cast("Mapping[str, Any]", obj)[attribute]
        return super().getattr(obj, attribute)


# Escaping is for HTML; what is made here is JSON and plain text.
_ENVIRONMENT: Final = _Environment(undefined=StrictUndefined, autoescape=False)
_ENVIRONMENT.globals.clear()
_ENVIRONMENT.globals.update(FUNCTIONS)
_ENVIRONMENT.globals["omit"] = OMIT
_ENVIRONMENT.globals["range"] = safe_range

BUILT_IN_NAMES: Final = frozenset(_ENVIRONMENT.globals)
"""Names that every expression has: the functions, and `omit`."""


@dataclass(frozen=True)
class Template:
    """A compiled value of a scenario.

    `evaluate` computes it; `names` are the variables it reads, built-in names left out. A
    mapping has `members`; a value without any template in it is `constant`.
    """

    evaluate: Callable[[Values], Any]
    names: frozenset[str]
    members: Mapping[str, Template] | None = None
    constant: bool = False


def compile_expression(source: str) -> Template:
    """Compile a bare expression, as in `if:` and `in:`.

    Raises:
        ExpressionError: it is not one.
    """
    try:
        expression = _ENVIRONMENT.compile_expression(source, undefined_to_none=False)
        tree = _ENVIRONMENT.parse("{{ (" + source + ") }}")
    except TemplateSyntaxError as error:
        raise ExpressionError(f"not an expression: {error.message}") from None
    return Template(lambda values: _call(expression, values), _names(tree))


def compile_value(value: Any) -> Template:
    """Compile any YAML value: templates in it are found at every depth.

    Raises:
        ExpressionError: a text in it is not a template.
    """
    if isinstance(value, str):
        return _compile_text(value)
    if isinstance(value, dict):
        members = {str(key): compile_value(member) for key, member in value.items()}
        names = _union(members.values())
        return Template(lambda values: _members(members, values), names, members)
    if isinstance(value, list):
        elements = [compile_value(element) for element in value]
        return Template(lambda values: _elements(elements, values), _union(elements))
    return Template(lambda _: value, frozenset(), constant=True)


def _compile_text(text: str) -> Template:
    if "{{" not in text and "{%" not in text:
        return Template(lambda _: text, frozenset(), constant=True)
    stripped = text.strip()
    if stripped.startswith("{{") and stripped.endswith("}}"):
        try:
            return compile_expression(stripped[2:-2].strip())
        except ExpressionError:
            # `{{ a }} and {{ b }}` begins and ends like one expression, and is a text.
            pass
    try:
        tree = _ENVIRONMENT.parse(text)
        template = _ENVIRONMENT.from_string(text)
    except TemplateSyntaxError as error:
        raise ExpressionError(f"not a template: {error.message}") from None
    return Template(lambda values: _guarded(lambda: template.render(values)), _names(tree))


def _call(expression: TemplateExpression, values: Values) -> Any:
    result = _guarded(lambda: expression(values))
    if isinstance(result, StrictUndefined):
        # Reading an undefined value is what tells its name.
        _guarded(lambda: str(result))
    return result


def _guarded(compute: Callable[[], Any]) -> Any:
    try:
        return compute()
    except TemplateError as error:
        raise ExpressionError(str(error)) from None
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise ExpressionError(f"{type(error).__name__}: {error}") from None
    except RecursionError:
        raise ExpressionError("the value is nested too deeply") from None


def _members(members: Mapping[str, Template], values: Values) -> dict[str, Any]:
    computed = ((name, template.evaluate(values)) for name, template in members.items())
    return {name: value for name, value in computed if value is not OMIT}


def _elements(elements: list[Template], values: Values) -> list[Any]:
    computed = (template.evaluate(values) for template in elements)
    return [value for value in computed if value is not OMIT]


def _names(tree: nodes.Template) -> frozenset[str]:
    return frozenset(meta.find_undeclared_variables(tree)) - BUILT_IN_NAMES


def _union(templates: Any) -> frozenset[str]:
    return frozenset[str]().union(*(template.names for template in templates))
