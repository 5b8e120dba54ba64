"""The Jinja environment: templates see the IR, and can print nothing that no sink has made."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from codegen import text
from codegen.data import data_folder
from codegen.text import Code, Identifier


def _only_safe(value: object) -> str:
    """Refuse to print anything but checked text: the last gate before the output."""
    if isinstance(value, (Code, Identifier)):
        return str.__str__(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise TypeError(f"a template tried to print {type(value).__name__}: pass it through a sink")


@cache
def environment() -> Environment:
    """The one environment; building it costs more than rendering a file."""
    env = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        # The output is Python, TOML and Markdown; `finalize` refuses unescaped text instead.
        autoescape=False,  # noqa: S701
        finalize=_only_safe,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["literal"] = text.python_literal
    env.filters["toml"] = text.toml_string
    env.filters["markdown"] = text.markdown
    env.filters["attribute"] = text.html_attribute
    return env


def render(template: str, **context: Any) -> Code:
    """Render a template of the `templates` folder."""
    return Code(environment().get_template(template).render(**context))
