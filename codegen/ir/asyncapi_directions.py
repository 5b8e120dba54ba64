"""Who sends a message, client or server, judged by how the document speaks of it.

AsyncAPI says what the described application does, and not which application that is. Real
documents describe either, and some have messages that no operation names. What tells them apart
is their wording: a client sends requests, commands and subscriptions, a server sends responses,
updates and events, and prose says "from the server". A lean is how strong that is, as a number:
above zero the client sends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from codegen.diagnostics import Location, SpecError
from codegen.ir.asyncapi_traits import TraitReader
from codegen.ir.nodes import NodeReader, mapping
from codegen.resolve import DocumentStore, Node

Side = Literal["client", "server"]
"""Whose application an AsyncAPI document describes."""


class Direction(Enum):
    """Who sends a message, as the client sees it; the values are those of sdk.yaml."""

    SEND = "send"
    RECEIVE = "receive"
    BOTH = "both"


_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Names that converters of documents give: `subscribe.message.0` says nothing of the message.
_CONVERTED: Final = re.compile(r"(.*\.)?message(\.\d+)?|.+\.(publish|subscribe)")

# What names mean for the direction: whole words, in lower case.
_SIDE_WORDS: Final = {"client": 8, "server": -8}
_CLEAR_WORDS: Final = {
    **dict.fromkeys(
        ("request", "req", "command", "cmd", "subscribe", "unsubscribe", "subscription", "query"), 2
    ),
    **dict.fromkeys(("ping", "auth", "authenticate", "login", "logon"), 2),
    **dict.fromkeys(("response", "resp", "reply", "answer", "result", "results", "event"), -2),
    **dict.fromkeys(("update", "updates", "ack", "acknowledgement", "notification", "pong"), -2),
    **dict.fromkeys(("error", "errors", "fault", "failure", "warning", "welcome", "hello"), -2),
    **dict.fromkeys(("success", "status", "heartbeat", "snapshot", "confirmation"), -2),
    **dict.fromkeys(("metadata", "broadcast", "close"), -1),
    **dict.fromkeys(("data", "info", "feed", "stream", "assistant", "output"), -1),
    "input": 1,
}
# A name that begins with one of these tells somebody to do something.
_IMPERATIVES: Final = frozenset(
    _WORD.findall(
        """
    abort accept activate add append answer apply attach buy cancel change clear close commit
    configure connect create deactivate delete detach disable disconnect do dial edit enable
    execute fetch finalize finish flush forget force get hangup hold inject invoke join keep leave
    list lock modify move mute open pause place play post put query read reject release remove
    rename replace request reset resume retrieve save search select sell send set speak start stop
    submit subscribe switch terminate toggle truncate unlock unmute unsubscribe update upload
    write
    """
    )
)
_FILLERS: Final = frozenset({"message", "messages", "msg", "payload", "frame", "v"})
_PAST: Final = 3
_TRAILING: Final = 2
"""A word at the end of a name counts this many times: `SubscribeResponse` is a response."""

_FROM_CLIENT: Final = re.compile(
    r"\b(from|by) (the |a |any )?(\w+ )?(client|user|caller|browser)s?\b"
    r"|\b(to|at) (the |a )?(\w+ )?server\b"
    r"|\bclients? (sends?|requests?|asks?|publish(es)?|messages?|events?)\b"
    r"|\b(client|user)[- ]to[- ]server\b",
    re.IGNORECASE,
)
_FROM_SERVER: Final = re.compile(
    r"\b(from|by) (the |a )?(\w+ )?(server|backend|gateway|assistant|service)\b"
    r"|\b(to|at) (the |a |any )?(\w+ )?(client|subscriber|user)s?\b"
    r"|\bserver (sends?|responds?|publish(es)?|push(es)?|messages?|events?|responses?)\b"
    r"|\bserver[- ]to[- ](client|user)\b"
    r"|\b(response|reply|answer)s? (from|to) ",
    re.IGNORECASE,
)
_PHRASE: Final = 4
_STRONGEST: Final = 8
_MOST_CONSTANTS: Final = 2
"""An enumeration of more values than these is data, and no tag."""


def lean_of_name(name: str) -> int:
    """How much a name sounds like something that a client sends.

    Words count wherever they stand, the last one more, and an imperative at the beginning:
    `UpdateSpeak` is a command, `SpeakUpdate` is news. So is what ends like a past: `TurnEnded`.
    """
    if _CONVERTED.fullmatch(name):
        return 0
    words = [word.lower() for word in _WORD.findall(name)]
    words = [word for word in words if word not in _FILLERS]
    if not words:
        return 0
    lean = sum(_SIDE_WORDS.get(word, 0) for word in words)
    first, rest = words[0], words[1:]
    if first in _IMPERATIVES:
        lean += 2
    else:
        rest = words
    lean += sum(_CLEAR_WORDS.get(word, 0) for word in rest)
    if rest:
        lean += (_TRAILING - 1) * _CLEAR_WORDS.get(rest[-1], 0)
        if re.fullmatch(r"\w{2,}[^e]ed|begins|ends", rest[-1]):
            lean -= _PAST
    return lean


def lean_of_prose(text: str) -> int:
    """How much prose says that a client sends, in so many words."""
    return _PHRASE * (bool(_FROM_CLIENT.search(text)) - bool(_FROM_SERVER.search(text)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an operation says about the side that the document takes.

    Attributes:
        sends: whether the described application sends.
        name: the operation's key or `operationId`.
        prose: its title, summary and description.
        leans: of the messages that it names.
        has_reply: whether it is answered.
    """

    sends: bool
    name: str
    prose: str
    leans: tuple[int, ...]
    has_reply: bool

    def votes(self) -> tuple[int, ...]:
        """Numbers above zero where the application seems to be the client."""
        side = 1 if self.sends else -1
        clipped = [max(-_PHRASE, min(_PHRASE, lean)) for lean in self.leans]
        votes = [side * lean for lean in clipped]
        votes.append(side * lean_of_prose(self.prose))
        votes.append(self._by_name(side))
        if self.has_reply:
            # Most questions are a client's.
            votes.append(side)
        return tuple(vote for vote in votes if vote)

    def _by_name(self, side: int) -> int:
        words = [word.lower() for word in _WORD.findall(self.name)]
        if not words:
            return 0
        verb = words[0]
        if verb in ("send", "receive", "recv", "on", "handle"):
            # `receive` for what the application sends is the view of the other party, for whom
            # the document is written; for what it receives it only repeats the action.
            told = -_PHRASE if (verb == "send") != self.sends else 0
            return told or side * lean_of_name("x_" + "_".join(words[1:])) // 2
        return side * lean_of_name(self.name) // 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whose application a document describes.

    Attributes:
        side: the likelier one.
        doubt: why it is not certain, as part of a sentence; None when it is.
    """

    side: Side
    doubt: str | None


def judge_side(title: str, evidence: Iterable[Evidence]) -> Judgement:
    """Weigh what the operations and the title say.

    Without more than a hint it is the server's document: one service, and whoever talks to it.
    """
    votes = [vote for item in evidence for vote in item.votes()]
    words = {word.lower() for word in _WORD.findall(title)}
    if len(words & {"client", "server"}) == 1:
        votes.append(_STRONGEST if "client" in words else -_STRONGEST)
    client = sum(vote for vote in votes if vote > 0)
    server = -sum(vote for vote in votes if vote < 0)
    if max(client, server) < _PHRASE:
        return Judgement("server", "hardly anything in the document says whose `send` it is")
    side: Side = "client" if client > server else "server"
    if min(client, server) * 2 > max(client, server):
        return Judgement(side, "the document contradicts itself about whose `send` it is")
    return Judgement(side, None)


class LeanReader(NodeReader):
    """Reads what a message says about its direction."""

    def __init__(self, store: DocumentStore, traits: TraitReader) -> None:
        super().__init__(store)
        self._traits = traits

    def lean(self, message: Node, keys: Sequence[str] = ()) -> int:
        """How much a message looks like one that the client sends.

        Args:
            message: the message, references followed.
            keys: what it is called where it is used.
        """
        value = mapping(message)
        names = [*keys, *(str(t) for t in message.location.pointer[-1:])]
        names += self._traits.names(message)
        said = (self._traits.text(message, name) for name in ("title", "summary", "description"))
        prose = [text for text in said if text]
        for tag in self.child(message, "tags").elements():
            names.append(str(mapping(self.follow(tag)).get("name", "")))
        hinted = _HINTS.get(str(value.get("x-direction", "")).lower())
        if hinted is not None:
            return hinted
        payload = self.child(message, "payload")
        if "schemaFormat" in mapping(payload):
            payload = self.child(payload, "schema")
        prose.append(str(mapping(payload).get("description", "")))
        names.append(str(mapping(payload).get("title", "")))
        leans = [lean_of_name(name) for name in dict.fromkeys(names)]
        lean = max(leans, key=abs, default=0)
        # The names of one message agree, or else they say nothing.
        if any(other * lean < 0 for other in leans):
            lean = sum(leans)
        constants = {lean_of_name(text) for text in self._constants(payload)}
        tagged = next(iter(constants)) if len(constants) == 1 else sum(constants)
        told = sum(max(-_PHRASE, min(_PHRASE, lean_of_prose(text))) for text in prose)
        return max(-_STRONGEST, min(_STRONGEST, lean + tagged + told))

    def _constants(self, payload: Node) -> Iterator[str]:
        """Yield the texts that top-level properties are bound to: the values of tags."""
        seen: set[Location] = set()
        waiting = [payload]
        while waiting:
            schema = waiting.pop()
            if schema.location in seen:
                continue
            seen.add(schema.location)
            properties = self.child(schema, "properties")
            for name in mapping(properties):
                found = mapping(self._reached(properties.child(name)))
                choices = found.get("enum", [found["const"]] if "const" in found else [])
                if isinstance(choices, list) and len(choices) <= _MOST_CONSTANTS:
                    yield from (choice for choice in choices if isinstance(choice, str))
            for keyword in ("allOf", "oneOf", "anyOf"):
                if keyword in mapping(schema):
                    waiting.extend(map(self._reached, schema.child(keyword).elements()))

    def _reached(self, node: Node) -> Node:
        """What a node leads to; nothing where that is wrong, which is told when it is read."""
        try:
            return self.follow(node)
        except SpecError:
            return Node(node.location, None)


_HINTS: Final = {
    **dict.fromkeys(("send", "sent", "out", "outbound", "outgoing", "client"), _STRONGEST),
    **dict.fromkeys(("receive", "received", "in", "inbound", "incoming", "server"), -_STRONGEST),
}
