"""Security schemes that are one credential, and so one option of the client."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codegen.ir.api import CredentialKind, Security, SecurityScheme
from codegen.text import SpecText

_Travel = tuple[CredentialKind | None, SpecText]


def same_credentials(
    own: Iterable[SecurityScheme],
    further: Iterable[SecurityScheme],
    asked: Sequence[Security | None],
) -> dict[SecurityScheme, SecurityScheme]:
    """The schemes that another one stands for, by that one.

    Within a document those are one between which every operation leaves the choice. Of two
    documents, those that travel alike are.

    Args:
        own: the schemes of the first document.
        further: those of the second.
        asked: what each operation of the first one asks for.
    """
    same: dict[SecurityScheme, SecurityScheme] = {}
    kept: dict[_Travel, dict[SpecText, SecurityScheme]] = {}
    by_use: dict[tuple[_Travel, frozenset[int]], SecurityScheme] = {}
    uses = _uses(asked)
    for scheme in own:
        travel = (scheme.kind, scheme.name)
        use = uses.get(scheme, frozenset())
        twin = scheme
        if scheme.kind is not None and use is not None:
            twin = by_use.setdefault((travel, use), scheme)
        if twin is not scheme:
            same[scheme] = twin
        else:
            kept.setdefault(travel, {}).setdefault(scheme.key, scheme)
    for scheme in further:
        alike = kept.setdefault((scheme.kind, scheme.name), {})
        twin = alike.get(scheme.key) or next(iter(alike.values()), scheme)
        if scheme.kind is None or not alike:
            alike.setdefault(scheme.key, scheme)
        elif twin != scheme:
            same[scheme] = twin
    return same


def _uses(
    asked: Sequence[Security | None],
) -> dict[SecurityScheme, frozenset[int] | None]:
    """Which operations ask for a scheme by itself; None for one that is asked for with others."""
    alone: dict[SecurityScheme, set[int]] = {}
    joined: set[SecurityScheme] = set()
    for index, security in enumerate(asked):
        for alternative in security or ():
            schemes = [use.scheme for use in alternative]
            if len(schemes) > 1:
                joined.update(schemes)
            elif schemes:
                alone.setdefault(schemes[0], set()).add(index)
    found: dict[SecurityScheme, frozenset[int] | None] = {
        scheme: frozenset(operations) for scheme, operations in alone.items()
    }
    return found | dict.fromkeys(joined)
