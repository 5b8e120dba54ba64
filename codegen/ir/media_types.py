"""Media types: what a document calls the format of a body (RFC 9110, section 8.3.1)."""

from __future__ import annotations

import re

from codegen.ir.types import ArrayType, MapType, ObjectType, Type, UnionType

# RFC 9110, section 8.3.1, and its parameters as far as they can stand in a header.
_HEADER_TEXT = re.compile(r"[!#$%&'*+.^_`|~\w-]+/[!#$%&'*+.^_`|~\w-]+(;[ -~]*)?\Z", re.ASCII)
_SEQUENCES = frozenset(
    {
        "application/jsonl", "application/x-jsonl", "application/jsonlines",
        "application/x-jsonlines", "application/json-lines", "application/ndjson",
        "application/x-ndjson", "application/json-seq", "application/stream+json",
        "application/x-json-stream",
    }
)  # fmt: skip
_JSON = re.compile(r"(application|text)/([\w.+-]+\+)?json\Z", re.ASCII)
_BINARY = re.compile(
    r"(audio|font|image(?!/svg)|video)/|application/(octet-stream|pdf|zip|gzip|x-tar|x-binary|protobuf)\Z",
    re.ASCII,
)
_MARKUP = re.compile(
    r"text/|[^/]*/([^/]*[+.-])?(xml|yaml|toml|csv|javascript|graphql|ndjson|jsonl|sql|json-seq)\Z",
    re.ASCII,
)


def essence(media_type: str) -> str:
    """The type and subtype alone, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str, schema: Type) -> bool:
    """Whether it is JSON: by its name, or where any will do because the schema has a structure."""
    name = essence(media_type)
    if _JSON.match(name):
        return not is_json_lines(name)
    return name in ("*/*", "application/*") and isinstance(
        schema, (ObjectType, ArrayType, MapType, UnionType)
    )


def is_json_lines(media_type: str) -> bool:
    """Whether it is one JSON text after the other."""
    name = essence(media_type)
    return name in _SEQUENCES or name.endswith("+json-seq")


def is_event_stream(media_type: str) -> bool:
    """Whether it is server-sent events."""
    return essence(media_type) == "text/event-stream"


def is_header_text(media_type: str) -> bool:
    """Whether it can stand in a header as it is."""
    return _HEADER_TEXT.match(media_type) is not None


def is_text(media_type: str) -> bool:
    """Whether an answer is read as text; a stream of events is read bit by bit."""
    name = essence(media_type)
    return name.startswith("text/") and name != "text/event-stream"


def concrete(media_type: str, *, json: bool = False) -> str:
    """What to call a body whose media type is a range (RFC 9110, section 12.5.1)."""
    if "*" not in media_type:
        return media_type
    if json:
        return "application/json"
    return "text/plain" if essence(media_type).startswith("text/") else "application/octet-stream"


def is_binary(media_type: str) -> bool:
    """Whether what it names is surely no text."""
    return bool(_BINARY.match(essence(media_type)))


def is_markup(media_type: str) -> bool:
    """Whether what it names is text that a program reads: XML, YAML, CSV, code."""
    return bool(_MARKUP.match(essence(media_type)))
