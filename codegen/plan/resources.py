"""The modules below `resources/`: blocking and asyncio classes from one template."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from codegen.ir import sdk
from codegen.ir.sdk import ModuleName
from codegen.names.handlers import handlers_type
from codegen.names.reserved import RESOURCE_MODULE_NAMES
from codegen.plan.answers import error_models
from codegen.plan.arguments import MODES
from codegen.plan.connections import connection_view
from codegen.plan.docs import type_doc
from codegen.plan.handlers import plan_handlers
from codegen.plan.imports import Imports, relative
from codegen.plan.methods import Errors, import_for_methods, method_view
from codegen.plan.render import render
from codegen.plan.webhooks import webhooks_view
from codegen.text import Code, Identifier, SpecText, docstring


def plan_resources(package: sdk.Sdk) -> dict[str, Code]:
    """Every module below `resources/`, by path relative to the package folder."""
    files: dict[str, Code] = {}
    folders: dict[tuple[Identifier, ...], list[sdk.Resource]] = {(): []}
    # Those with a folder of their own, by the folder that it stands in.
    nested: dict[tuple[Identifier, ...], list[sdk.Resource]] = {}
    for resource in package.all_resources():
        files[resource.module.path] = _resource_module(resource, package)
        if resource.connection is not None:
            files |= plan_handlers(resource, resource.connection)
        folders.setdefault(resource.folder, []).append(resource)
        if resource.folder == resource.path:
            nested.setdefault(resource.path[:-1], []).append(resource)
    for folder, resources in folders.items():
        files["/".join(("resources", *folder, "__init__.py"))] = _folder_init(
            ModuleName(("resources", *folder)), [*nested.get(folder, ()), *resources]
        )
    return files


def _folder_init(folder: ModuleName, resources: Iterable[sdk.Resource]) -> Code:
    names = [
        (
            Code(f"{prefix}{resource.class_name}"),
            relative(folder.child("__init__"), resource.module),
        )
        for resource in resources
        for prefix in ("", "Async")
    ]
    return render("lazy_init.py.jinja", doc=Code('"""Resources of the API."""'), names=names)


def _resource_module(resource: sdk.Resource, package: sdk.Sdk) -> Code:
    imports = Imports(resource.module, reserved=_names_besides_types(resource, package))
    imports.add_runtime("resource", "AsyncResource", "SyncResource")
    taken = {m.name for m in resource.methods} | {c.name for c in resource.children}
    tables = _error_tables(resource)
    methods = [method_view(m, imports, taken, tables) for m in resource.methods]
    if methods:
        import_for_methods(imports)
    for child in resource.children:
        imports.add_for_typing(child.module, *_classes(child))
    views = [child for child in resource.children if child.has_methods]
    if resource.children or resource.methods:
        imports.add("functools", "cached_property")
    connection = None
    if resource.connection:
        on = handlers_type(resource, resource.connection)
        connection = connection_view(resource.connection, imports, on=on)
        client = package.client.name
        imports.add_for_typing(sdk.ModuleName(("_client",)), client, f"Async{client}")
    webhooks = webhooks_view(resource.webhooks, imports) if resource.webhooks else None
    body = render(
        "resource.py.jinja",
        name=resource.name,
        path=Code(".".join(resource.path)),
        class_name=resource.class_name,
        doc=_resource_doc(resource),
        methods=methods,
        error_tables=[(name, error_models(errors, imports)) for errors, name in tables.items()],
        children=[resource_link(c, resource.module) for c in resource.children],
        views=[resource_link(c, resource.module) for c in views],
        connection=connection,
        webhooks=webhooks,
        client=package.client.name,
        modes=MODES,
    )
    return Code(f"{imports.render()}\n\n{body}")


def _error_tables(resource: sdk.Resource) -> dict[Errors, Code]:
    """What the module calls each table of failures: methods have the same ones, mostly."""
    tables = dict.fromkeys(m.errors for m in resource.methods if m.errors)
    taken = {m.constant for m in resource.methods}
    numbers = itertools.count(1)
    names = (f"_FAILURES_{n}" if n > 1 or len(tables) > 1 else "_FAILURES" for n in numbers)
    free = (Code(name) for name in names if name not in taken)
    return dict(zip(tables, free, strict=False))


def _classes(resource: sdk.Resource) -> list[str]:
    suffixes = ("", "WithRawResponse", "WithStreamingResponse") if resource.has_methods else ("",)
    return [f"{p}{resource.class_name}{s}" for s in suffixes for p in ("", "Async")]


def _names_besides_types(resource: sdk.Resource, package: sdk.Sdk) -> frozenset[str]:
    """The classes of a resource's module that are no types of the documents."""
    own = [name for node in (resource, *resource.children) for name in _classes(node)]
    client = package.client.name
    if resource.connection is not None:
        own.append(handlers_type(resource, resource.connection).name)
    return RESOURCE_MODULE_NAMES | {*own, client, f"Async{client}"}


def _resource_doc(resource: sdk.Resource) -> Code:
    path = ".".join(resource.path)
    return type_doc(resource.description) or Code(f'"""`client.{path}`."""')


@dataclass(frozen=True, slots=True)
class ResourceLink:
    """An attribute that is a resource. Attributes: module: as seen from where it is mentioned."""

    name: Identifier
    class_name: Identifier
    doc: Code
    module: Code


def resource_link(resource: sdk.Resource, parent: ModuleName) -> ResourceLink:
    """A resource as the module of its parent, or of the client, mentions it."""
    prose = resource.description or SpecText(f"The resource `{'.'.join(resource.path)}`.")
    return ResourceLink(
        resource.name,
        resource.class_name,
        docstring(prose, 8),
        relative(parent, resource.module),
    )
