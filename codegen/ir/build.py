"""The IR stage: both documents of a store to one `Api`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from codegen.diagnostics import Code, Diagnostic, SpecError, quote
from codegen.findings import Findings
from codegen.ir.api import Api, Channel, Operation, SecurityScheme
from codegen.ir.asyncapi import AsyncApiReader, Reading
from codegen.ir.nodes import optional_text
from codegen.ir.openapi import OpenApiReader
from codegen.ir.pruning import prune
from codegen.ir.schemas import SchemaReader
from codegen.ir.types import Format
from codegen.read.json_value import JsonValue
from codegen.resolve import DocumentStore, Node
from codegen.selection import Selection
from codegen.text import SpecText


def build_api(
    store: DocumentStore,
    openapi: Path | None,
    asyncapi: Path | None,
    *,
    reading: Reading | None = None,
    plain_formats: Collection[Format] = (),
    findings: Findings | None = None,
    selection: Selection | None = None,
) -> Api:
    """Read the documents into the IR.

    Args:
        store: where the documents and whatever they refer to are loaded.
        openapi: the OpenAPI document, if there is one.
        asyncapi: the AsyncAPI document, if there is one.
        reading: what the configuration says of the AsyncAPI document.
        plain_formats: the formats whose values are to stay text.
        findings: is told what is wrong with each schema, operation, channel and message.
        selection: what of the documents is left out; without one, nothing is.

    Raises:
        SpecError: with every error that was found; each diagnostic has its place.
    """
    findings = findings if findings is not None else Findings()
    selection = selection if selection is not None else Selection()
    schemas = SchemaReader(store, findings, selection, plain_formats)
    rest = events = None
    if openapi:
        rest = OpenApiReader(store, schemas, store.node(openapi), findings, selection)
    if asyncapi:
        root_node = store.node(asyncapi)
        events = AsyncApiReader(store, schemas, root_node, findings, selection, reading)
    for reader in (rest, events):
        if reader is not None:
            with findings.collect():
                reader.declare_components()
    operations: list[Operation] = []
    channels: list[Channel] = []
    with findings.collect():
        operations.extend(rest.operations() if rest else ())
    with findings.collect():
        channels.extend(events.channels() if events else ())
    _check_identifiers(operations, findings)
    security = _unique([*(rest.security() if rest else ()), *(events.security() if events else ())])
    base_url = websocket_url = None
    with findings.collect():
        base_url = rest.server_url() if rest else None
    with findings.collect():
        websocket_url = events.server_url() if events else None
    selection.check(findings)
    findings.refuse()
    if not selection.choice.is_everything:
        prune((*operations, *channels), schemas.types, selection.choice.type)
    root = openapi or asyncapi
    if root is None or not (operations or channels or schemas.types.declarations):
        raise SpecError(Diagnostic(Code.NOTHING_TO_GENERATE, "the documents describe nothing"))
    info = _info(store.node(root))
    return Api(
        SpecText(str(info.get("title") or root.stem)),
        optional_text(info.get("description") or info.get("summary")),
        SpecText(str(info.get("version") or "0")),
        base_url,
        websocket_url,
        security,
        tuple(operations),
        tuple(channels),
        schemas.types,
    )


def _check_identifiers(operations: Iterable[Operation], findings: Findings) -> None:
    """Warn of an operationId that several operations have: names do not depend on it."""
    users: dict[SpecText, list[Operation]] = {}
    for operation in operations:
        if operation.identifier is not None:
            users.setdefault(operation.identifier, []).append(operation)
    for identifier, found in users.items():
        if len(found) > 1:
            findings.warn(
                Code.DUPLICATE_OPERATION_ID,
                f"{quote(identifier.reveal())} is the operationId of {len(found)} operations",
                found[1].location,
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
