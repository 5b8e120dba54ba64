"""What of the documents is generated at all: `only` of sdk.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codegen.config import Config
from codegen.diagnostics import Location
from codegen.findings import Findings
from codegen.resolve import DocumentStore
from codegen.settings import components, operation_keys, places, report_unused


class Choice:
    """Answers whether something is chosen, and remembers which settings have been of use.

    Without `only` everything is. With it, an operation is chosen by one of its tags, by the start
    of its path or by its own name, and a component schema by name, or because something chosen
    refers to it.
    """

    def __init__(self, config: Config, store: DocumentStore | None) -> None:
        """Args: store: the documents, in which schemas are looked up."""
        self._config = config
        self._only = config.only
        self._used: set[tuple[str, str]] = set()
        self._known: dict[str, set[str]] = {"tags": set(), "paths": set(), "operations": set()}
        self._chosen = {kind: frozenset(getattr(config.only, kind, ())) for kind in self._known}
        self._types: dict[Location, str] = {}
        self._store = store
        if self._only is not None and store is not None:
            for key in self._only.types:
                for location in places(key, store, config, ("components", "schemas")):
                    self._types[location] = key

    @property
    def is_everything(self) -> bool:
        """Whether the documents are generated as a whole."""
        return self._only is None

    def operation(self, verb: str, path: str, identifier: object, tags: Iterable[object]) -> bool:
        """Whether an operation is chosen."""
        only = self._only
        if only is None or not (only.tags or only.paths or only.operations):
            return True
        chosen = [
            self._match("tags", [tag for tag in tags if isinstance(tag, str)]),
            self._match("operations", operation_keys(verb, path, identifier)),
            self._match("paths", _beginnings(path)),
        ]
        return any(chosen)

    def type(self, location: Location) -> bool:
        """Whether a component schema is chosen by itself."""
        return self._only is None or location in self._types

    def _match(self, kind: str, own: Sequence[str]) -> bool:
        self._known[kind].update(own)
        found = [name for name in own if name in self._chosen[kind]]
        self._used.update((kind, name) for name in found)
        return bool(found)

    def check(self, findings: Findings) -> None:
        """Report what `only` names and the documents do not have (SL603)."""
        if self._only is None:
            return
        for kind, known in self._known.items():
            for index, key in enumerate(getattr(self._only, kind)):
                if (kind, key) not in self._used:
                    self._report(findings, kind, index, key, known)
        for index, key in enumerate(self._only.types):
            if key not in self._types.values():
                known = components(self._store) if self._store is not None else set()
                self._report(findings, "types", index, key, known)

    def _report(
        self, findings: Findings, kind: str, index: int, key: str, known: Iterable[str]
    ) -> None:
        report_unused(findings, self._config, ("only", kind), key, known, at=index)


def _beginnings(path: str) -> tuple[str, ...]:
    """What a path starts with, segment by segment: `/a`, `/a/b` and `/a/b/{id}`."""
    segments = path.removeprefix("/").split("/")
    return tuple("/" + "/".join(segments[:length]) for length in range(1, len(segments) + 1))
