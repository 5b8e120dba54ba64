"""What is refused, settled in sdk.yaml or on the command line, so that a document is generated.

Most of it is named under `skip`; a document of another protocol has `any_protocol`, and one that
refers to its neighbours `--root`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from codegen.resolve.pointer import parse_pointer
from tests.corpus.documents import Run
from tests.corpus.outcomes import Said

ATTEMPTS = 4

Skipped = dict[str, dict[str, str]]
"""`skip` of sdk.yaml: by kind and key the reason; and what else settles a code, by that code."""

# Settled by something else than `skip`.
_ANY_PROTOCOL = "SL404"
_ROOT = "SL102"

# A diagnostic as it is printed: its file, and at its end the place in it.
_PLACE = re.compile(r"^(?P<file>.+?):\d+:\d+: error .*\(at (?P<pointer>#/[^;]*)\)(?:;|$)")
_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"})


def with_drops(skipped: Skipped, refusals: Iterable[Said], corpus: Path) -> Skipped | None:
    """What to skip in the next attempt; None when no `skip` names what is refused.

    Args:
        skipped: what was skipped in the attempt that was refused.
        refusals: its diagnostics.
        corpus: the folder from which they name their files.
    """
    found: Skipped = {kind: dict(keys) for kind, keys in skipped.items()}
    for said in refusals:
        if said.code in (_ANY_PROTOCOL, _ROOT):
            found.setdefault(said.code, {})
            continue
        match = _PLACE.match(said.line)
        named = _name(corpus / match["file"], match["pointer"]) if match else None
        if named is not None:
            kind, key = named
            found.setdefault(kind, {}).setdefault(key, f"{said.code} {said.slug}")
    return found if found != skipped else None


def _name(file: Path, text: str) -> tuple[str, str] | None:
    """The kind and the key by which `skip` names what a place belongs to."""
    pointer = parse_pointer(text.removeprefix("#"))
    match [str(token) for token in pointer]:
        case ["paths", path, method, *_] if method in _METHODS:
            return "operations", f"{method} {path}"
        case ["paths", _, "parameters", _, *_]:
            return "parameters", _key(file, text, 4)
        case ["components", "parameters", _, *_]:
            return "parameters", _key(file, text, 3)
        case ["components", "schemas", _, *_]:
            return "types", _key(file, text, 3)
        case ["components", "messages", _, *_]:
            return "messages", _key(file, text, 3)
        case ["channels", _, "messages", _, *_]:
            return "messages", _key(file, text, 4)
        case ["channels", key, *_]:
            return "channels", key
        case ["webhooks" | "x-webhooks", name, *_]:
            return "webhooks", name
        case _:
            return None


def _key(file: Path, text: str, length: int) -> str:
    """The first tokens of a pointer, with their file."""
    return f"{file}#{'/'.join(text.removeprefix('#').split('/')[: length + 1])}"


def write_configuration(path: Path, run: Run, corpus: Path, skipped: Skipped) -> None:
    """Write an sdk.yaml (JSON is YAML) for the documents of a run."""
    kinds = {kind: keys for kind, keys in skipped.items() if kind not in (_ANY_PROTOCOL, _ROOT)}
    settings: dict[str, object] = {"skip": kinds, "any_protocol": _ANY_PROTOCOL in skipped}
    for option, document in zip(run.arguments[::2], run.arguments[1::2], strict=True):
        settings[option.removeprefix("--")] = str(corpus / document)
    path.write_text(json.dumps(settings), encoding="utf-8")
