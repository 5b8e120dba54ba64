"""One class for each name, and one type for each module.

A component, the parameters of a method and the events of a connection are named by different
rules; what two of them call the same would overwrite each other.
"""

from __future__ import annotations

from collections.abc import Iterable

from codegen.diagnostics import Code, Location
from codegen.findings import Findings
from codegen.ir import sdk
from codegen.names import identifiers
from codegen.names.remedies import Remedies

OWN_MODULES = frozenset(
    sdk.ModuleName(("types", name)) for name in ("unknown_event", "websocket_connection_options")
)
"""Modules that every SDK with a socket has."""


def check_definitions(
    models: Iterable[sdk.TypeDefinition], params: Iterable[sdk.TypeDefinition], remedies: Remedies
) -> None:
    """Refuse definitions that want the same class or the same module.

    Raises:
        SpecError: with both places.
    """
    classes: dict[sdk.TypeName, Location] = {}
    modules: dict[sdk.ModuleName, Location] = {}
    definitions = (*models, *params)
    folders = {definition.name.module.parent for definition in definitions}
    findings = Findings()
    for definition in definitions:
        name = definition.name
        if name.module in folders:
            message = f"`{name.name}` is in {name.module.path}, beside a folder of that name"
            _note(findings, remedies, message, definition)
        if name.module in OWN_MODULES:
            _note(findings, remedies, f"`{name.name}` is a class of every SDK", definition)
        if name in classes:
            _note(findings, remedies, _described(name, classes[name]), definition)
            continue
        classes[name] = definition.origin
        # What stands inline in a type is defined in the type's module under another name.
        if identifiers.module_name(name.name) == name.module.parts[-1]:
            if name.module in modules:
                _note(findings, remedies, _described(name, modules[name.module]), definition)
            modules[name.module] = definition.origin
    findings.refuse()


def _described(name: sdk.TypeName, other: Location) -> str:
    return f"two types want the class `{name.name}` of {name.module.path} (the other is at {other})"


def _note(
    findings: Findings, remedies: Remedies, message: str, definition: sdk.TypeDefinition
) -> None:
    remedy = remedies.at(definition.origin, definition.name.name)
    findings.error(Code.NAME_COLLISION, message, definition.origin, remedy)
