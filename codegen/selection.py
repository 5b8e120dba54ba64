"""What of the documents is read: `skip` of sdk.yaml, looked up while the documents are read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from codegen.config import Config
from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.resolve import DocumentStore
from codegen.resolve.pointer import find, parse_pointer
from codegen.resolve.suggestion import similar_key

KINDS: Final = ("operations", "parameters", "channels", "messages", "types")


def operation_keys(verb: str, path: str, identifier: object) -> tuple[str, ...]:
    """What an operation is called in sdk.yaml: `verb /path`, and its operationId."""
    own = f"{verb.lower()} {path}"
    return (own, identifier) if isinstance(identifier, str) else (own,)


def is_pointer(key: str) -> bool:
    """Whether a key of sdk.yaml is a place (`#/...`, `other.yaml#/...`) and no name."""
    return "#/" in key


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
        if store is not None:
            self._look_up(store)

    def _look_up(self, store: DocumentStore) -> None:
        for kind, settings in self._settings.items():
            for key in settings:
                prefix = ("components", "schemas") if kind == "types" else None
                for location in places(key, store, self._config, prefix):
                    self._places[kind][location] = key

    # -- questions -----------------------------------------------------------------------------

    def operation(self, location: Location, verb: str, path: str, identifier: object) -> bool:
        """Whether an operation is skipped."""
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
        for kind, settings in self._settings.items():
            for key in settings:
                if key not in self._used[kind]:
                    known = self._components() if kind == "types" else self._known[kind]
                    report_unused(findings, self._config, ("skip", kind), key, known)

    def _components(self) -> set[str]:
        if self._store is None:
            return set()
        listed: set[str] = set()
        for path in self._store.root_files:
            found = find(self._store.document(path).data, ("components", "schemas"))
            if not found.remaining and isinstance(found.value, dict):
                listed.update(found.value)
        return listed


def report_unused(
    findings: Findings,
    config: Config,
    section: Sequence[str],
    key: str,
    known: Iterable[str],
) -> None:
    """Report a setting that names nothing the documents have, with what was probably meant."""
    meant = similar_key(dict.fromkeys(known), key)
    findings.error(
        Code.UNUSED_SETTING,
        f"`{'.'.join(section)}` names {quote(key)}, which the documents do not have",
        config.location(*section, key),
        f"remove it, or did you mean {quote(meant)}?" if meant else None,
    )


def places(
    key: str, store: DocumentStore, config: Config, prefix: Sequence[str] | None = None
) -> tuple[Location, ...]:
    """Where in the documents a key of sdk.yaml leads, by pointer or, below `prefix`, by name.

    A pointer without a file is one into either document; a file is named as seen from the folder
    of sdk.yaml.
    """
    if is_pointer(key):
        file, _, text = key.partition("#")
        files = [Path(os.path.realpath(config.path(file)))] if file else list(store.root_files)
        pointer = parse_pointer(text)
    elif prefix is not None:
        files, pointer = list(store.root_files), (*prefix, key)
    else:
        return ()
    found: dict[Location, None] = {}
    for path in files:
        if not path.is_file():
            continue
        document = store.document(path)
        lookup = find(document.data, pointer)
        if not lookup.remaining:
            found[Location(document.path, lookup.pointer)] = None
    return tuple(found)
