"""Arguments of methods, and the two forms, blocking and asyncio, of every class that has them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from codegen.ir import sdk
from codegen.ir.types import StringEncoding
from codegen.plan.expressions import ExpressionWriter
from codegen.plan.imports import Imports
from codegen.text import Code, Identifier, python_literal


@dataclass(frozen=True, slots=True)
class Mode:
    """How the blocking and the asyncio form of the same class differ."""

    is_async: bool

    @property
    def prefix(self) -> Code:
        return Code("Async" if self.is_async else "")

    @property
    def base(self) -> Code:
        return Code("Async" if self.is_async else "Sync")

    @property
    def define(self) -> Code:
        return Code("async def" if self.is_async else "def")

    @property
    def wait(self) -> Code:
        return Code("await " if self.is_async else "")

    @property
    def dunder(self) -> Code:
        return Code("a" if self.is_async else "")

    @property
    def helper(self) -> Code:
        return Code("async_" if self.is_async else "")

    @property
    def pages(self) -> Code:
        return Code("AsyncPages" if self.is_async else "SyncPage")


MODES = (Mode(is_async=False), Mode(is_async=True))


@dataclass(frozen=True, slots=True)
class ArgumentView:
    name: Identifier
    wire: Code
    annotation: Code
    required: bool
    encoded: bool = False


def argument_view(
    argument: sdk.Argument,
    imports: Imports,
    shadowed: Collection[str] = (),
    *,
    of_message: bool = False,
) -> ArgumentView:
    """How an argument of a method is declared.

    Args:
        argument: the argument.
        imports: of the module; what the annotation needs is added.
        shadowed: names of the surrounding class.
        of_message: whether it is a member of a message that is sent.
    """
    # Reading messages must not wait for the types of all that can be sent.
    writer = ExpressionWriter(imports, shadowed=shadowed, lazy=of_message)
    type_ = argument.type if argument.required else sdk.Union((argument.type,))
    annotation = writer.write(type_)
    encoded = of_message and _is_base64(argument.type)
    if encoded:
        annotation = Code(f"{annotation} | {writer.builtin('bytes')}")
    if not argument.required:
        imports.add_runtime("sentinels", "Omit", "omit")
        annotation = Code(f"{annotation} | Omit")
    return ArgumentView(
        argument.name, python_literal(argument.wire), annotation, argument.required, encoded
    )


def _is_base64(expression: sdk.TypeExpression) -> bool:
    return isinstance(expression, sdk.Scalar) and expression.encoding is StringEncoding.BASE64
