"""Where each part of a patched document comes from."""

from __future__ import annotations

from dataclasses import dataclass, field

from codegen.diagnostics import Location, Pointer


@dataclass(slots=True)
class Place:
    """A place of a patched document.

    Attributes:
        origin: where its value stands: in the document, or in the overlay that put it there.
        is_own: whether the mapping or list here is a copy that actions may change.
        below: places whose origin is not simply below this one's, or that actions may change.
    """

    origin: Location
    is_own: bool = False
    below: dict[str | int, Place] = field(default_factory=dict)

    def child(self, token: str | int) -> Place:
        """The place of a member or element; a new one where nothing is known of it."""
        return self.below.get(token) or Place(self.origin.child(token))

    def keep(self, token: str | int) -> Place:
        """The same, and it is remembered."""
        return self.below.setdefault(token, Place(self.origin.child(token)))

    def at(self, pointer: Pointer) -> Place:
        """The place that a pointer leads to."""
        place = self
        for token in pointer:
            place = place.child(token)
        return place

    def shared(self) -> Place:
        """A copy for a second place with the same value; from now on neither may change it."""
        copy = Place(self.origin)
        waiting = [(self, copy)]
        while waiting:
            place, twin = waiting.pop()
            place.is_own = False
            for token, inner in place.below.items():
                twin.below[token] = Place(inner.origin)
                waiting.append((inner, twin.below[token]))
        return copy

    def without(self, removed: set[int], length: int) -> dict[str | int, Place]:
        """The places of a list's elements once those of some indices are gone, by new index."""
        kept = (index for index in range(length) if index not in removed)
        return {
            new: self.child(old) for new, old in enumerate(kept) if new != old or old in self.below
        }
