"""What every section of sdk.yaml is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A mapping with known settings and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)
