"""The adapter to datamodel-code-generator: the annotations of every field of every model.

What it makes of a field follows from the field's schema and whether it is required, and from
nothing around it. So each different field of all models is asked for once, in a flat document that
has nothing inline that it would have to name: a large document repeats the same few hundred fields
thousands of times, and the cost is that of the few hundred. Names, prose, defaults and limits stay
here. A type that it does not render as it must be (a class, a tagged union, an alias) has a
stand-in in the document, replaced afterwards.

What comes back is read as a syntax tree and compared with what was asked for; only annotations
that mean the same are used, and nothing of its text reaches the output unread.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from codegen.diagnostics import Code as DiagnosticCode
from codegen.diagnostics import SpecError
from codegen.ir import sdk
from codegen.ir.types import PrimitiveKind
from codegen.plan.expressions import FORMAT_ALIASES
from codegen.text import SpecText

_PREFIX: Final = "#/components/schemas/"
_STAND_IN: Final = "StandIn"
# Each class of the flat document costs as much as several fields.
_FIELDS_OF_A_CLASS: Final = 50
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
    document = _FlatDocument()
    asked = [(model, [document.ask(item) for item in model.fields]) for model in models]
    answers = _answers(_generate(document.as_openapi())) if document.has_fields else {}
    return {
        model.name: tuple(
            _check(model, item, question, answers)
            for item, question in zip(model.fields, questions, strict=True)
        )
        for model, questions in asked
    }


def _generate(document: dict[str, Any]) -> str:
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
        strict_nullable=True,
        allow_remote_refs=False,
        formatters=[],
    )
    if not isinstance(result, str):
        raise TypeError(f"one module was asked for, not {type(result).__name__}")
    return result


def _same_name(name: str) -> str:
    return name


@dataclass(frozen=True, slots=True)
class _Question:
    """A field as it stands in the document.

    Attributes:
        class_name, field_name: where it stands.
        stand_ins: what the stand-ins in its schema stand for, by their number.
    """

    class_name: str
    field_name: str
    stand_ins: tuple[sdk.TypeExpression, ...]


@dataclass(slots=True)
class _FlatDocument:
    """The document under construction: each different field once, in classes of some fields."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _classes: list[dict[str, Any]] = field(default_factory=list)
    _stand_ins: int = 0

    @property
    def has_fields(self) -> bool:
        return bool(self._classes)

    def ask(self, item: sdk.Field) -> _Question:
        """Put a field into the document, unless one like it is there."""
        writer = _SchemaWriter()
        schema = writer.write(item.type)
        self._stand_ins = max(self._stand_ins, len(writer.stand_ins))
        # As text: in Python `1`, `1.0` and `True` are one key.
        key = json.dumps([item.required, schema])
        number = self._numbers.setdefault(key, len(self._numbers))
        index, position = divmod(number, _FIELDS_OF_A_CLASS)
        name = f"f{position}"
        if index == len(self._classes):
            self._classes.append({"type": "object", "properties": {}, "required": []})
        properties = self._classes[index]["properties"]
        if name not in properties:
            properties[name] = schema
            if item.required:
                self._classes[index]["required"].append(name)
        return _Question(f"Fields{index}", name, tuple(writer.stand_ins))

    def as_openapi(self) -> dict[str, Any]:
        schemas = {f"Fields{index}": schema for index, schema in enumerate(self._classes)}
        for number in range(self._stand_ins):
            schemas[f"{_STAND_IN}{number}"] = {"type": "object", "properties": {}}
        info = {"title": "models", "version": "1"}
        return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}


@dataclass(slots=True)
class _SchemaWriter:
    """Writes the schema of one field, with stand-ins in the order of their appearance."""

    stand_ins: list[sdk.TypeExpression] = field(default_factory=list)

    def write(self, expression: sdk.TypeExpression) -> dict[str, Any]:
        match expression:
            case sdk.Scalar(kind=PrimitiveKind.ANY):
                return {}
            case sdk.Scalar(kind=kind, format=f) if (
                kind in _JSON_KINDS and (kind, f) not in FORMAT_ALIASES
            ):
                return {"type": _JSON_KINDS[kind]}
            case sdk.Literals(values=values):
                return {
                    "enum": [v.reveal() if isinstance(v, SpecText) else v for v in values],
                    **_literal_kind(expression),
                }
            case sdk.Sequence(items=items):
                return {"type": "array", "items": self.write(items)}
            case sdk.Mapping(values=values):
                return {"type": "object", "additionalProperties": self.write(values) or True}
            case sdk.Union(members=members, tag=None) if not any(
                isinstance(m, sdk.Union) for m in members
            ):
                return {
                    "anyOf": [{"type": "null"} if m == sdk.NULL else self.write(m) for m in members]
                }
            case sdk.Union(members=members, tag=tag) if sdk.NULL in members:
                rest = sdk.Union(tuple(m for m in members if m != sdk.NULL), tag)
                return {"anyOf": [self.write(rest), {"type": "null"}]}
            case _:
                self.stand_ins.append(expression)
                return {"$ref": f"{_PREFIX}{_STAND_IN}{len(self.stand_ins) - 1}"}


def _literal_kind(literal: sdk.Literals) -> dict[str, str]:
    kinds = {"string" if isinstance(v, SpecText) else type(v).__name__ for v in literal.values}
    names = {"string": "string", "int": "integer", "float": "number", "bool": "boolean"}
    return {"type": names[kinds.pop()]} if len(kinds) == 1 else {}


_Answers = dict[str, dict[str, ast.AnnAssign]]


def _answers(source: str) -> _Answers:
    """The fields of every class that was rendered."""
    return {
        statement.name: {
            line.target.id: line
            for line in statement.body
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
        }
        for statement in ast.parse(source).body
        if isinstance(statement, ast.ClassDef)
    }


def _check(
    model: sdk.Model, item: sdk.Field, question: _Question, answers: _Answers
) -> sdk.TypeExpression:
    """What was rendered for a field, compared with what was asked for."""
    statement = answers.get(question.class_name, {}).get(question.field_name)
    if statement is None:
        raise _mismatch(model, f"field {item.name} is missing")
    if (statement.value is None) != item.required:
        raise _mismatch(model, f"field {item.name} is not as required as it should be")
    stand_ins = {f"{_STAND_IN}{n}": type_ for n, type_ in enumerate(question.stand_ins)}
    wanted = item.type if item.required else _optional(item.type)
    try:
        expression = _Reader(stand_ins).read(statement.annotation)
    except ValueError:
        expression = None
    if expression is None or _canonical(expression) != _canonical(wanted):
        raise _mismatch(model, f"field {item.name} has another type")
    return expression


def _optional(expression: sdk.TypeExpression) -> sdk.TypeExpression:
    if sdk.is_nullable(expression):
        return expression
    return _join([expression, sdk.NULL])


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads an annotation back into an expression."""

    stand_ins: Mapping[str, sdk.TypeExpression]

    def read(self, node: ast.expr) -> sdk.TypeExpression:
        """Read a type.

        Raises:
            ValueError: it is none that was asked for.
        """
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
        if name not in self.stand_ins:
            raise ValueError(name)
        return self.stand_ins[name]


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
    unique = tuple(dict.fromkeys(members))
    return unique[0] if len(unique) == 1 else sdk.Union(unique, tag)


def _canonical(expression: sdk.TypeExpression) -> object:
    """What an expression means: without the order of members, encodings and containers."""
    match expression:
        case sdk.Scalar(kind=kind, format=f) if (kind, f) not in FORMAT_ALIASES:
            return kind
        case sdk.Scalar() | sdk.Instance():
            return expression
        case sdk.Literals(values=values):
            return ("literal", frozenset((type(v).__name__, v) for v in values))
        case sdk.Sequence(items=items) | sdk.Stream(items=items):
            return ("list", _canonical(items))
        case sdk.Tuple(items=several):
            return ("tuple", *map(_canonical, several))
        case sdk.Mapping(values=values):
            return ("dict", _canonical(values))
        case sdk.Named(name=name):
            return name
        case sdk.Union(members=members, tag=tag):
            return ("union", frozenset(map(_canonical, members)), tag)


def _mismatch(model: sdk.Model, problem: str) -> SpecError:
    return SpecError.of(
        DiagnosticCode.MODEL_MISMATCH, f"{model.name.name}: {problem}", model.origin
    )
