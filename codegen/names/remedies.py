"""The line of sdk.yaml that settles a collision: it can be copied as it is."""

from __future__ import annotations

from collections import Counter

from codegen.config import Config
from codegen.diagnostics import Location
from codegen.ir.api import Api
from codegen.names.collisions import verb_and_path
from codegen.names.tree import Tree
from codegen.names.yaml_lines import line


class Remedies:
    """Knows by what key the configuration names a thing of the documents."""

    def __init__(self, api: Api, config: Config, tree: Tree) -> None:
        self._api = api
        self._config = config
        self._methods = {
            operation.location: (operation, placement.path)
            for operation, placement in tree.operations
        }
        self._channels = {channel.location: (channel, path) for channel, path in tree.channels}
        self._uses = Counter(declaration.component for declaration in api.types)

    def at(self, location: Location, name: str) -> str:
        """For the class of what stands at a place: a component, an operation, a channel, a schema.

        Args:
            name: the name that it cannot have.
        """
        if location in self._methods:
            operation, path = self._methods[location]
            return line("operations", verb_and_path(operation), f"{'.'.join(path)}_other")
        if location in self._channels:
            channel, path = self._channels[location]
            moved = ".".join([*path[:-1], f"{path[-1]}_other"])
            return line("channels", channel.key.reveal(), f"{{resource: {moved}}}")
        return line("types", self._type_key(location), f"Other{name}")

    def _type_key(self, location: Location) -> str:
        declaration = self._api.types.declarations.get(location)
        if declaration is not None and self._uses[declaration.component] == 1:
            return declaration.component.reveal()
        return self._config.key_of(location)
