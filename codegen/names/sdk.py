"""The names stage as a whole: an `Api` and a configuration to the `Sdk` that is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from codegen.config import Config
from codegen.diagnostics import Code, Diagnostic, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir import sdk
from codegen.ir.api import Api, Body, Operation
from codegen.ir.types import TypeTable
from codegen.names import identifiers, packages, words
from codegen.names.bodies import left_out
from codegen.names.channels import name_apart
from codegen.names.client import name_client
from codegen.names.connections import BuiltConnection, build_connection
from codegen.names.definitions import check_definitions
from codegen.names.methods import build_method
from codegen.names.pagination import Paginator
from codegen.names.placement import Placements, place_types
from codegen.names.remedies import Remedies
from codegen.names.reserved import resource_class
from codegen.names.scopes import Face
from codegen.names.streams import check_resumed, resumes
from codegen.names.tree import WEBHOOKS, ResourcePath, Tree, check_resources, place
from codegen.names.types import TypeNamer
from codegen.names.unspelled import warn_unspelled
from codegen.names.webhooks import build_webhooks, with_webhooks
from codegen.text import Identifier, SpecText


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

    distribution, module = _distribution(api, config, package)
    client, credentials, addresses = name_client(api, config, module, tree, findings)

    # What is sent mentions the models that are taken in its place.
    models = list(namer.definitions(Face.MODEL))
    params = list(namer.definitions(Face.PARAM))
    methods: dict[ResourcePath, list[sdk.Method]] = {}
    for operation, placement in tree.operations:
        with findings.collect():
            method, definitions = build_method(operation, placement, namer, api.types)
            method = replace(
                method,
                security=credentials.requirements(operation.security),
                resumes=resumes(operation, method, config),
            )
            methods.setdefault(placement.resource, []).append(method)
            if operation.responses.stream is not None and method.stream is None:
                findings.warn(
                    Code.STREAM_WITHOUT_SWITCH,
                    f"`{'.'.join((*placement.resource, placement.method))}` offers a stream, and "
                    "the request has no boolean `stream`",
                    operation.location,
                )
            params.extend(d for d in definitions if d.name.module.parts[-1].endswith("_params"))
            models.extend(d for d in definitions if not d.name.module.parts[-1].endswith("_params"))
    connections: dict[ResourcePath, BuiltConnection] = {}
    for channel, path in tree.channels:
        with findings.collect():
            if path in connections:
                raise _collision(
                    f"two channels are opened by `{'.'.join(path)}.connect`",
                    channel.location,
                    namer.remedies.at(channel.location, ""),
                )
            built = build_connection(channel, path, namer, api.types)
            security = credentials.requirements(channel.security)
            server_url = addresses.url(channel.server)
            connection = replace(built.connection, security=security, server_url=server_url)
            connections[path] = replace(built, connection=connection)
            models.extend(connections[path].models)
            params.extend(connections[path].params)
    _warn_of_formats((operation for operation, _ in tree.operations), api.types, findings)
    webhooks = build_webhooks(api, namer)
    models.extend(webhooks.models if webhooks else ())
    with findings.collect():
        check_definitions(models, params, namer.remedies)
    _paginate(tree, methods, Paginator(config, models, findings))
    check_resumed(_with_methods(tree, methods), config, findings)
    namer.given.check(findings)
    findings.refuse()
    # Of two settings that put resources at one place, the first one describes it.
    descriptions = {
        section.path or key: section.description
        for key, section in reversed(config.resources.items())
    }
    resources = tuple(
        _resource(path, tree, methods, connections, namer, placements, descriptions)
        for path in tree.top_level()
    )
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


def _with_methods(
    tree: Tree, methods: dict[ResourcePath, list[sdk.Method]]
) -> Iterator[tuple[Operation, sdk.Method]]:
    by_origin = {operation.location: operation for operation, _ in tree.operations}
    for own in methods.values():
        for method in own:
            yield by_origin[method.origin], method


def _paginate(
    tree: Tree, methods: dict[ResourcePath, list[sdk.Method]], paginator: Paginator
) -> None:
    """Give the methods that list things their paging."""
    paginator.check_operations(operation for operation, _ in tree.operations)
    by_origin = {operation.location: operation for operation, _ in tree.operations}
    for own in methods.values():
        for index, method in enumerate(own):
            paging = paginator.paging_of(by_origin[method.origin], method)
            if paging is not None:
                own[index] = replace(method, paging=paging)


def _resource(
    path: ResourcePath,
    tree: Tree,
    methods: dict[ResourcePath, list[sdk.Method]],
    connections: dict[ResourcePath, BuiltConnection],
    namer: TypeNamer,
    placements: Placements,
    descriptions: Mapping[str, str | None],
) -> sdk.Resource:
    built = connections.get(path)
    description = descriptions.get(".".join(path))
    own = methods.get(path, [])
    children = tuple(
        _resource(child, tree, methods, connections, namer, placements, descriptions)
        for child in tree.children(path)
    )
    _check_attributes(path, own, children, built, namer.remedies)
    return sdk.Resource(
        path=path,
        class_name=resource_class(path[-1]),
        methods=tuple(own),
        connection=built.connection if built else None,
        children=children,
        types=tuple(_listed_types(path, built, namer, placements)),
        description=SpecText(description) if description else None,
    )


def _listed_types(
    path: ResourcePath, built: BuiltConnection | None, namer: TypeNamer, placements: Placements
) -> Iterable[sdk.TypeName]:
    """A resource's types for the API reference: alphabetic, what its methods return at the end."""
    results = dict.fromkeys(placements.results.get(path, ()))
    own = [
        name
        for location, name in namer.classes.public_names(path)
        if not _has_namespace(location, placements) and location not in results
    ]
    if built:
        connection = built.connection
        own += [name for name in (connection.received, connection.sent) if name]
    yield from sorted(own, key=lambda name: name.name)
    for location in results:
        if placements.public.get(location) == path and not _has_namespace(location, placements):
            yield namer.classes.models[location]


def _has_namespace(location: Location, placements: Placements) -> bool:
    section = placements.settings.get(location)
    return section is not None and section.namespace is not None


def _check_attributes(
    path: ResourcePath,
    methods: list[sdk.Method],
    children: tuple[sdk.Resource, ...],
    built: BuiltConnection | None,
    remedies: Remedies,
) -> None:
    names = {child.name: "a method and a resource" for child in children}
    if built and "connect" in names:
        raise _collision(
            f"`{'.'.join((*path, 'connect'))}` opens a channel and is a resource",
            built.origin,
            remedies.at(built.origin, ""),
        )
    if built:
        names[Identifier("connect")] = "a method and opens a channel"
    for method in methods:
        if method.name in names:
            raise _collision(
                f"`{'.'.join((*path, method.name))}` is {names[method.name]}",
                method.origin,
                remedies.at(method.origin, ""),
            )


def _collision(message: str, location: Location, remedy: str) -> SpecError:
    return SpecError(Diagnostic(Code.NAME_COLLISION, message, location, remedy))


def _distribution(
    api: Api, config: Config, package: str | None
) -> tuple[sdk.Distribution, Identifier]:
    section = config.package
    if package is not None and not re.fullmatch(
        r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", package
    ):
        raise SpecError.of(
            Code.INVALID_SETTING,
            f"{quote(package)} is no name of a package",
            None,
            "use letters, digits, `-` and `_`",
        )
    title = identifiers.shortened(words.snake(api.title.reveal()) or "sdk")
    chosen = package or section.module
    module = identifiers.identifier((chosen or section.name or title).replace("-", "_"))
    if packages.is_taken(module):
        if chosen:
            raise SpecError.of(
                Code.UNUSABLE_NAME,
                f"a package called `{module}` would hide the module of that name",
                None if package else config.location("package", "module"),
                f"choose another, `{module}_sdk` for one",
            )
        module, title = Identifier(f"{module}_sdk"), f"{title}_sdk"
    name = package or section.name or title.replace("_", "-")
    summary = SpecText(section.summary) if section.summary else api.title
    distribution = sdk.Distribution(
        name=SpecText(name),
        version=SpecText(section.version),
        summary=summary,
        license=SpecText(section.license),
        http_library=sdk.HTTPLibrary(config.http),
        repository=SpecText(section.repository) if section.repository else None,
    )
    return distribution, module
