"""Where the addresses of channels lead to one resource, the channels' own names decide."""

from __future__ import annotations

from collections import Counter

from codegen.config import ChannelSection, Config
from codegen.names import identifiers, words
from codegen.names.tree import Tree


def name_apart(tree: Tree, config: Config) -> Config:
    """Give every channel that shares a resource with another one a resource of its own.

    Exchanges serve all channels at one address, and addresses may differ in parameters alone.
    The result is the configuration with the settings that would tell such channels apart; a
    channel that the configuration itself places stays there.
    """
    counts = Counter(path for _, path in tree.channels)
    own: dict[str, ChannelSection] = {}
    for channel, path in tree.channels:
        key = channel.key.reveal()
        configured = config.channels.get(key)
        is_placed = configured is not None and configured.resource is not None
        # A key without a word is no name: its channel stays where its title has put it.
        if counts[path] > 1 and not is_placed and words.split(key):
            own[key] = ChannelSection(resource=identifiers.client_attribute(key))
    return config.model_copy(update={"channels": {**config.channels, **own}}) if own else config
