"""Compares the generated package with a record of the reference package's public surface.

Both sides are brought to one form in which the order of union members, the spelling of optional
and the way a discriminator is declared do not matter.
"""

from __future__ import annotations

import ast
import collections.abc
import importlib
import importlib.util
import inspect
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

import typing_extensions

Form = object


@dataclass(frozen=True)
class Item:
    """One statement of the record: what it is about, what the reference has, what is here."""

    name: str
    reference: Form
    here: Form

    @property
    def matches(self) -> bool:
        return self.reference == self.here or self.takes_models

    @property
    def takes_models(self) -> bool:
        """Whether the one difference is that models are taken beside dictionaries."""
        return self.reference != self.here and self.reference == _dictionaries(self.here)


def _dictionaries(form: Form) -> Form:
    """A form without the models that stand beside their `TypedDict`, called `...Param`."""
    if isinstance(form, tuple):
        return tuple(map(_dictionaries, form))
    if not isinstance(form, frozenset):
        return form
    members = {_dictionaries(member) for member in form if f"{member}Param" not in form}
    return next(iter(members)) if len(members) == 1 else frozenset(members)


MISSING = "missing"
# Names under which the reference imports a class of the `websockets` library.
_IMPORTED_AS = {
    "WebsocketConnection": "ClientConnection",
    "AsyncWebsocketConnection": "ClientConnection",
}
_REQUIRED = (typing.Required, typing_extensions.Required)


# -- the record's notation -------------------------------------------------------------------------


def parse(text: str) -> Form:
    """The form of a type as the record writes it."""
    plain = text.replace(" @discriminator='type'", "").removeprefix("?")
    return _form_of_tree(ast.parse(plain, mode="eval").body)


def _form_of_tree(node: ast.expr) -> Form:
    match node:
        case ast.Constant(value=None):
            return "None"
        case ast.Name(id=name):
            return "list" if name == "List" else _IMPORTED_AS.get(name, name)
        case ast.Attribute(attr=name):
            return name
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _union([_form_of_tree(left), _form_of_tree(right)])
        case ast.Subscript(value=ast.Name(id="Union"), slice=inner):
            return _union([_form_of_tree(e) for e in _elements(inner)])
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
            values = [ast.literal_eval(e) for e in _elements(inner)]
            return ("Literal", frozenset(map(repr, values)))
        case ast.Subscript(value=outer, slice=inner):
            return (str(_form_of_tree(outer)).lower(), *map(_form_of_tree, _elements(inner)))
        case _:
            raise ValueError(ast.dump(node))


def _elements(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _union(members: list[Form]) -> Form:
    flat: set[Form] = set()
    for member in members:
        flat |= member if isinstance(member, frozenset) else {member}
    return next(iter(flat)) if len(flat) == 1 else frozenset(flat)


# -- the package -----------------------------------------------------------------------------------


def form(annotation: Any) -> Form:
    """The form of a type of the package."""
    if annotation is None or annotation is type(None):
        return "None"
    if isinstance(annotation, typing_extensions.TypeAliasType):
        return form(annotation.__value__)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (typing.Annotated, typing_extensions.Required, typing_extensions.NotRequired):
        return form(arguments[0])
    if origin in (Union, types.UnionType):
        return _union([form(a) for a in arguments])
    if origin is Literal:
        return ("Literal", frozenset(map(repr, arguments)))
    if origin is collections.abc.Callable:
        return "Callable"
    if origin is not None:
        return (origin.__name__.lower(), *map(form, arguments))
    return str(getattr(annotation, "__name__", annotation))


def hints(owner: Any) -> dict[str, Any]:
    return typing_extensions.get_type_hints(owner, include_extras=True)


# -- the comparison --------------------------------------------------------------------------------


class Comparison:
    """Every statement of a record about one package."""

    def __init__(self, package: str, record: dict[str, Any]) -> None:
        self._package = importlib.import_module(package)
        self._name = package
        self._record = record
        self._types = importlib.import_module(f"{package}.types.realtime")

    def items(self) -> Iterator[Item]:
        yield from self._type_items()
        yield from self._param_items()
        yield from self._module_items()
        yield from self._export_items()
        yield from self._error_items()
        for name, signature in self._record["methods"].items():
            yield from self._signature_items(f"methods {name}", signature, self._method(name))
        for name, signature in self._record["connect"].items():
            if "params" in signature:
                yield from self._signature_items(f"connect {name}", signature, self._connect(name))
            else:
                client = self._client(asynchronous=name.startswith("async"))
                yield Item(f"connect {name}", None, client.websocket_base_url)
        for name, signature in self._record["connection"].items():
            member = self._connection(name)
            yield from self._signature_items(f"connection {name}", signature, member)

    def _type_items(self) -> Iterator[Item]:
        for name, entry in self._record["types"].items():
            here = getattr(self._types, name, None)
            if entry["kind"] == "model":
                yield from self._model_items(name, entry, here)
            elif entry["kind"] == "union":
                wanted = _union([parse(m) for m in entry["members"]])
                yield Item(f"types {name}", wanted, _flat_form(here))
            elif entry["kind"] == "literal":
                yield Item(
                    f"types {name}", ("Literal", frozenset(entry["values"])), _flat_form(here)
                )
            elif entry["kind"] == "other":
                yield Item(f"types {name}", parse(entry["name"]), _flat_form(here))
            else:
                yield Item(f"types {name}", True, here is not None)

    def _model_items(self, name: str, entry: dict[str, Any], here: Any) -> Iterator[Item]:
        fields = getattr(here, "model_fields", {})
        known = hints(here) if here is not None else {}
        yield Item(f"types {name} extra", entry["extra"], here and here.model_config.get("extra"))
        yield Item(f"types {name} fields", frozenset(entry["fields"]), frozenset(fields))
        for key, field in entry["fields"].items():
            info = fields.get(key)
            where = f"types {name}.{key}"
            yield Item(f"{where} required", field["required"], info and info.is_required())
            yield Item(f"{where} alias", field["alias"], info and info.alias)
            yield Item(where, parse(field["type"]), form(known[key]) if key in known else MISSING)

    def _param_items(self) -> Iterator[Item]:
        for name, entry in self._record["params"].items():
            here = getattr(self._types, name, None)
            if entry["kind"] == "typeddict":
                known = hints(here) if here is not None else {}
                # `__required_keys__` does not see through postponed annotations; the hints do.
                required = {k for k, a in known.items() if get_origin(a) in _REQUIRED}
                yield Item(f"params {name} keys", frozenset(entry["keys"]), frozenset(known))
                for key, field in entry["keys"].items():
                    where = f"params {name}.{key}"
                    yield Item(f"{where} required", field["required"], key in required)
                    mine = form(known[key]) if key in known else MISSING
                    yield Item(where, parse(field["type"]), mine)
            elif entry["kind"] == "union":
                wanted = _union([parse(m) for m in entry["members"]])
                yield Item(f"params {name}", wanted, _flat_form(here))
            else:
                yield Item(f"params {name}", parse(entry["name"]), _flat_form(here))

    def _module_items(self) -> Iterator[Item]:
        for name in self._record["modules"]:
            spec = importlib.util.find_spec(f"{self._name}.{name}")
            yield Item(f"modules {name}", True, spec is not None)

    def _export_items(self) -> Iterator[Item]:
        for name in self._record["exports_rt"]:
            yield Item(f"exports {name}", True, getattr(self._types, name, None) is not None)

    def _error_items(self) -> Iterator[Item]:
        for name, entry in self._record["errors"].items():
            here = getattr(self._package, name, None)
            known_bases = here.__mro__ if here else ()
            bases = [c.__name__ for c in known_bases if c not in (BaseException, object)]
            yield Item(f"errors {name}", entry["bases"], bases)
            if here is None:
                continue
            known = {a for c in here.__mro__ for a in getattr(c, "__annotations__", {})}
            for attribute in entry["attrs"]:
                yield Item(f"errors {name}.{attribute}", True, attribute in known)
            own = inspect.get_annotations(here).get("status_code", "None")
            yield Item(f"errors {name} status", parse(entry["status"]), parse(own))

    # -- signatures --------------------------------------------------------------------------------

    def _client(self, *, asynchronous: bool) -> Any:
        client = self._package.AsyncOpenAI if asynchronous else self._package.OpenAI
        return client(api_key="test", base_url="http://127.0.0.1:1")

    def _method(self, name: str) -> Any:
        mode, _, path = name.partition(":")
        return _walk(self._client(asynchronous=mode == "async"), path)

    def _connect(self, name: str) -> Any:
        mode, _, path = name.partition(":")
        client = self._client(asynchronous=mode == "async")
        if path == "client __init__":
            return type(client).__init__
        return client.copy if path == "client copy" else _walk(client, path)

    def _connection(self, name: str) -> Any:
        mode, _, path = name.partition(":")
        module = importlib.import_module(f"{self._name}.resources.realtime.realtime")
        owner, _, member = path.partition(".")
        if owner.endswith(("Connection", "ConnectionManager")):
            return getattr(getattr(module, owner, None), member, None)
        prefix = "Async" if mode == "async" else ""
        current: Any = getattr(module, f"{prefix}RealtimeConnection")
        *parents, last = path.split(".")
        for parent in parents:
            current = hints(getattr(current, parent).func)["return"]
        return getattr(current, last, None)

    def _signature_items(self, name: str, entry: dict[str, Any], here: Any) -> Iterator[Item]:
        if here is None:
            yield Item(name, True, MISSING)
            return
        signature = inspect.signature(here)
        plain = inspect.unwrap(here)
        plain = getattr(plain, "__func__", plain)
        unresolved = any(t.startswith("?") for t in _types_of(entry))
        known = dict(plain.__annotations__) if unresolved else hints(plain)
        parameters = {k: p for k, p in signature.parameters.items() if k != "self"}
        wanted = [p["name"] for p in entry["params"]]
        needed = [k for k, p in parameters.items() if k in wanted or p.default is p.empty]
        yield Item(f"{name} parameters", wanted, needed)
        yield Item(f"{name} async", entry["async"], _is_async(here))
        yield Item(f"{name} returns", parse(entry["returns"]), _here(known.get("return")))
        for parameter in entry["params"]:
            mine = parameters.get(parameter["name"])
            where = f"{name}({parameter['name']})"
            if mine is None:
                yield Item(where, True, MISSING)
                continue
            yield Item(f"{where} kind", parameter["kind"], mine.kind.name)
            yield Item(f"{where} default", _default(parameter["default"]), _default_here(mine))
            yield Item(where, parse(parameter["type"]), _here(known[parameter["name"]]))


def _types_of(entry: dict[str, Any]) -> list[str]:
    """The types of a signature; the record marks those that it could not resolve by `?`."""
    return [entry["returns"], *(p["type"] for p in entry["params"])]


def _here(annotation: Any) -> Form:
    return parse(annotation) if isinstance(annotation, str) else form(annotation)


def _flat_form(annotation: Any) -> Form:
    return MISSING if annotation is None else form(annotation)


def _walk(owner: Any, path: str) -> Any:
    for name in path.split("."):
        owner = getattr(owner, name)
    return owner


def _is_async(function: Any) -> bool:
    plain = inspect.unwrap(function)
    returned = str(getattr(plain, "__annotations__", {}).get("return", ""))
    # A function that returns an async iterator is used as an async generator function is.
    return inspect.iscoroutinefunction(plain) or returned.startswith("AsyncIterator")


def _default(text: str | None) -> str | None:
    return {"<Omit>": "omit", "<NotGiven>": "NOT_GIVEN"}.get(text, text) if text else text


def _default_here(parameter: inspect.Parameter) -> str | None:
    return None if parameter.default is parameter.empty else repr(parameter.default)
