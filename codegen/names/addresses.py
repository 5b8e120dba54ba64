"""The addresses of an API, whose variables are options of the client."""

from __future__ import annotations

from collections.abc import Iterator, Set

from codegen.ir import sdk
from codegen.ir.api import Api, Server, ServerVariable
from codegen.ir.server_variables import PLACEHOLDER
from codegen.names import identifiers
from codegen.text import Identifier, SpecText


class Addresses:
    """The variables of all servers as options; those of two servers that are alike are one.

    Args:
        taken: what else the client has.
        prefix: of environment variables.
    """

    def __init__(self, api: Api, taken: Set[Identifier], prefix: str) -> None:
        self._taken = set(taken)
        self._prefix = prefix
        self._options: dict[object, sdk.ClientOption] = {}
        self._add(api.server, "server")
        for server in dict.fromkeys((api.websocket_server, *(c.server for c in api.channels))):
            self._add(server, "websocket")

    @property
    def options(self) -> tuple[sdk.ClientOption, ...]:
        """An option for each variable, the OpenAPI document's first."""
        return tuple(self._options.values())

    def url(self, server: Server | None) -> SpecText | None:
        """The address of a server, with the names of options in its braces."""
        if server is None:
            return None
        names = {v.name.reveal(): self._options[_meaning(v)].name for v in server.variables}
        shown = server.url.reveal()
        return SpecText(PLACEHOLDER.sub(lambda m: f"{{{names.get(m[1], m[1])}}}", shown))

    def _add(self, server: Server | None, kind: str) -> None:
        for variable in server.variables if server is not None else ():
            if _meaning(variable) not in self._options:
                self._options[_meaning(variable)] = self._option(variable, server, kind)

    def _option(
        self, variable: ServerVariable, server: Server | None, kind: str
    ) -> sdk.ClientOption:
        names = list(self._names(variable.name.reveal(), server, kind))
        # Where all are taken, the check of the client names both.
        name = next((name for name in names if name not in self._taken), names[-1])
        self._taken.add(name)
        return sdk.ClientOption(
            name=name,
            variable=SpecText(f"{self._prefix}_{name.upper()}"),
            kind=None,
            header=None,
            secret=False,
            required=False,
            description=variable.description,
            server=variable,
        )

    def _names(self, wire: str, server: Server | None, kind: str) -> Iterator[Identifier]:
        """Yield what an option can be called: the variable's name, as far as it is free."""
        own = identifiers.client_attribute(wire)
        if own == identifiers.identifier(wire):
            yield own
        yield identifiers.client_attribute(f"{kind}_{wire}")
        if server is not None and server.key is not None:
            yield identifiers.client_attribute(f"{server.key.reveal()}_{wire}")


def _meaning(variable: ServerVariable) -> object:
    """What two variables share that are one: the order of the choices does not matter."""
    return variable.name, variable.default, frozenset(variable.choices)
