"""The first line of a recording: whose connection it is, without a word that is secret."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .dispatch import TagDecoder
from .masking import Mask
from .recording import Recorder
from .url import without_query

if TYPE_CHECKING:
    from .handshake import Handshake
    from .websocket import Channel


def open_recorder(
    path: str | os.PathLike[str],
    *,
    url: str,
    channel: Channel[Any],
    handshake: Handshake | None,
    max_bytes: int | None,
    secrets: Iterable[str],
) -> Recorder:
    """Begin a recording.

    Args:
        path: the file.
        url: the connection's address; its query and its user are not written.
        channel: what is connected to.
        handshake: how it was opened, for the credentials that are masked.
        max_bytes: the size at which the recording ends.
        secrets: further names of members to mask.
    """
    header: dict[str, object] = {"channel": channel.path}
    names, package = [*secrets], __name__.partition(".")[0]
    values: tuple[str, ...] = ()
    if handshake is not None:
        settings = handshake.settings
        header |= {"sdk": settings.client_name, "version": settings.version}
        package, values = settings.package, handshake.secrets
        for credential in settings.credentials:
            names += (credential.name, credential.option)
    mask = Mask(names, values)
    header["url"] = mask.string(without_query(url))
    if isinstance(channel.decoder, TagDecoder):
        header["tag"] = channel.decoder.tag
    return Recorder(path, header, mask=mask, logger=logging.getLogger(package), max_bytes=max_bytes)
