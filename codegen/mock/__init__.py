"""The mock server: REST and WebSocket on one port, from the documents an SDK is generated from.

Requests and client messages are validated against the documents, answers are made from their
schemas, and a scenario file tells the rest of the story.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from codegen.mock.command import run_mock
    from codegen.mock.replay import ReplayMismatchError, ReplayServer
    from codegen.mock.server import MockServer, create_app

__all__ = [
    "MockServer",
    "ReplayMismatchError",
    "ReplayServer",
    "create_app",
    "run_mock",
]


def __getattr__(name: str) -> Any:
    # Lazy: the server's libraries are an optional extra, and `run_mock` reports their absence.
    if name == "run_mock":
        from codegen.mock.command import run_mock

        return run_mock
    if name in ("MockServer", "create_app"):
        from codegen.mock import server

        return getattr(server, name)
    if name in ("ReplayMismatchError", "ReplayServer"):
        from codegen.mock import replay

        return getattr(replay, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
