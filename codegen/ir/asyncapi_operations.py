"""Who sends which message over which channel: the operations of AsyncAPI 2 and of AsyncAPI 3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from codegen.diagnostics import Code, Diagnostic, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.asyncapi_directions import Direction, Evidence, LeanReader, Side, judge_side
from codegen.ir.nodes import NodeReader, mapping
from codegen.resolve import DocumentStore, Node

_TITLES = ("title", "summary", "description")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a message stands.

    Attributes:
        node: the message itself, references followed.
        fallback: what to call a message that has neither a key nor a name.
        key: what its channel calls it, where it does.
    """

    node: Node
    fallback: str
    key: str | None = None


Sources = dict[Location, Source]


@dataclass(frozen=True, slots=True)
class Exchange:
    """Messages that are answered, and the messages that answer them, over one channel."""

    requests: Sources
    replies: Sources


@dataclass(slots=True)
class Draft:
    """A channel while its operations are read.

    Attributes:
        sent, received: as the client sees it.
        exchanges: what the client sends and the server answers.
    """

    key: str
    node: Node
    address: str
    sent: Sources = field(default_factory=dict)
    received: Sources = field(default_factory=dict)
    exchanges: list[Exchange] = field(default_factory=list)

    def add(self, location: Location, source: Source, direction: Direction) -> None:
        """Note a message."""
        if direction is not Direction.RECEIVE:
            self.sent.setdefault(location, source)
        if direction is not Direction.SEND:
            self.received.setdefault(location, source)


@dataclass(frozen=True, slots=True)
class _Use:
    """What an operation does with messages of a channel.

    Attributes:
        sends: whether the described application sends them.
        operation: None for the reply of another use.
    """

    draft: Draft
    sends: bool
    sources: Sources
    operation: Node | None = None
    name: str = ""
    reply: _Use | None = None


class OperationReader(NodeReader):
    """Finds the channels of a document with their messages.

    Args:
        describes: whose side the document takes; None judges by what it says.
        directions: of messages by key or name, stronger than what the document says.
    """

    def __init__(
        self,
        store: DocumentStore,
        root: Node,
        findings: Findings,
        *,
        describes: Side | None = None,
        directions: Mapping[str, Direction] | None = None,
    ) -> None:
        super().__init__(store)
        self._root = root
        self._findings = findings
        self._describes = describes
        self._directions = directions or {}
        self._leans = LeanReader(store)
        self._is_second = str(mapping(root).get("asyncapi")).startswith("2")
        self.settled: set[str] = set()
        """The keys of `directions` that a message has."""

    def drafts(self) -> tuple[Draft, ...]:
        """The channels, with and without messages, in the order of the document.

        What AsyncAPI does not allow and what the document leaves open are findings.
        """
        drafts: dict[Location, Draft] = {}
        uses = list(self._version_2(drafts) if self._is_second else self._version_3(drafts))
        side = self._describes or self._judge(uses)
        for use in uses:
            self._add(use, goes_out=use.sends == (side == "client"))
        for draft in drafts.values():
            self._add_unnamed(draft)
        return tuple(drafts.values())

    # -- directions ----------------------------------------------------------------------------

    def _judge(self, uses: list[_Use]) -> Side:
        evidence = [
            Evidence(
                use.sends,
                use.name,
                _prose(use.operation),
                tuple(self._lean(source) for source in use.sources.values()),
                use.reply is not None,
            )
            for use in uses
            if use.operation is not None
        ]
        info = mapping(self.child(self._root, "info"))
        judgement = judge_side(str(info.get("title", "")), evidence)
        if judgement.doubt is not None and evidence:
            self._findings.warn(
                Code.UNSURE_DIRECTION,
                f"{judgement.doubt}; it is taken to be that of the {judgement.side}",
                self._root.location.child("channels" if self._is_second else "operations"),
            )
        return judgement.side

    def _lean(self, source: Source) -> int:
        return self._leans.lean(source.node, [source.key] if source.key else [])

    def _add(self, use: _Use, *, goes_out: bool) -> None:
        declared = Direction.SEND if goes_out else Direction.RECEIVE
        for at, source in use.sources.items():
            use.draft.add(at, source, self._configured(source) or declared)
        if use.reply is None:
            return
        self._add(use.reply, goes_out=not goes_out)
        if goes_out and use.reply.draft is use.draft:
            use.draft.exchanges.append(Exchange(use.sources, use.reply.sources))

    def _add_unnamed(self, draft: Draft) -> None:
        """Add the messages of a channel that no operation names, by how they are worded."""
        if self._is_second:
            return
        for at, source in self._of_channel(draft).items():
            if at in draft.sent or at in draft.received:
                continue
            direction = self._configured(source)
            if direction is None:
                lean = self._lean(source)
                direction = Direction.SEND if lean > 0 else Direction.RECEIVE
                if lean == 0:
                    direction = Direction.BOTH
                    self._findings.warn(
                        Code.UNSURE_DIRECTION,
                        "no operation names this message, and nothing says whether the client "
                        "sends or receives it; it is taken to do both",
                        source.node.location,
                        f"set `messages: {{{source.key}: {{direction: receive}}}}` (or `send`) in "
                        "sdk.yaml",
                    )
            draft.add(at, source, direction)

    def _configured(self, source: Source) -> Direction | None:
        names = (source.key, source.node.location.pointer[-1:], mapping(source.node).get("name"))
        for name in names:
            key = str(name[0]) if isinstance(name, tuple) and name else name
            if isinstance(key, str) and key in self._directions:
                self.settled.add(key)
                return self._directions[key]
        return None

    # -- AsyncAPI 2 ----------------------------------------------------------------------------

    def _version_2(self, drafts: dict[Location, Draft]) -> Iterator[_Use]:
        channels = self.child(self._root, "channels")
        for key in mapping(channels):
            with self._findings.collect():
                draft = Draft(key, self.follow(channels.child(key)), key)
                drafts[channels.location.child(key)] = draft
                for action in ("publish", "subscribe"):
                    operation = self.child(draft.node, action)
                    if "message" not in mapping(operation):
                        continue
                    name = mapping(operation).get("operationId")
                    stem = name if isinstance(name, str) else f"{key} {action}"
                    # `publish` is what others do to the described application (AsyncAPI 2.6,
                    # Channel Item Object).
                    sends = action == "subscribe"
                    sources = self._one_of(operation, stem)
                    yield _Use(draft, sends, sources, operation, stem)

    def _one_of(self, operation: Node, stem: str) -> Sources:
        message = self.child(operation, "message")
        variants = mapping(message).get("oneOf")
        if not isinstance(variants, list):
            return {message.location: Source(message, stem)}
        found: Sources = {}
        for number, variant in enumerate(message.child("oneOf").elements(), start=1):
            with self._findings.collect():
                node = self.follow(variant)
                found[node.location] = Source(node, f"{stem} {number}")
        return found

    # -- AsyncAPI 3 ----------------------------------------------------------------------------

    def _version_3(self, drafts: dict[Location, Draft]) -> Iterator[_Use]:
        channels = self.child(self._root, "channels")
        for key in mapping(channels):
            with self._findings.collect():
                self._draft(key, self.follow(channels.child(key)), drafts)
        operations = self.child(self._root, "operations")
        for key in mapping(operations):
            with self._findings.collect():
                yield self._operation(key, self.follow(operations.child(key)), drafts)

    def _draft(self, key: str, node: Node, drafts: dict[Location, Draft]) -> Draft:
        if not isinstance(node.value, dict):
            raise invalid(node.location, "a channel is an object")
        address = mapping(node).get("address")
        draft = Draft(key, node, address if isinstance(address, str) else f"/{key}")
        return drafts.setdefault(node.location, draft)

    def _operation(self, key: str, node: Node, drafts: dict[Location, Draft]) -> _Use:
        action = mapping(node).get("action")
        if action not in ("send", "receive"):
            raise invalid(node.location, "an operation's `action` is `send` or `receive`")
        draft = self._channel_of(node, drafts)
        if draft is None:
            raise invalid(node.location, f"the operation {quote(key)} names no channel")
        sends = action == "send"
        return _Use(
            draft,
            sends,
            self._listed(node, draft),
            node,
            key,
            self._reply(node, sends, draft, drafts),
        )

    def _channel_of(self, holder: Node, drafts: dict[Location, Draft]) -> Draft | None:
        node = self.child(holder, "channel")
        if not isinstance(node.value, dict):
            return None
        # One that only `components` has works all the same.
        return self._draft(str(node.location.pointer[-1]), node, drafts)

    def _reply(
        self, operation: Node, sends: bool, draft: Draft, drafts: dict[Location, Draft]
    ) -> _Use | None:
        """What answers an operation: it goes the other way, over the same channel by default."""
        reply = self.child(operation, "reply")
        if not mapping(reply):
            return None
        target = self._channel_of(reply, drafts) or draft
        if target is draft and "messages" not in mapping(reply):
            return None
        address = mapping(self.child(reply, "address")).get("location")
        if address is not None:
            self._findings.warn(
                Code.REPLY_ADDRESS,
                f"the address of the reply, {quote(address)}, is in a message; over a WebSocket "
                "an answer comes on the same connection",
                reply.location,
            )
        return _Use(target, not sends, self._listed(reply, target))

    def _listed(self, operation: Node, draft: Draft) -> Sources:
        """The messages that an operation or a reply names, or all of its channel."""
        of_channel = self._of_channel(draft)
        if "messages" not in mapping(operation):
            return of_channel
        found: Sources = {}
        for number, element in enumerate(self.child(operation, "messages").elements(), start=1):
            with self._findings.collect():
                node = self.follow(element)
                source = of_channel.get(node.location)
                found[node.location] = source or Source(node, f"{draft.key} {number}")
        return found

    def _of_channel(self, draft: Draft) -> Sources:
        holder = self.child(draft.node, "messages")
        found: Sources = {}
        for number, (key, node) in enumerate(holder.members(), start=1):
            with self._findings.collect():
                target = self.follow(node)
                found[target.location] = Source(target, f"{draft.key} {number}", key)
        return found


def _prose(operation: Node | None) -> str:
    value = mapping(operation) if operation is not None else {}
    return ". ".join(str(value[key]) for key in _TITLES if key in value)


def invalid(location: Location, message: str) -> SpecError:
    """The refusal of something that AsyncAPI does not allow."""
    return SpecError(Diagnostic(Code.INVALID_CHANNEL, message, location))
