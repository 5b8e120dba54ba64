"""The actions of an overlay, one after the other (Overlay Specification 1.1, section 4.4.3)."""

from __future__ import annotations

from codegen.diagnostics import Code, Location, Pointer, SpecError, quote
from codegen.findings import Findings
from codegen.overlay.document import Action, Overlay
from codegen.overlay.draft import Draft
from codegen.overlay.jsonpath import MAX_STEPS, Query, QueryTooExpensiveError
from codegen.overlay.places import Place


def apply(overlay: Overlay, draft: Draft, findings: Findings) -> None:
    """Change a draft as an overlay says.

    Overlay 1.0 leaves open what happens to primitive values and to what cannot be merged; there
    1.1 is followed as well.

    Raises:
        SpecError: an action cannot be done, or makes the document too large.
    """
    for action in overlay.actions:
        _act(action, draft, findings)


def _act(action: Action, draft: Draft, findings: Findings) -> None:
    at = action.location.child("target")
    pointers = _find(action.target, draft, at)
    if not pointers:
        message = f"{quote(action.target.text)} selects nothing in the document"
        findings.warn(Code.OVERLAY_WITHOUT_EFFECT, message, at)
    elif action.remove:
        if () in pointers:
            raise SpecError.of(
                Code.OVERLAY_CONFLICT, "the root of a document cannot be removed", at
            )
        draft.remove(pointers)
    elif action.update is not None:
        _check_alike(pointers, draft, at)
        for pointer in pointers:
            draft.merge(pointer, action.update.value, Place(action.update.location))
    elif action.copy is not None:
        _check_alike(pointers, draft, at)
        source = _copied(action.copy, draft, action.location.child("copy"))
        value, place = draft.find(source), draft.root.at(source).shared()
        for pointer in pointers:
            draft.merge(pointer, value, place)
    else:
        message = "the action has neither `update` nor `copy`, and removes nothing"
        findings.warn(Code.OVERLAY_WITHOUT_EFFECT, message, action.location)


def _find(query: Query, draft: Draft, at: Location) -> tuple[Pointer, ...]:
    try:
        return query.find(draft.data)
    except QueryTooExpensiveError:
        message = f"{quote(query.text)} takes more than {MAX_STEPS} steps in this document"
        raise SpecError.of(
            Code.OVERLAY_TOO_LARGE, message, at, "select with fewer `..` and simpler filters"
        ) from None


def _copied(query: Query, draft: Draft, at: Location) -> Pointer:
    found = _find(query, draft, at)
    if len(found) != 1:
        message = f"{quote(query.text)} selects {len(found)} values, and `copy` takes one"
        raise SpecError.of(Code.OVERLAY_CONFLICT, message, at)
    return found[0]


def _check_alike(pointers: tuple[Pointer, ...], draft: Draft, at: Location) -> None:
    kinds = {
        dict if isinstance(value, dict) else list if isinstance(value, list) else None
        for value in map(draft.find, pointers)
    }
    if len(kinds) > 1:
        message = "the target selects values of different kinds: mappings, lists or scalars"
        raise SpecError.of(Code.OVERLAY_CONFLICT, message, at)
