"""Properties of models that give the bytes of base64: for a field `image`, `image_bytes`.

The field of an audio message is often called `delta` or `data`, which says nothing of what it is:
in a class that has `Audio` in its name the property is `audio_bytes`.
"""

from __future__ import annotations

from typing import Final

from codegen.ir import sdk
from codegen.ir.types import Format, PrimitiveKind
from codegen.names import words
from codegen.names.identifiers import MODEL_ATTRIBUTES, free
from codegen.text import Identifier

_ANY_CONTENT: Final = frozenset({"body", "bytes", "chunk", "content", "data", "delta", "payload"})


def decoded_names(model: sdk.Model) -> dict[Identifier, Identifier]:
    """The property for each field of a model that is base64, by the name of the field.

    No field is hidden: where one has the name already, the property gets an underscore.
    """
    is_audio = "audio" in words.snake(model.name.name).split("_")
    taken = {*MODEL_ATTRIBUTES, *(item.name for item in model.fields)}
    fields = [item.name for item in model.fields if _is_base64(item.type)]
    stems = {name: "audio" if is_audio and name in _ANY_CONTENT else str(name) for name in fields}
    found: dict[Identifier, Identifier] = {}
    # Who is called so keeps the plain name.
    for field in sorted(fields, key=lambda name: stems[name] != name):
        found[field] = free(f"{stems[field].rstrip('_')}_bytes", taken)
        taken.add(found[field])
    return found


def _is_base64(expression: sdk.TypeExpression) -> bool:
    return sdk.not_null(expression) == sdk.Scalar(PrimitiveKind.STRING, Format.BASE64)
