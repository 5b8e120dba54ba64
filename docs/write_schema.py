"""Write docs/sdk.schema.json, the JSON Schema of sdk.yaml, from the model that reads it.

python docs/write_schema.py     (or `make docs`)
"""

from __future__ import annotations

import json
from pathlib import Path

from codegen.config import Config

SCHEMA = Path(__file__).resolve().parent / "sdk.schema.json"


def schema_text() -> str:
    """The file's text: JSON Schema 2020-12."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Config.model_json_schema(),
        "title": "sdk.yaml",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8", newline="\n")
