"""`only`, `skip` and `suppress` of sdk.yaml: what is generated, and what is not told."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from codegen.config_section import Section


def _no_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("say why")
    return text


Reason = Annotated[str, Field(min_length=1, description="Why."), AfterValidator(_no_blank)]


class SkipSection(Section):
    """What of the documents is left out, each with the reason why.

    What is skipped is not read, so that what is wrong with it does not matter.
    """

    operations: Annotated[
        dict[str, Reason], Field(description="Operations, by operationId or `verb /path`.")
    ] = Field(default_factory=dict)
    parameters: Annotated[
        dict[str, Reason],
        Field(
            description="Optional parameters, by `operation.name`, or by the JSON pointer of one "
            "that several operations share."
        ),
    ] = Field(default_factory=dict)
    channels: Annotated[dict[str, Reason], Field(description="Channels, by key or address.")] = (
        Field(default_factory=dict)
    )
    messages: Annotated[
        dict[str, Reason],
        Field(description="Messages, by key, `channel.key`, name or JSON pointer."),
    ] = Field(default_factory=dict)
    webhooks: Annotated[dict[str, Reason], Field(description="Webhooks, by key.")] = Field(
        default_factory=dict
    )
    types: Annotated[
        dict[str, Reason],
        Field(
            description="Schemas that become any value, by component name or JSON pointer "
            "(`#/...`, `other.yaml#/...`)."
        ),
    ] = Field(default_factory=dict)


class OnlySection(Section):
    """What is generated of a document that describes more than the SDK is for.

    Of schemas that is what something chosen refers to, and `types`.
    """

    tags: Annotated[tuple[str, ...], Field(description="Operations, by one of their tags.")] = ()
    paths: Annotated[
        tuple[str, ...],
        Field(description="Operations, by the segments that their path starts with: `/a/b`."),
    ] = ()
    operations: Annotated[
        tuple[str, ...], Field(description="Operations, by operationId or `verb /path`.")
    ] = ()
    types: Annotated[
        tuple[str, ...],
        Field(
            description="Component schemas that nothing chosen refers to, by name or JSON pointer."
        ),
    ] = ()


class SuppressSection(Section):
    """A warning that is not shown. An error is no warning: `skip` leaves out what it is about."""

    code: Annotated[str, Field(description="The code of the warning.", pattern=r"^SL[0-9]{3}$")]
    at: Annotated[
        str | None,
        Field(
            description="Only at this JSON pointer and below it, in any document or in the one "
            "before the `#`.",
            pattern=r"^[^#]*#(/.*)?$",
        ),
    ] = None
    reason: Reason
