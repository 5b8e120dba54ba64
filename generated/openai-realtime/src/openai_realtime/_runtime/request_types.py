"""The types of the arguments that every method takes besides its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from .sentinels import Omit

Headers: TypeAlias = Mapping[str, str | Omit]
"""Headers added to a request; `omit` removes one that the SDK would send."""
Query: TypeAlias = Mapping[str, object]
"""Query parameters added to a request."""
Body: TypeAlias = object
"""A mapping is merged over the JSON body; anything else replaces it."""
