from __future__ import annotations

from ..._runtime.models import BaseModel

__all__ = ["RealtimeSessionClientSecret"]


class RealtimeSessionClientSecret(BaseModel):
    """A short-lived key that a browser or a mobile app can hold in place of an API key."""

    value: str
    """The secret, used as a bearer token."""

    expires_at: int
    """When the secret stops working, in Unix seconds."""
