"""Resources, put together of their methods, connections and types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from codegen.config import Config
from codegen.diagnostics import Code, Location, SpecError
from codegen.ir import sdk
from codegen.names.connections import BuiltConnection
from codegen.names.placement import Placements
from codegen.names.reserved import resource_class
from codegen.names.tree import ResourcePath, Tree
from codegen.names.types import TypeNamer
from codegen.text import Identifier, SpecText


@dataclass(frozen=True, slots=True)
class ResourceBuilder:
    """Builds the tree of resources.

    Attributes:
        methods, connections: by the path of their resource.
    """

    config: Config
    tree: Tree
    namer: TypeNamer
    placements: Placements
    methods: Mapping[ResourcePath, Sequence[sdk.Method]]
    connections: Mapping[ResourcePath, BuiltConnection]

    def build(self) -> tuple[sdk.Resource, ...]:
        """The resources at the top, with all below them.

        Raises:
            SpecError: a method, a resource or `connect` have one name.
        """
        # Of two settings that put resources at one place, the first one describes it.
        descriptions = {
            section.path or key: section.description
            for key, section in reversed(self.config.resources.items())
        }
        return tuple(self._resource(path, descriptions) for path in self.tree.top_level())

    def _resource(self, path: ResourcePath, descriptions: Mapping[str, str | None]) -> sdk.Resource:
        built = self.connections.get(path)
        description = descriptions.get(".".join(path))
        own = self.methods.get(path, ())
        children = tuple(self._resource(child, descriptions) for child in self.tree.children(path))
        self._check_attributes(path, own, children, built)
        return sdk.Resource(
            path=path,
            class_name=resource_class(path[-1]),
            methods=tuple(own),
            connection=built.connection if built else None,
            children=children,
            types=tuple(self._listed_types(path, built)),
            description=SpecText(description) if description else None,
        )

    def _listed_types(
        self, path: ResourcePath, built: BuiltConnection | None
    ) -> Iterable[sdk.TypeName]:
        """A resource's types for the API reference: alphabetic, what its methods return last."""
        results = dict.fromkeys(self.placements.results.get(path, ()))
        own = [
            name
            for location, name in self.namer.classes.public_names(path)
            if not self._has_namespace(location) and location not in results
        ]
        if built:
            connection = built.connection
            own += [name for name in (connection.received, connection.sent) if name]
        yield from sorted(own, key=lambda name: name.name)
        for location in results:
            is_own = self.placements.public.get(location) == path
            if is_own and not self._has_namespace(location):
                yield self.namer.classes.models[location]

    def _has_namespace(self, location: Location) -> bool:
        section = self.placements.settings.get(location)
        return section is not None and section.namespace is not None

    def _check_attributes(
        self,
        path: ResourcePath,
        methods: Iterable[sdk.Method],
        children: Iterable[sdk.Resource],
        built: BuiltConnection | None,
    ) -> None:
        names = {child.name: "a method and a resource" for child in children}
        if built and "connect" in names:
            raise self._collision(
                f"`{'.'.join((*path, 'connect'))}` opens a channel and is a resource", built.origin
            )
        if built:
            names[Identifier("connect")] = "a method and opens a channel"
        for method in methods:
            if method.name in names:
                raise self._collision(
                    f"`{'.'.join((*path, method.name))}` is {names[method.name]}", method.origin
                )

    def _collision(self, message: str, location: Location) -> SpecError:
        remedy = self.namer.remedies.at(location, "")
        return SpecError.of(Code.NAME_COLLISION, message, location, remedy)
