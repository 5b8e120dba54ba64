"""A document: one file, read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from codegen.diagnostics import Code, Location, SpecError
from codegen.read.json_reader import read_json
from codegen.read.json_value import JsonValue
from codegen.read.limits import DEFAULT, Limits
from codegen.read.source import Source, read_source
from codegen.read.yaml_reader import read_yaml

_SURELY_JSON = re.compile(r"""[ \t\r\n]*(?:\{[ \t\r\n]*["}]|\[[ \t\r\n]*[\[{"\]])""")


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A file as JSON data.

    ``data`` is never changed once it is read; parts of it may be shared where the file used YAML
    aliases. ``text`` is the source without its byte order mark, ``sha256`` the digest of the
    file's bytes in hexadecimal; of a document that ``is_patched``, ``data`` says something else.
    """

    path: Path
    data: JsonValue
    text: str
    sha256: str
    is_patched: bool = False


def read_document(path: Path, *, limits: Limits = DEFAULT) -> Document:
    """Read a YAML or JSON file.

    Raises SpecError for everything that keeps the file from being JSON data within `limits`:
    a missing or irregular file, another encoding than UTF-8, a syntax error, a duplicate key, a
    number that JSON cannot hold, too much nesting, and so on (codes SL001 to SL021).
    """
    source = read_source(path, limits)
    data = _parse(source, limits)
    if data is None:
        raise SpecError.of(Code.FILE_EMPTY, "the file holds no value", Location(path))
    if not isinstance(data, dict | list):
        kind = "a text" if isinstance(data, str) else "a single value"
        message = f"the file holds {kind}, not a mapping"
        raise SpecError.of(Code.SCALAR_DOCUMENT, message, Location(path, position=(1, 1)))
    return Document(path, data, source.text, source.sha256)


def _parse(source: Source, limits: Limits) -> JsonValue:
    if not source.looks_like_json:
        return read_yaml(source, limits)
    try:
        return read_json(source, limits)
    except SpecError as error:
        # Braces and brackets start YAML as well, unless the name or the first token says JSON.
        is_syntax = error.diagnostics[0].code is Code.INVALID_JSON
        if source.named_json or not is_syntax:
            raise
        try:
            return read_yaml(source, limits)
        except SpecError as yaml_error:
            raise (error if _SURELY_JSON.match(source.text) else yaml_error) from None
