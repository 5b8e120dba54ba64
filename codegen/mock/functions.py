"""The functions that scenarios can call. None changes its arguments, or anything else."""

from __future__ import annotations

import base64
import binascii
import copy
import json
import math
import random
import re
import string
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final, cast

from codegen.mock.audio import (
    AudioFormat,
    SpeechState,
    audio_format,
    detect_speech,
    duration_ms,
    level,
    slice_audio,
    tone,
)
from codegen.mock.examples import inline_sample

_ID_CHARACTERS: Final = string.ascii_letters + string.digits
_CHARACTERS_PER_TOKEN: Final = 4
_PIECE: Final = re.compile(r"\s{0,8}\S{1,24}|\s{1,8}")
_RANDOM: Final = random.SystemRandom()


def new_id(prefix: str = "", length: int = 21) -> str:
    """A new identifier: `prefix` and `length` random letters and digits."""
    return prefix + "".join(_RANDOM.choices(_ID_CHARACTERS, k=min(length, 256)))


def now() -> int:
    """The time, in whole seconds since 1970."""
    return int(time.time())


def merge(base: Any, change: Any, whole: Collection[str] = ()) -> Any:
    """`change` laid over `base`: mappings member by member, all else replaced, null included.

    Mappings at the dotted paths in `whole` are replaced like all else.
    """
    if not isinstance(base, dict) or not isinstance(change, dict):
        return copy.deepcopy(change)
    merged = dict(cast("dict[str, Any]", base))
    for name, value in cast("dict[str, Any]", change).items():
        inner = [path.removeprefix(f"{name}.") for path in whole if path.startswith(f"{name}.")]
        merged[name] = merge(None if name in whole else merged.get(name), value, inner)
    return merged


def get(value: Any, path: str, default: Any = None) -> Any:
    """The value at a dotted `path` (`a.b.0`), or `default` where there is none."""
    for name in path.split("."):
        if isinstance(value, Mapping) and name in value:
            value = cast("Mapping[str, Any]", value)[name]
        elif isinstance(value, list) and name.isdigit() and int(name) < len(cast("Any", value)):
            value = value[int(name)]
        else:
            return default
    return value


def without(mapping: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """A copy of `mapping` without the members called `names`."""
    return {name: value for name, value in mapping.items() if name not in names}


def index_of(rows: Iterable[Mapping[str, Any]], name: str, value: Any) -> int:
    """Index of the first row whose member `name` equals `value`, or -1."""
    return next((i for i, row in enumerate(rows) if row.get(name) == value), -1)


def find(rows: Iterable[Mapping[str, Any]], name: str, value: Any) -> Any:
    """The first row whose member `name` equals `value`, or null."""
    return next((row for row in rows if row.get(name) == value), None)


def search(pattern: str, text: Any) -> list[str] | None:
    """Groups of the first match of a regular expression, case ignored: all of it first."""
    found = re.search(pattern, text if isinstance(text, str) else "", re.IGNORECASE)
    return None if found is None else [found[0], *(group or "" for group in found.groups())]


def deltas(text: str) -> list[str]:
    """`text` cut before each space, and within very long words: joined again they are `text`."""
    return _PIECE.findall(text)


def tokens(text: Any) -> int:
    """A token count for `text`, estimated from its length; 0 for an empty one."""
    return math.ceil(len(text) / _CHARACTERS_PER_TOKEN) if isinstance(text, str) else 0


def decode_base64(text: Any) -> bytes | None:
    """The bytes of strict base64 (RFC 4648 section 4), or null when it is not."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError, ValueError):
        return None


def encode_base64(data: bytes) -> str:
    """Base64 of bytes (RFC 4648 section 4)."""
    return base64.b64encode(data).decode("ascii")


def bytes_buffer(data: bytes = b"") -> bytearray:
    """A buffer of bytes, for state that `append` adds to."""
    return bytearray(data)


def to_json(value: Any) -> str:
    """`value` as JSON text."""
    return json.dumps(value, ensure_ascii=False)


def from_json(text: Any) -> Any:
    """The value of a JSON text, or null when it is not one."""
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return None


def speech_in(
    audio: bytes,
    form: AudioFormat,
    state: SpeechState | None,
    *,
    threshold: float,
    silence_ms: int,
    start_ms: int = 0,
) -> dict[str, Any]:
    """Speech detection over one stream, piece by piece.

    Gives `state`, to hand in with the next piece, and `changes`, each with `speaking` and `at_ms`.
    The first piece, with no state yet, begins at `start_ms`.
    """
    before = state or SpeechState(position_ms=start_ms)
    after, changes = detect_speech(before, audio, form, threshold=threshold, silence_ms=silence_ms)
    return {"state": after, "changes": changes}


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "audio_format": audio_format,
    "bytes_buffer": bytes_buffer,
    "decode_base64": decode_base64,
    "deltas": deltas,
    "duration_ms": duration_ms,
    "encode_base64": encode_base64,
    "find": find,
    "from_json": from_json,
    "get": get,
    "index_of": index_of,
    "level": level,
    "merge": merge,
    "new_id": new_id,
    "now": now,
    "sample": inline_sample,
    "search": search,
    "slice_audio": slice_audio,
    "speech_in": speech_in,
    "to_json": to_json,
    "tokens": tokens,
    "tone": tone,
    "without": without,
}
"""Every function of the scenario language, by its name."""
