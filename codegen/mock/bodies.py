"""Bodies of requests: read within a limit, and turned into the data that schemas describe."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message

from codegen.ir.media_types import essence
from codegen.mock.data import InvalidDataError, coerced_scalar, parse_json
from codegen.mock.operations import Media
from codegen.mock.schemas import Schemas

MAX_BODY_BYTES: Final = 32 * 1024 * 1024
MAX_FORM_FIELDS: Final = 1000

_SEGMENT: Final = re.compile(r"\[([^\[\]]*)\]")
_FORMS: Final = ("multipart/form-data", "application/x-www-form-urlencoded")


class BodyTooLargeError(Exception):
    """A request body is longer than the limit."""


async def read_body(request: Request) -> bytes:
    """The whole body.

    Raises:
        BodyTooLargeError: it is longer than the limit; the rest is not read.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise BodyTooLargeError
    return bytes(body)


def find_media(content: Mapping[str, Media], wanted: str) -> Media | None:
    """The entry for a media type: exact, else a range such as `text/*`."""
    kind = wanted.partition("/")[0]
    return next((content[name] for name in (wanted, f"{kind}/*", "*/*") if name in content), None)


async def parse_body(request: Request, body: bytes, media: Media, schemas: Schemas) -> Any:
    """The data in a body; bytes where it is neither JSON, a form nor text.

    Raises:
        InvalidDataError: it is not of its media type.
    """
    kind = essence(request.headers.get("content-type", ""))
    if kind == "application/json" or kind.endswith("+json"):
        return parse_json(_decoded(body))
    if kind in _FORMS:
        return await _form(request, body, media, schemas)
    schema = schemas.follow(media.schema).value if media.schema is not None else None
    declared = cast("dict[str, Any]", schema) if isinstance(schema, dict) else {}
    if declared.get("type") == "string" and declared.get("format") != "binary":
        return _decoded(body)
    return body


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidDataError("malformed", "the body is not UTF-8") from None


async def _form(request: Request, body: bytes, media: Media, schemas: Schemas) -> dict[str, Any]:
    async def replay() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    # The stream has been read, within its limit; the parser gets what it gave.
    again = Request(request.scope, replay)
    try:
        form = await again.form(
            max_files=MAX_FORM_FIELDS, max_fields=MAX_FORM_FIELDS, max_part_size=MAX_BODY_BYTES
        )
    except (MultiPartException, KeyError, ValueError) as error:
        raise InvalidDataError("malformed", f"the body is not a form: {error}") from None
    try:
        return await _fields(form, media, schemas)
    finally:
        await form.close()


async def _fields(form: FormData, media: Media, schemas: Schemas) -> dict[str, Any]:
    declared = _properties(media, schemas)
    result: dict[str, Any] = {}
    for name, value in form.multi_items():
        text = await _text(value)
        outer, _, _ = name.partition("[")
        kind = declared.get(outer, {}).get("type")
        if outer == name:
            is_json = "json" in media.encoding.get(name, "") or kind == "object"
            data = parse_json(text) if is_json else coerced_scalar(text, kind)
        else:
            data = coerced_scalar(text, None)
        _put(result, [outer, *_SEGMENT.findall(name)], data)
    for name, schema in declared.items():
        if schema.get("type") == "array" and name in result and not isinstance(result[name], list):
            result[name] = [result[name]]
    return result


def _properties(media: Media, schemas: Schemas) -> dict[str, dict[str, Any]]:
    if media.schema is None:
        return {}
    properties = schemas.follow(media.schema).get("properties")
    if properties is None:
        return {}
    found = {name: schemas.follow(node).value for name, node in properties.members()}
    return {name: cast("dict[str, Any]", v) for name, v in found.items() if isinstance(v, dict)}


async def _text(value: UploadFile | str) -> str:
    if isinstance(value, str):
        return value
    # What a schema says about a file's content is not about its text.
    return (await value.read()).decode("utf-8", "replace")


def _put(result: dict[str, Any], path: list[str], data: Any) -> None:
    """Put a field at `a`, `a[b]` or `a[]`; a name given twice makes a list."""
    holder = result
    for name in path[:-1] if path[-1] else path[:-2]:
        inner = holder.setdefault(name, {})
        if not isinstance(inner, dict):
            raise InvalidDataError("malformed", "form fields contradict one another")
        holder = cast("dict[str, Any]", inner)
    name = path[-1] or path[-2]
    if path[-1] == "":
        held = holder.setdefault(name, [])
        if not isinstance(held, list):
            raise InvalidDataError("malformed", "form fields contradict one another")
        held.append(data)
    elif name in holder:
        held = holder[name]
        holder[name] = [*held, data] if isinstance(held, list) else [held, data]
    else:
        holder[name] = data
