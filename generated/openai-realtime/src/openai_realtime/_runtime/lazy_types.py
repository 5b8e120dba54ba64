"""Types that annotations mention and that nobody needs until the annotations are evaluated."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class LazyType:
    """Stands for a type of a module that is not imported yet, as a member of a union.

    `typing.get_type_hints` evaluates `Event | Unknown`, and gets the union of the real types.

    Args:
        module: the module, relative to the package.
        name: the type.
        package: as `__package__` says.
    """

    def __init__(self, module: str, name: str, package: str | None) -> None:
        self._module = module
        self._name = name
        self._package = package

    def load(self) -> Any:
        """Import the module and give the type itself."""
        return getattr(import_module(self._module, self._package), self._name)

    def __or__(self, other: Any) -> Any:
        return self.load() | _loaded(other)

    def __ror__(self, other: Any) -> Any:
        return other | self.load()

    def __repr__(self) -> str:
        return f"LazyType({self._module!r}, {self._name!r})"


def _loaded(type_: Any) -> Any:
    return type_.load() if isinstance(type_, LazyType) else type_
