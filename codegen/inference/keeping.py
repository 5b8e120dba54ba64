"""Messages that look as if they keep a connection open, by the names that most APIs have for them.

How often they are to be sent stands in no document, so that they are suggested in the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from codegen.config import Config
from codegen.config_file import config_of
from codegen.diagnostics import SpecError
from codegen.inference.yaml_text import LONGEST_KEY
from codegen.ir.api import Api, Channel, Message
from codegen.ir.types import LiteralType, ObjectType, Type, TypeTable, UnionType
from codegen.names.given import message_keys
from codegen.names.keep_alive import build_keep_alive, plain
from codegen.names.words import snake
from codegen.text import SpecText

_NAME: Final = re.compile(r"(.*_)?(keep_?alive|heart_?beat|ping)(_.*)?")
_INTERVAL: Final = 5
"""Seconds: what the services that document such messages ask for, or less."""

Settings = dict[str, Any]


def suggested_keep_alives(api: Api, settings: Settings, target: Path) -> Settings:
    """Give what `messages` would say: one message for each channel that has such a one.

    Args:
        api: what the documents say.
        settings: those that stand in the file.
        target: the file.
    """
    suggested: Settings = {}
    keys = Counter(m.key for channel in api.channels for m in (*channel.sent, *channel.received))
    for channel in api.channels:
        for key, keep_alive in _candidates(channel, api.types, keys):
            messages = {**suggested, key: {"keep_alive": keep_alive}}
            if _is_taken(api, channel, config_of({**settings, "messages": messages}, target)):
                suggested = messages
                break
    return suggested


def _candidates(
    channel: Channel, types: TypeTable, keys: Mapping[SpecText, int]
) -> Iterator[tuple[str, Settings | int]]:
    """Messages of the client by their name, and how they are given; those called so first."""
    for message in sorted(channel.sent, key=_is_named_so, reverse=True):
        own, key, _ = message_keys(channel, message)
        if len(own) > LONGEST_KEY:
            continue
        name = key if keys[message.key] == 1 else own
        fields = _given(types.body(message.payload), types)
        if fields:
            yield name, {"interval": _INTERVAL, "fields": fields}
        elif _is_named_so(message):
            yield name, _INTERVAL


def _given(body: Type, types: TypeTable, least: int = 2) -> dict[str, str]:
    """The fields by which one of the things that a message can say keeps the connection open."""
    if isinstance(body, UnionType):
        members = [_given(types.body(member), types, 1) for member in body.members]
        return next((fields for fields in members if fields), {})
    if not isinstance(body, ObjectType):
        return {}
    return {
        item.name.reveal(): value
        for item in body.given
        for value in _values(types.body(item.type), least)
        if item.required
    }


def _values(body: Type, least: int) -> Iterator[str]:
    """The one value, of as many or more, that says what the message is for."""
    if isinstance(body, LiteralType) and len(body.values) >= least:
        texts = [value for value in map(plain, body.values) if isinstance(value, str)]
        named = [text for text in texts if _NAME.fullmatch(snake(text))]
        if len(named) == 1:
            yield named[0]


def _is_named_so(message: Message) -> bool:
    names = (message.key, message.name, *([message.tag] if message.tag else []))
    return any(_NAME.fullmatch(snake(name.reveal())) for name in names)


def _is_taken(api: Api, channel: Channel, config: Config) -> bool:
    """Whether the settings keep the channel open, and are no mistake."""
    try:
        found = {each.key: build_keep_alive(each, config, api.types) for each in api.channels}
    except SpecError:
        return False
    return found[channel.key] is not None
