"""The modules below `types/`: one for each public type, and an `__init__` for each folder."""

from __future__ import annotations

import keyword
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codegen.ir import sdk
from codegen.names import identifiers
from codegen.names.decoded import decoded_names
from codegen.plan.cycles import ModuleGraph, mentioned
from codegen.plan.docs import field_doc, type_doc
from codegen.plan.expressions import ExpressionWriter
from codegen.plan.imports import Imports
from codegen.plan.models import Annotations, render_models
from codegen.plan.render import render
from codegen.text import Code, Identifier, SpecText, docstring, python_literal

_TYPES = sdk.ModuleName(("types",))
UNKNOWN_EVENT = sdk.TypeName(_TYPES.child("unknown_event"), Identifier("UnknownEvent"))
CONNECTION_OPTIONS = sdk.TypeName(
    _TYPES.child("websocket_connection_options"), Identifier("WebsocketConnectionOptions")
)
_UNKNOWN_ATTRIBUTES = frozenset({"error", "raw"})


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One line of a class: everything a template needs to print it."""

    name: Code
    annotation: Code
    default: Code | None
    doc: Code | None


@dataclass(frozen=True, slots=True)
class ExtrasLine:
    """Keys that are no field. Attributes: mapping: the type of all; values: of each."""

    mapping: Code
    values: Code
    text: Code


@dataclass(frozen=True, slots=True)
class DecodedLine:
    """A property that gives the bytes of a field. Attributes: decorator: `property`."""

    name: Identifier
    field: Identifier
    decorator: Code
    annotation: Code
    doc: Code


@dataclass(frozen=True, slots=True)
class ClassBlock:
    name: Code
    fields: tuple[FieldLine, ...]
    doc: Code | None
    functional: bool = False
    extras: ExtrasLine | None = None
    decoded: tuple[DecodedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class AliasBlock:
    """Attributes: is_late: whether the expression is a text that is evaluated when it is used."""

    name: Code
    expression: Code
    doc: Code | None
    is_late: bool
    constants: ConstantsBlock | None = None


@dataclass(frozen=True, slots=True)
class ConstantsBlock:
    """Attributes: final: what `typing.Final` is called here; lines: name, literal and prose."""

    name: Code
    doc: Code
    final: Code
    lines: tuple[tuple[Code, Code, Code | None], ...]


def plan_types(package: sdk.Sdk) -> dict[str, Code]:
    """Every module below `types/`, by path relative to the package folder."""
    models = [d for d in package.models if isinstance(d, sdk.Model)]
    annotations = render_models(models)
    files: dict[str, Code] = {}
    exports: dict[sdk.ModuleName, set[sdk.TypeName]] = defaultdict(set)
    for params, definitions in ((False, package.models), (True, package.params)):
        groups = _by_module(definitions)
        graph = ModuleGraph(groups)
        circle_of, far, halted = graph.circles(), graph.far_modules(), graph.halts()
        built = frozenset(annotations) if not params else frozenset[sdk.TypeName]()
        for module, group in groups.items():
            names = {str(name.name) for d in group for name in (d.name, *mentioned(d))}
            first = tuple(_public(groups[other])[0] for other in far.get(module, ()))
            late = circle_of[module]
            own = frozenset(str(definition.name.name) for definition in group)
            imports = Imports(
                module,
                late=late,
                halts=tuple(_public(groups[other])[0] for other in halted.get(module, ())),
                reserved=own,
                first=first,
                built=built,
                taken=frozenset(names),
            )
            files[module.path] = _module(imports, group, annotations, params=params)
            exports[module.parent].update(_public(group))
    folders = {*exports, _TYPES}
    if package.has_connections:
        files[UNKNOWN_EVENT.module.path] = render(
            "unknown_event.py.jinja",
            tags=_unknown_tags(package.tag_properties),
        )
        files[CONNECTION_OPTIONS.module.path] = render("websocket_connection_options.py.jinja")
        exports[_TYPES] |= {UNKNOWN_EVENT, CONNECTION_OPTIONS}
    for folder in folders | {f.parent for f in folders if len(f.parts) > 1}:
        files[f"{'/'.join(folder.parts)}/__init__.py"] = _folder_init(folder, exports[folder])
    return files


def _unknown_tags(properties: Iterable[SpecText]) -> list[Identifier]:
    """The attributes of the unknown event for the tags in use, its own attributes left alone."""
    names = (identifiers.field_name(tag.reveal()) for tag in properties)
    return [name for name in dict.fromkeys(names) if name not in _UNKNOWN_ATTRIBUTES]


def _by_module(
    definitions: Iterable[sdk.TypeDefinition],
) -> dict[sdk.ModuleName, list[sdk.TypeDefinition]]:
    groups: dict[sdk.ModuleName, list[sdk.TypeDefinition]] = defaultdict(list)
    for definition in definitions:
        groups[definition.name.module].append(definition)
    return groups


def _public(group: list[sdk.TypeDefinition]) -> list[sdk.TypeName]:
    """The type that the module is for, and the class of its constants.

    It is defined last, after all that is inline in it.
    """
    last = group[-1]
    constants = last.constants if isinstance(last, sdk.Alias) else None
    return [last.name, constants.name] if constants else [last.name]


def _module(
    imports: Imports,
    group: list[sdk.TypeDefinition],
    annotations: Annotations,
    *,
    params: bool,
) -> Code:
    blocks: list[ClassBlock | AliasBlock] = []
    for definition in group:
        if isinstance(definition, sdk.Alias):
            blocks.append(_alias(definition, imports))
        elif params:
            blocks.append(_typed_dict(definition, imports))
        else:
            blocks.append(_model(definition, annotations[definition.name], imports))
    body = render(
        "types_module.py.jinja",
        blocks=blocks,
        base=Code("TypedDict, total=False") if params else Code("BaseModel"),
    )
    public = ", ".join(python_literal(str(name.name)) for name in _public(group))
    late = imports.render_late()
    return Code(f"{imports.render()}\n\n__all__ = [{public}]\n\n{body}\n{late}\n")


def _alias(definition: sdk.Alias, imports: Imports) -> AliasBlock:
    expression = ExpressionWriter(imports).write(definition.type)
    # Modules that need each other, and models that nobody may need.
    is_late = bool(imports.late) or sdk.takes_models(definition.type)
    if is_late:
        imports.add("typing_extensions", "TypeAliasType")
        expression = python_literal(str(expression))
    else:
        imports.add("typing", "TypeAlias")
    doc = type_doc(definition.description, indent=0)
    constants = _constants(definition, imports)
    return AliasBlock(Code(definition.name.name), expression, doc, is_late, constants)


def _constants(alias: sdk.Alias, imports: Imports) -> ConstantsBlock | None:
    if alias.constants is None:
        return None
    lines = [
        (Code(name), python_literal(value), docstring(prose, 4) if prose else None)
        for name, value, prose in alias.constants.values
    ]
    return ConstantsBlock(
        Code(alias.constants.name.name),
        docstring(SpecText(f"The values of `{alias.name.name}` by name."), 4),
        imports.add_value_class("typing", "Final", ()),
        tuple(lines),
    )


def _model(
    definition: sdk.Model, types: tuple[sdk.TypeExpression, ...], imports: Imports
) -> ClassBlock:
    imports.add_runtime("models", "BaseModel")
    writer = ExpressionWriter(imports, shadowed={f.name for f in definition.fields})
    lines: list[FieldLine] = []
    for field, expression in zip(definition.fields, types, strict=True):
        annotation = writer.write(expression)
        notes: list[Code] = []
        if field.wire.reveal() != field.name:
            imports.add("pydantic", "Field")
            notes.append(Code(f"Field(alias={python_literal(field.wire)})"))
        if field.read_only:
            notes.append(imports.add_value_class(".read_only", "READ_ONLY", writer.shadowed))
        if notes:
            imports.add("typing", "Annotated")
            annotation = Code(f"Annotated[{', '.join((annotation, *notes))}]")
        default = None if field.required else Code("None")
        lines.append(FieldLine(Code(field.name), annotation, default, field_doc(field)))
    doc = type_doc(definition.description, deprecated=definition.deprecated)
    extras = _extras(definition.extras, writer) if definition.extras is not None else None
    return ClassBlock(
        Code(definition.name.name),
        tuple(lines),
        doc,
        extras=extras,
        decoded=tuple(_decoded(definition, writer)),
    )


def _decoded(definition: sdk.Model, writer: ExpressionWriter) -> Iterator[DecodedLine]:
    names = decoded_names(definition)
    for field in definition.fields:
        if field.name in names:
            writer.imports.add_runtime("binary", "base64_bytes")
            nothing = not field.required or sdk.is_nullable(field.type)
            yield DecodedLine(
                names[field.name],
                field.name,
                writer.builtin("property"),
                Code(f"{writer.builtin('bytes')}{' | None' if nothing else ''}"),
                docstring(SpecText(f"The bytes of `{field.name}`, which is base64."), 8),
            )


def _extras(expression: sdk.TypeExpression, writer: ExpressionWriter) -> ExtrasLine:
    writer.imports.add("typing", "TYPE_CHECKING")
    writer.imports.add("pydantic", "Field")
    values, text = writer.write(expression), writer.builtin("str")
    return ExtrasLine(Code(f"{writer.builtin('dict')}[{text}, {values}]"), values, text)


def _typed_dict(definition: sdk.Model, imports: Imports) -> ClassBlock:
    imports.add("typing_extensions", "TypedDict")
    functional = not all(_can_be_annotated(f.wire.reveal()) for f in definition.fields)
    shadowed = {f.wire.reveal() for f in definition.fields}
    writer = ExpressionWriter(
        imports,
        shadowed=() if functional else shadowed,
    )
    lines: list[FieldLine] = []
    for field in definition.fields:
        annotation = writer.write(field.type)
        if field.required:
            imports.add("typing_extensions", "Required")
            annotation = Code(f"Required[{annotation}]")
        key = Code(field.wire.reveal())
        if functional:
            # Evaluated where it stands, unlike a class body: the text is for type checkers.
            key, annotation = python_literal(field.wire), python_literal(str(annotation))
        lines.append(FieldLine(key, annotation, None, field_doc(field)))
    doc = type_doc(definition.description, deprecated=definition.deprecated)
    return ClassBlock(Code(definition.name.name), tuple(lines), doc, functional)


def _can_be_annotated(key: str) -> bool:
    """Whether a key can stand in a class body: no keyword, nothing that Python would mangle.

    Nor the module by which the annotations beside it reach builtins.
    """
    return (
        key.isascii()
        and key.isidentifier()
        and not keyword.iskeyword(key)
        and not key.startswith("__")
        and key != "builtins"
    )


def _folder_init(folder: sdk.ModuleName, exports: Iterable[sdk.TypeName]) -> Code:
    names = sorted(exports, key=lambda name: name.name)
    return render(
        "lazy_init.py.jinja",
        doc=Code(f'"""Types of `{".".join(folder.parts[1:])}`."""')
        if len(folder.parts) > 1
        else Code('"""Types of requests, responses and messages."""'),
        names=[(Code(n.name), Code(f".{n.module.parts[-1]}")) for n in names],
    )
