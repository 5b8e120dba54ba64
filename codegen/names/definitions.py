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

OWN_MODULES = frozenset(
    sdk.ModuleName(("types", name)) for name in ("unknown_event", "websocket_connection_options")
)
"""Modules that every SDK with a socket has."""


def check_definitions(
    models: Iterable[sdk.TypeDefinition], params: Iterable[sdk.TypeDefinition]
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
            _note(findings, message, definition.origin)
        if name.module in OWN_MODULES:
            _note(findings, f"`{name.name}` is a class of every SDK", definition.origin)
        if name in classes:
            _note(findings, _described(name, classes[name]), definition.origin)
            continue
        classes[name] = definition.origin
        # What stands inline in a type is defined in the type's module under another name.
        if identifiers.module_name(name.name) == name.module.parts[-1]:
            if name.module in modules:
                _note(findings, _described(name, modules[name.module]), definition.origin)
            modules[name.module] = definition.origin
    findings.refuse()


def _described(name: sdk.TypeName, other: Location) -> str:
    return f"two types want the class `{name.name}` of {name.module.path} (the other is at {other})"


def _note(findings: Findings, message: str, origin: Location) -> None:
    remedy = "rename a component under `types`, or a method under `operations`, in sdk.yaml"
    findings.error(Code.NAME_COLLISION, message, origin, remedy)
