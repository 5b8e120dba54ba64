"""Where an API is."""

from __future__ import annotations

from dataclasses import dataclass, field

from codegen.text import SpecText


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """A part of a server's address that its user chooses (OpenAPI 3.1, Server Variable Object).

    Attributes:
        default: None where the user has to choose.
    """

    name: SpecText
    default: SpecText | None
    choices: tuple[SpecText, ...] = ()
    description: SpecText | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Server:
    """Where an API or one of its channels is.

    Attributes:
        url: absolute, with its variables in braces.
        variables: all that the address has.
        key: what the document calls it, if it does; no part of what it means.
    """

    url: SpecText
    variables: tuple[ServerVariable, ...] = ()
    key: SpecText | None = field(default=None, compare=False)
