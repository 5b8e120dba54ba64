"""Strings that come from a document, and the only ways for them to reach generated code.

A spec is untrusted input. Its strings travel through the pipeline as `SpecText`, which cannot be
printed: `str()` and f-strings raise. A template can output nothing but `Code` and `Identifier`,
and those are made by the sinks of this module, one for each place where text may stand.
"""

from __future__ import annotations

import html
import keyword
import re
import textwrap
from dataclasses import dataclass
from typing import Final

_LINE_BREAKS: Final = re.compile(r"\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# Lines of Markdown that stand for themselves: indented, lists, headings, quotes, tables.
_STRUCTURE: Final = re.compile(r"\s|[-*+>#|]|\d+[.)]\s")
_MARKDOWN_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()<>#|~!])")
_OPEN_QUOTE: Final = re.compile(r'(?<!\\)(?:\\\\)*"\Z')


@dataclass(frozen=True, slots=True, order=True)
class SpecText:
    """A string of a document: comparable and hashable, but not printable."""

    _value: str

    def reveal(self) -> str:
        """Return the raw string, for computing on it; never for output."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __str__(self) -> str:
        raise TypeError("text of a document reaches the output through a sink of codegen.text only")

    def __format__(self, spec: str) -> str:
        return self.__str__()

    def __repr__(self) -> str:
        return f"SpecText({self._value[:40]!a})"


class Code(str):
    """Source text that a sink made, or that a template rendered: safe to print as it is."""

    __slots__ = ()


class Identifier(str):
    """A checked Python identifier: ASCII, not a keyword.

    Raises:
        ValueError: the string is not one.
    """

    __slots__ = ()

    def __new__(cls, value: str) -> Identifier:
        if not _IDENTIFIER.match(value) or keyword.iskeyword(value):
            raise ValueError(f"not a Python identifier: {value!a}")
        return super().__new__(cls, value)


def python_literal(value: object) -> Code:
    """A Python literal that reads back as `value` (a JSON scalar, or a `SpecText`)."""
    if isinstance(value, SpecText):
        return Code(ascii(value.reveal()))
    if value is None or isinstance(value, (bool, int, float, str)):
        return Code(ascii(value))
    raise TypeError(f"no literal for {type(value).__name__}")


def one_line(text: SpecText) -> str:
    """The text on one line: every run of white space is one space, control characters gone."""
    joined = _LINE_BREAKS.sub(" ", text.reveal())
    return " ".join(_CONTROL.sub(" ", joined).split())


def _joined_lines(text: str) -> list[str]:
    """Lines of Markdown prose, those of one paragraph joined: where they broke means nothing."""
    lines: list[str] = []
    in_code = joins = False
    for line in _LINE_BREAKS.split(text):
        clean = _CONTROL.sub(" ", line).rstrip()
        fence = clean.lstrip().startswith(("```", "~~~"))
        plain = bool(clean) and not (in_code or fence or _STRUCTURE.match(clean))
        if plain and joins:
            lines[-1] += f" {clean}"
        else:
            lines.append(clean)
        joins = plain
        in_code ^= fence
    return lines


def _wrapped(text: SpecText, width: int) -> list[str]:
    lines: list[str] = []
    for line in _joined_lines(text.reveal()):
        if len(line) <= width:
            lines.append(line)
            continue
        indent = line[: len(line) - len(line.lstrip())]
        lines.extend(
            textwrap.wrap(
                line,
                width,
                subsequent_indent=indent if len(indent) < width // 2 else "",
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return lines


def _escape_docstring(line: str) -> str:
    escaped = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if escaped.isprintable():
        return escaped
    return "".join(c if c.isprintable() or c == " " else ascii(c)[1:-1] for c in escaped)


def docstring(text: SpecText, indent: int = 0, *, width: int = 96) -> Code:
    """A triple-quoted docstring, wrapped first and escaped last.

    Args:
        text: the prose.
        indent: columns before the opening quotes, for every line after the first.
        width: columns available, the indentation included.
    """
    lines = [_escape_docstring(line) for line in _wrapped(text, max(width - indent, 40))]
    if not lines:
        return Code('""""""')
    # A closing quote or a lone backslash next to the delimiter would change where it ends.
    if _OPEN_QUOTE.search(lines[-1]):
        lines[-1] = lines[-1][:-1] + '\\"'
    if len(lines) == 1 and len(lines[0]) + indent + 6 <= width + 4:
        return Code(f'"""{lines[0]}"""')
    margin = " " * indent
    body = "\n".join(f"{margin}{line}" if line else "" for line in lines[1:])
    return Code(f'"""{lines[0]}\n{body}\n{margin}"""' if body else f'"""{lines[0]}\n{margin}"""')


def toml_string(text: SpecText | str) -> Code:
    """A TOML basic string (TOML 1.0, section String).

    Raises:
        ValueError: the text has half of a surrogate pair, which TOML cannot hold.
    """
    value = text.reveal() if isinstance(text, SpecText) else text
    return Code(f'"{"".join(map(_toml_character, value))}"')


def _toml_character(character: str) -> str:
    if character.isprintable() and character not in '"\\':
        return character
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        raise ValueError("a TOML string holds no lone surrogate")
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def html_attribute(text: SpecText) -> Code:
    """The value of a double-quoted HTML attribute."""
    return Code(html.escape(one_line(text), quote=True))


def markdown(text: SpecText) -> Code:
    """One line of Markdown prose in which nothing of the text is markup."""
    return Code(_MARKDOWN_SPECIAL.sub(r"\\\1", html.escape(one_line(text), quote=False)))


def markdown_code(text: SpecText) -> Code:
    """A code span of Markdown, fit for a cell of a table (CommonMark 0.31, section 6.1)."""
    value = one_line(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", value)), default=0) + 1)
    pad = " " if "`" in value else ""
    return Code(f"{fence}{pad}{value}{pad}{fence}")
