"""What a channel is called whose address and key have no word, such as `/` in AsyncAPI 2."""

from __future__ import annotations

import re
from typing import Final

from codegen.ir.api import Api, Channel
from codegen.names import words

_HOST: Final = re.compile(r"://([^/?]*)")
_VERSION: Final = re.compile(r"v?\d+")
# What titles say of every such document.
_COMMON: Final = frozenset(
    {
        "api", "apis", "async", "asyncapi", "client", "document", "documentation", "of", "public",
        "server", "service", "socket", "sockets", "spec", "specification", "the", "v", "web",
        "websocket", "websockets", "ws", "wss",
    }
)  # fmt: skip


def root_channel_name(channel: Channel, api: Api) -> str:
    """The words of its title, else of the document's, without those that every title has.

    The words at the front that the host has, too, say whose API it is, and not which part of it:
    the `Discord Gateway API` at `gateway.discord.gg` has a `gateway`. The last one always stays.
    """
    server = channel.server or api.websocket_server
    host = _HOST.search(server.url.reveal().lower()) if server is not None else None
    for title in (channel.title, api.websocket_title):
        said = words.snake(title.reveal()).split("_") if title is not None else []
        telling = [w for w in said if w and w not in _COMMON and not _VERSION.fullmatch(w)]
        while len(telling) > 1 and host is not None and telling[0] in host[1]:
            del telling[0]
        if telling:
            return "_".join(telling)
    return "websocket"
