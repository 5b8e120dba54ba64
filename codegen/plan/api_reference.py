"""`api.md`: every resource with its types and methods, linked to the files that define them."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.ir import sdk
from codegen.ir.api import ParameterIn
from codegen.names import words
from codegen.plan.answers import returned
from codegen.plan.expressions import ExpressionWriter
from codegen.plan.imports import Imports
from codegen.plan.render import render
from codegen.text import Code, Identifier, SpecText, html_attribute, markdown


@dataclass(frozen=True, slots=True)
class MethodLine:
    name: Identifier
    title: Code
    arguments: Code
    returns: Code


@dataclass(frozen=True, slots=True)
class Section:
    heading: Code
    path: Code
    file: Code
    types_module: Code
    types: tuple[Identifier, ...]
    methods: tuple[MethodLine, ...]


def plan_api_reference(package: sdk.Sdk) -> Code:
    """The text of `api.md`."""
    homes = _homes(package)
    sections = [_section(r, package, homes) for r in package.all_resources()]
    return render("api.md.jinja", package=package.package, sections=sections)


def _homes(package: sdk.Sdk) -> dict[sdk.TypeName, str]:
    return {d.name: f"./src/{package.package}/{d.name.module.path}" for d in package.models}


def _section(resource: sdk.Resource, package: sdk.Sdk, homes: dict[sdk.TypeName, str]) -> Section:
    title = words.pascal(resource.name)
    folders = {name.module.parent for name in resource.types}
    module = min(folders) if folders else sdk.ModuleName(("types",))
    return Section(
        heading=Code(f"{'#' * len(resource.path)} {title}"),
        path=Code(".".join(resource.path)),
        file=Code(resource.module.path),
        types_module=Code(".".join((package.package, *module.parts))),
        types=tuple(name.name for name in resource.types),
        methods=tuple(_method(m, package, homes) for m in resource.methods),
    )


def _method(method: sdk.Method, package: sdk.Sdk, homes: dict[sdk.TypeName, str]) -> MethodLine:
    arguments: list[str] = [a.name for a in method.arguments_in(ParameterIn.PATH)]
    if method.params:
        file = f"src/{package.package}/{method.params.module.path}"
        arguments.append(rf'\*\*<a href="{file}">params</a>')
    return MethodLine(
        method.name,
        Code(f"{method.verb.lower()} {html_attribute(method.path)}"),
        Code(", ".join(arguments)),
        _returns(method, homes),
    )


def _returns(method: sdk.Method, homes: dict[sdk.TypeName, str]) -> Code:
    if method.paging is not None:
        return Code(f"SyncPage[{_linked(method.paging.item, homes)}]")
    if len(method.answers) == 1:
        expression = method.answers[0].type
        if isinstance(expression, sdk.Named) and expression.name in homes:
            return _linked(expression, homes)
    written = returned(method.answers, Imports(sdk.ModuleName(("api",))))
    is_word = str(written).replace("_", "a").isalnum()
    return written if is_word else markdown(SpecText(written))


def _linked(expression: sdk.TypeExpression, homes: dict[sdk.TypeName, str]) -> Code:
    if isinstance(expression, sdk.Named) and expression.name in homes:
        name = expression.name
        return Code(f'<a href="{homes[name]}">{name.name}</a>')
    written = ExpressionWriter(Imports(sdk.ModuleName(("api",)))).write(expression)
    return markdown(SpecText(written))
