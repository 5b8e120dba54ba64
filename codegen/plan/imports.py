"""What a generated module imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from codegen.ir.sdk import ModuleName, TypeName
from codegen.names.identifiers import free
from codegen.names.words import pascal
from codegen.text import Code, SpecText, python_literal

RUNTIME = "_runtime"

_STANDARD = frozenset(
    {"builtins", "collections", "datetime", "decimal", "functools", "typing", "uuid"}
)


@dataclass(slots=True)
class Imports:
    """Collects imports for one module, and renders them relative to it.

    Attributes:
        first: types far down a long line of modules, imported before anything that needs them.
        built: models among them, whose validators are made at once: pydantic, too, would otherwise
            go down the whole line.
        halts: types here and there in a long circle, imported before the rest of it.
        late: modules that need this one, and are imported after its own definitions.
        reserved: what the module defines or imports besides types; a type of one of these names
            is called otherwise in it.
        taken: types that keep their names here; what else is imported gives way to them.
    """

    module: ModuleName
    _absolute: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _relative: dict[ModuleName, set[str]] = field(default_factory=lambda: defaultdict(set))
    _typing: dict[ModuleName, set[str]] = field(default_factory=lambda: defaultdict(set))
    _lazy: set[TypeName] = field(default_factory=set)
    _modules: set[str] = field(default_factory=set)
    _local_names: dict[TypeName, Code] = field(default_factory=dict)
    _local_types: set[str] = field(default_factory=set)
    late: frozenset[ModuleName] = frozenset()
    reserved: frozenset[str] = frozenset()
    first: tuple[TypeName, ...] = ()
    halts: tuple[TypeName, ...] = ()
    built: frozenset[TypeName] = frozenset()
    taken: frozenset[str] = frozenset()

    def add(self, module: str, *names: str) -> None:
        """Import names of an installed module."""
        self._absolute[module].update(names)

    def add_value_class(self, module: str, name: str, shadowed: Collection[str]) -> Code:
        """Import a class of values from the standard library, or its alias from the runtime.

        Args:
            module: the module; of the runtime where it begins with a dot.
            name: the class.
            shadowed: names of the surrounding class.

        Returns:
            What the class is called here.
        """
        local = free(name, self.taken, shadowed)
        imported = name if local == name else f"{name} as {local}"
        if module.startswith("."):
            self.add_runtime(module[1:], imported)
        else:
            self.add(module, imported)
        return Code(local)

    def add_module(self, module: str) -> None:
        """Import a module of the standard library as a whole."""
        self._modules.add(module)

    def add_runtime(self, module: str, *names: str) -> None:
        """Import names of the vendored runtime."""
        self._relative[ModuleName((RUNTIME, module))].update(names)

    def add_local(self, module: ModuleName, *names: str) -> None:
        """Import names of another module of the package; of the module itself, nothing."""
        if module != self.module:
            self._relative[module].update(names)

    def add_for_typing(self, module: ModuleName, *names: str) -> None:
        """Import names that only annotations mention; whoever runs the code imports them."""
        self._typing[module].update(names)

    def add_lazy(self, name: TypeName) -> None:
        """Import a type when an annotation that mentions it, as a member of a union, is evaluated.

        See `LazyType` of the runtime. A type that is imported anyway is not lazy.
        """
        self._lazy.add(name)
        self.add_runtime("lazy_types", "LazyType")

    def add_types(self, names: Iterable[TypeName]) -> None:
        for name in names:
            self.add_local(name.module, self._imported(name))

    def add_types_for_typing(self, names: Iterable[TypeName]) -> None:
        """Import types that only annotations mention."""
        for name in names:
            self.add_for_typing(name.module, self._imported(name))

    def _imported(self, name: TypeName) -> str:
        local = self.local_name(name)
        return str(name.name) if local == str(name.name) else f"{name.name} as {local}"

    def local_name(self, name: TypeName, other: str = "Type") -> Code:
        """What a type is called in this module.

        Of two types of one name from two modules, the first that is asked for keeps it.

        Args:
            name: the type.
            other: what the name of one that does not keep it ends with.
        """
        if name not in self._local_names:
            wishes = [name.name, f"{name.name}{other}"]
            wishes += [f"{pascal(part)}{name.name}" for part in reversed(name.module.parts[1:])]
            own = name.module == self.module
            free = (w for w in wishes if own or not (w in self.reserved or w in self._local_types))
            self._local_names[name] = Code(next(free, name.name))
            self._local_types.add(self._local_names[name])
        return self._local_names[name]

    def render(self) -> Code:
        lazy = sorted(
            n for n in self._lazy if self._imported(n) not in self._relative.get(n.module, ())
        )
        for name in lazy:
            self.add_for_typing(name.module, self._imported(name))
        if self._typing or self.first or self.halts:
            self.add("typing", "TYPE_CHECKING")
        standard = {m: n for m, n in self._absolute.items() if m.split(".")[0] in _STANDARD}
        installed = {m: n for m, n in self._absolute.items() if m not in standard}
        groups = [
            [f"import {module}" for module in sorted(self._modules)] + _from_lines(standard),
            _from_lines(installed),
            self._first_lines(),
            self._relative_lines(late=False),
            self._typing_lines() + self._lazy_lines(lazy),
        ]
        parts = ["from __future__ import annotations", *("\n".join(g) for g in groups if g)]
        return Code("\n\n".join(parts))

    def render_late(self) -> Code:
        """The imports that stand at the end of the module."""
        lines = [f"{line}  # noqa: E402" for line in self._relative_lines(late=True)]
        halts = [
            f"    from {relative(self.module, name.module)} import {name.name}  # noqa: F401"
            for name in self.halts
        ]
        return Code("\n".join([*(["if not TYPE_CHECKING:"] if halts else []), *halts, *lines]))

    def _first_lines(self) -> list[str]:
        lines = [
            f"    from {relative(self.module, name.module)} import {name.name}  # noqa: F401"
            for name in self.first
        ]
        lines += [f"    {name.name}.model_rebuild()" for name in self.first if name in self.built]
        return ["if not TYPE_CHECKING:", *lines] if lines else []

    def _typing_lines(self) -> list[str]:
        if not self._typing:
            return []
        lines = [
            f"    from {relative(self.module, module)} import {', '.join(sorted(names))}"
            for module, names in sorted(self._typing.items())
        ]
        return ["if TYPE_CHECKING:", *lines]

    def _lazy_lines(self, names: Iterable[TypeName]) -> list[str]:
        lines = [
            f"    {self.local_name(n)} = LazyType("
            f'"{relative(self.module, n.module)}", "{n.name}", __package__)'
            for n in names
        ]
        return ["else:", *lines] if lines else []

    def _relative_lines(self, *, late: bool) -> list[str]:
        return [
            f"from {relative(self.module, module)} import {', '.join(sorted(names))}"
            for module, names in sorted(self._relative.items())
            if (module in self.late) == late
        ]


def _from_lines(modules: dict[str, set[str]]) -> list[str]:
    return [
        f"from {module} import {', '.join(sorted(names))}"
        for module, names in sorted(modules.items())
    ]


def places(importer: ModuleName, names: Iterable[tuple[str | SpecText, TypeName]]) -> Code:
    """The entries of a table that the runtime imports from when it needs to: key, module, name."""
    return Code(
        ", ".join(
            f'{python_literal(key)}: ("{relative(importer, name.module)}", "{name.name}")'
            for key, name in names
        )
    )


def relative(importer: ModuleName, target: ModuleName) -> Code:
    """`..user` as seen from a sibling of its parent."""
    folder = importer.parts[:-1]
    common = 0
    limit = min(len(folder), len(target.parts) - 1)
    while common < limit and folder[common] == target.parts[common]:
        common += 1
    dots = "." * (len(folder) - common + 1)
    return Code(dots + ".".join(target.parts[common:]))
