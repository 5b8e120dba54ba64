"""Validating JSON data against the schemas of the documents (JSON Schema, draft 2020-12).

Every schema is copied, once, into one flat collection: references are followed by the document
store, so nothing is read or fetched here, and what older dialects write differently (`nullable`,
flags for exclusive limits, lists of `items`) becomes its counterpart of the 2020-12 draft.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from codegen.diagnostics import quote
from codegen.mock.data import is_null_member, without_member
from codegen.mock.examples import sample
from codegen.resolve import DocumentStore, Node

MAX_ERRORS: Final = 32
"""Errors looked at to find the one that is reported."""

MAX_NULLS: Final = 100
"""Null members that are taken out of one message; each costs a check of the rest."""

_URI: Final = "urn:specloom:schemas"
_MAPS: Final = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
# Documents say `oneOf` where several variants fit the same data; a client is not to blame for it.
_LISTS: Final = {"allOf": "allOf", "anyOf": "anyOf", "oneOf": "anyOf", "prefixItems": "prefixItems"}
_TYPES: Final = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})
_SINGLE: Final = (
    *("additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"),
    *("unevaluatedItems", "unevaluatedProperties"),
)
_KEPT: Final = (
    *("type", "const", "enum", "required", "minimum", "maximum", "multipleOf", "uniqueItems"),
    *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
    *("minContains", "maxContains", "dependentRequired"),
)


@dataclass(frozen=True)
class Violation:
    """Why data does not fit its schema.

    - `pointer`: where, as a JSON pointer into the data; a missing member is named by it.
    - `path`: the same as `a.b[0]`.
    - `keyword`: the schema keyword that refused the data.
    - `message`: one line; values of the data in it are shortened and escaped.
    """

    pointer: str
    path: str
    keyword: str
    message: str

    @property
    def place(self) -> dict[str, str]:
        """Where and why, as the fields of a problem that an error tells of."""
        return {"pointer": self.pointer, "path": self.path, "keyword": self.keyword}


class Schemas:
    """The schemas of the documents in a store; each is made ready once, when first asked for."""

    def __init__(self, store: DocumentStore) -> None:
        self.store = store
        self._flat: dict[str, Any] = {}
        self._keys: dict[Node, str] = {}
        self._validators: dict[Node, Draft202012Validator] = {}
        resource = DRAFT202012.create_resource(self._flat)
        self._registry: Registry[Any] = Registry[Any]().with_resource(_URI, resource)

    def check(self, node: Node, data: Any) -> Violation | None:
        """What is wrong with `data` under the schema at `node`; None when nothing is.

        Raises:
            SpecError: a reference of the schema leads nowhere.
            RecursionError: the data is nested too deeply.
        """
        validator = self._validators.get(node)
        if validator is None:
            validator = Draft202012Validator(
                {"$ref": f"{_URI}#/{self._key(node)}"}, registry=self._registry
            )
            self._validators[node] = validator
        errors = list(islice(validator.iter_errors(data), MAX_ERRORS))
        return _violation(min(errors, key=_rank)) if errors else None

    def check_without_nulls(self, node: Node, data: Any) -> tuple[Any, Violation | None]:
        """`data` without the members that are null where the schema at `node` allows no null,
        and what is wrong with it then.

        Nulls that the schema does allow are kept. `data` itself is not changed.

        Raises:
            SpecError: a reference of the schema leads nowhere.
            RecursionError: the data is nested too deeply.
        """
        for _ in range(MAX_NULLS):
            violation = self.check(node, data)
            if violation is None or not is_null_member(data, violation.pointer):
                return data, violation
            data = without_member(data, violation.pointer)
        return data, self.check(node, data)

    def sample(self, node: Node) -> Any:
        """A sample for the schema at `node`."""
        return sample(node, self.follow)

    def follow(self, node: Node) -> Node:
        """What the node stands for."""
        return self.store.follow(node).node

    def _key(self, node: Node) -> str:
        """The key of a schema in the collection, copied there with all that it refers to."""
        if node in self._keys:
            return self._keys[node]
        waiting = [node]
        self._keys[node] = f"s{len(self._keys)}"
        while waiting:
            current = waiting.pop()
            self._flat[self._keys[current]] = self._copy(current, waiting)
        return self._keys[node]

    def _copy(self, node: Node, waiting: list[Node]) -> Any:
        schema = node.value
        if not isinstance(schema, dict):
            return schema if isinstance(schema, bool) else True
        copied: dict[str, Any] = {name: schema[name] for name in _KEPT if name in schema}
        if "type" in copied:
            copied["type"] = _types(copied["type"])
        if isinstance(schema.get("$ref"), str):
            target = self.store.lookup(node.location, cast("str", schema["$ref"]))
            if target not in self._keys:
                self._keys[target] = f"s{len(self._keys)}"
                waiting.append(target)
            copied["$ref"] = f"{_URI}#/{self._keys[target]}"
        for name in _SINGLE:
            if name in schema:
                copied[name] = self._copy(node.child(name), waiting)
        for name in _MAPS:
            if isinstance(schema.get(name), dict):
                members = node.child(name).members()
                copied[name] = {key: self._copy(member, waiting) for key, member in members}
        for name, keyword in _LISTS.items():
            if isinstance(schema.get(name), list) and schema[name]:
                elements = node.child(name).elements()
                parts = [self._copy(element, waiting) for element in elements]
                _add(copied, keyword, parts)
        self._copy_items(node, copied, waiting)
        _copy_limits(schema, copied)
        pattern = schema.get("pattern")
        if isinstance(pattern, str) and _compiles(pattern):
            copied["pattern"] = pattern
        if "patternProperties" in copied:
            rules = cast("dict[str, Any]", copied["patternProperties"])
            copied["patternProperties"] = {k: v for k, v in rules.items() if _compiles(k)}
        return _nullable(copied) if schema.get("nullable") is True else copied

    def _copy_items(self, node: Node, copied: dict[str, Any], waiting: list[Node]) -> None:
        schema = cast("dict[str, Any]", node.value)
        if isinstance(schema.get("items"), list):
            # Until draft 2019-09 a list of `items` was what `prefixItems` is now.
            elements = node.child("items").elements()
            copied["prefixItems"] = [self._copy(element, waiting) for element in elements]
            if "additionalItems" in schema:
                copied["items"] = self._copy(node.child("additionalItems"), waiting)
        elif "items" in schema:
            copied["items"] = self._copy(node.child("items"), waiting)


def _add(copied: dict[str, Any], keyword: str, parts: list[Any]) -> None:
    """Set a keyword; a second `anyOf`, which was a `oneOf`, has to hold beside the first."""
    if keyword in copied and keyword == "anyOf":
        copied.setdefault("allOf", []).append({keyword: parts})
    else:
        copied[keyword] = parts


def _types(declared: Any) -> Any:
    """A `type` without names that JSON Schema does not know, such as `file` or `any`."""
    names = declared if isinstance(declared, list) else [declared]
    known = [name for name in names if isinstance(name, str) and name in _TYPES]
    return known if known and len(known) == len(names) else sorted(_TYPES)


def _copy_limits(schema: Mapping[str, Any], copied: dict[str, Any]) -> None:
    for name, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if schema.get(name) is True and plain in copied:
            copied[name] = copied.pop(plain)
        elif name in schema and not isinstance(schema[name], bool):
            copied[name] = schema[name]


def _nullable(copied: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [copied, {"type": "null"}]}


def _compiles(pattern: str) -> bool:
    # Patterns are ECMAScript; one that Python does not know is no reason to refuse data.
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _rank(error: ValidationError) -> tuple[int, bool]:
    """Outer errors first, and those that say something before those of whole unions."""
    return len(error.absolute_path), error.validator == "anyOf"


def _violation(error: ValidationError) -> Violation:
    while error.validator == "anyOf" and error.context:
        branches = _branches(error.context)
        fitting = [errors for errors in branches if not any(map(_is_tag_error, errors))]
        if not fitting and len(branches) > 1:
            return _unknown_variant(error, branches)
        nearest = sorted(fitting or branches, key=len)[0]
        error = min(nearest, key=_rank)
    path = list(error.absolute_path)
    if error.validator == "required":
        missing = _missing_name(error)
        path = [*path, missing] if missing is not None else path
    return Violation(_pointer(path), _path(path), str(error.validator), _message(error, path))


def _branches(errors: Iterable[ValidationError]) -> list[list[ValidationError]]:
    """Errors of a union, grouped by variant."""
    groups: dict[Any, list[ValidationError]] = {}
    for error in errors:
        groups.setdefault(error.schema_path[0], []).append(error)
    return list(groups.values())


def _is_tag_error(error: ValidationError) -> bool:
    """Whether a variant is out of the question: its constant member, or its type, is another."""
    depth = len(error.relative_path)
    if error.validator == "const":
        return depth <= 1
    if error.validator == "required":
        missing = _missing_name(error)
        properties = cast("dict[str, Any]", error.schema).get("properties", {})
        declared = properties.get(missing, {}) if missing is not None else {}
        return depth == 0 and isinstance(declared, dict) and "const" in declared
    return error.validator == "type" and depth == 0


def _unknown_variant(error: ValidationError, branches: list[list[ValidationError]]) -> Violation:
    """No variant of the union is meant: say which tags there are."""
    marks = [list(filter(_is_tag_error, errors)) for errors in branches]
    # Where the data has the tag of some variants, it is one of those that is meant.
    counts = Counter(tuple(mark.relative_path) for found in marks for mark in found)
    for place, _ in counts.most_common():
        remaining = [f for f in marks if all(tuple(m.relative_path) != place for m in f)]
        marks = remaining or marks
    tags = [found[0] for found in marks if found[0].relative_path]
    missing = [found[0] for found in marks if found[0].validator == "required"]
    if tags:
        path = list(tags[0].absolute_path)
        wanted = dict.fromkeys(quote(tag.validator_value) for tag in tags)
        message = f"{quote(tags[0].instance)} is none of {', '.join(wanted)}"
        return Violation(_pointer(path), _path(path), "const", message)
    if missing:
        name = _missing_name(missing[0]) or ""
        path = [*missing[0].absolute_path, name]
        return Violation(_pointer(path), _path(path), "required", f"{quote(name)} is missing")
    path = list(error.absolute_path)
    message = f"{quote(error.instance)} fits none of the {len(branches)} variants"
    return Violation(_pointer(path), _path(path), str(error.validator), message)


def _missing_name(error: ValidationError) -> str | None:
    present = cast("dict[str, Any]", error.instance)
    names = cast("list[str]", error.validator_value)
    # One error is made for each missing name; the message begins with its repr.
    missing = [name for name in names if name not in present]
    return next((name for name in missing if error.message.startswith(repr(name))), None)


def _message(error: ValidationError, path: list[str | int]) -> str:
    value = quote(error.instance)
    limit: Any = error.validator_value
    match error.validator:
        case "required":
            return f"{quote(path[-1] if path else '')} is missing"
        case "type":
            wanted = limit if isinstance(limit, str) else " or ".join(map(str, limit))
            return f"{value} is not of type {wanted}"
        case "const":
            return f"{value} is not {quote(limit)}"
        case "enum":
            listed = ", ".join(quote(item) for item in limit[:20])
            return f"{value} is none of {listed}"
        case "additionalProperties" | "unevaluatedProperties":
            return f"{value} has members that are not allowed"
        case _:
            return f"{value} does not fit {error.validator} {quote(limit)}"


def _pointer(path: Iterable[str | int]) -> str:
    escaped = (str(token).replace("~", "~0").replace("/", "~1") for token in path)
    return "".join(f"/{token}" for token in escaped)


def _path(path: Iterable[str | int]) -> str:
    parts = (f"[{token}]" if isinstance(token, int) else f".{token}" for token in path)
    return "".join(parts).removeprefix(".")
