"""`sdk.yaml`: what the documents do not say, and what of them is to be called otherwise.

Everything has a default; without the file the whole configuration is inferred.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PrivateAttr,
)

from codegen.config_client import ClientSection
from codegen.config_pagination import PaginationSection
from codegen.config_section import VARIABLE, ClassName, Section, no_keyword, setting
from codegen.config_selection import OnlySection, SkipSection, SuppressSection
from codegen.diagnostics import Location, format_pointer
from codegen.names.packages import PROJECT_NAME

_DOTTED = r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$"


class PackageSection(Section):
    """The generated project."""

    name: str | None = setting(
        "Its name as pip knows it. Without it, the title of the document.",
        pattern=PROJECT_NAME,
    )
    module: str | None = setting(
        "Its name as Python imports it. Without it, `name` with underscores.", pattern=VARIABLE
    )
    version: str = Field(
        default="0.1.0",
        description="The version of the package.",
        pattern=r"^[0-9A-Za-z][0-9A-Za-z.+!-]*$",
    )
    summary: str | None = setting("One line about it, for the package index.")
    license: str = Field(default="MIT", description="The licence, as an SPDX expression.")
    repository: str | None = setting("The address of its sources.")


def _text_is(setting_name: str) -> Callable[[Any], Any]:
    """Take a text in the place of a section for its one setting that matters most."""
    return lambda value: {setting_name: value} if isinstance(value, str) else value


class TypeSection(Section):
    """What is special about one type: the settings, or its name alone."""

    name: ClassName | None = setting("The class name.", pattern=VARIABLE)
    namespace: str | None = setting(
        "The folder below `types/` that it stands in, instead of its resource's.", pattern=_DOTTED
    )
    local: bool = Field(
        default=False,
        description="It is no public type: every module that uses it defines it for itself, named "
        "after the place of use.",
    )


NamedTypeSection = Annotated[
    TypeSection, BeforeValidator(_text_is("name"), json_schema_input_type=str | TypeSection)
]
"""The settings of a type, or its name alone."""


class ChannelSection(Section):
    """What is special about one channel."""

    resource: str | None = setting(
        "The resource whose `connect` opens it, by dotted path.", pattern=_DOTTED
    )


def _every(value: Any) -> Any:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return {"interval": value} if is_number else value


class KeepAliveSection(Section):
    """How a message keeps its connection open: the settings, or the interval alone."""

    interval: float = Field(
        gt=0, le=86400, description="Seconds without another message after which it is sent."
    )
    fields: Annotated[
        dict[str, str | int | float | bool | None],
        Field(
            description="Its fields that do not have one value in the document, by the name on "
            "the wire."
        ),
    ] = Field(default_factory=dict)


class MessageSection(Section):
    """What is special about one message of the AsyncAPI document."""

    direction: Literal["send", "receive", "both"] | None = setting(
        "Whether the client sends or receives it, or both."
    )
    name: ClassName | None = setting("The class of its payload.", pattern=VARIABLE)
    helper: str | None = setting(
        "The method that sends it, by its path on the connection.", pattern=_DOTTED
    )
    keep_alive: Annotated[
        KeepAliveSection | None,
        BeforeValidator(_every, json_schema_input_type=float | KeepAliveSection | None),
        Field(
            description="It keeps the connection open: the seconds without another message after "
            "which it is sent. It has no fields of its own, or `fields` has them."
        ),
    ] = None


class ResourceSection(Section):
    """What is special about a resource: the settings, or its description alone."""

    description: str | None = setting("What users read of it.")
    path: str | None = setting(
        "Where it stands instead, with everything below it, by dotted path.", pattern=_DOTTED
    )


DescribedResource = Annotated[
    ResourceSection,
    BeforeValidator(_text_is("description"), json_schema_input_type=str | ResourceSection),
]


class StreamsSection(Section):
    """Answers that come piece by piece."""

    resume: Annotated[
        bool | list[str] | None,
        Field(
            description="The streams of events that are asked for again, with `Last-Event-ID`, "
            "after they break off: operations, by operationId or `verb /path`; `true` for every "
            "GET, `false` for none. Without it, every GET with a parameter `Last-Event-ID`. An "
            "operation that is no GET has to be listed: it does its work again.",
        ),
    ] = None


AttributeName = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*$"), AfterValidator(no_keyword)]


MethodPath = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+$")]


FormatName = Literal["date-time", "date", "time", "duration", "uuid", "decimal"]


class Config(Section):
    """The whole file."""

    openapi: Annotated[
        str | None,
        Field(
            description="The OpenAPI document: the REST half of the SDK.",
            examples=["openapi.yaml"],
        ),
    ] = None
    asyncapi: Annotated[
        str | None,
        Field(
            description="The AsyncAPI document: the WebSocket half of the SDK.",
            examples=["asyncapi.yaml"],
        ),
    ] = None
    overlays: Annotated[
        list[str],
        Field(
            description="OpenAPI Overlays, in the order in which they are applied.",
            examples=[["fixes.overlay.yaml"]],
        ),
    ] = Field(default_factory=list)
    describes: Annotated[
        Literal["server", "client"] | None,
        Field(
            description="Whose side the AsyncAPI document takes: whose `send` it is. Without "
            "it, the wording of the document tells.",
            examples=["client"],
        ),
    ] = None
    any_protocol: Annotated[
        bool,
        Field(
            description="Take channels as WebSockets although their servers speak something else.",
            examples=[True],
        ),
    ] = False
    scenario: Annotated[
        str | None,
        Field(
            description="What the mock server does step by step: a file, see [mock.md](mock.md).",
            examples=["scenario.yaml"],
        ),
    ] = None
    output: Annotated[
        str | None,
        Field(
            description="The folder of the generated project. Without it, `sdk`.",
            examples=["../acme-sdk"],
        ),
    ] = None
    http: Annotated[
        Literal["httpx", "httpx2"],
        Field(
            description="The HTTP library of the SDK; `httpx2` is the continuation of `httpx` "
            "by other maintainers, with the same interface.",
            examples=["httpx2"],
        ),
    ] = "httpx"
    package: Annotated[
        PackageSection,
        Field(
            description="The generated project: what is in its `pyproject.toml`.",
            examples=[{"name": "acme-sdk", "module": "acme", "version": "1.2.0"}],
        ),
    ] = PackageSection()
    client: Annotated[
        ClientSection,
        Field(
            description="The class that users make, its options and environment variables.",
            examples=[
                {
                    "name": "Acme",
                    "options": {"api_key": {"security": "ApiKey", "environment": "ACME_API_KEY"}},
                }
            ],
        ),
    ] = ClientSection()
    resources: Annotated[
        dict[str, DescribedResource],
        Field(
            description="Order, descriptions and places of resources, by dotted path. `path` "
            "moves a resource with everything below it.",
            examples=[{"users": "People and their keys.", "users.old": {"path": "archive.users"}}],
        ),
    ] = Field(default_factory=dict)
    operations: Annotated[
        dict[str, MethodPath],
        Field(
            description="Method paths, by operationId or `verb /path`: the resource and the "
            "method.",
            examples=[{"createUser": "users.create", "get /users/{id}/keys": "users.keys.list"}],
        ),
    ] = Field(default_factory=dict)
    parameters: Annotated[
        dict[str, AttributeName],
        Field(
            description="Arguments of methods, by `operation.name` (`operation.query.name` "
            "where several places have the name), or by the JSON pointer of a "
            "shared parameter. A property of a body is an argument as well; "
            "`channel.name` is an argument of `connect`.",
            examples=[
                {
                    "createUser.X-Request-ID": "request_id",
                    "get /users/{id}.query.id": "other_id",
                    "#/components/parameters/Limit": "page_size",
                }
            ],
        ),
    ] = Field(default_factory=dict)
    properties: Annotated[
        dict[str, AttributeName],
        Field(
            description="Attributes of models, by `Component.name` or the JSON pointer of the "
            "property's schema. The name on the wire stays.",
            examples=[{"Reactions.+1": "plus_one"}],
        ),
    ] = Field(default_factory=dict)
    channels: Annotated[
        dict[str, ChannelSection],
        Field(
            description="Channels, by key.",
            examples=[{"roomMessages": {"resource": "rooms.messages"}}],
        ),
    ] = Field(default_factory=dict)
    messages: Annotated[
        dict[str, MessageSection],
        Field(
            description="Messages, by key, `channel.key` or name.",
            examples=[
                {
                    "SessionUpdate": {"name": "SessionUpdateEvent", "helper": "session.update"},
                    "KeepAlive": {"keep_alive": 5},
                    "Control": {"keep_alive": {"interval": 5, "fields": {"type": "Ping"}}},
                }
            ],
        ),
    ] = Field(default_factory=dict)
    pagination: Annotated[
        dict[str, Annotated[PaginationSection, Field(discriminator="style")]],
        Field(
            description="How listings are paged, by a name of your own; the first that fits.",
            examples=[
                {
                    "cursors": {
                        "style": "cursor",
                        "parameter": "after",
                        "cursor": "next",
                        "items": "data",
                    }
                }
            ],
        ),
    ] = Field(default_factory=dict)
    streams: Annotated[
        StreamsSection,
        Field(
            description="How answers that come piece by piece go on after a break; see "
            "[robustness.md](robustness.md).",
            examples=[{"resume": ["get /feed"]}],
        ),
    ] = StreamsSection()
    types: Annotated[
        dict[str, NamedTypeSection],
        Field(
            description="Types, by component name, or by the JSON pointer (`#/...`, "
            "`other.yaml#/...`) of a schema, which becomes a type of its own.",
            examples=[
                {
                    "usr_profile_v2": "Profile",
                    "#/components/schemas/User/properties/address": "Address",
                    "Metadata": {"local": True},
                }
            ],
        ),
    ] = Field(default_factory=dict)
    only: Annotated[
        OnlySection | None,
        Field(
            description="What is generated; without it, everything is.",
            examples=[{"tags": ["Users"], "operations": ["get /health"]}],
        ),
    ] = None
    skip: Annotated[
        SkipSection,
        Field(
            description="What is left out, with the reason.",
            examples=[
                {
                    "operations": {"post /legacy/upload": "a format that nobody has described"},
                    "types": {"Report": "refers to a file that is not published"},
                }
            ],
        ),
    ] = SkipSection()
    suppress: Annotated[
        tuple[SuppressSection, ...],
        Field(
            description="Warnings that are not shown; see [diagnostics.md](diagnostics.md).",
            examples=[[{"code": "SL305", "at": "#/paths/~1pets", "reason": "known to the vendor"}]],
        ),
    ] = ()
    formats: Annotated[
        dict[FormatName, Literal["string"]],
        Field(
            description="Formats whose values stay what they are on the wire.",
            examples=[{"date-time": "string"}],
        ),
    ] = Field(default_factory=dict)

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
