"""Who sends which message over which channel: the operations of AsyncAPI 2 and of AsyncAPI 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.asyncapi_directions import Direction, Evidence, LeanReader, Side, judge_side
from codegen.ir.asyncapi_traits import TraitReader
from codegen.ir.nodes import NodeReader, mapping
from codegen.resolve import DocumentStore, Node, parse_reference
from codegen.resolve.store import reference_text
from codegen.selection import Selection

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
        selection: Selection,
        *,
        describes: Side | None = None,
        directions: Mapping[str, Direction] | None = None,
    ) -> None:
        super().__init__(store)
        self._root = root
        self._findings = findings
        self._selection = selection
        self._describes = describes
        self._directions = directions or {}
        self._traits = TraitReader(store, root)
        self._leans = LeanReader(store, self._traits)
        self._is_second = str(mapping(root).get("asyncapi")).startswith("2")
        self._messages: dict[Location, Sources] = {}
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
        last = source.node.location.pointer[-1:]
        for key in (source.key, *map(str, last), self._traits.name(source.node)):
            if key is not None and key in self._directions:
                self.settled.add(key)
                return self._directions[key]
        return None

    # -- AsyncAPI 2 ----------------------------------------------------------------------------

    def _version_2(self, drafts: dict[Location, Draft]) -> Iterator[_Use]:
        channels = self.child(self._root, "channels")
        for key in mapping(channels):
            if self._selection.channel(channels.child(key).location, key, key):
                continue
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
                    sources = self._one_of(operation, key, stem)
                    yield _Use(draft, sends, sources, operation, stem)

    def _one_of(self, operation: Node, channel: str, stem: str) -> Sources:
        held = operation.child("message")
        if self._is_skipped(held, channel):
            return {}
        message = self.follow(held)
        if not isinstance(mapping(message).get("oneOf"), list):
            return {node.location: Source(node, stem) for _, node in self._kept([held], channel)}
        listed = message.child("oneOf").elements()
        return {
            node.location: Source(node, f"{stem} {number}")
            for number, node in self._kept(listed, channel)
        }

    # -- AsyncAPI 3 ----------------------------------------------------------------------------

    def _version_3(self, drafts: dict[Location, Draft]) -> Iterator[_Use]:
        skipped: set[Location] = set()
        channels = self.child(self._root, "channels")
        for key in mapping(channels):
            held = channels.child(key)
            if self._selection.channel(held.location, key, mapping(held).get("address")):
                skipped.add(held.location)
                continue
            with self._findings.collect():
                self._draft(key, self.follow(held), drafts)
        operations = self.child(self._root, "operations")
        for key in mapping(operations):
            with self._findings.collect():
                operation = self.follow(operations.child(key))
                if self._first_hop(operation, "channel") not in skipped:
                    yield self._operation(key, operation, drafts)

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
        listed = self.child(operation, "messages").elements()
        return {
            node.location: of_channel.get(node.location, Source(node, f"{draft.key} {number}"))
            for number, node in self._kept(listed, draft.key)
        }

    def _of_channel(self, draft: Draft) -> Sources:
        # Remembered, because every operation of the channel asks again.
        if draft.node.location not in self._messages:
            holder = self.child(draft.node, "messages")
            keys = list(mapping(holder))
            self._messages[draft.node.location] = {
                node.location: Source(node, f"{draft.key} {number}", keys[number - 1])
                for number, node in self._kept(dict(holder.members()).values(), draft.key)
            }
        return self._messages[draft.node.location]

    def _first_hop(self, node: Node, key: str) -> Location | None:
        """Where the `$ref` of a member leads at first; what is skipped need not lead further."""
        held = node.get(key)
        reference = reference_text(held) if held is not None else None
        if held is None or reference is None:
            return None
        return self._store.lookup(held.location.child("$ref"), reference).location

    def _kept(self, nodes: Iterable[Node], channel: str) -> Iterator[tuple[int, Node]]:
        """Yield the messages that are not skipped, references followed, with their numbers.

        One that is wrong in itself is a finding.
        """
        for number, held in enumerate(nodes, start=1):
            with self._findings.collect():
                if not self._is_skipped(held, channel):
                    node = self.follow(held)
                    given = (self._traits.text(node, name) for name in ("name", "messageId"))
                    names = (*_key(node.location), *given)
                    if not self._selection.message(node.location, channel, names):
                        yield number, node

    def _is_skipped(self, held: Node, channel: str) -> bool:
        """Whether a message is skipped by its key, which needs no look at where it leads."""
        keys = _key(held.location)
        reference = reference_text(held)
        if reference is not None:
            keys = (*keys, *parse_reference(reference, held.location).pointers[0][-1:])
        return self._selection.message(held.location, channel, keys)


def _prose(operation: Node | None) -> str:
    value = mapping(operation) if operation is not None else {}
    return ". ".join(str(value[key]) for key in _TITLES if key in value)


def _key(location: Location) -> tuple[str, ...]:
    """The key of a message; none for one that stands in its operation or in a list."""
    last = location.pointer[-1] if location.pointer else None
    return (last,) if isinstance(last, str) and last != "message" else ()


def invalid(location: Location, message: str) -> SpecError:
    """The refusal of something that AsyncAPI does not allow."""
    return SpecError.of(Code.INVALID_CHANNEL, message, location)
