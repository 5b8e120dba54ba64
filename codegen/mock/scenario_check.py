"""Checking a scenario against the documents: it may name only what they have."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from codegen.diagnostics import Code, Diagnostic, Location, quote
from codegen.mock.channels import Channel
from codegen.mock.operations import Operation
from codegen.mock.steps import Block, ChannelScenario, For, If, Scenario, Send, Start, Step


def check_against_documents(
    scenario: Scenario, operations: Iterable[Operation], channels: Iterable[Channel]
) -> list[Diagnostic]:
    """What the scenario names and the documents do not have."""
    by_key = {channel.key: channel for channel in channels}
    names = {name for operation in operations for name in operation.names}
    mistakes = [
        _unknown("operation", name, story.location, names)
        for name, story in scenario.operations.items()
        if name not in names
    ]
    for key, story in scenario.channels.items():
        channel = by_key.get(key)
        if channel is None:
            mistakes.append(_unknown("channel", key, story.location, by_key))
        else:
            mistakes += _channel(story, channel)
    return mistakes


def _channel(story: ChannelScenario, channel: Channel) -> list[Diagnostic]:
    received = {name for message in channel.received for name in message.called}
    mistakes = [
        _unknown("client message", tag, story.location.child("on", tag), received)
        for tag in story.on
        if tag not in received
    ]
    name = channel.sent_tag
    if name is None:
        return mistakes
    sent = {message.tag for message in channel.sent if message.tag is not None}
    blocks = [story.on_connect, *story.on.values(), story.on_error or ()]
    blocks += [procedure.body for procedure in story.procedures.values()]
    for step in _steps(blocks):
        if isinstance(step.action, Send):
            tag = _constant_tag(step.action, name)
            if tag is not None and tag not in sent:
                place = step.location.child("send", name)
                mistakes.append(_unknown("server message", tag, place, sent))
    return mistakes


def _steps(blocks: Iterable[Block]) -> Iterator[Step]:
    for block in blocks:
        for step in block:
            yield step
            action = step.action
            if isinstance(action, If):
                yield from _steps([action.then, action.otherwise])
            elif isinstance(action, For):
                yield from _steps([action.body])
            elif isinstance(action, Start):
                yield from _steps([action.body, action.on_cancel])


def _constant_tag(send: Send, name: str) -> str | None:
    """The tag of a message, where the scenario writes it out."""
    members = send.message.members
    template = members.get(name) if members is not None else None
    if template is None or not template.constant:
        return None
    value = template.evaluate({})
    return value if isinstance(value, str) else None


def _unknown(kind: str, name: str, location: Location, known: Iterable[str]) -> Diagnostic:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return Diagnostic(
        Code.INVALID_SCENARIO,
        f"the documents have no {kind} {quote(name)}",
        location,
        f"did you mean {quote(close[0])}?" if close else f"name a {kind} of the documents",
    )
