"""Operations, channels and security: what an SDK can do with the two documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from codegen.diagnostics import Location
from codegen.ir.api.channels import Channel, Exchange, Message
from codegen.ir.api.operations import Callback, Operation, Webhook
from codegen.ir.api.requests import (
    Body,
    BodyKind,
    ItemForm,
    Parameter,
    ParameterIn,
    PartEncoding,
    Style,
    StyleName,
)
from codegen.ir.api.responses import Responses, Result, ResultKind
from codegen.ir.api.security import CredentialKind, OAuthFlow, SchemeUse, Security, SecurityScheme
from codegen.ir.api.servers import Server, ServerVariable
from codegen.ir.types import TypeTable
from codegen.text import SpecText

__all__ = [
    "Api",
    "Body",
    "BodyKind",
    "Callback",
    "Channel",
    "CredentialKind",
    "Exchange",
    "ItemForm",
    "Message",
    "OAuthFlow",
    "Operation",
    "Parameter",
    "ParameterIn",
    "PartEncoding",
    "Responses",
    "Result",
    "ResultKind",
    "SchemeUse",
    "Security",
    "SecurityScheme",
    "Server",
    "ServerVariable",
    "Style",
    "StyleName",
    "Webhook",
]


@dataclass(frozen=True, slots=True)
class Api:
    """Both documents together.

    Attributes:
        server: where the OpenAPI document says that the API is.
        websocket_server: where the AsyncAPI document says that its channels are.
        websocket_title: of the AsyncAPI document.
        security: the schemes, one for each credential.
        same_security: the scheme in `security` for another one that has the same credential.
        default_security: what is asked of operations that do not say; None for nothing said.
        pointers: where the keys of the configuration lead that are JSON pointers.
    """

    title: SpecText
    description: SpecText | None
    version: SpecText
    server: Server | None
    websocket_server: Server | None
    security: tuple[SecurityScheme, ...]
    operations: tuple[Operation, ...]
    channels: tuple[Channel, ...]
    types: TypeTable
    same_security: tuple[tuple[SecurityScheme, SecurityScheme], ...] = ()
    default_security: Security | None = None
    pointers: Mapping[str, tuple[Location, ...]] = field(default_factory=dict)
    webhooks: tuple[Webhook, ...] = ()
    websocket_title: SpecText | None = None
