"""Webhooks: the union of what the server sends on its own, at `client.webhooks`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from codegen.diagnostics import Code, SpecError
from codegen.ir import sdk
from codegen.ir.api import Api
from codegen.ir.discriminators import discriminate
from codegen.ir.types import Reference, UnionType
from codegen.names.scopes import Face, Scope
from codegen.names.tree import WEBHOOKS
from codegen.names.types import TypeNamer
from codegen.text import Identifier

UNION: Final = Identifier("UnwrapWebhookEvent")
METHODS: Final = (
    Identifier("unwrap"),
    Identifier("unwrap_unverified"),
    Identifier("verify_signature"),
)


@dataclass(frozen=True, slots=True)
class BuiltWebhooks:
    """The webhooks with the types that only they have."""

    webhooks: sdk.Webhooks
    models: tuple[sdk.TypeDefinition, ...]


def with_webhooks(resource: sdk.Resource, webhooks: sdk.Webhooks) -> sdk.Resource:
    """The resource `webhooks`, of the document's own operations as well, with its webhooks.

    Raises:
        SpecError: a method or a resource has a name that is needed.
    """
    for name in METHODS:
        taken = [m.origin for m in resource.methods if m.name == name]
        taken += [webhooks.origin for child in resource.children if child.name == name]
        if taken:
            raise SpecError.of(
                Code.NAME_COLLISION,
                f"`webhooks.{name}` is an operation's and is needed for the document's webhooks",
                taken[0],
                "name the method under `operations` in sdk.yaml",
            )
    return replace(resource, webhooks=webhooks, types=(*resource.types, webhooks.union))


def build_webhooks(api: Api, namer: TypeNamer) -> BuiltWebhooks | None:
    """The webhooks of the documents; None where there are none."""
    if not api.webhooks:
        return None
    origin = api.webhooks[0].location
    payloads = tuple(dict.fromkeys(webhook.payload for webhook in api.webhooks))
    scope = Scope(
        namer.classes.module_for(namer.classes.folder(WEBHOOKS), UNION), UNION, Face.MODEL
    )
    name = scope.claim(UNION, origin)
    union = UnionType(payloads, origin)
    tagged = discriminate(union, api.types) if len(payloads) > 1 else None
    classes = None
    if tagged is not None:
        union = UnionType(payloads, origin, tagged.tag)
    expression = namer.resolve(union if len(payloads) > 1 else payloads[0], scope, "")
    if tagged is not None:
        classes = namer.classes_by_tag(union, scope)
    alias = sdk.Alias(name, expression, None, origin)
    by_name = tuple(
        (webhook.name, public)
        for webhook in api.webhooks
        if isinstance(webhook.payload, Reference)
        and (public := namer.classes.models.get(webhook.payload.target)) is not None
    )
    built = sdk.Webhooks(name, tagged.tag if tagged and classes else None, classes, by_name, origin)
    return BuiltWebhooks(built, (*scope.definitions, alias))
