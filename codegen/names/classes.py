"""Which class each public type is, of which module: what `codegen.names.types` writes out.

A component has a module of its own in the folder of the resource that it belongs to. Two of them
that want one class are an error that shows both places.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from codegen.diagnostics import Code, Location, SpecError
from codegen.findings import Findings
from codegen.ir import sdk
from codegen.ir.api import Api
from codegen.ir.types import Declaration, TypeTable
from codegen.names import identifiers
from codegen.names.constants import has_names
from codegen.names.placement import Placements, two_faced
from codegen.names.remedies import Remedies
from codegen.names.scopes import RESERVED
from codegen.names.stems import method_stems, type_folder
from codegen.names.tree import ResourcePath, Tree
from codegen.text import Identifier


class ClassNames:
    """The names of all public types.

    Attributes:
        models: the class of what is received, for every public type.
        params: the class of what is sent, for those that are written otherwise.
        constants: the class that names the values of an enum, for enums that have names for them.
    """

    def __init__(self, api: Api, tree: Tree, placements: Placements, remedies: Remedies) -> None:
        """Raises:
        SpecError: two types want one class.
        """
        self.models: Mapping[Location, sdk.TypeName]
        self.params: Mapping[Location, sdk.TypeName]
        self.constants: Mapping[Location, sdk.TypeName]
        self._remedies = remedies
        self._placements = placements
        self._folders = {path: type_folder(path, tree) for path in tree.order}
        self._folder_names = frozenset(self._folders.values())
        self._stems = method_stems(tree)
        self._socket_files = {channel.location.file for channel in api.channels}
        self._assign(api.types)
        self._by_resource: dict[ResourcePath, list[tuple[Location, sdk.TypeName]]] = {}
        for location, name in self.models.items():
            path = placements.public[location]
            self._by_resource.setdefault(path, []).append((location, name))

    def folder(self, path: ResourcePath) -> sdk.ModuleName:
        """The folder of a resource's types."""
        return self._folders[path]

    def stem(self, path: ResourcePath) -> str:
        """What the types of a resource's methods begin with."""
        return self._stems[path]

    def module_for(self, folder: sdk.ModuleName, name: str) -> sdk.ModuleName:
        """The module of a type; beside a folder of its name, it is in that folder."""
        module = folder.child(identifiers.module_name(name))
        while module in self._folder_names:
            module = module.child(module.parts[-1])
        return module

    def public_names(self, path: ResourcePath) -> Iterable[tuple[Location, sdk.TypeName]]:
        """The public types of a resource."""
        return self._by_resource.get(path, ())

    def _assign(self, types: TypeTable) -> None:
        owners: dict[sdk.ModuleName, Declaration] = {}
        modules: set[sdk.ModuleName] = set()
        findings = Findings()
        models: dict[Location, sdk.TypeName] = {}
        for location, path in self._placements.public.items():
            with findings.collect():
                declaration = types[location]
                name = self.class_name(declaration)
                folder = self._folder_of(location, path)
                other = owners.setdefault(folder.child(name), declaration)
                if other is not declaration and self._is_of_sockets(location, other.location):
                    name = Identifier(f"Websocket{name}")
                    other = owners.setdefault(folder.child(name), declaration)
                if other is not declaration:
                    findings.error(
                        Code.NAME_COLLISION,
                        f"two components become the class `{name}` (the other is at "
                        f"{other.location})",
                        location,
                        self._remedies.at(location, name),
                    )
                module = self.module_for(folder, name)
                if module in modules:
                    # `a_b` is the class `AB`, whose module is that of `Ab`.
                    module = self.module_for(folder, declaration.component.reveal())
                modules.add(module)
                models[location] = sdk.TypeName(module, name)
        findings.refuse()
        sent_otherwise = self._placements.sent & two_faced(types)
        self.models = models
        self.constants = {
            location: self._constants_name(model, owners, location)
            for location, model in models.items()
            if has_names(types[location].body)
        }
        self.params = {
            location: self._param_name(
                model, self._folder_of(location, self._placements.public[location]), owners
            )
            for location, model in models.items()
            if location in sent_otherwise
        }

    def _constants_name(
        self, model: sdk.TypeName, owners: Collection[sdk.ModuleName], location: Location
    ) -> sdk.TypeName:
        """`...Value`, in the module of the enumeration.

        Raises:
            SpecError: a component is called so.
        """
        name = sdk.TypeName(model.module, Identifier(f"{model.name}Value"))
        if model.module.parent.child(name.name) in owners:
            raise SpecError.of(
                Code.NAME_COLLISION,
                f"the values of this enum are named in the class `{name.name}`, and a component "
                "is called so",
                location,
                "rename one of them under `types` in sdk.yaml",
            )
        return name

    def _is_of_sockets(self, location: Location, other: Location) -> bool:
        """Whether a place is in the document of the sockets, and another is not."""
        return location.file in self._socket_files and other.file not in self._socket_files

    def _param_name(
        self, model: sdk.TypeName, folder: sdk.ModuleName, owners: Collection[sdk.ModuleName]
    ) -> sdk.TypeName:
        """`...Param`, and where a component is called so already `...Dict`, which it is as well."""
        is_taken = folder.child(Identifier(f"{model.name}Param")) in owners
        ending = "Dict" if is_taken else "Param"
        name = Identifier(f"{model.name}{ending}")
        if model.module == self.module_for(folder, model.name):
            return sdk.TypeName(self.module_for(folder, name), name)
        stem = f"{model.module.parts[-1]}_{ending}"
        return sdk.TypeName(self.module_for(folder, stem), name)

    def class_name(self, declaration: Declaration) -> Identifier:
        """The class of a component.

        Raises:
            SpecError: the configuration gives it a name that it cannot have.
        """
        section = self._placements.settings.get(declaration.location)
        if section and section.name:
            if section.name in RESERVED:
                raise SpecError.of(
                    Code.UNUSABLE_NAME,
                    f"`types` gives the name `{section.name}`, which every module of types imports",
                    declaration.location,
                )
            return Identifier(section.name)
        name = identifiers.class_name(declaration.component.reveal())
        return Identifier(f"{name}_") if name in RESERVED else name

    def _folder_of(self, location: Location, path: ResourcePath) -> sdk.ModuleName:
        section = self._placements.settings.get(location)
        if section and section.namespace:
            return sdk.ModuleName(("types", *section.namespace.split(".")))
        return self.folder(path) if path else sdk.ModuleName(("types", "shared"))
