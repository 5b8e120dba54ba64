"""What of the documents is read: `skip` of sdk.yaml, looked up while the documents are read.

`only` is asked here as well, and which schemas are types of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from codegen.choice import Choice
from codegen.config import Config
from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.resolve import DocumentStore
from codegen.settings import components, is_pointer, operation_keys, places, report_unused

KINDS: Final = ("operations", "parameters", "channels", "messages", "webhooks", "types")


class Selection:
    """Answers whether something is skipped, and remembers which settings have been of use."""

    def __init__(self, config: Config | None = None, store: DocumentStore | None = None) -> None:
        """Args: store: the documents, in which pointers and component names are looked up."""
        self._config = config or Config()
        self._settings: dict[str, dict[str, str]] = {
            kind: getattr(self._config.skip, kind) for kind in KINDS
        }
        self._used: dict[str, set[str]] = {kind: set() for kind in KINDS}
        self._skipped: dict[str, set[Location]] = {kind: set() for kind in KINDS}
        self._known: dict[str, set[str]] = {kind: set() for kind in KINDS}
        self._places: dict[str, dict[Location, str]] = {kind: {} for kind in KINDS}
        self._store = store
        self._own_types: dict[Location, str] = {}
        self.choice = Choice(self._config, store)
        self.pointers: dict[str, tuple[Location, ...]] = {}
        """Where the keys of the configuration lead that are pointers, `skip` aside."""
        if store is not None:
            self._look_up(store)

    def _look_up(self, store: DocumentStore) -> None:
        for kind, settings in self._settings.items():
            for key in settings:
                prefix = ("components", "schemas") if kind == "types" else None
                for location in places(key, store, self._config, prefix):
                    self._places[kind][location] = key
        config = self._config
        for section in (config.types, config.parameters, config.properties, config.messages):
            for key in filter(is_pointer, section):
                self.pointers[key] = places(key, store, config)
        for key in filter(is_pointer, config.types):
            for location in self.pointers[key]:
                own = config.types[key].name or str(location.pointer[-1])
                self._own_types[location] = own

    # -- questions -----------------------------------------------------------------------------

    def operation(
        self,
        location: Location,
        verb: str,
        path: str,
        identifier: object,
        tags: Iterable[object] = (),
    ) -> bool:
        """Whether an operation is left out: it is skipped, or not among what is chosen."""
        if not self.choice.operation(verb, path, identifier, tags):
            return True
        return self._is_skipped("operations", location, operation_keys(verb, path, identifier))

    def parameter(
        self, location: Location, operation: Iterable[str], name: object, *, required: bool
    ) -> bool:
        """Whether a parameter is skipped.

        Args:
            location: where it stands, references followed.
            operation: the keys of the operation or channel.
            name: on the wire.
            required: whether the operation cannot do without it.

        Raises:
            SpecError: it is to be skipped, and is required.
        """
        keys = [f"{key}.{name}" for key in operation]
        if not self._is_skipped("parameters", location, keys):
            return False
        if required:
            used = self._places["parameters"].get(location) or next(
                key for key in keys if key in self._settings["parameters"]
            )
            raise SpecError.of(
                Code.INVALID_SETTING,
                f"`skip.parameters` names {quote(used)}, which is required",
                self._config.location("skip", "parameters", used),
                "skip the operation as a whole, or remove the setting",
            )
        return True

    def channel(self, location: Location, key: str, address: object) -> bool:
        """Whether a channel is skipped."""
        keys = (key, address) if isinstance(address, str) else (key,)
        return self._is_skipped("channels", location, keys)

    def webhook(self, location: Location, key: str) -> bool:
        """Whether a webhook is skipped."""
        return self._is_skipped("webhooks", location, (key,))

    def message(self, location: Location, channel: str, names: Iterable[object]) -> bool:
        """Whether a message is skipped.

        Args:
            location: where it stands.
            channel: the channel's key.
            names: what the document calls it.
        """
        own = [name for name in names if isinstance(name, str)]
        return self._is_skipped("messages", location, (*own, *(f"{channel}.{n}" for n in own)))

    @property
    def leaves_out_types(self) -> bool:
        """Whether there is a schema to skip at all."""
        return bool(self._settings["types"])

    def type(self, location: Location) -> bool:
        """Whether a schema is skipped: whatever refers to it takes any value."""
        return self._is_skipped("types", location, ())

    def own_type(self, location: Location) -> str | None:
        """The name of a schema that `types` makes a type of its own by its JSON pointer."""
        return self._own_types.get(location)

    def _is_skipped(self, kind: str, location: Location, keys: Iterable[str]) -> bool:
        settings = self._settings[kind]
        if not settings:
            return False
        keys = tuple(keys)
        self._known[kind].update(keys)
        found = [key for key in keys if key in settings]
        if location in self._places[kind]:
            found.append(self._places[kind][location])
        if not found:
            return False
        self._used[kind].update(found)
        self._skipped[kind].add(location)
        return True

    # -- afterwards ----------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        """How many of each kind have been skipped; without the kinds that nothing was of."""
        return {kind: len(found) for kind, found in self._skipped.items() if found}

    def check(self, findings: Findings) -> None:
        """Report the settings that named nothing (SL603)."""
        self.choice.check(findings)
        for kind, settings in self._settings.items():
            for key in settings:
                if key not in self._used[kind]:
                    known = self._known[kind]
                    if kind == "types" and self._store is not None:
                        known = components(self._store)
                    report_unused(findings, self._config, ("skip", kind), key, known)
