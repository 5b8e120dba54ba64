"""The adapter to datamodel-code-generator: the annotations of every field of every model.

It is given a flat document in which everything has its final name: a component for every model,
called `module.ClassName`, and nothing inline that it would have to name. Property names, prose,
defaults and limits stay here. A type that it does not render as it must be (a tagged union, an
alias) has a stand-in in the document, replaced afterwards.

What comes back is read as a syntax tree and compared with what was asked for; only annotations
that mean the same are used, and nothing of its text reaches the output unread.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from codegen.diagnostics import Code as DiagnosticCode
from codegen.diagnostics import Diagnostic, SpecError
from codegen.ir import sdk
from codegen.ir.types import PrimitiveKind
from codegen.text import SpecText

_PREFIX: Final = "#/components/schemas/"
_STAND_IN_MODULE: Final = "stand_ins"
_BASE_CLASS: Final = "model_base.BaseModel"

_JSON_KINDS: Final = {
    PrimitiveKind.STRING: "string",
    PrimitiveKind.INTEGER: "integer",
    PrimitiveKind.NUMBER: "number",
    PrimitiveKind.BOOLEAN: "boolean",
}
_PYTHON_KINDS: Final = {
    "str": PrimitiveKind.STRING,
    "int": PrimitiveKind.INTEGER,
    "float": PrimitiveKind.NUMBER,
    "bool": PrimitiveKind.BOOLEAN,
    "Any": PrimitiveKind.ANY,
    "object": PrimitiveKind.ANY,
}

Annotations = dict[sdk.TypeName, tuple[sdk.TypeExpression, ...]]


def render_models(models: Iterable[sdk.Model]) -> Annotations:
    """The type of every field of every model, as datamodel-code-generator renders it.

    Raises:
        SpecError: it rendered something else than was asked for.
    """
    by_key = {_key(model.name): model for model in models}
    if not by_key:
        return {}
    document = _FlatDocument()
    for key, model in by_key.items():
        document.add(key, model)
    modules = _generate(document.as_openapi())
    found: Annotations = {}
    for path, source in modules.items():
        module = ".".join((*path[:-1], path[-1].removesuffix(".py")))
        for statement in ast.parse(source).body:
            if not isinstance(statement, ast.ClassDef):
                continue
            wanted = by_key.get(f"{module}.{statement.name}")
            if wanted is not None:
                found[wanted.name] = _check(wanted, statement, document)
    for model in by_key.values():
        if model.name not in found:
            raise _mismatch(model, "the class is missing")
    return found


def _generate(document: dict[str, Any]) -> dict[tuple[str, ...], str]:
    # Imported here: it costs as much as all the rest of a run in which nothing has changed.
    from datamodel_code_generator import generate
    from datamodel_code_generator.enums import DataModelType, InputFileType, OpenAPIScope
    from datamodel_code_generator.format import PythonVersion
    from datamodel_code_generator.parser import LiteralType

    result = generate(
        document,
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        base_class=_BASE_CLASS,
        openapi_scopes=[OpenAPIScope.Schemas],
        custom_class_name_generator=_same_name,
        disable_timestamp=True,
        enum_field_as_literal=LiteralType.All,
        use_one_literal_as_default=False,
        use_annotated=True,
        use_union_operator=True,
        use_standard_collections=True,
        use_object_type=True,
        treat_dot_as_module=True,
        use_exact_imports=True,
        strict_nullable=True,
        allow_remote_refs=False,
        formatters=[],
    )
    if not isinstance(result, dict):
        raise TypeError(f"one module per type was asked for, not {type(result).__name__}")
    return {tuple(path): str(source) for path, source in result.items()}


def _same_name(name: str) -> str:
    return name


def _key(name: sdk.TypeName) -> str:
    return ".".join((*name.module.parts, name.name))


@dataclass(slots=True)
class _FlatDocument:
    """The document under construction, and what its stand-ins stand for."""

    _schemas: dict[str, Any] = field(default_factory=dict)
    _stand_ins: dict[str, sdk.TypeExpression] = field(default_factory=dict)
    _stand_in_for: dict[sdk.TypeExpression, str] = field(default_factory=dict)

    def add(self, key: str, model: sdk.Model) -> None:
        self._schemas[key] = {
            "type": "object",
            "properties": {f"f{i}": f.type for i, f in enumerate(model.fields)},
            "required": [f"f{i}" for i, f in enumerate(model.fields) if f.required],
        }

    def as_openapi(self) -> dict[str, Any]:
        schemas = {
            key: {
                **schema,
                "properties": {n: self._schema(t) for n, t in schema["properties"].items()},
            }
            for key, schema in self._schemas.items()
        }
        for name in self._stand_ins:
            schemas[f"{_STAND_IN_MODULE}.{name}"] = {"type": "object", "properties": {}}
        info = {"title": "models", "version": "1"}
        return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}

    def expression_for(self, name: str) -> sdk.TypeExpression | None:
        return self._stand_ins.get(name)

    def _schema(self, expression: sdk.TypeExpression) -> dict[str, Any]:
        match expression:
            case sdk.Scalar(kind=PrimitiveKind.ANY):
                return {}
            case sdk.Scalar(kind=kind) if kind in _JSON_KINDS:
                return {"type": _JSON_KINDS[kind]}
            case sdk.Literals(values=values):
                return {
                    "enum": [v.reveal() if isinstance(v, SpecText) else v for v in values],
                    **_literal_kind(expression),
                }
            case sdk.Sequence(items=items):
                return {"type": "array", "items": self._schema(items)}
            case sdk.Mapping(values=values):
                return {"type": "object", "additionalProperties": self._schema(values) or True}
            case sdk.Union(members=members, tag=None) if not any(
                isinstance(m, sdk.Union) for m in members
            ):
                return {
                    "anyOf": [
                        {"type": "null"} if m == sdk.NULL else self._schema(m) for m in members
                    ]
                }
            case sdk.Union(members=members, tag=tag) if sdk.NULL in members:
                rest = sdk.Union(tuple(m for m in members if m != sdk.NULL), tag)
                return {"anyOf": [self._schema(rest), {"type": "null"}]}
            case _:
                return {"$ref": f"{_PREFIX}{_STAND_IN_MODULE}.{self._stand_in(expression)}"}

    def _stand_in(self, expression: sdk.TypeExpression) -> str:
        name = self._stand_in_for.setdefault(expression, f"StandIn{len(self._stand_in_for)}")
        self._stand_ins[name] = expression
        return name


def _literal_kind(literal: sdk.Literals) -> dict[str, str]:
    kinds = {"string" if isinstance(v, SpecText) else type(v).__name__ for v in literal.values}
    names = {"string": "string", "int": "integer", "float": "number", "bool": "boolean"}
    return {"type": names[kinds.pop()]} if len(kinds) == 1 else {}


def _check(
    model: sdk.Model, definition: ast.ClassDef, document: _FlatDocument
) -> tuple[sdk.TypeExpression, ...]:
    """The expressions of a class's fields, each compared with the model's."""
    names = {str(f.name.name): f.name for f in _named(model)}
    assignments = [s for s in definition.body if isinstance(s, ast.AnnAssign)]
    if len(assignments) != len(model.fields):
        raise _mismatch(model, f"{len(assignments)} fields instead of {len(model.fields)}")
    by_name = {s.target.id: s for s in assignments if isinstance(s.target, ast.Name)}
    rendered: list[sdk.TypeExpression] = []
    for index, item in enumerate(model.fields):
        statement = by_name.get(f"f{index}")
        if statement is None or (statement.value is None) != item.required:
            raise _mismatch(model, f"field {item.name} is not as required as it should be")
        expression = _Reader(names, document).read(statement.annotation)
        wanted = item.type if item.required else _optional(item.type)
        if _canonical(expression) != _canonical(wanted):
            raise _mismatch(model, f"field {item.name} has another type")
        rendered.append(expression)
    return tuple(rendered)


def _named(model: sdk.Model) -> Iterator[sdk.Named]:
    for item in model.fields:
        for name in sdk.names_in(item.type):
            yield sdk.Named(name)


def _optional(expression: sdk.TypeExpression) -> sdk.TypeExpression:
    if sdk.is_nullable(expression):
        return expression
    return _join([expression, sdk.NULL])


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads an annotation back into an expression."""

    names: dict[str, sdk.TypeName]
    document: _FlatDocument

    def read(self, node: ast.expr) -> sdk.TypeExpression:
        match node:
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return _join([self.read(left), self.read(right)])
            case ast.Constant(value=None):
                return sdk.NULL
            case ast.Constant(value=str(name)) | ast.Name(id=name):
                return self._name(name)
            case ast.Subscript(value=ast.Name(id="Union"), slice=ast.Tuple(elts=elements)):
                return _join([self.read(e) for e in elements])
            case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
                return _join([self.read(inner), sdk.NULL])
            case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
                elements = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                return sdk.Literals(tuple(map(_literal_value, elements)))
            case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=elements)):
                return self.read(elements[0])
            case ast.Subscript(value=ast.Name(id="list"), slice=inner):
                return sdk.Sequence(self.read(inner))
            case ast.Subscript(
                value=ast.Name(id="dict"), slice=ast.Tuple(elts=[ast.Name(id="str"), inner])
            ):
                return sdk.Mapping(self.read(inner))
            case _:
                raise ValueError(ast.dump(node))

    def _name(self, name: str) -> sdk.TypeExpression:
        if name in _PYTHON_KINDS:
            return sdk.Scalar(_PYTHON_KINDS[name])
        if name == "list":
            return sdk.Sequence(sdk.Scalar(PrimitiveKind.ANY))
        stood_in = self.document.expression_for(name)
        return stood_in if stood_in is not None else sdk.Named(self.names[name])


def _literal_value(node: ast.expr) -> Any:
    value = ast.literal_eval(node)
    return SpecText(value) if isinstance(value, str) else value


def _join(parts: list[sdk.TypeExpression]) -> sdk.TypeExpression:
    members: list[sdk.TypeExpression] = []
    tag = None
    for part in parts:
        if isinstance(part, sdk.Union) and part.tag is not None:
            tag = part.tag
        members.extend(part.members if isinstance(part, sdk.Union) else [part])
    return sdk.Union(tuple(dict.fromkeys(members)), tag)


def _canonical(expression: sdk.TypeExpression) -> object:
    """What an expression means: without the order of members, encodings and containers."""
    match expression:
        case sdk.Scalar(kind=kind):
            return kind
        case sdk.Literals(values=values):
            return ("literal", frozenset((type(v).__name__, v) for v in values))
        case sdk.Sequence(items=items):
            return ("list", _canonical(items))
        case sdk.Mapping(values=values):
            return ("dict", _canonical(values))
        case sdk.Named(name=name):
            return name
        case sdk.Union(members=members, tag=tag):
            return ("union", frozenset(map(_canonical, members)), tag)


def _mismatch(model: sdk.Model, problem: str) -> SpecError:
    return SpecError(
        Diagnostic(DiagnosticCode.MODEL_MISMATCH, f"{model.name.name}: {problem}", model.origin)
    )
