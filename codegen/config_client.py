"""`client` of sdk.yaml: the class that users make, its options and environment variables."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from codegen.config_oauth import OAuthSection
from codegen.config_section import VARIABLE, ClassName, Section, setting

_HEADER = r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"  # RFC 9110, section 5.6.2


class OptionSection(Section):
    """An option of the client: a credential (`security`), a header, or just a value."""

    environment: str | None = setting(
        "The environment variable that it is read from.", pattern=VARIABLE
    )
    security: str | None = setting("The security scheme of the documents that it is for.")
    part: Literal["username", "password", "client_id", "client_secret", "token_url"] | None = (
        setting(
            "Which part of a credential it is: a half of HTTP Basic, or what the SDK gets OAuth 2 "
            "tokens with. Without it, the credential itself."
        )
    )
    header: str | None = setting("The header that it is sent as, with every request.")
    secret: bool = Field(default=False, description="Never show it in logs and `repr`.")
    required: bool | None = setting(
        "Whether there is no client without it. Without a word, credentials are required."
    )
    description: str | None = setting("What users read of it.")


class ClientSection(Section):
    """The class that users make."""

    name: ClassName | None = setting(
        "Its name. Without it, the title of the document.", pattern=r"^[A-Z][A-Za-z0-9]*$"
    )
    base_url_environment: str | None = setting(
        "The environment variable of the base URL. Without it, `NAME_BASE_URL`.",
        pattern=VARIABLE,
    )
    log_environment: str | None = setting(
        "The environment variable of the log level. Without it, `NAME_LOG`.", pattern=VARIABLE
    )
    request_id_header: str | None = setting(
        "The header of answers that has the server's id of the request. Without it, the one of "
        "`x-request-id` and `request-id` that the document has, or the first.",
        pattern=_HEADER,
    )
    idempotency_header: str | None = setting(
        "A header that tells the server which requests are the same: every POST and PATCH carries "
        "a key of its own in it, and is sent again when its answer gets lost. A parameter "
        "`Idempotency-Key` of an operation is used so without this.",
        pattern=_HEADER,
    )
    options: Annotated[
        dict[str, OptionSection],
        Field(
            description="Its options, by name. Without one with `security`, there is one for "
            "each security scheme."
        ),
    ] = Field(default_factory=dict)
    oauth: Annotated[
        dict[str, OAuthSection],
        Field(
            description="How the SDK gets tokens with the id and the secret of the application, "
            "by security scheme."
        ),
    ] = Field(default_factory=dict)
