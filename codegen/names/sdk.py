"""The names stage as a whole: an `Api` and a configuration to the `Sdk` that is written."""

from __future__ import annotations

from collections.abc import Iterable

from codegen.config import Config, OptionSection
from codegen.diagnostics import Code, Diagnostic, Location, SpecError, quote
from codegen.ir import sdk
from codegen.ir.api import Api, SecurityScheme
from codegen.names import identifiers, words
from codegen.names.connections import BuiltConnection, build_connection
from codegen.names.methods import build_method
from codegen.names.placement import Placements, place_types
from codegen.names.tree import ResourcePath, Tree, place
from codegen.names.types import Face, TypeNamer
from codegen.text import Identifier, SpecText


def name_sdk(api: Api, config: Config, *, package: str | None = None) -> sdk.Sdk:
    """Name everything.

    Args:
        api: both documents.
        config: the configuration.
        package: the name of the package, instead of the configured one.

    Raises:
        SpecError: two things want one name, or nothing can be made of a name.
    """
    tree = place(api, config)
    placements = place_types(api, config, tree)
    namer = TypeNamer(api, tree, placements)

    params = list(namer.definitions(Face.PARAM))
    models = list(namer.definitions(Face.MODEL))
    methods: dict[ResourcePath, list[sdk.Method]] = {}
    for operation, placement in tree.operations:
        method, definitions = build_method(operation, placement, namer, api.types)
        methods.setdefault(placement.resource, []).append(method)
        params.extend(d for d in definitions if d.name.module.parts[-1].endswith("_params"))
        models.extend(d for d in definitions if not d.name.module.parts[-1].endswith("_params"))
    connections: dict[ResourcePath, BuiltConnection] = {}
    for channel, path in tree.channels:
        connections[path] = build_connection(channel, path, namer, api.types)
        models.extend(connections[path].models)
        params.extend(connections[path].params)

    resources = tuple(
        _resource(path, tree, methods, connections, namer, placements, config)
        for path in tree.top_level()
    )
    distribution, module = _distribution(api, config, package)
    return sdk.Sdk(
        package=module,
        title=api.title,
        description=api.description,
        distribution=distribution,
        client=_client(api, config, module),
        resources=resources,
        models=tuple(models),
        params=tuple(params),
        tag_properties=tuple(dict.fromkeys(built.connection.tag for built in connections.values())),
    )


def _resource(
    path: ResourcePath,
    tree: Tree,
    methods: dict[ResourcePath, list[sdk.Method]],
    connections: dict[ResourcePath, BuiltConnection],
    namer: TypeNamer,
    placements: Placements,
    config: Config,
) -> sdk.Resource:
    built = connections.get(path)
    description = config.resources.get(".".join(path))
    own = methods.get(path, [])
    children = tuple(
        _resource(child, tree, methods, connections, namer, placements, config)
        for child in tree.children(path)
    )
    _check_attributes(path, own, children)
    return sdk.Resource(
        path=path,
        class_name=Identifier(words.pascal(path[-1])),
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
    results = placements.results.get(path, ())
    own = [
        name
        for location, name in namer.public_names()
        if placements.public[location] == path
        and not _has_namespace(location, placements)
        and location not in results
    ]
    if built:
        connection = built.connection
        own += [name for name in (connection.received, connection.sent) if name]
    yield from sorted(own, key=lambda name: name.name)
    for location in results:
        if placements.public.get(location) == path and not _has_namespace(location, placements):
            yield namer.model_name(location)


def _has_namespace(location: Location, placements: Placements) -> bool:
    section = placements.settings.get(location)
    return section is not None and section.namespace is not None


def _check_attributes(
    path: ResourcePath, methods: list[sdk.Method], children: tuple[sdk.Resource, ...]
) -> None:
    names = {child.name for child in children}
    for method in methods:
        if method.name in names:
            raise SpecError(
                Diagnostic(
                    Code.NAME_COLLISION,
                    f"`{'.'.join((*path, method.name))}` is a method and a resource",
                    method.origin,
                    "name the method under `operations` in sdk.yaml",
                )
            )


def _distribution(
    api: Api, config: Config, package: str | None
) -> tuple[sdk.Distribution, Identifier]:
    section = config.package
    title = words.snake(api.title.reveal()) or "sdk"
    name = package or section.name or title.replace("_", "-")
    module = package or section.module or name
    summary = SpecText(section.summary) if section.summary else api.title
    distribution = sdk.Distribution(
        name=SpecText(name),
        version=SpecText(section.version),
        summary=summary,
        license=SpecText(section.license),
        repository=SpecText(section.repository) if section.repository else None,
    )
    return distribution, identifiers.identifier(module.replace("-", "_"))


def _client(api: Api, config: Config, module: Identifier) -> sdk.Client:
    section = config.client
    name = section.name or words.pascal(api.title.reveal()) or "Client"
    prefix = words.snake(section.name or module).upper()
    options = dict(section.options)
    used = {option.security for option in options.values() if option.security}
    for scheme in api.security:
        if scheme.key.reveal() not in used and not used:
            option = identifiers.argument_name(_default_option(scheme))
            options.setdefault(
                option,
                OptionSection(
                    security=scheme.key.reveal(), environment=f"{prefix}_{option.upper()}"
                ),
            )
    return sdk.Client(
        name=Identifier(name),
        options=tuple(_option(key, o, api) for key, o in options.items()),
        base_url=api.base_url,
        base_url_variable=SpecText(section.base_url_environment or f"{prefix}_BASE_URL"),
        websocket_url=api.websocket_url,
        log_variable=SpecText(section.log_environment or f"{prefix}_LOG"),
    )


def _default_option(scheme: SecurityScheme) -> str:
    return "api_key" if scheme.kind.value != "bearer" else "token"


def _option(key: str, section: OptionSection, api: Api) -> sdk.ClientOption:
    scheme = next((s for s in api.security if s.key.reveal() == section.security), None)
    if section.security and scheme is None:
        raise SpecError(
            Diagnostic(
                Code.UNUSED_SETTING,
                f"option `{key}` names the security scheme {quote(section.security)}, "
                "which the documents do not have",
            )
        )
    header = section.header or (scheme.name.reveal() if scheme else None)
    description = SpecText(section.description) if section.description else None
    return sdk.ClientOption(
        name=identifiers.argument_name(key),
        variable=SpecText(section.environment) if section.environment else None,
        kind=scheme.kind if scheme else None,
        header=SpecText(header) if header else None,
        secret=section.secret or scheme is not None,
        required=section.required if section.required is not None else scheme is not None,
        description=description or (scheme.description if scheme else None),
    )
