"""Type expressions as Python source."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeGuard

from codegen.ir import sdk
from codegen.ir.types import Format, PrimitiveKind
from codegen.names.identifiers import field_name
from codegen.plan.imports import Imports
from codegen.text import Code, python_literal

_SCALARS = {
    PrimitiveKind.STRING: "str",
    PrimitiveKind.INTEGER: "int",
    PrimitiveKind.NUMBER: "float",
    PrimitiveKind.BOOLEAN: "bool",
    PrimitiveKind.NULL: "None",
    PrimitiveKind.ANY: "object",
    PrimitiveKind.BYTES: "bytes",
}

_FILES: Final = {PrimitiveKind.FILE: "FileTypes", PrimitiveKind.CONTENT: "BinaryContent"}

FORMAT_ALIASES: Final[Mapping[tuple[PrimitiveKind, Format | None], str]] = {
    (PrimitiveKind.STRING, Format.DATE_TIME): "DateTime",
    (PrimitiveKind.STRING, Format.DATE): "Date",
    (PrimitiveKind.STRING, Format.TIME): "Time",
    (PrimitiveKind.STRING, Format.DURATION): "Duration",
    (PrimitiveKind.STRING, Format.UUID): "Uuid",
    (PrimitiveKind.STRING, Format.DECIMAL): "DecimalText",
    (PrimitiveKind.NUMBER, Format.DECIMAL): "DecimalNumber",
}
"""The types of `formats` of the runtime, which read what is received."""


@dataclass(slots=True)
class ExpressionWriter:
    """Writes expressions for one module and notes what they need to be imported.

    Attributes:
        imports: of the module.
        shadowed: names that the surrounding class defines, so that a builtin of the same name
            has to be reached through `builtins`.
        lazy: import a type that is a member of a union only when the annotation is evaluated.
        is_async: whether what is sent piece by piece can come from asyncio.
    """

    imports: Imports
    shadowed: Collection[str] = ()
    lazy: bool = False
    is_async: bool = False

    def write(self, expression: sdk.TypeExpression) -> Code:
        match expression:
            case sdk.Scalar(kind=kind, format=format_):
                alias = FORMAT_ALIASES.get((kind, format_))
                if alias is not None:
                    return self.imports.add_value_class(".formats", alias, self.shadowed)
                if kind in _FILES:
                    return self._file(_FILES[kind])
                return self.builtin(_SCALARS[kind])
            case sdk.Instance(module=module, name=name):
                return self.imports.add_value_class(module, name, self.shadowed)
            case sdk.Literals(values=values):
                self.imports.add("typing", "Literal")
                return Code(f"Literal[{', '.join(map(python_literal, values))}]")
            case sdk.Sequence(items=items, container=container):
                return Code(f"{self._container(container)}[{self.write(items)}]")
            case sdk.Stream(items=items, or_file=or_file):
                return self._stream(self.write(items), or_file=or_file)
            case sdk.Tuple(items=several):
                written = ", ".join(map(self.write, several)) or "()"
                return Code(f"{self.builtin('tuple')}[{written}]")
            case sdk.Mapping(values=values):
                return Code(f"{self._map(values)}[{self.builtin('str')}, {self.write(values)}]")
            case sdk.Named(name=name):
                self.imports.add_types([name])
                return self.imports.local_name(name)
            case sdk.Union():
                return self._union(expression)

    def _file(self, alias: str) -> Code:
        if self.is_async and alias == "BinaryContent":
            alias = f"Async{alias}"
        self.imports.add_runtime("files", alias)
        return Code(alias)

    def _stream(self, item: Code, *, or_file: bool) -> Code:
        kinds = ("Iterable", "AsyncIterable") if self.is_async else ("Iterable",)
        self.imports.add("collections.abc", *kinds)
        written = [f"{kind}[{item}]" for kind in kinds]
        if or_file:
            # No second iterable: which of them a list is meant for could not be inferred.
            self.imports.add_runtime("files", "FileContent")
            written.append("FileContent")
        return Code(" | ".join(written))

    def _map(self, values: sdk.TypeExpression) -> Code:
        """Who has a `dict` of dictionaries alone can give it where models may be among them."""
        if sdk.takes_models(values):
            return self.imports.add_value_class("collections.abc", "Mapping", self.shadowed)
        return self.builtin("dict")

    def _member(self, member: sdk.TypeExpression) -> Code:
        if not self._is_lazy(member):
            return self.write(member)
        self.imports.add_lazy(member.name)
        return self.imports.local_name(
            member.name, other="Model" if member.is_alternative else "Type"
        )

    def _is_lazy(self, member: sdk.TypeExpression) -> TypeGuard[sdk.Named]:
        return isinstance(member, sdk.Named) and (self.lazy or member.is_alternative)

    def builtin(self, name: str) -> Code:
        if name in self.shadowed and name != "None":
            self.imports.add_module("builtins")
            return Code(f"builtins.{name}")
        return Code(name)

    def _container(self, container: str) -> Code:
        if container == "list":
            return self.builtin("list")
        self.imports.add("collections.abc", container)
        return Code(container)

    def _union(self, union: sdk.Union) -> Code:
        members = self._members(union)
        null = ["None"] if sdk.NULL in union.members else []
        joined = " | ".join(members + null)
        if union.tag is None or len(members) < 2:
            return Code(joined)
        self.imports.add("typing", "Annotated")
        self.imports.add("pydantic", "Field")
        # Pydantic wants the attribute, and finds its wire name by itself.
        attribute = python_literal(str(field_name(union.tag.reveal())))
        return Code(f"Annotated[{joined}, Field(discriminator={attribute})]")

    def _members(self, union: sdk.Union) -> list[Code]:
        """The members but null: first those that are lazy, models before dictionaries.

        What is lazy has the first `|` that is evaluated, since the `|` of others takes it for a
        type. But of two types of one name a model is not the one to keep it.
        """
        members = [m for m in union.members if m != sdk.NULL]
        written = {m: self._member(m) for m in sorted(members, key=_is_alternative)}
        order = sorted(members, key=lambda m: (not _is_alternative(m), not self._is_lazy(m)))
        return [written[m] for m in order]


def _is_alternative(member: sdk.TypeExpression) -> bool:
    return isinstance(member, sdk.Named) and member.is_alternative
