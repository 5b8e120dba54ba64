"""Names that are code points, for want of a Latin spelling: said once for each method and class.

They work as they are (`u6ce8_u6587`), and nobody can remember them.
"""

from __future__ import annotations

from collections.abc import Iterable

from codegen.diagnostics import Code, Location
from codegen.findings import Findings
from codegen.ir import sdk
from codegen.ir.api import Operation
from codegen.names.collisions import verb_and_path
from codegen.names.remedies import Remedies
from codegen.names.scripts import is_spelled
from codegen.names.tree import Tree
from codegen.names.words import has_code_points
from codegen.names.yaml_lines import line


def warn_unspelled(
    tree: Tree,
    package: Iterable[sdk.Resource],
    models: Iterable[sdk.TypeDefinition],
    remedies: Remedies,
    findings: Findings,
) -> None:
    """Warn of what people would have to type as code points, with the setting that names it.

    Args:
        tree: where the operations and channels have been placed.
        package: the resources at the top, with their methods.
        models: every class of what is received.
        remedies: the lines of the configuration that name a class.
        findings: is told of each.
    """
    operations = {operation.location: operation for operation, _ in tree.operations}
    for top in package:
        for resource in top.walk():
            for method in resource.methods:
                _warn_of_method(resource, method, operations[method.origin], findings)
    for channel, path in tree.channels:
        name = ".".join(path)
        if has_code_points(name) and not _are_spelled(
            channel.key.reveal(), channel.address.reveal()
        ):
            remedy = line("channels", channel.key.reveal(), "{resource: a_name}")
            _warn(findings, [f"`{name}.connect`"], channel.location, remedy)
    # The events of a socket have the words of its channel, of which there is a warning.
    channels = {channel.location for channel, _ in tree.channels}
    for definition in models:
        if definition.origin not in channels:
            _warn_of_class(definition, remedies, findings)


def _warn_of_method(
    resource: sdk.Resource, method: sdk.Method, operation: Operation, findings: Findings
) -> None:
    name = ".".join((*resource.path, method.name))
    identifier = operation.identifier.reveal() if operation.identifier else ""
    texts = (operation.path.reveal(), identifier, *(tag.reveal() for tag in operation.tags))
    key = verb_and_path(operation)
    if has_code_points(name) and not _are_spelled(*texts):
        remedy = line("operations", key, "a_resource.a_method")
        _warn(findings, [f"`{name}`"], method.origin, remedy)
    arguments = [
        a for a in method.arguments if has_code_points(a.name) and not is_spelled(a.wire.reveal())
    ]
    if arguments:
        remedy = line("parameters", f"{key}.{arguments[0].wire.reveal()}", "a_name")
        found = [f"the argument `{a.name}` of `{name}`" for a in arguments]
        _warn(findings, found, method.origin, remedy)


def _warn_of_class(definition: sdk.TypeDefinition, remedies: Remedies, findings: Findings) -> None:
    name = definition.name.name
    if has_code_points(name) and not is_spelled(str(definition.origin.pointer[-1])):
        remedy = remedies.at(definition.origin, "Name")
        _warn(findings, [f"the class `{name}`"], definition.origin, remedy)
    if isinstance(definition, sdk.Model):
        attributes = [
            f"the attribute `{field.name}` of `{name}`"
            for field in definition.fields
            if has_code_points(field.name) and not is_spelled(field.wire.reveal())
        ]
        remedy = "give it a name under `properties` in sdk.yaml"
        _warn(findings, attributes, definition.origin, remedy)


def _are_spelled(*texts: str) -> bool:
    return all(map(is_spelled, texts))


def _warn(findings: Findings, found: list[str], origin: Location, remedy: str) -> None:
    if found:
        others = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        message = f"{found[0]}{others} is named by code points: there is no Latin spelling of it"
        findings.warn(Code.UNSPELLED_NAME, message, origin, remedy)
