"""What functions can be added to a connection, as type checkers see it: one overload a message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from codegen.ir import sdk
from codegen.names.handlers import handlers_type
from codegen.plan.imports import Imports
from codegen.plan.render import render
from codegen.plan.types import UNKNOWN_EVENT
from codegen.text import Code, SpecText, python_literal

_EVERY = "*"
_UNKNOWN = SpecText("unknown")
_OWN_NAMES = frozenset(
    {"Callable", "EventT", "Handler", "HandlerDecorator", "Literal", "Protocol", "TYPE_CHECKING",
     "TypeVar", "UnknownEvent", "overload"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandlerView:
    """What a function for some messages takes.

    Attributes:
        names: of the messages, as the arguments of a literal type.
        variable: the type variable of such functions.
        takes: the type of the messages.
    """

    names: Code
    variable: Code
    takes: Code


def plan_handlers(resource: sdk.Resource, connection: sdk.Connection) -> dict[str, Code]:
    """The module that a connection's `on` is typed in, by its path below the package."""
    on = handlers_type(resource, connection)
    imports = Imports(on.module, reserved=_OWN_NAMES | {on.name})
    imports.add("collections.abc", "Callable")
    imports.add("typing", "Literal", "Protocol", "TypeVar", "overload")
    imports.add_runtime("handlers", "Handler", "HandlerDecorator")
    imports.add_for_typing(UNKNOWN_EVENT.module, UNKNOWN_EVENT.name)
    imports.add_types_for_typing([connection.received])
    handlers = list(_handlers(connection, imports))
    body = render("handlers.py.jinja", name=on.name, handlers=handlers)
    return {on.module.path: Code(f"{imports.render()}\n\n{body}")}


def _handlers(connection: sdk.Connection, imports: Imports) -> Iterator[HandlerView]:
    names: dict[tuple[sdk.TypeName, ...], list[SpecText]] = defaultdict(list)
    for name, classes in connection.named_messages():
        if name.reveal() != _EVERY:
            names[classes].append(name)
    unions = 0
    for classes, called in names.items():
        imports.add_types_for_typing(classes)
        local = [imports.local_name(name) for name in classes]
        unions += len(local) > 1
        stem = f"Union{unions}" if len(local) > 1 else local[0]
        yield HandlerView(
            Code(", ".join(map(python_literal, called))), Code(f"_{stem}T"), Code(" | ".join(local))
        )
    if not any(_UNKNOWN in called for called in names.values()):
        yield HandlerView(python_literal(_UNKNOWN), Code("_UnknownT"), Code(UNKNOWN_EVENT.name))
    every = Code(f"{imports.local_name(connection.received)} | {UNKNOWN_EVENT.name}")
    yield HandlerView(python_literal(_EVERY), Code("_EveryT"), every)
