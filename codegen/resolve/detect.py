"""Which specification a document follows, and in which version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.read.document import Document
from codegen.read.json_value import JsonValue


class Family(StrEnum):
    """A specification; its value is the key that names its version at the top of a document."""

    OPENAPI = "openapi"
    ASYNCAPI = "asyncapi"

    @property
    def label(self) -> str:
        """The specification's own spelling of its name."""
        return "OpenAPI" if self is Family.OPENAPI else "AsyncAPI"


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A specification and its version, as (major, minor, patch)."""

    family: Family
    version: tuple[int, int, int]


# By major version, the minor versions.
_SUPPORTED: dict[Family, dict[int, range]] = {
    Family.OPENAPI: {3: range(3)},
    Family.ASYNCAPI: {2: range(7), 3: range(2)},
}
_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})(?:\.([0-9]{1,4}))?(?:[-+].*)?", re.DOTALL)
_UPGRADES = {
    Family.OPENAPI: "convert it to OpenAPI 3 with swagger2openapi",
    Family.ASYNCAPI: "convert it to AsyncAPI 3 with `asyncapi convert`, the AsyncAPI CLI",
}


def document_kind(document: Document) -> DocumentKind:
    """Tell what a root document is.

    Raises SpecError when it is neither OpenAPI nor AsyncAPI (SL030), both (SL032), or in a
    version that is not supported (SL031), naming a converter for the older ones.
    """
    data = document.data
    root = Location(document.path)
    if not isinstance(data, dict):
        message = "the top of the document is a list, not a mapping"
        raise SpecError.of(Code.NOT_A_SPECIFICATION, message, root)
    families = [family for family in Family if family.value in data]
    if len(families) > 1:
        message = "the document has both 'openapi' and 'asyncapi' at its top"
        raise SpecError.of(Code.AMBIGUOUS_SPECIFICATION, message, root.child("asyncapi"))
    if families:
        family = families[0]
        version = _version(family, data[family.value], root.child(family.value))
        return DocumentKind(family, version)
    if "swagger" in data:
        raise SpecError.of(
            Code.UNSUPPORTED_VERSION,
            f"Swagger {_shown(data['swagger'])} is not supported",
            root.child("swagger"),
            _UPGRADES[Family.OPENAPI],
        )
    message = "the document has neither 'openapi' nor 'asyncapi' at its top"
    raise SpecError.of(Code.NOT_A_SPECIFICATION, message, root)


def _version(family: Family, value: JsonValue, location: Location) -> tuple[int, int, int]:
    # Without quotes, `openapi: 3.1` is a number, and what is meant is plain.
    text = str(value) if isinstance(value, float | str) else ""
    match = _VERSION.fullmatch(text)
    if match is None:
        message = f"{quote(value)} is not a version of {family.label}"
        raise SpecError.of(Code.UNSUPPORTED_VERSION, message, location)
    major, minor, patch = (int(part or 0) for part in match.groups())
    supported = _SUPPORTED[family]
    if minor not in supported.get(major, ()):
        is_older = major < min(supported)
        message = f"{family.label} {_shown(value)} is not supported"
        remedy = _UPGRADES[family] if is_older else None
        raise SpecError.of(Code.UNSUPPORTED_VERSION, message, location, remedy)
    return major, minor, patch


def _shown(version: JsonValue) -> str:
    text = str(version) if isinstance(version, float | str) else ""
    is_plain = _VERSION.fullmatch(text) is not None and text.isprintable() and text.isascii()
    return text if is_plain and len(text) < 20 else quote(version)
