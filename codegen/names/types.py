"""Definitions of types: what a schema becomes in the module of its class.

A component is a public type; `codegen.names.classes` says of which module. What stands inline in it
is defined in the same module, named after its place: the property in Pascal case (singular for the
items of an array), and for a variant of a union its title or the value of its tag.

Every type has two faces: the pydantic model of what is received, and for what can be sent a
`TypedDict` of the same shape, called `...Param`. Where something of the second face is asked for,
the first is taken as well: what came from the server can be sent back as it is.
"""

from __future__ import annotations

from codegen.config import Config
from codegen.diagnostics import Location
from codegen.ir import sdk
from codegen.ir.api import Api
from codegen.ir.discriminators import Tagged, discriminate
from codegen.ir.types import (
    ArrayType,
    Declaration,
    Format,
    LiteralType,
    MapType,
    ObjectType,
    Primitive,
    PrimitiveKind,
    Property,
    Reference,
    TupleType,
    Type,
    UnionType,
    without_null,
)
from codegen.names import identifiers, words
from codegen.names.alternatives import Alternatives, Taken
from codegen.names.attributes import alike_in_order, attribute_names
from codegen.names.classes import ClassNames
from codegen.names.constants import described, named_constants
from codegen.names.given import GivenNames
from codegen.names.placement import Placements
from codegen.names.remedies import Remedies
from codegen.names.scopes import Face, Scope
from codegen.names.tree import Tree
from codegen.names.unions import flat, tagged_union
from codegen.names.values import made_format, value_type
from codegen.text import SpecText


class TypeNamer:
    """Gives every declaration its names, and writes out definitions with them.

    Attributes:
        given: names that the configuration gives.
        remedies: the lines of the configuration that settle a collision.
        classes: the names of all public types.
    """

    def __init__(self, api: Api, tree: Tree, placements: Placements, config: Config) -> None:
        self.given = GivenNames(api, config)
        self.remedies = Remedies(api, config, tree)
        self.classes = ClassNames(api, tree, placements, self.remedies)
        self._types = api.types
        self._alternatives = Alternatives(self.classes, api.types)
        self._containers: dict[Location, sdk.TypeExpression] = {}

    def scope(self, module: sdk.ModuleName, root: str, face: Face) -> Scope:
        """A module under construction."""
        return Scope(module, root, face, remedy=self.remedies.at)

    # -- definitions ---------------------------------------------------------------------------

    def definitions(self, face: Face) -> tuple[sdk.TypeDefinition, ...]:
        """All public types with what they define inline, module by module."""
        names = self.classes.models if face is Face.MODEL else self.classes.params
        found: list[sdk.TypeDefinition] = []
        for location, name in names.items():
            scope = self.scope(name.module, name.name, face)
            scope.claim(name.name, location)
            found.extend(self._define(self._types[location], name, scope))
            if face is Face.MODEL:
                self._alternatives.add(scope.objects)
        return tuple(found)

    def _define(
        self, declaration: Declaration, name: sdk.TypeName, scope: Scope
    ) -> list[sdk.TypeDefinition]:
        body, _ = without_null(declaration.body)
        if isinstance(body, ObjectType):
            self._define_model(body, name, "", scope, declaration.description)
            return scope.definitions
        if scope.face is Face.MODEL:
            body = declaration.body
        expression = self.resolve(body, scope, "", at_root=True)
        location = declaration.location
        if scope.face is Face.PARAM and self._alternatives.taken(location) is not Taken.WITHIN:
            expression = sdk.without_models(expression)
        constants = None
        if location in self.classes.constants:
            constants = named_constants(self.classes.constants[location], declaration.body)
        prose = described(declaration.description, declaration.body)
        scope.definitions.append(sdk.Alias(name, expression, prose, location, constants))
        return scope.definitions

    def _define_model(
        self,
        body: ObjectType,
        name: sdk.TypeName,
        context: str,
        scope: Scope,
        description: SpecText | None,
    ) -> None:
        fields = self.fields(body, scope, context)
        extras = body.extras
        # The keys of a `TypedDict` are all named.
        values = None
        if extras is not None and scope.face is Face.MODEL:
            values = self.resolve(extras, scope, f"{context}Value")
        scope.objects.append((name, body))
        prose = description or body.description
        scope.definitions.append(
            sdk.Model(name, fields, prose, body.deprecated, body.origin, values)
        )

    def fields(self, body: ObjectType, scope: Scope, context: str) -> tuple[sdk.Field, ...]:
        """The fields of an object, in the order of the document."""
        names = attribute_names(body.properties, self.given)
        is_model = scope.face is Face.MODEL
        own = body.properties if is_model else body.given
        types = {
            item.name: self.property_type(item, scope, context) for item in alike_in_order(own)
        }
        return tuple(
            sdk.Field(
                names[item.name],
                item.name,
                types[item.name],
                item.required and not (is_model and item.write_only),
                item.description,
                item.deprecated,
                item.default,
                item.read_only,
            )
            for item in own
        )

    def property_type(self, item: Property, scope: Scope, context: str) -> sdk.TypeExpression:
        return self.resolve(item.type, scope, context + identifiers.class_name(item.name.reveal()))

    def made_format(self, type_: Type) -> Format | None:
        """The format of what a method has to make of an argument's value before it is sent."""
        return made_format(self._types.not_null(type_))

    def param_scope(self, payload: Type) -> Scope:
        """A scope for naming once more what the module of a sent type has defined."""
        if isinstance(payload, Reference):
            name = self.classes.params.get(payload.target) or self.classes.models[payload.target]
            return self.scope(name.module, name.name, Face.PARAM)
        raise TypeError("the payload of a message is a declared type")

    # -- type expressions ----------------------------------------------------------------------

    def resolve(
        self, type_: Type, scope: Scope, context: str, *, at_root: bool = False
    ) -> sdk.TypeExpression:
        """A type with every class by its name; inline objects are defined in the scope.

        Args:
            type_: the type.
            scope: the module that it is used in.
            context: the name that an inline object here gets.
            at_root: whether this is the body of a public type itself.
        """
        match type_:
            case Primitive(kind=PrimitiveKind.NEVER):
                # Whatever arrives where there should be no value is something all the same.
                return sdk.Scalar(PrimitiveKind.ANY)
            case Primitive():
                return value_type(type_, scope.face)
            case LiteralType(values=values):
                return sdk.Literals(values)
            case ArrayType(items=items):
                expression = self.resolve(items, scope, _item_context(context, scope))
                return sdk.Sequence(expression, _container(expression, scope.face, at_root=at_root))
            case TupleType(items=several):
                return self._tuple(several, scope, context)
            case MapType(values=values):
                return sdk.Mapping(self.resolve(values, scope, context))
            case ObjectType():
                return self._inline(type_, scope, context)
            case Reference(target=target):
                return self._reference(target, scope, context)
            case UnionType():
                return self._union(type_, scope, context)

    def _tuple(self, items: tuple[Type, ...], scope: Scope, context: str) -> sdk.TypeExpression:
        names = [f"{_item_context(context, scope)}{index + 1}" for index in range(len(items))]
        resolved = [
            self.resolve(item, scope, name) for item, name in zip(items, names, strict=True)
        ]
        exact = sdk.Tuple(tuple(resolved))
        if scope.face is Face.MODEL or not resolved:
            return exact
        # JSON makes no difference, so an argument takes a list of the items as well.
        members = flat(resolved)
        item = members[0] if len(members) == 1 else sdk.Union(members)
        container = "Sequence" if sdk.takes_models(item) else "list"
        return sdk.Union((exact, sdk.Sequence(item, container)))

    def _reference(self, target: Location, scope: Scope, context: str) -> sdk.TypeExpression:
        declaration = self._types[target]
        if target not in self.classes.models:
            body = declaration.body
            if isinstance(body, ObjectType):
                return self._inline(body, scope, context)
            return self.resolve(body, scope, context)
        if scope.face is Face.PARAM and target in self.classes.params:
            sent = self._sent(target)
            # The alias of what is sent leaves null out: it belongs to the place of use.
            nullable = (
                not isinstance(declaration.body, ObjectType) and without_null(declaration.body)[1]
            )
            return sdk.Union((*flat([sent]), sdk.NULL)) if nullable else sent
        model = sdk.Named(self.classes.models[target])
        # A class cannot be null: like that of what is sent, it belongs to the place of use.
        rest, nullable = without_null(declaration.body)
        is_class = isinstance(rest, ObjectType)
        return sdk.Union((model, sdk.NULL)) if nullable and is_class else model

    def _sent(self, target: Location) -> sdk.TypeExpression:
        """A public type as something that is sent, null left out."""
        param = self.classes.params[target]
        match self._alternatives.taken(target):
            case Taken.BESIDE:
                return self._either(self.classes.models[target], param)
            case Taken.AMONG_ITEMS:
                return self._container(target)
            case _:
                return sdk.Named(param)

    def _container(self, target: Location) -> sdk.TypeExpression:
        """An array or a map of models and dictionaries, where its alias has dictionaries alone."""
        if target not in self._containers:
            named = sdk.Named(self.classes.params[target])
            self._containers[target] = named  # for one that contains itself
            declaration = self._types[target]
            scope = self.param_scope(Reference(target))
            scope.claim(scope.root, declaration.location)
            expression = self.resolve(without_null(declaration.body)[0], scope, "")
            if sdk.takes_models(expression):
                self._containers[target] = expression
        return self._containers[target]

    def _inline(self, body: ObjectType, scope: Scope, context: str) -> sdk.TypeExpression:
        name = scope.claim(context or scope.root, body.origin)
        if name not in scope.inline:
            scope.inline.add(name)
            inner = context if name.name == context or not context else str(name.name)
            self._define_model(body, name, inner, scope, None)
        model = self._alternatives.inline(name, body) if scope.face is Face.PARAM else None
        return self._either(model, name) if model is not None else sdk.Named(name)

    @staticmethod
    def _either(model: sdk.TypeName, param: sdk.TypeName) -> sdk.Union:
        """What is sent, as a model or as a dictionary."""
        return sdk.Union((sdk.Named(model, is_alternative=True), sdk.Named(param)))

    def _union(self, type_: UnionType, scope: Scope, context: str) -> sdk.TypeExpression:
        rest, nullable = without_null(type_)
        if not isinstance(rest, UnionType):
            inner = self.resolve(rest, scope, context)
            return sdk.Union((inner, sdk.NULL)) if nullable else inner
        tagged = discriminate(rest, self._types)
        if tagged is not None:
            self._keep_tag(rest, tagged)
        resolved = {
            id(member): self.resolve(
                member, scope, self._variant_context(member, rest, index, tagged, scope, context)
            )
            for index, member in enumerate(rest.members)
        }
        # A member that may be null is a class all the same; null belongs to the whole union.
        nullable = nullable or any(sdk.is_nullable(member) for member in resolved.values())
        if tagged and scope.face is Face.MODEL:
            union = tagged_union(tagged, {m: sdk.not_null(resolved[id(m)]) for m in rest.members})
        else:
            union = sdk.Union(flat(sdk.not_null(resolved[id(m)]) for m in rest.members))
            if len(union.members) == 1 and not nullable:
                return union.members[0]
        return sdk.Union((*union.members, sdk.NULL), union.tag) if nullable else union

    def _keep_tag(self, union: UnionType, tagged: Tagged) -> None:
        """Refuse another attribute for what tells variants apart."""
        for member in union.members:
            body = self._types.body(member)
            item = body.property_named(tagged.tag) if isinstance(body, ObjectType) else None
            if item is not None:
                self.given.refuse_tag(item)

    def classes_by_tag(
        self, union: UnionType, scope: Scope
    ) -> tuple[tuple[SpecText, sdk.TypeName], ...] | None:
        """The classes of a union of objects by the values of its tag, if that tells them apart."""
        tagged = discriminate(union, self._types)
        if tagged is None or tagged.tag != union.declared_tag:
            return None
        found: list[tuple[SpecText, sdk.TypeName]] = []
        for index, member in enumerate(union.members):
            branch = next((b for b in tagged.branches if b.choice is member), None)
            context = self._variant_context(member, union, index, tagged, scope, "")
            expression = self.resolve(member, scope, context)
            is_class = isinstance(self._types.body(member), ObjectType)
            if branch is None or not is_class or not isinstance(expression, sdk.Named):
                return None
            found.extend((value, expression.name) for value in sorted(branch.values))
        return tuple(found)

    def _variant_context(
        self,
        member: Type,
        union: UnionType,
        index: int,
        tagged: Tagged | None,
        scope: Scope,
        context: str,
    ) -> str:
        if isinstance(member, Reference) and member.target not in self.classes.models:
            declaration = self._types[member.target]
            if isinstance(declaration.body, ObjectType):
                return context + self.classes.class_name(declaration)
            return context
        if not isinstance(member, ObjectType):
            return context
        if member.variant_of is not None:
            made_of = self.classes.class_name(self._types[member.variant_of])
            return f"{made_of}Base" if made_of == scope.root else (context or scope.root) + made_of
        if member.title is not None:
            title = member.title.reveal()
            is_name = title.isascii() and title.isidentifier()
            return context + (title if is_name else identifiers.class_name(title))
        if tagged:
            for branch in tagged.branches:
                if branch.choice is member:
                    return context + identifiers.class_name(min(branch.values).reveal())
        objects = [m for m in union.members if isinstance(m, ObjectType)]
        if len(objects) == 1 and context:
            return context
        return f"{context or scope.root}Variant{index + 1}"


# Text and bytes are iterable as well, and a file of a form may be a tuple.
_SEQUENCED = (sdk.Scalar(PrimitiveKind.STRING), sdk.Scalar(PrimitiveKind.FILE))


def _container(items: sdk.TypeExpression, face: Face, *, at_root: bool) -> str:
    """An argument takes any iterable of objects; strings, which are iterable, need a sequence."""
    if face is Face.MODEL or at_root or isinstance(items, sdk.Literals):
        return "list"
    if items in _SEQUENCED or (
        isinstance(items, sdk.Union) and any(isinstance(m, sdk.Instance) for m in items.members)
    ):
        return "Sequence"
    return "Iterable"


def _item_context(context: str, scope: Scope) -> str:
    """The name of an inline object in an array: the singular of the array's own."""
    if context:
        return _singular(context)
    single = _singular(scope.root)
    return single if single != scope.root else f"{single}Item"


def _singular(context: str) -> str:
    return words.pascal(words.singular(words.snake(context)))
