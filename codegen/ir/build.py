"""The IR stage: both documents of a store to one `Api`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from codegen.diagnostics import Code, SpecError, quote
from codegen.findings import Findings
from codegen.ir.api import (
    Api,
    Channel,
    Operation,
    Security,
    Webhook,
)
from codegen.ir.asyncapi import AsyncApiReader, Reading
from codegen.ir.circles import open_circles
from codegen.ir.credentials import same_credentials
from codegen.ir.defaults import check_defaults
from codegen.ir.nodes import mapping, optional_text
from codegen.ir.openapi import OpenApiReader
from codegen.ir.pruning import prune
from codegen.ir.schemas import SchemaReader
from codegen.ir.servers import settle_servers
from codegen.ir.types import Format
from codegen.read.json_value import JsonValue
from codegen.resolve import DocumentStore, Node
from codegen.resolve.twins import twins
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
    if rest is not None and events is not None:
        with findings.collect():
            _unite(store, rest.component_schemas(), events.component_schemas())
    for reader in (rest, events):
        if reader is not None:
            with findings.collect():
                schemas.declare_components(reader.component_schemas())
    operations: list[Operation] = []
    channels: list[Channel] = []
    with findings.collect():
        operations.extend(rest.operations() if rest else ())
    with findings.collect():
        channels.extend(events.channels() if events else ())
    _check_identifiers(operations, findings)
    _settle_silence(operations)
    own = list(rest.security.schemes.values()) if rest else []
    further = list(events.security.schemes.values()) if events else []
    same = same_credentials(own, further, [o.security for o in operations])
    server = websocket_server = None
    with findings.collect():
        is_silent = rest is not None and rest.servers.is_silent
        server = settle_servers(
            rest.servers.base() if rest else None, operations, is_silent=is_silent
        )
    with findings.collect():
        websocket_server = events.server() if events else None
    webhooks: list[Webhook] = []
    if rest is not None and selection.choice.is_everything:
        with findings.collect():
            webhooks.extend(rest.webhooks())
    selection.check(findings)
    check_defaults(schemas.types, operations, findings)
    findings.refuse()
    open_circles(schemas.types)
    if not selection.choice.is_everything:
        prune((*operations, *channels), schemas.types, selection.choice.type)
    root = openapi or asyncapi
    if root is None or not (operations or channels or webhooks or schemas.types.declarations):
        raise SpecError.of(Code.NOTHING_TO_GENERATE, "the documents describe nothing")
    info = _info(store.node(root))
    return Api(
        SpecText(str(info.get("title") or root.stem)),
        optional_text(info.get("description") or info.get("summary")),
        SpecText(str(info.get("version") or "0")),
        server,
        websocket_server,
        tuple(s for s in dict.fromkeys([*own, *further]) if s not in same),
        tuple(operations),
        tuple(channels),
        schemas.types,
        tuple(same.items()),
        _default_security(rest, channels),
        selection.pointers,
        tuple(webhooks),
        optional_text(_info(store.node(asyncapi)).get("title")) if asyncapi else None,
    )


def _unite(store: DocumentStore, first: Node, second: Node) -> None:
    """Make one schema of each that both documents write out, copied from one another."""
    for key in twins(mapping(first), mapping(second)):
        store.unite(first.child(key), second.child(key))


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


def _default_security(rest: OpenApiReader | None, channels: list[Channel]) -> Security | None:
    if rest is not None:
        return rest.security.default()
    return channels[0].security if channels else None


def _settle_silence(operations: list[Operation]) -> None:
    """Where some operations ask for credentials, those that say nothing ask for none."""
    if any(operation.security is not None for operation in operations):
        operations[:] = [replace(o, security=()) if o.security is None else o for o in operations]
