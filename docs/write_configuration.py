"""Write docs/configuration.md, every setting of sdk.yaml, from the model that reads it.

python docs/write_configuration.py     (or `make docs`)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from codegen.config import Config

PAGE = Path(__file__).resolve().parent / "configuration.md"

HEAD = """\
# sdk.yaml

<!-- Written by docs/write_configuration.py: change codegen/config.py, then run `make docs`. -->

Everything is optional: without the file, `--openapi` and `--asyncapi` are enough. Paths start from
the folder of the file. Editors complete and check it by its JSON Schema,
[sdk.schema.json](sdk.schema.json):

```yaml
# yaml-language-server: $schema=sdk.schema.json
```

What a setting names in the documents:

- an **operation** by its operationId, or as `verb /path` (`get /users/{id}`), which is needed
  where several operations have one operationId;
- a **channel** and a **message** by their key, a message also as `channel.key` or by its name;
- a **type** by its component name, or by JSON pointer: `#/components/schemas/User` in either
  document, `openapi.yaml#/...` in one of them. A pointer reaches what has no name of its own: a
  `~1` stands for `/` and a `~0` for `~`.

A setting that names nothing is an error (SL603), so that none is forgotten when a document changes.
Where two things want one name, the error tells the line to add here.

"""


def page_text() -> str:
    """The page."""
    schema = Config.model_json_schema()
    parts = [HEAD]
    for name, setting in schema["properties"].items():
        parts.append(f"## `{name}`\n\n{setting['description']}\n\n")
        example = setting["examples"][0]
        text = yaml.safe_dump({name: example}, sort_keys=False, width=90, allow_unicode=True)
        parts.append(f"```yaml\n{text}```\n\n")
        for title, section in _sections(setting, schema):
            parts.append(_table(title, section))
    return "".join(parts).rstrip() + "\n"


def _sections(
    setting: dict[str, Any], schema: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the sections that a setting consists of, and those in them."""
    for name in dict.fromkeys(_references(setting)):
        section = schema["$defs"][name]
        if "properties" in section:
            yield section.get("description", "").partition("\n\n")[0], section
            yield from _sections({"in": section["properties"]}, schema)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, member in value.items():
            if key == "$ref":
                yield member.rpartition("/")[2]
            elif key != "mapping":
                yield from _references(member)
    elif isinstance(value, list):
        for member in value:
            yield from _references(member)


def _table(title: str, section: dict[str, Any]) -> str:
    required = section.get("required", [])
    rows = []
    for name, setting in section["properties"].items():
        default = setting.get("default")
        said = "required" if name in required else f"`{default}`" if default else ""
        prose = setting.get("description") or f"`{setting.get('const', '')}`"
        rows.append(f"| `{name}` | {_kind(setting)} | {said} | {prose} |\n")
    head = " ".join(title.split())
    columns = "| setting | value | default | |\n| --- | --- | --- | --- |\n"
    return f"{head}\n\n{columns}{''.join(rows)}\n"


def _kind(setting: dict[str, Any]) -> str:
    if "enum" in setting:
        return ", ".join(f"`{value}`" for value in setting["enum"])
    if "const" in setting:
        return f"`{setting['const']}`"
    if "anyOf" in setting:
        kinds = (_kind(choice) for choice in setting["anyOf"] if choice.get("type") != "null")
        return " or ".join(dict.fromkeys(kinds))
    names: dict[str, str] = {
        "string": "text",
        "object": "mapping",
        "array": "list",
        "boolean": "yes or no",
    }
    kind = str(setting.get("type", "mapping"))
    return names.get(kind, kind)


if __name__ == "__main__":
    PAGE.write_text(page_text(), encoding="utf-8", newline="\n")
