"""The names stage as a whole: an `Api` and a configuration to the `Sdk` that is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from codegen.config import Config
from codegen.diagnostics import Code, SpecError, quote
from codegen.findings import Findings
from codegen.ir import sdk
from codegen.ir.api import Api, Body, Operation
from codegen.ir.types import TypeTable
from codegen.names.addresses import Addresses
from codegen.names.bodies import left_out
from codegen.names.channels import name_apart
from codegen.names.client import name_client
from codegen.names.connections import BuiltConnection, build_connection
from codegen.names.credentials import Credentials
from codegen.names.definitions import check_definitions
from codegen.names.distribution import name_distribution
from codegen.names.methods import BuiltMethod, build_method
from codegen.names.pagination import Paginator
from codegen.names.placement import place_types
from codegen.names.resources import ResourceBuilder
from codegen.names.scopes import Face
from codegen.names.streams import ResumedStreams
from codegen.names.tree import WEBHOOKS, ResourcePath, Tree, check_resources, place
from codegen.names.types import TypeNamer
from codegen.names.unspelled import warn_unspelled
from codegen.names.webhooks import build_webhooks, with_webhooks
from codegen.text import SpecText


def name_sdk(
    api: Api, config: Config, *, package: str | None = None, findings: Findings | None = None
) -> sdk.Sdk:
    """Name everything.

    Args:
        api: both documents.
        config: the configuration.
        package: the name of the package, instead of the configured one.
        findings: is told of everything that cannot be named.

    Raises:
        SpecError: two things want one name, or nothing can be made of a name.
    """
    findings = findings if findings is not None else Findings()
    tree = place(api, config)
    settled = name_apart(tree, config)
    if settled is not config:
        tree = place(api, settled)
    placements = place_types(api, config, tree)
    check_resources(config, tree)
    namer = TypeNamer(api, tree, placements, config)

    distribution, module = name_distribution(api, config, package)
    client, credentials, addresses = name_client(api, config, module, tree, findings)

    # What is sent mentions the models that are taken in its place.
    models = list(namer.definitions(Face.MODEL))
    params = list(namer.definitions(Face.PARAM))
    resumed = ResumedStreams(config)
    placed = list(_methods(tree, namer, api.types, credentials, resumed, findings))
    connections = _connections(tree, namer, api.types, credentials, addresses, findings)
    webhooks = build_webhooks(api, namer)
    for item in placed:
        params.extend(item.built.params)
        models.extend(item.built.models)
    for opened in connections.values():
        params.extend(opened.params)
        models.extend(opened.models)
    models.extend(webhooks.models if webhooks else ())
    with findings.collect():
        check_definitions(models, params, namer.remedies)
    paginator = Paginator(config, models, findings)
    paginator.check_operations(operation for operation, _ in tree.operations)
    methods: dict[ResourcePath, list[sdk.Method]] = {}
    for item in placed:
        paging = paginator.paging_of(item.operation, item.built.method)
        methods.setdefault(item.resource, []).append(replace(item.built.method, paging=paging))
    resumed.check(((item.operation, item.built.method) for item in placed), findings)
    namer.given.check(findings)
    findings.refuse()
    resources = ResourceBuilder(config, tree, namer, placements, methods, connections).build()
    if webhooks is not None:
        resources = tuple(
            with_webhooks(r, webhooks.webhooks) if r.path == WEBHOOKS else r for r in resources
        )
    warn_unspelled(tree, resources, models, namer.remedies, findings)
    return sdk.Sdk(
        package=module,
        title=api.title,
        description=api.description,
        distribution=distribution,
        client=client,
        resources=resources,
        models=tuple(models),
        params=tuple(params),
        tag_properties=tuple(
            dict.fromkeys(b.connection.tag for b in connections.values() if b.connection.tag)
        ),
    )


@dataclass(frozen=True, slots=True)
class _PlacedMethod:
    operation: Operation
    resource: ResourcePath
    built: BuiltMethod


def _methods(
    tree: Tree,
    namer: TypeNamer,
    types: TypeTable,
    credentials: Credentials,
    resumed: ResumedStreams,
    findings: Findings,
) -> Iterator[_PlacedMethod]:
    """Yield the methods of all operations, with what they need; paging is found out later."""
    for operation, placement in tree.operations:
        with findings.collect():
            built = build_method(operation, placement, namer, types)
            security = credentials.requirements(operation.security)
            is_resumed = resumed.has(operation, built.method)
            method = replace(built.method, security=security, resumes=is_resumed)
            if operation.responses.stream is not None and method.stream is None:
                findings.warn(
                    Code.STREAM_WITHOUT_SWITCH,
                    f"`{'.'.join(placement.path)}` offers a stream, and the request has no boolean "
                    "`stream`",
                    operation.location,
                )
            yield _PlacedMethod(operation, placement.resource, replace(built, method=method))
    _warn_of_formats((operation for operation, _ in tree.operations), types, findings)


def _connections(
    tree: Tree,
    namer: TypeNamer,
    types: TypeTable,
    credentials: Credentials,
    addresses: Addresses,
    findings: Findings,
) -> dict[ResourcePath, BuiltConnection]:
    """The connections of all channels, with what they need and where they are."""
    found: dict[ResourcePath, BuiltConnection] = {}
    for channel, path in tree.channels:
        with findings.collect():
            if path in found:
                raise SpecError.of(
                    Code.NAME_COLLISION,
                    f"two channels are opened by `{'.'.join(path)}.connect`",
                    channel.location,
                    namer.remedies.at(channel.location, ""),
                )
            built = build_connection(channel, path, namer, types)
            security = credentials.requirements(channel.security)
            server_url = addresses.url(channel.server)
            connection = replace(built.connection, security=security, server_url=server_url)
            found[path] = replace(built, connection=connection)
    return found


def _warn_of_formats(operations: Iterable[Operation], types: TypeTable, findings: Findings) -> None:
    """Say once for each media type that its bodies have no arguments."""
    found: dict[SpecText, list[Body]] = {}
    for operation in operations:
        for body in left_out(operation.bodies, types):
            found.setdefault(body.media_type, []).append(body)
    for media_type, bodies in found.items():
        count = "one operation" if len(bodies) == 1 else f"{len(bodies)} operations"
        findings.warn(
            Code.BODY_FORMAT,
            f"{count} can also be sent as {quote(media_type.reveal())}, which no argument is for",
            bodies[0].location,
        )
