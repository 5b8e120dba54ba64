"""`client.webhooks`: what verifies and decodes webhooks."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.ir import sdk
from codegen.plan.imports import Imports, places, relative
from codegen.text import Code, python_literal


@dataclass(frozen=True, slots=True)
class WebhooksView:
    """Attributes: union: what a webhook is; construction: what decodes it."""

    union: Code
    construction: Code


def webhooks_view(webhooks: sdk.Webhooks, imports: Imports) -> WebhooksView:
    """The webhooks as the template prints them."""
    imports.add("collections.abc", "Callable", "Iterable", "Mapping")
    imports.add_module("time")
    imports.add_runtime(
        "webhooks", "DEFAULT_TOLERANCE", "WebhookTypes", "WebhookVerifier",
        "secret_of", "unwrap", "verify_signature",
    )  # fmt: skip
    imports.add_for_typing(webhooks.union.module, webhooks.union.name)
    by_name = places(imports.module, webhooks.by_name)
    construction = f"WebhookTypes({_decoder(webhooks, imports)}, {{{by_name}}}, __package__)"
    return WebhooksView(Code(webhooks.union.name), Code(construction))


def _decoder(webhooks: sdk.Webhooks, imports: Imports) -> Code:
    if webhooks.classes is None or webhooks.tag is None:
        imports.add_runtime("decode", "Decoder")
        imports.add_runtime("lazy_types", "LazyType")
        name = webhooks.union
        module = relative(imports.module, name.module)
        return Code(f'Decoder(LazyType("{module}", "{name.name}", __package__))')
    imports.add_runtime("dispatch", "TagDecoder")
    imports.add_runtime("models", "UnknownVariant")
    entries = places(imports.module, webhooks.classes)
    return Code(
        f"TagDecoder({python_literal(webhooks.tag)}, {{{entries}}}, "
        "package=__package__, unknown=UnknownVariant)"
    )
