"""An overlay, read and checked (Overlay Specification 1.1, section 4.4)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.overlay.jsonpath import InvalidQueryError, Query, parse_query
from codegen.read import Document
from codegen.resolve import Node

_VERSION = re.compile(r"1\.([0-9]{1,4})(?:\.[0-9]{1,4})?")
_SUPPORTED_MINORS = range(2)

_ROOT_FIELDS = frozenset({"overlay", "info", "extends", "actions"})
_INFO_FIELDS = frozenset({"title", "version", "description"})
_ACTION_FIELDS = (
    frozenset({"target", "description", "update", "remove"}),
    frozenset({"target", "description", "update", "remove", "copy"}),
)


@dataclass(frozen=True, slots=True)
class Action:
    """A change to every place that a query selects.

    Attributes:
        location: where the action stands in the overlay.
        target: selects the places.
        update: what is merged into each of them; None without an `update`.
        copy: selects the one value that is merged into each of them.
        remove: whether they are taken out; nothing else is done then.
    """

    location: Location
    target: Query
    update: Node | None = None
    copy: Query | None = None
    remove: bool = False


@dataclass(frozen=True, slots=True)
class Overlay:
    """Attributes: extends: the document that it is for, as a URI reference."""

    document: Document
    extends: str | None
    actions: tuple[Action, ...]


def parse_overlay(document: Document) -> Overlay:
    """Check an overlay.

    Raises:
        SpecError: with one diagnostic for each thing that is wrong with it.
    """
    root = Node(Location(document.path), document.data)
    minor = _minor_version(root)
    findings = Findings()
    _check_fields(root, _ROOT_FIELDS, findings)
    _check_info(root, findings)
    extends = _text(root, "extends", findings)
    actions = tuple(_actions(root, minor, findings))
    findings.refuse()
    return Overlay(document, extends, actions)


def _minor_version(root: Node) -> int:
    if not isinstance(root.value, dict) or "overlay" not in root.value:
        raise _invalid(root, "the file has no `overlay` at its top, so it is no overlay")
    node = root.child("overlay")
    match = _VERSION.fullmatch(str(node.value)) if isinstance(node.value, str | float) else None
    if match is None or int(match[1]) not in _SUPPORTED_MINORS:
        raise SpecError.of(
            Code.UNSUPPORTED_VERSION,
            f"Overlay {quote(node.value)} is not supported",
            node.location,
            "write it in Overlay 1.0 or 1.1",
        )
    return int(match[1])


def _check_info(root: Node, findings: Findings) -> None:
    info = root.get("info")
    if info is None or not isinstance(info.value, dict):
        _note(findings, info or root, "an overlay needs `info` with `title` and `version`")
        return
    _check_fields(info, _INFO_FIELDS, findings)
    for key in ("title", "version"):
        if _text(info, key, findings) is None and key not in info.value:
            _note(findings, info, f"`info` needs `{key}`")


def _actions(root: Node, minor: int, findings: Findings) -> Iterator[Action]:
    listed = root.get("actions")
    if listed is None or not isinstance(listed.value, list) or not listed.value:
        _note(findings, listed or root, "`actions` is a list with at least one action")
        return
    for node in listed.elements():
        with findings.collect():
            yield _action(node, minor, findings)


def _action(node: Node, minor: int, findings: Findings) -> Action:
    if not isinstance(node.value, dict):
        raise _invalid(node, "an action is a mapping")
    value = node.value
    _check_fields(node, _ACTION_FIELDS[minor], findings)
    _text(node, "description", findings)
    remove = value.get("remove", False)
    if not isinstance(remove, bool):
        raise _invalid(node.child("remove"), "`remove` is true or false")
    if "target" not in value:
        raise _invalid(node, "an action needs a `target`")
    target = _query(node, "target")
    if "update" in value and "copy" in value:
        raise _invalid(node.child("copy"), "an action has either `update` or `copy`")
    return Action(
        node.location,
        target,
        node.get("update"),
        _query(node, "copy") if minor and "copy" in value else None,
        remove,
    )


def _query(node: Node, key: str) -> Query:
    member = node.child(key)
    if not isinstance(member.value, str):
        raise _invalid(member, f"`{key}` is a JSONPath query")
    try:
        return parse_query(member.value)
    except InvalidQueryError as error:
        message = f"{quote(member.value)} is no JSONPath query: {quote(str(error))[1:-1]}"
        raise SpecError.of(Code.INVALID_QUERY, message, member.location) from None


def _text(node: Node, key: str, findings: Findings) -> str | None:
    member = node.get(key)
    if member is None or isinstance(member.value, str):
        return None if member is None else str(member.value)
    _note(findings, member, f"`{key}` is a text")
    return None


def _check_fields(node: Node, known: Collection[str], findings: Findings) -> None:
    for key, member in node.members():
        if key not in known and not key.startswith("x-"):
            message = f"there is no such field as {quote(key)}"
            remedy = "write `overlay: 1.1.0`, which has it" if key == "copy" else None
            findings.error(Code.INVALID_OVERLAY, message, member.location, remedy)


def _note(findings: Findings, node: Node, message: str) -> None:
    findings.error(Code.INVALID_OVERLAY, message, node.location)


def _invalid(node: Node, message: str) -> SpecError:
    return SpecError.of(Code.INVALID_OVERLAY, message, node.location)
