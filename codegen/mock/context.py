"""What all requests and connections of one server have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from codegen.mock.errors import ErrorBodies
from codegen.mock.schemas import Schemas
from codegen.mock.security import Authenticator
from codegen.mock.state import Shared
from codegen.mock.tokens import TokenEndpoint


@dataclass(frozen=True)
class Context:
    """The parts of one server.

    - `constants`: the scenario's, for every expression.
    - `speed`: how much faster than real time the scenario's pauses are; 0 for none at all.
    - `verify`: whether what the scenario sends has to fit the documents, too.
    - `log`: takes one line about what happens.
    - `report`: takes one line about what is wrong with the scenario, or with the server.
    """

    schemas: Schemas
    shared: Shared
    authenticator: Authenticator
    tokens: TokenEndpoint
    errors: ErrorBodies
    constants: Mapping[str, Any]
    speed: float
    verify: bool
    log: Callable[[str], None]
    report: Callable[[str], None]
