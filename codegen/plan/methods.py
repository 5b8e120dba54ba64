"""Methods of resources: their signature, and the `Operation` that declares what they send."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from codegen.ir import sdk
from codegen.ir.api import ParameterIn, ResultKind
from codegen.names.identifiers import free
from codegen.plan.answers import accept, result, returned
from codegen.plan.arguments import ArgumentView, Mode, argument_view, has_scopes, security_literal
from codegen.plan.bodies import body_form, style_literal
from codegen.plan.docs import method_doc
from codegen.plan.expressions import ExpressionWriter
from codegen.plan.imports import Imports
from codegen.text import Code, Identifier, SpecText, python_literal

Errors = tuple[tuple[str, sdk.TypeName], ...]
_FORM: Final = "application/x-www-form-urlencoded"
_STYLE_KEYWORDS: Final = {
    ParameterIn.PATH: "path_styles",
    ParameterIn.QUERY: "query_styles",
    ParameterIn.HEADER: "header_styles",
    ParameterIn.COOKIE: "cookie_styles",
}


@dataclass(frozen=True, slots=True)
class SignatureView:
    """One way to call a method. Attributes: switch: the type and default of the switch."""

    switch: Code | None
    returns: Code
    is_overload: bool


@dataclass(frozen=True, slots=True)
class SwitchView:
    """The argument that asks for a stream, and what there is then.

    Attributes:
        overloads: its type and default where the answer is whole, where it is a stream, and
            where it can be both.
        declared: its type and default in the method itself.
        constant, operation, returns: of the `Operation` of the stream.
    """

    name: Identifier
    overloads: tuple[Code, Code, Code]
    declared: Code
    constant: Identifier
    operation: Code
    returns: Code
    returns_async: Code


@dataclass(frozen=True, slots=True)
class MethodView:
    name: Identifier
    constant: Identifier
    operation: Code
    returns: Code
    returns_async: Code
    sender: Code
    switch: SwitchView | None
    doc: Code
    path: tuple[ArgumentView, ...]
    keywords: tuple[ArgumentView, ...]
    query: tuple[ArgumentView, ...]
    headers: tuple[ArgumentView, ...]
    cookies: tuple[ArgumentView, ...]
    whole_query: ArgumentView | None
    body: tuple[ArgumentView, ...]
    sends_body: bool
    paging: PagingView | None = None
    deprecated: Code | None = None

    def signatures(self, mode: Mode) -> tuple[SignatureView, ...]:
        """The overloads, if there are any, and the method itself."""
        whole = self.returns_async if mode.is_async else self.returns
        if self.paging is not None:
            pages = Code(f"{mode.pages}{self.paging.parameters}")
            return (SignatureView(None, pages, is_overload=False),)
        if self.switch is None:
            return (SignatureView(None, whole, is_overload=False),)
        stream = self.switch.returns_async if mode.is_async else self.switch.returns
        either = Code(f"{whole} | {stream}")
        overloads = zip(self.switch.overloads, (whole, stream, either), strict=True)
        return (
            *(SignatureView(switch, returns, is_overload=True) for switch, returns in overloads),
            SignatureView(self.switch.declared, either, is_overload=False),
        )


@dataclass(frozen=True, slots=True)
class PagingView:
    """Attributes: parameters: of the classes of pages, in brackets."""

    constant: Identifier
    construction: Code
    parameters: Code


def import_for_methods(imports: Imports) -> None:
    """Import what a module needs as soon as it has one method."""
    imports.add_runtime("operation", "Operation")
    imports.add_runtime("http", "Timeout")
    imports.add_runtime("request_types", "Body", "Headers", "Query")
    imports.add_runtime("sentinels", "NotGiven", "not_given")
    imports.add_runtime("raw", "async_to_raw", "async_to_streamed", "to_raw", "to_streamed")
    imports.add_runtime("resource", "raw_view", "streamed_view")


def method_view(
    method: sdk.Method, imports: Imports, shadowed: Collection[str], errors: Mapping[Errors, Code]
) -> MethodView:
    """A method as the template prints it.

    Args:
        method: the method.
        imports: of the module.
        shadowed: names that its class defines.
        errors: what the module calls each table of failures.
    """
    views = {a.name: argument_view(a, imports, shadowed) for a in method.arguments}

    def placed(place: ParameterIn | None) -> tuple[ArgumentView, ...]:
        return tuple(views[a.name] for a in method.arguments_in(place))

    path = placed(ParameterIn.PATH)
    return MethodView(
        name=method.name,
        constant=method.constant,
        operation=_operation(method, method.answers, imports, errors),
        returns=returned(method.answers, imports, shadowed),
        returns_async=returned(method.answers, imports, shadowed, is_async=True),
        sender=Code("_stream" if method.answers[0].kind.is_stream else "_request"),
        switch=None if method.paging else _switch(method, imports, shadowed, errors),
        doc=method_doc(
            method.description,
            method.arguments,
            fallback=f"{method.verb} {method.path.reveal()}",
            deprecated=method.deprecated,
            callbacks=method.callbacks,
        ),
        path=path,
        keywords=tuple(views[a.name] for a in method.arguments if views[a.name] not in path),
        query=placed(ParameterIn.QUERY),
        headers=placed(ParameterIn.HEADER),
        cookies=placed(ParameterIn.COOKIE),
        whole_query=next(iter(placed(ParameterIn.QUERYSTRING)), None),
        body=placed(None),
        sends_body=bool(method.bodies),
        paging=_paging(method, method.paging, imports, shadowed) if method.paging else None,
        deprecated=_deprecation(method, imports, shadowed) if method.deprecated else None,
    )


def _deprecation(method: sdk.Method, imports: Imports, shadowed: Collection[str]) -> Code:
    """The decorator of PEP 702: type checkers strike the method through, a call warns."""
    decorator = imports.add_value_class("typing_extensions", "deprecated", shadowed)
    operation = f"{method.verb} {method.path.reveal()}"
    return Code(f"@{decorator}({python_literal(SpecText(f'The API has deprecated {operation}.'))})")


def _paging(
    method: sdk.Method, paging: sdk.Paging, imports: Imports, shadowed: Collection[str]
) -> PagingView:
    imports.add_runtime("pages", "AsyncPages", "SyncPage", "async_request_pages", "request_pages")
    imports.add_runtime("paging", paging.style.value)
    written = {role: _attribute_path(path) for role, path in paging.paths.items()}
    last_item = written.pop("last_item", None)
    if last_item is not None:
        written |= {"cursor": last_item, "of_last_item": python_literal(True)}
    if paging.parameter is not None:
        written["parameter"] = python_literal(paging.parameter)
    if paging.place != "query":
        written["place"] = python_literal(paging.place)
    if paging.first != 1:
        written["first"] = python_literal(paging.first)
    arguments = ", ".join(f"{name}={value}" for name, value in written.items())
    item = ExpressionWriter(imports, shadowed=shadowed).write(paging.item)
    return PagingView(
        Identifier(f"{method.constant}_PAGING"),
        Code(f"{paging.style.value}({arguments})"),
        Code(f"[{item}, {returned(method.answers, imports, shadowed)}]"),
    )


def _attribute_path(path: sdk.AttributePath) -> Code:
    names = ", ".join(map(python_literal, path))
    return Code(f"({names},)" if len(path) == 1 else f"({names})")


def _switch(
    method: sdk.Method, imports: Imports, shadowed: Collection[str], errors: Mapping[Errors, Code]
) -> SwitchView | None:
    switch, stream = method.switch, method.stream
    if switch is None or stream is None:
        return None
    imports.add("typing", "Literal", "overload")
    null = " | None" if sdk.is_nullable(switch.type) else ""
    omitted = "" if switch.required else " | Omit = omit"
    is_bool = ExpressionWriter(imports, shadowed=shadowed).builtin("bool")
    name = free(f"{method.name}_stream", shadowed)
    return SwitchView(
        name=switch.name,
        overloads=(
            Code(f"Literal[False]{null}{omitted}"),
            Code("Literal[True]"),
            Code(is_bool),
        ),
        declared=Code(f"{is_bool}{null}{omitted}"),
        constant=Identifier(f"_{name.upper()}"),
        operation=_operation(method, (stream,), imports, errors),
        returns=returned((stream,), imports, shadowed),
        returns_async=returned((stream,), imports, shadowed, is_async=True),
    )


def _operation(
    method: sdk.Method,
    answers: tuple[sdk.Answer, ...],
    imports: Imports,
    errors: Mapping[Errors, Code],
) -> Code:
    """The arguments of the `Operation` that declares a method."""
    parts: list[str] = [python_literal(method.verb), python_literal(method.path)]
    parts.append(f"result={result(answers, imports)}")
    accepted = accept(answers)
    if accepted is not None:
        parts.append(f"accept={accepted}")
    if method.bodies:
        forms = [body_form(form, imports) for form in method.bodies]
        parts.append(f"bodies=({', '.join(forms)},)")
    if method.errors:
        parts.append(f"errors={errors[method.errors]}")
    if method.server is not None:
        parts.append(f"server={python_literal(method.server)}")
    if method.idempotency_header is not None:
        parts.append(f"idempotency_header={python_literal(method.idempotency_header)}")
    if method.resumes and answers[0].kind is ResultKind.EVENTS:
        parts.append(f"resumes={python_literal(True)}")
    if method.security is not None:
        parts.append(f"security={security_literal(method.security)}")
        if has_scopes(method.security):
            imports.add_runtime("settings", "Scoped")
    parts.extend(_styles(method, imports))
    return Code(", ".join(parts))


def _styles(method: sdk.Method, imports: Imports) -> Iterator[Code]:
    """Yield how parameters are written, where that is not the default of their place."""
    for place, keyword in _STYLE_KEYWORDS.items():
        written = [
            f"{python_literal(a.wire)}: {style_literal(a.style, imports)}"
            for a in method.arguments_in(place)
            if a.style is not None
        ]
        if written:
            yield Code(f"{keyword}={{{', '.join(written)}}}")
    for argument in method.arguments_in(ParameterIn.QUERYSTRING):
        media_type = argument.style.content if argument.style else None
        yield Code(f"whole_query={python_literal(media_type or _FORM)}")
