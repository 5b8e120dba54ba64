"""From the text of a document to each stage's result, for the tests of the stages."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import yaml

from codegen.config import Config
from codegen.ir import sdk
from codegen.ir.api import Api
from codegen.ir.asyncapi import Reading
from codegen.ir.build import build_api
from codegen.ir.types import Declaration, Type
from codegen.names.sdk import name_sdk
from codegen.resolve import DocumentStore


def api_of(
    folder: Path,
    *,
    openapi: str | None = None,
    asyncapi: str | None = None,
    describes_client: bool = True,
) -> Api:
    """Read documents into the IR."""
    paths: list[Path | None] = []
    for name, text in (("openapi.yaml", openapi), ("asyncapi.yaml", asyncapi)):
        if text is not None:
            (folder / name).write_text(dedent(text), encoding="utf-8")
        paths.append(folder / name if text is not None else None)
    store = DocumentStore([path for path in paths if path is not None])
    reading = Reading("client" if describes_client else "server")
    return build_api(store, paths[0], paths[1], reading=reading)


def config_of(text: str) -> Config:
    return Config.model_validate(yaml.safe_load(text) or {})


def sdk_of(
    folder: Path,
    *,
    openapi: str | None = None,
    asyncapi: str | None = None,
    config: str = "",
    side: str = "client",
) -> sdk.Sdk:
    """Read documents, of which the AsyncAPI one takes that side, and name what is in them."""
    is_client = side == "client"
    api = api_of(folder, openapi=openapi, asyncapi=asyncapi, describes_client=is_client)
    return name_sdk(api, config_of(config), package="mini")


def rest(paths: str = "", schemas: str = "", more: str = "") -> str:
    """An OpenAPI document; paths and schemas are YAML at no indentation."""
    return (
        "openapi: 3.1.0\ninfo: {title: Mini, version: '1'}\n"
        f"paths:{_below(paths, 1)}\ncomponents:\n  schemas:{_below(schemas, 2)}\n{more}"
    )


def _below(text: str, levels: int) -> str:
    lines = dedent(text).strip("\n").splitlines()
    return "".join(f"\n{'  ' * levels}{line}" for line in lines) or " {}"


def declarations(api: Api) -> dict[str, Declaration]:
    return {declaration.component.reveal(): declaration for declaration in api.types}


def read_schema(folder: Path, schema: str, others: str = "") -> Type:
    """One schema, among others that it may refer to."""
    api = api_of(folder, openapi=rest(schemas=f"Subject: {schema}\n{dedent(others)}"))
    return declarations(api)["Subject"].body
