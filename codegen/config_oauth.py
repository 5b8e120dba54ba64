"""`client.oauth` of sdk.yaml: how an SDK gets tokens itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from codegen.config_section import Section

Scope = Annotated[str, Field(pattern=r"^[\x21\x23-\x5b\x5d-\x7e]+$")]
"""A scope token (RFC 6749, section 3.3)."""


class OAuthSection(Section):
    """How tokens of a scheme are got with the id and the secret of the application."""

    token_url: Annotated[
        str | None,
        Field(
            description="The token endpoint, instead of the document's; relative to the base URL. "
            "A bearer scheme that has one gives the client an id and a secret as well."
        ),
    ] = None
    scopes: Annotated[
        list[Scope] | None,
        Field(
            description="What every token is asked for with. Without it, what each operation asks "
            "for."
        ),
    ] = None
    parameters: Annotated[
        dict[str, str],
        Field(description="Further fields of a token request, such as `audience`."),
    ] = Field(default_factory=dict)
    authentication: Annotated[
        Literal["client_secret_basic", "client_secret_post"],
        Field(
            description="Whether the id and the secret are sent by HTTP Basic or as fields of the "
            "request (RFC 6749, section 2.3.1)."
        ),
    ] = "client_secret_basic"
