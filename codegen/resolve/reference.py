"""The text of a `$ref`, taken apart (RFC 3986 section 4.1 and RFC 6901 section 6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.resolve.pointer import parse_pointer

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//|\\\\")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a file and a place in it.

    ``path`` is percent-decoded and empty for the file that holds the reference. ``pointers``
    holds the readings of the fragment in order of preference: percent-decoded as the standard
    has it, then as written, for keys that hold a ``%``; it is empty where the fragment is the
    name of an ``anchor``.
    """

    text: str
    path: str
    pointers: tuple[tuple[str, ...], ...]
    anchor: str | None = None


def parse_reference(text: str, location: Location | None = None) -> Reference:
    """Take a `$ref` apart.

    Raises SpecError for a URL (SL103) and a text that is no reference at all (SL106); `location`
    is where the reference stands.
    """
    if _SCHEME.match(text):
        raise SpecError.of(Code.REF_TO_URL, f"{quote(text)} is a URL", location)
    path_part, _, fragment = text.partition("#")
    try:
        path = unquote(path_part, errors="strict")
        decoded = unquote(fragment, errors="strict")
    except UnicodeDecodeError:
        message = f"{quote(text)} is not percent-encoded UTF-8"
        raise SpecError.of(Code.MALFORMED_REF, message, location) from None
    if not text or not path.isprintable():
        raise SpecError.of(Code.MALFORMED_REF, f"{quote(text)} is not a reference", location)
    if decoded and not decoded.startswith("/"):
        if "/" not in decoded:
            return Reference(text, path, (), decoded)
        message = f"the fragment of {quote(text)} is not a JSON pointer"
        raise SpecError.of(Code.MALFORMED_REF, message, location)
    readings = [parse_pointer(decoded)]
    if fragment != decoded and fragment.startswith("/"):
        readings.append(parse_pointer(fragment))
    return Reference(text, path, tuple(readings))
