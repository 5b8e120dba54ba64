"""The clients that generated code names: one that blocks, and one for asyncio."""

from __future__ import annotations

from .client_async import AsyncAPIClient
from .client_sync import SyncAPIClient

__all__ = ["AsyncAPIClient", "SyncAPIClient"]
