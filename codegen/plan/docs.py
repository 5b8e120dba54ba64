"""Docstrings of what is generated: prose of the document, laid out as its readers expect."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from codegen.ir import sdk
from codegen.text import Code, SpecText, docstring, one_line


def type_doc(
    description: SpecText | None, *, deprecated: bool = False, indent: int = 4
) -> Code | None:
    """The docstring of a class, None when there is nothing to say."""
    if description is None and not deprecated:
        return None
    prose = description.reveal().strip() if description else ""
    return docstring(SpecText(_deprecated(prose, deprecated=deprecated)), indent)


def field_doc(field: sdk.Field) -> Code | None:
    """The docstring below a field."""
    prose = field.description.reveal().strip() if field.description else ""
    if field.default is not None:
        prose = _paragraphs(prose, f"Default: {one_line(field.default)}.")
    prose = _deprecated(prose, deprecated=field.deprecated)
    return docstring(SpecText(prose), 4) if prose else None


def method_doc(
    description: SpecText | None,
    arguments: Iterable[sdk.Argument],
    *,
    fallback: str,
    deprecated: bool = False,
    callbacks: Iterable[sdk.Callback] = (),
) -> Code:
    """The docstring of a method: what it does, its arguments, and what the server sends later."""
    lines = [description.reveal().strip() if description else fallback]
    described = [(a.name, prose) for a in arguments if (prose := _argument_prose(a))]
    if described:
        lines += ["", "Args:"]
        for name, prose in described:
            lines += argument_lines(name, prose)
    listed = list(callbacks)
    if listed:
        lines += ["", "Callbacks:"]
        for callback in listed:
            lines += argument_lines(one_line(callback.name), _callback_prose(callback))
    return docstring(SpecText(_deprecated("\n".join(lines), deprecated=deprecated)), 8)


def _argument_prose(argument: sdk.Argument) -> str:
    parts = ["Deprecated."] if argument.deprecated else []
    if argument.description:
        parts.append(one_line(argument.description))
    if argument.default is not None:
        if parts and not parts[-1].endswith((".", "!", "?", ":")):
            parts[-1] += "."
        parts.append(f"Default: {one_line(argument.default)}.")
    return " ".join(parts)


def _callback_prose(callback: sdk.Callback) -> str:
    what = f"`{callback.type.name}` by {callback.method}" if callback.type else callback.method
    prose = f"{what} to `{one_line(callback.url)}`."
    return f"{prose} {one_line(callback.description)}" if callback.description else prose


def argument_lines(name: str, prose: str) -> list[str]:
    """An entry of an `Args:` section, its continuation lines indented below it."""
    return textwrap.wrap(
        f"{name}: {prose}",
        84,
        initial_indent=" " * 4,
        subsequent_indent=" " * 8,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _deprecated(prose: str, *, deprecated: bool) -> str:
    return _paragraphs("Deprecated.", prose) if deprecated else prose


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(filter(None, parts))
