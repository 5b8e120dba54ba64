"""The type of a connection's `on`: a module of its own beside that of the resource."""

from __future__ import annotations

from codegen.ir import sdk
from codegen.names.identifiers import shortened
from codegen.text import Identifier


def handlers_type(resource: sdk.Resource, connection: sdk.Connection) -> sdk.TypeName:
    """The class that has an overload for every message; no other module begins so."""
    *folder, own = resource.module.parts
    module = sdk.ModuleName((*folder, f"_{shortened(f'{own}_handlers')}"))
    return sdk.TypeName(module, Identifier(f"{connection.class_stem}On"))
