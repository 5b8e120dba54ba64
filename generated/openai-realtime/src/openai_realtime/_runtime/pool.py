"""The HTTP library's client, made when first needed and shared by copies of an SDK client."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from .errors import SDKError
from .http import AsyncClient, Client

HTTPClientT = TypeVar("HTTPClientT", Client, AsyncClient)


class Pool(Generic[HTTPClientT]):
    """Holds one HTTP client; nothing is opened before `get`."""

    def __init__(self, make: Callable[[], HTTPClientT], given: HTTPClientT | None = None) -> None:
        self._make: Callable[[], HTTPClientT] = make
        self._client: HTTPClientT | None = given
        self._closed = False
        self._lock = Lock()

    @property
    def is_closed(self) -> bool:
        """Whether requests can no longer be sent."""
        return self._closed or (self._client is not None and self._client.is_closed)

    def get(self) -> HTTPClientT:
        """Give the HTTP client.

        Raises:
            SDKError: it has been closed.
        """
        if self.is_closed:
            raise SDKError("The client has been closed")
        with self._lock:
            if self._client is None:
                self._client = self._make()
        return self._client

    def release(self) -> HTTPClientT | None:
        """Mark the pool closed and give the HTTP client to close, if there is one."""
        self._closed = True
        return self._client
