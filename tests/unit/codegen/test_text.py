from __future__ import annotations

import ast
import copy
import html
import pickle
import re
import tomllib

import pytest

from codegen.text import (
    Identifier,
    SpecText,
    docstring,
    html_attribute,
    markdown,
    markdown_code,
    one_line,
    python_literal,
    toml_string,
)

LINE_BREAKS = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
HOSTILE = [
    "",
    " ",
    '"',
    "'",
    '"""',
    "'''",
    '""""""""',
    "\\",
    "\\\\",
    '\\"',
    '\\\\"',
    '\\"""',
    'x\\\\\\"""',
    'ends with """',
    "ends with \\",
    '""" \n import os \n """',
    "\0",
    "a\0b",
    "{{ x }} {% y %} {# z #}",
    "%s %(x)d {0} {x!r} $x ${x}",
    "\\N{DASH} \\x41 \\u0041 \\n",
    "\u202e\u2066\u200e\ufeff",
    "\x1b[31m\x7f\x80",
    "\ud800",
    "\udfff x",
    "\U0001f600 \U000e0041 \U0010ffff",
    "\u00a0\u2003\u3000",
    "long " * 2000,
    "x" * 10_000,
    "\t tab\t",
    *LINE_BREAKS,
    *(f"a{line_break}b" for line_break in LINE_BREAKS),
    *(f'"""{line_break}import os{line_break}"""' for line_break in LINE_BREAKS),
]
hostile = pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:24])


class TestSpecText:
    @pytest.mark.parametrize("use", [str, "{}".format, "{:>9}".format, lambda text: f"{text}"])
    def test_cannot_be_printed(self, use: object) -> None:
        with pytest.raises(TypeError, match="through a sink"):
            use(SpecText("x"))  # type: ignore[operator]

    def test_cannot_be_joined(self) -> None:
        with pytest.raises(TypeError):
            "".join([SpecText("x")])  # type: ignore[list-item]
        with pytest.raises(TypeError):
            _ = "x" + SpecText("x")  # type: ignore[operator]

    def test_repr_is_short_and_ascii(self) -> None:
        text = repr(SpecText("\u202e" + "x" * 100))
        assert text.isascii()
        assert len(text) < 80

    def test_is_compared_hashed_and_ordered_by_its_value(self) -> None:
        assert SpecText("a") == SpecText("a") != SpecText("b")
        assert len({SpecText("a"), SpecText("a")}) == 1
        assert SpecText("a") < SpecText("b")
        assert not SpecText("")
        assert copy.deepcopy(SpecText("a")) == SpecText("a")
        assert pickle.loads(pickle.dumps(SpecText("a"))) == SpecText("a")

    def test_reveals_what_was_put_in(self) -> None:
        assert SpecText("\ud800\0").reveal() == "\ud800\0"


class TestIdentifier:
    @pytest.mark.parametrize("name", ["a", "_", "A1", "match", "type"])
    def test_accepts(self, name: str) -> None:
        assert Identifier(name) == name

    @pytest.mark.parametrize(
        "name", ["", "1a", "a-b", "a b", "class", "None", "é", "a\n", "a.b", "x=1", "ﬁ"]
    )
    def test_refuses(self, name: str) -> None:
        with pytest.raises(ValueError, match="not a Python identifier"):
            Identifier(name)


class TestPythonLiteral:
    @hostile
    def test_reads_back(self, text: str) -> None:
        literal = python_literal(SpecText(text))
        assert ast.literal_eval(literal) == text
        assert literal.isascii()
        assert len(literal.splitlines()) == 1

    @pytest.mark.parametrize("value", [None, True, False, 0, -1, 10**300, 1.5, -0.0, 1e300, "x'"])
    def test_scalars(self, value: object) -> None:
        read = ast.literal_eval(python_literal(value))
        assert (read, type(read)) == (value, type(value))

    @pytest.mark.parametrize("value", [[], {}, object(), b"x"])
    def test_refuses_anything_else(self, value: object) -> None:
        with pytest.raises(TypeError, match="no literal for"):
            python_literal(value)


class TestDocstring:
    @hostile
    @pytest.mark.parametrize("indent", [0, 4, 8])
    def test_stays_one_string(self, text: str, indent: int) -> None:
        literal = docstring(SpecText(text), indent)
        statement = f"if 1:\n{' ' * (indent or 1)}{literal}\n"
        (expression,) = ast.parse(statement).body[0].body  # type: ignore[attr-defined]
        assert isinstance(expression, ast.Expr)
        assert isinstance(expression.value, ast.Constant)
        assert isinstance(expression.value.value, str)

    @hostile
    def test_says_the_same_words(self, text: str) -> None:
        value = ast.literal_eval(docstring(SpecText(text)))
        assert value.split() == one_line(SpecText(text)).split()

    @hostile
    def test_every_character_is_printable(self, text: str) -> None:
        literal = docstring(SpecText(text))
        assert all(character.isprintable() or character == "\n" for character in literal)

    def test_wraps_at_the_width(self) -> None:
        literal = docstring(SpecText("word " * 60), 4, width=60)
        assert max(map(len, literal.splitlines())) <= 63
        assert len(literal.splitlines()) > 4

    def test_keeps_the_indentation_of_what_it_wraps(self) -> None:
        literal = docstring(SpecText("first\n\n    " + "word " * 30))
        assert all(line.startswith("    word") for line in literal.splitlines()[2:-1])

    def test_one_line(self) -> None:
        assert docstring(SpecText("Do it.")) == '"""Do it."""'

    def test_nothing(self) -> None:
        assert ast.literal_eval(docstring(SpecText("\n \n"))) == ""


class TestOneLine:
    @hostile
    def test_is_one_printable_line(self, text: str) -> None:
        line = one_line(SpecText(text))
        assert len(line.splitlines()) <= 1
        assert not any(ord(character) < 32 for character in line)
        assert line == line.strip()


class TestTomlString:
    @pytest.mark.parametrize(
        "text",
        [t for t in HOSTILE if "\ud800" not in t and "\udfff" not in t],
        ids=lambda t: ascii(t)[:24],
    )
    def test_reads_back(self, text: str) -> None:
        literal = toml_string(SpecText(text))
        assert tomllib.loads(f"a = {literal}\nb = 1\n") == {"a": text, "b": 1}
        assert len(literal.splitlines()) == 1

    def test_takes_text_of_the_generator(self) -> None:
        assert toml_string("plain") == '"plain"'

    def test_refuses_half_of_a_surrogate_pair(self) -> None:
        with pytest.raises(ValueError, match="lone surrogate"):
            toml_string(SpecText("\ud800"))


class TestMarkup:
    @hostile
    def test_attribute_cannot_be_left(self, text: str) -> None:
        value = html_attribute(SpecText(text))
        assert not set(value) & set("\"'<>")
        assert html.unescape(value) == one_line(SpecText(text))

    @pytest.mark.parametrize(
        "text",
        [
            "<script>",
            "a </code>",
            "[x](y)",
            "![x](y)",
            "`code`",
            "**b** _i_ ~s~",
            "| cell |",
            "# h",
            "\\",
        ],
    )
    def test_markdown_has_no_markup(self, text: str) -> None:
        value = markdown(SpecText(text))
        assert re.fullmatch(r"(?:\\.|[^\\`*_{}\[\]()<>#|~!])*", value)
        assert html.unescape(re.sub(r"\\(.)", r"\1", value)) == text

    @hostile
    def test_code_span_ends_where_it_should(self, text: str) -> None:
        span = markdown_code(SpecText(text))
        fence = re.match("`+", span)
        assert fence
        inner = span[len(fence[0]) : -len(fence[0])]
        assert span.endswith(fence[0])
        assert fence[0] not in re.findall("`+", inner)
        assert len(span.splitlines()) == 1

    @hostile
    def test_markdown_is_one_line(self, text: str) -> None:
        assert len(markdown(SpecText(text)).splitlines()) <= 1
