from __future__ import annotations

import pytest

from codegen.data import data_folder
from codegen.plan.render import environment, render
from codegen.text import Code, Identifier, SpecText


def printed(value: object, template: str = "{{ value }}") -> str:
    return environment().from_string(template).render(value=value)


@pytest.mark.parametrize("value", [Code("x = 1"), Identifier("x"), 3])
def test_what_a_sink_made_is_printed(value: object) -> None:
    assert printed(value) == str(value)


@pytest.mark.parametrize(
    "value",
    ["text", SpecText("text"), None, True, 1.5, ["x"], object(), b"x"],
    ids=lambda value: type(value).__name__,
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="pass it through a sink"):
        printed(value)


@pytest.mark.parametrize(
    "template",
    ["{{ value ~ '' }}", "{{ value.reveal() }}", "{{ [value] | join }}", "{{ value | upper }}",
     "{{ '%s' % value }}", "{{ value | string }}", "{{ value | e }}", "{{ value | safe }}"],
)  # fmt: skip
def test_no_way_around(template: str) -> None:
    with pytest.raises(TypeError):
        printed(SpecText("x"), template)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ value | literal }}", "'<\">'"),
        ("{{ value | toml }}", '"<\\u0022>"'),
        ("{{ value | markdown }}", '&lt;"&gt;'),
        ("{{ value | attribute }}", "&lt;&quot;&gt;"),
    ],
)
def test_filters_are_sinks(template: str, expected: str) -> None:
    assert printed(SpecText('<">'), template) == expected


def test_a_missing_name_is_an_error() -> None:
    with pytest.raises(TypeError, match="StrictUndefined"):
        environment().from_string("{{ nothing }}").render()


def test_text_of_the_spec_is_no_template() -> None:
    rendered = render("version.py.jinja", version=Code("'{{ 1 + 1 }}'"))
    assert "{{ 1 + 1 }}" in rendered


def test_every_template_compiles() -> None:
    for path in data_folder("templates").rglob("*.jinja"):
        environment().get_template(path.relative_to(data_folder("templates")).as_posix())
