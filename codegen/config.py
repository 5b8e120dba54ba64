"""`sdk.yaml`: what the documents do not say, and what of them is to be called otherwise.

Everything has a default; without the file the whole configuration is inferred.
"""

from __future__ import annotations

import keyword
import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from codegen.diagnostics import Code, Diagnostic, Location, SpecError, format_pointer
from codegen.read import Document


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PackageSection(_Section):
    """The generated project: `name` as pip knows it, `module` as Python imports it."""

    name: str | None = Field(default=None, pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$")
    module: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    version: str = Field(default="0.1.0", pattern=r"^[0-9A-Za-z][0-9A-Za-z.+!-]*$")
    summary: str | None = None
    license: str = "MIT"
    repository: str | None = None


class OptionSection(_Section):
    """An option of the client: a credential (`security`), a header, or just a value."""

    environment: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    security: str | None = None
    header: str | None = None
    secret: bool = False
    required: bool | None = None
    description: str | None = None


def _no_keyword(name: str) -> str:
    if keyword.iskeyword(name):
        raise ValueError("a keyword of Python is no name")
    return name


ClassName = Annotated[str, AfterValidator(_no_keyword)]


class ClientSection(_Section):
    name: ClassName | None = Field(default=None, pattern=r"^[A-Z][A-Za-z0-9]*$")
    base_url_environment: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    log_environment: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    options: dict[str, OptionSection] = {}


def _type_from_name(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class TypeSection(_Section):
    """What is special about one type.

    Attributes:
        name: the class name.
        namespace: the folder below `types/` that it stands in, instead of its resource's.
        local: it is no public type; every module that uses it defines it for itself, named
            after the place of use.
    """

    name: ClassName | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    namespace: str | None = Field(default=None, pattern=r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$")
    local: bool = False


NamedTypeSection = Annotated[
    TypeSection, BeforeValidator(_type_from_name, json_schema_input_type=str | TypeSection)
]
"""The settings of a type, or its name alone."""


class ChannelSection(_Section):
    """Attributes: resource: the resource whose `connect` opens the channel, by dotted path."""

    resource: str | None = Field(default=None, pattern=r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$")


class MessageSection(_Section):
    """What is special about one message of the AsyncAPI document.

    Attributes:
        direction: whether the client sends or receives it, or both.
        name: the class of its payload.
        helper: the method that sends it, by its path on the connection.
    """

    direction: Literal["send", "receive", "both"] | None = None
    name: ClassName | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    helper: str | None = Field(default=None, pattern=r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$")


def _description(value: Any) -> Any:
    return {"description": value} if isinstance(value, str) else value


class ResourceSection(_Section):
    """What is special about a resource: the settings, or its description alone.

    Attributes:
        description: what users read of it.
        path: where it stands instead, with everything below it, by dotted path.
    """

    description: str | None = None
    path: str | None = Field(default=None, pattern=r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$")


DescribedResource = Annotated[
    ResourceSection, BeforeValidator(_description, json_schema_input_type=str | ResourceSection)
]


AttributeName = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*$"), AfterValidator(_no_keyword)]


def _no_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("say why")
    return text


Reason = Annotated[str, Field(min_length=1, description="Why."), AfterValidator(_no_blank)]


class SkipSection(_Section):
    """What of the documents is left out, each with the reason why.

    What is skipped is not read, so that what is wrong with it does not matter.
    """

    operations: Annotated[
        dict[str, Reason], Field(description="Operations, by operationId or `verb /path`.")
    ] = {}
    parameters: Annotated[
        dict[str, Reason],
        Field(
            description="Optional parameters, by `operation.name`, or by the JSON pointer of one "
            "that several operations share."
        ),
    ] = {}
    channels: Annotated[dict[str, Reason], Field(description="Channels, by key or address.")] = {}
    messages: Annotated[
        dict[str, Reason],
        Field(description="Messages, by key, `channel.key`, name or JSON pointer."),
    ] = {}
    types: Annotated[
        dict[str, Reason],
        Field(
            description="Schemas that become any value, by component name or JSON pointer "
            "(`#/...`, `other.yaml#/...`)."
        ),
    ] = {}


class OnlySection(_Section):
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


class SuppressSection(_Section):
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


WirePath = Annotated[str, Field(pattern=r"^[^.\s]+(\.[^.\s]+)*$")]
"""Properties as they are on the wire, one below the other: `meta.next_cursor`."""


class _Pagination(_Section):
    items: Annotated[
        str,
        Field(
            pattern=r"^([^.\s]+(\.[^.\s]+)*)?$",
            description="Where an answer has the list of items; empty when it is the list itself.",
        ),
    ] = ""
    operations: Annotated[
        list[str] | None,
        Field(
            description="The operations that are paged so, by operationId or `verb /path`. "
            "Without it, every GET that has the parameter and the properties."
        ),
    ] = None


class CursorPagination(_Pagination):
    """An answer has what the next page is asked for with."""

    style: Literal["cursor"]
    parameter: Annotated[str, Field(description="The parameter that takes the cursor.")]
    cursor: Annotated[
        WirePath | None, Field(description="Where an answer has the cursor of the next page.")
    ] = None
    last_item: Annotated[
        WirePath | None,
        Field(description="The property of the last item that is the cursor of the next page."),
    ] = None
    more: Annotated[
        WirePath | None, Field(description="A boolean of the answer: whether a page follows.")
    ] = None

    @model_validator(mode="after")
    def _has_one_cursor(self) -> Self:
        if (self.cursor is None) == (self.last_item is None):
            raise ValueError("give either `cursor` or `last_item`")
        return self


class OffsetPagination(_Pagination):
    """The next page is asked for with the number of items before it."""

    style: Literal["offset"]
    parameter: Annotated[str, Field(description="The parameter that takes the number of items.")]
    total: Annotated[
        WirePath | None, Field(description="Where an answer has the number of all items.")
    ] = None
    more: Annotated[
        WirePath | None, Field(description="A boolean of the answer: whether a page follows.")
    ] = None


class NumberPagination(_Pagination):
    """Pages are numbered."""

    style: Literal["page"]
    parameter: Annotated[str, Field(description="The parameter that takes the page's number.")]
    first: Annotated[int, Field(ge=0, le=1, description="The number of the first page.")] = 1
    pages: Annotated[
        WirePath | None, Field(description="Where an answer has the number of all pages.")
    ] = None
    more: Annotated[
        WirePath | None, Field(description="A boolean of the answer: whether a page follows.")
    ] = None


class LinkPagination(_Pagination):
    """An answer has the address of the next page."""

    style: Literal["link"]
    link: Annotated[
        WirePath | None,
        Field(description="Where an answer has it. Without it: the `Link` header (RFC 8288)."),
    ] = None


PaginationSection = CursorPagination | OffsetPagination | NumberPagination | LinkPagination


MethodPath = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+$")]


FormatName = Literal["date-time", "date", "time", "duration", "uuid", "decimal"]


class Config(_Section):
    """The whole file."""

    openapi: str | None = None
    asyncapi: str | None = None
    overlays: Annotated[
        list[str],
        Field(description="OpenAPI Overlays, in the order in which they are applied."),
    ] = []
    describes: Annotated[
        Literal["server", "client"] | None,
        Field(
            description="Whose side the AsyncAPI document takes: whose `send` it is. Without it, "
            "the wording of the document tells."
        ),
    ] = None
    any_protocol: Annotated[
        bool,
        Field(
            description="Take channels as WebSockets although their servers speak something else."
        ),
    ] = False
    scenario: str | None = None
    output: str | None = None
    package: PackageSection = PackageSection()
    client: ClientSection = ClientSection()
    resources: Annotated[
        dict[str, DescribedResource],
        Field(description="Order, descriptions and places of resources, by dotted path."),
    ] = {}
    operations: Annotated[
        dict[str, MethodPath], Field(description="Method paths, by operationId or `verb /path`.")
    ] = {}
    parameters: Annotated[
        dict[str, AttributeName],
        Field(
            description="Arguments of methods, by `operation.name` (`operation.query.name` where "
            "several places have the name), or by the JSON pointer of a shared parameter."
        ),
    ] = {}
    properties: Annotated[
        dict[str, AttributeName],
        Field(
            description="Attributes of models, by `Component.name` or the JSON pointer of the "
            "property's schema."
        ),
    ] = {}
    channels: dict[str, ChannelSection] = {}
    messages: Annotated[
        dict[str, MessageSection], Field(description="Messages, by key or name.")
    ] = {}
    pagination: Annotated[
        dict[str, Annotated[PaginationSection, Field(discriminator="style")]],
        Field(description="How listings are paged, by a name of your own; the first that fits."),
    ] = {}
    types: Annotated[
        dict[str, NamedTypeSection],
        Field(
            description="Types, by component name, or by the JSON pointer (`#/...`, "
            "`other.yaml#/...`) of a schema, which becomes a type of its own."
        ),
    ] = {}
    only: Annotated[
        OnlySection | None, Field(description="What is generated; without it, everything is.")
    ] = None
    skip: Annotated[SkipSection, Field(description="What is left out, with the reason.")] = (
        SkipSection()
    )
    suppress: Annotated[
        tuple[SuppressSection, ...], Field(description="Warnings that are not shown.")
    ] = ()
    formats: Annotated[
        dict[FormatName, Literal["string"]],
        Field(description="Formats whose values stay what they are on the wire."),
    ] = {}

    _file: Path | None = PrivateAttr(default=None)

    def location(self, *pointer: str | int) -> Location | None:
        """Where a setting stands; None when the configuration did not come from a file."""
        return Location(self._file, pointer) if self._file else None

    def path(self, relative: str) -> Path:
        """A path of the configuration, which starts from the folder of its file."""
        return self._file.parent / relative if self._file else Path(relative)

    def key_of(self, location: Location) -> str:
        """A place in a document as a key of this file: `openapi.yaml#/components/schemas/A`."""
        folder = os.path.realpath(self._file.parent) if self._file else os.getcwd()
        path = Path(os.path.relpath(location.file, folder)).as_posix()
        return f"{path}{format_pointer(location.pointer)}"


def parse_config(document: Document) -> Config:
    """Check the configuration file.

    Raises:
        SpecError: with one diagnostic for each setting that is unknown or has a wrong value.
    """
    try:
        config = Config.model_validate(document.data)
    except ValidationError as error:
        raise SpecError(
            *(
                Diagnostic(
                    _code(e["type"]),
                    f"{'.'.join(map(str, e['loc']))}: {_problem(e['type'], e['msg'])}",
                    Location(document.path, tuple(e["loc"])),
                )
                for e in error.errors(include_url=False, include_input=False)
            )
        ) from None
    config._file = document.path
    return config


def config_of(settings: dict[str, Any], file: Path) -> Config:
    """A configuration as it would be read from a file that is not written yet.

    Raises:
        ValueError: a setting is unknown or has a wrong value.
    """
    config = Config.model_validate(settings)
    config._file = file
    return config


def _problem(error_type: str, message: str) -> str:
    return "there is no such setting" if error_type == "extra_forbidden" else message


def _code(error_type: str) -> Code:
    return Code.UNKNOWN_SETTING if error_type == "extra_forbidden" else Code.INVALID_SETTING
