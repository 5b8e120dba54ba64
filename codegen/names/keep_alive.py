"""The message that keeps a connection open while nothing else is sent."""

from __future__ import annotations

import json

from codegen.config import Config
from codegen.diagnostics import Code, SpecError, quote
from codegen.ir import sdk
from codegen.ir.api import Channel
from codegen.ir.types import ObjectType, TypeTable
from codegen.names.given import message_keys
from codegen.names.send_helpers import constants_of
from codegen.text import SpecText


def build_keep_alive(channel: Channel, config: Config, types: TypeTable) -> sdk.KeepAlive | None:
    """Give the message that sdk.yaml says keeps a channel open; None where it names none.

    Raises:
        SpecError: it is not always the same message, or it is not the only one (SL602).
    """
    found: sdk.KeepAlive | None = None
    for message in channel.sent:
        key = next((k for k in message_keys(channel, message) if k in config.messages), None)
        interval = config.messages[key].keep_alive if key is not None else None
        if key is None or interval is None:
            continue
        location = config.location("messages", key, "keep_alive")
        if found is not None:
            raise SpecError.of(
                Code.INVALID_SETTING,
                f"two messages keep {quote(channel.key.reveal())} open",
                location,
                "remove `keep_alive` from one of them",
            )
        body = types.body(message.payload)
        fields = constants_of(body, channel.sent_tag, types) if isinstance(body, ObjectType) else ()
        known = {name for name, _ in fields}
        if not isinstance(body, ObjectType) or any(
            item.required and item.name not in known for item in body.properties
        ):
            raise SpecError.of(
                Code.INVALID_SETTING,
                f"{quote(message.key.reveal())} keeps the connection open, and is not always the "
                "same message",
                location,
                "remove `keep_alive`: send such a message from your own code",
            )
        text = json.dumps(
            {name.reveal(): _plain(value) for name, value in fields}, separators=(",", ":")
        )
        found = sdk.KeepAlive(SpecText(text), float(interval))
    return found


def _plain(value: object) -> object:
    return value.reveal() if isinstance(value, SpecText) else value
