"""What a connection gives for a message that this version of the package does not know."""

from __future__ import annotations

from typing import Literal

from .._runtime.models import UnknownVariant

__all__ = ["UnknownEvent"]


class UnknownEvent(UnknownVariant):
    """A message of a kind that this version does not know, or one that could not be read.

    `raw` is what the server sent, `error` says why it could not be read. The tag of a known
    message is never "unknown", so that comparing it leaves exactly one class.
    """

    type: Literal["unknown"] = "unknown"
