"""Identifiers: fields of models, arguments and methods.

A name on the wire is kept when Python lets it stand; otherwise it is put in snake case, and what
is still not allowed gets a trailing underscore. The wire name is never lost: where the identifier
differs, the generated code carries both.

No name begins with a digit. Generators differ: `_2fa` is private to Python and refused by pydantic,
`field_2fa` says what everybody sees. Here a digit before a word is a word, as people say it (`2fa`
is `two_fa`), and before any other number stands an `n` (`24hr` is `n24hr`, `404` is `n404`).
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Container
from typing import Final

from codegen.names import words
from codegen.text import Identifier

# Attributes of pydantic's BaseModel and of the SDK's own base class, which a field must not hide.
MODEL_ATTRIBUTES: Final = frozenset(
    {
        "construct", "copy", "dict", "fields", "from_orm", "json", "model_computed_fields",
        "model_config", "model_construct", "model_copy", "model_dump", "model_dump_json",
        "model_extra", "model_fields", "model_fields_set", "model_json_schema",
        "model_parametrized_name", "model_post_init", "model_rebuild", "model_validate",
        "model_validate_json", "model_validate_strings", "parse_file", "parse_obj", "parse_raw",
        "schema", "schema_json", "to_dict", "to_json", "update_forward_refs", "validate",
    }
)  # fmt: skip

# Attributes and constructor arguments of every client, which a resource or an option must not hide.
CLIENT_ATTRIBUTES: Final = frozenset(
    {
        "aclose", "allow_insecure", "base_url", "close", "copy", "default_headers",
        "default_query", "discard_tokens", "http_client", "is_closed", "max_response_bytes",
        "max_retries", "request", "request_raw", "request_streamed", "settings",
        "strict_response_validation", "timeout", "websocket_base_url", "websocket_defaults",
        "with_options", "with_raw_response", "with_streaming_response",
    }
)  # fmt: skip

SYMBOL_WORDS: Final = {
    "+": "plus", "-": "minus", "*": "star", "/": "slash", "%": "percent", "&": "and", "@": "at",
    "#": "hash", "$": "dollar", "<": "less", ">": "greater", "=": "equal", "!": "not", "?": "query",
    ".": "dot", ":": "colon", "|": "or", "~": "tilde", "^": "caret",
}  # fmt: skip

_DIGITS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
)  # fmt: skip
_DIGIT_AND_WORD: Final = re.compile(r"(\d)_(?=[a-z])", re.ASCII)
_NUMBER_IN_WORD: Final = re.compile(r"\d+[a-z]", re.ASCII | re.IGNORECASE)

# How annotations reach a builtin whose name a class has taken.
_ANNOTATION_MODULES: Final = frozenset({"builtins"})

# With `.py` a little less than the 143 bytes that a name can have in an encrypted folder
# (eCryptfs); elsewhere it is 255.
_LONGEST_MODULE: Final = 136

# Files of these names cannot exist on Windows, whatever their ending.
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)


def identifier(name: str, *, reserved: Collection[str] = ()) -> Identifier:
    """The Python identifier for a wire name, in snake case.

    Args:
        name: the name on the wire; anything at all.
        reserved: identifiers that are taken by what surrounds it.
    """
    snake = words.snake(name)
    if not snake:
        snake = "_".join(SYMBOL_WORDS.get(c, f"u{ord(c):04x}") for c in name) or "empty"
    if snake[0].isdigit():
        snake = _with_a_letter_first(snake, name)
    if keyword.iskeyword(snake) or snake in reserved:
        snake += "_"
    return Identifier(snake)


def _with_a_letter_first(snake: str, name: str) -> str:
    sign = SYMBOL_WORDS.get(name[0])
    if sign is not None:
        return f"{sign}_{snake}"
    if _DIGIT_AND_WORD.match(snake):
        return f"{_DIGITS[int(snake[0])]}{snake[1:]}"
    # What is written as one word is one: `24hr`.
    return f"n{snake.replace('_', '', 1) if _NUMBER_IN_WORD.match(name) else snake}"


def free(name: str, *taken: Container[str]) -> Identifier:
    """The name, with as many underscores behind it as it takes to be no other's."""
    while any(name in names for names in taken):
        name += "_"
    return Identifier(name)


def class_name(name: str) -> Identifier:
    """The class for a name, in Pascal case; a name without letters is spelled out."""
    pascal = words.pascal(name)
    if not pascal or pascal[0].isdigit():
        pascal = words.pascal(identifier(name))
    return Identifier(f"{pascal}_" if keyword.iskeyword(pascal) else pascal)


def module_name(name: str) -> Identifier:
    """The module for a class: in snake case, no keyword, and no device of any system."""
    return Identifier(shortened(identifier(name, reserved=_DEVICES)))


def shortened(name: str) -> str:
    """A name in snake case that a file can have: of a longer one the beginning and the end."""
    if len(name) <= _LONGEST_MODULE:
        return name
    half = (_LONGEST_MODULE - 1) // 2
    head, tail = name[:half], name[-half:]
    # In whole words; a word that is longer than that is cut where it is.
    return f"{head.rpartition('_')[0] or head}_{tail.partition('_')[2] or tail}"


def field_name(wire: str) -> Identifier:
    """The attribute of a model for a property."""
    return identifier(wire, reserved=MODEL_ATTRIBUTES | _ANNOTATION_MODULES)


def argument_name(wire: str) -> Identifier:
    """The argument of a method for a parameter or a property of its body."""
    return identifier(
        wire, reserved={"self", "extra_headers", "extra_query", "extra_body", "timeout"}
    )


def spelled_argument_name(wire: str) -> Identifier:
    """The argument with the symbols of the name as words: `EndTime<` is `end_time_less`."""
    spelled = "".join(f"_{SYMBOL_WORDS[c]}_" if c in SYMBOL_WORDS else c for c in wire)
    return argument_name(spelled)


def client_attribute(name: str) -> Identifier:
    """The name of an option, or of a resource at the top."""
    return identifier(name, reserved=CLIENT_ATTRIBUTES | {"self"})


def method_name(name: str) -> Identifier:
    """The name of a method or of a resource's attribute."""
    reserved = {"self", "with_raw_response", "with_streaming_response", *_ANNOTATION_MODULES}
    return identifier(name, reserved=reserved)
