"""The IR stage: both documents of a store to one `Api`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from codegen.diagnostics import Code, Diagnostic, SpecError
from codegen.ir.api import Api, SecurityScheme
from codegen.ir.asyncapi import AsyncApiReader
from codegen.ir.nodes import optional_text
from codegen.ir.openapi import OpenApiReader
from codegen.ir.schemas import SchemaReader
from codegen.read.json_value import JsonValue
from codegen.resolve import DocumentStore, Node
from codegen.text import SpecText


def build_api(
    store: DocumentStore,
    openapi: Path | None,
    asyncapi: Path | None,
    *,
    describes_client: bool = True,
) -> Api:
    """Read the documents into the IR.

    Args:
        store: where the documents and whatever they refer to are loaded.
        openapi: the OpenAPI document, if there is one.
        asyncapi: the AsyncAPI document, if there is one.
        describes_client: whether the AsyncAPI document takes the client's side.

    Raises:
        SpecError: a document cannot be represented; every diagnostic has its place.
    """
    schemas = SchemaReader(store)
    rest = OpenApiReader(store, schemas, store.node(openapi)) if openapi else None
    events = AsyncApiReader(store, schemas, store.node(asyncapi)) if asyncapi else None
    for reader in (rest, events):
        if reader is not None:
            reader.declare_components()
    operations = tuple(rest.operations()) if rest else ()
    channels = tuple(events.channels(describes_client=describes_client)) if events else ()
    root = openapi or asyncapi
    if root is None or not (operations or channels or schemas.types.declarations):
        raise SpecError(Diagnostic(Code.NOTHING_TO_GENERATE, "the documents describe nothing"))
    info = _info(store.node(root))
    return Api(
        SpecText(str(info.get("title") or root.stem)),
        optional_text(info.get("description") or info.get("summary")),
        SpecText(str(info.get("version") or "0")),
        rest.server_url() if rest else None,
        events.server_url() if events else None,
        _unique([*(rest.security() if rest else ()), *(events.security() if events else ())]),
        operations,
        channels,
        schemas.types,
    )


def _info(root: Node) -> dict[str, JsonValue]:
    info = root.value.get("info") if isinstance(root.value, dict) else None
    return info if isinstance(info, dict) else {}


def _unique(schemes: Iterable[SecurityScheme]) -> tuple[SecurityScheme, ...]:
    """One scheme of each kind and name: both documents describe the same credential."""
    first: dict[object, SecurityScheme] = {}
    for scheme in schemes:
        first.setdefault((scheme.kind, scheme.name), scheme)
    return tuple(first.values())
