"""Where a document says that its API is, as paths: those of its servers, and their parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from codegen.ir.api import Server
from codegen.ir.server_variables import PLACEHOLDER

_ORIGIN: Final = re.compile(r"([^/]*:)?//[^/]*")


@dataclass(frozen=True)
class PathTemplate:
    """A path with `{name}` for its parameters."""

    text: str

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters, in order."""
        return tuple(PLACEHOLDER.findall(self.text))

    def match(self, raw_path: str) -> dict[str, str] | None:
        """Decoded parameters of a path as it was sent, or None when it is another path."""
        found = self._pattern.fullmatch(raw_path)
        if found is None:
            return None
        return dict(zip(self.names, map(unquote, found.groups()), strict=True))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = PLACEHOLDER.split(self.text)
        return re.compile(
            "".join("([^/]+)" if i % 2 else re.escape(part) for i, part in enumerate(parts))
        )


@dataclass(frozen=True)
class Address:
    """A path below the folders of the servers that it is at.

    Attributes:
        path: with `{name}` for its parameters.
        prefixes: folders of the servers, their variables as they are by default; a folder whose
            variables have other values stands behind them, with `{name}` for these.
    """

    path: PathTemplate
    prefixes: tuple[str, ...]

    @property
    def usual(self) -> str:
        """The path at the first server, its parameters in braces."""
        return self.prefixes[0] + self.path.text

    def match(self, raw_path: str) -> dict[str, str] | None:
        """Decoded parameters of a path as it was sent, or None when it is another path.

        A client may have been given the address without the server's folder.
        """
        for template in self._templates:
            found = template.match(raw_path)
            if found is not None:
                return {name: found[name] for name in self.path.names}
        return None

    @cached_property
    def _templates(self) -> tuple[PathTemplate, ...]:
        prefixes = dict.fromkeys((*self.prefixes, ""))
        return tuple(PathTemplate(prefix + self.path.text) for prefix in prefixes)


def folders(servers: Iterable[Server]) -> tuple[str, ...]:
    """The folders of servers' addresses, as in `/v1`; those with the defaults come first."""
    servers = tuple(servers)
    found = dict.fromkeys(map(_usual_folder, servers))
    found.update(dict.fromkeys(folder for server in servers for folder in _open_folders(server)))
    return tuple(found) or ("",)


def _usual_folder(server: Server) -> str:
    defaults = {
        v.name.reveal(): v.default.reveal() for v in server.variables if v.default is not None
    }
    url = PLACEHOLDER.sub(lambda found: defaults.get(found[1], found[0]), server.url.reveal())
    return _ORIGIN.sub("", url, count=1).rstrip("/")


def _open_folders(server: Server) -> Iterator[str]:
    """Yield a folder whose variables anybody may choose; a variable may be the whole address."""
    folder = _ORIGIN.sub("", server.url.reveal(), count=1).rstrip("/")
    if folder.startswith("/") and PLACEHOLDER.search(folder):
        yield folder
