"""Arguments of methods, and the two forms, blocking and asyncio, of every class that has them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from codegen.ir import sdk
from codegen.ir.types import Format
from codegen.plan.expressions import ExpressionWriter
from codegen.plan.imports import Imports
from codegen.text import Code, Identifier, SpecText, python_literal


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
    """An argument as templates print it.

    Attributes:
        annotation_async: for asyncio, which can send what comes piece by piece from more sources.
        value: what is sent, an expression of the argument's name.
    """

    name: Identifier
    wire: Code
    annotation: Code
    annotation_async: Code
    required: bool
    value: Code

    def annotated(self, mode: Mode) -> Code:
        """Its type in one of the two forms of a method."""
        return self.annotation_async if mode.is_async else self.annotation


def security_literal(security: sdk.Requirements) -> Code:
    """The alternatives as the runtime has them: tuples of options, some with scopes."""
    alternatives = "".join(
        f"({''.join(f'{_option_literal(option)}, ' for option in requirement)}),"
        for requirement in security
    )
    return Code(f"({alternatives})")


def has_scopes(security: sdk.Requirements | None) -> bool:
    """Whether the literal needs the runtime's `Scoped`."""
    return any(option.scopes for requirement in security or () for option in requirement)


def _option_literal(option: sdk.OptionUse) -> Code:
    name = python_literal(str(option.name))
    if not option.scopes:
        return name
    return Code(f"Scoped({name}, {tuple_literal(option.scopes)})")


def tuple_literal(values: Iterable[SpecText]) -> Code:
    """A tuple of texts."""
    return Code(f"({''.join(f'{python_literal(value)}, ' for value in values)})")


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
    behind = ""
    value = Code(argument.name)
    match argument.format:
        case Format.BASE64:
            imports.add_runtime("encode_json", "base64_text")
            behind = f" | {writer.builtin('bytes')}"
            value = Code(f"base64_text({argument.name})")
        case Format.DECIMAL:
            imports.add_runtime("text_forms", "json_number")
            decimal = writer.write(sdk.Instance("decimal", "Decimal"))
            behind = f" | {decimal}"
            value = Code(f"json_number({argument.name})")
    if not argument.required:
        imports.add_runtime("sentinels", "Omit", "omit")
        behind += " | Omit"
    return ArgumentView(
        argument.name,
        python_literal(argument.wire),
        Code(f"{annotation}{behind}"),
        Code(f"{replace(writer, is_async=True).write(type_)}{behind}"),
        argument.required,
        value,
    )
