"""Who sends which message over which channel: the operations of AsyncAPI 2 and of AsyncAPI 3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from codegen.diagnostics import Code, Diagnostic, Location, SpecError
from codegen.findings import Findings
from codegen.ir.nodes import NodeReader, mapping
from codegen.resolve import DocumentStore, Node


@dataclass(frozen=True, slots=True)
class Source:
    """Where a message stands.

    Attributes:
        node: the message itself, references followed.
        fallback: what to call a message that has neither a key nor a name.
    """

    node: Node
    fallback: str


Sources = dict[Location, Source]


@dataclass(slots=True)
class Draft:
    """A channel while its operations are read.

    Attributes:
        sent, received: as the client sees it.
    """

    key: str
    node: Node
    address: str
    sent: Sources = field(default_factory=dict)
    received: Sources = field(default_factory=dict)

    def add(self, sources: Sources, *, goes_out: bool) -> None:
        """Note messages of one direction."""
        (self.sent if goes_out else self.received).update(sources)


class OperationReader(NodeReader):
    """Finds the channels of a document with their messages."""

    def __init__(
        self, store: DocumentStore, root: Node, findings: Findings, *, describes_client: bool
    ) -> None:
        """Args: describes_client: whose side the document takes."""
        super().__init__(store)
        self._root = root
        self._findings = findings
        self._describes_client = describes_client

    def drafts(self) -> Iterator[Draft]:
        """Yield the channels that have messages, in the order of the document.

        An operation that is not what AsyncAPI allows is a finding.
        """
        is_second = str(mapping(self._root).get("asyncapi")).startswith("2")
        found = self._version_2() if is_second else self._version_3()
        return (draft for draft in found if draft.sent or draft.received)

    # -- AsyncAPI 2 ----------------------------------------------------------------------------

    def _version_2(self) -> Iterator[Draft]:
        channels = self.child(self._root, "channels")
        for key in mapping(channels):
            with self._findings.collect():
                draft = Draft(key, self.follow(channels.child(key)), key)
                for action in ("publish", "subscribe"):
                    with self._findings.collect():
                        self._action(draft, action)
                yield draft

    def _action(self, draft: Draft, action: str) -> None:
        operation = self.child(draft.node, action)
        if "message" in mapping(operation):
            # `publish` is what others do to the described application (AsyncAPI 2.6, Channel Item
            # Object).
            goes_out = (action == "publish") != self._describes_client
            draft.add(self._oneof(operation, f"{draft.key} {action}"), goes_out=goes_out)

    def _oneof(self, operation: Node, stem: str) -> Sources:
        message = self.child(operation, "message")
        identifier = mapping(operation).get("operationId")
        stem = identifier if isinstance(identifier, str) else stem
        variants = mapping(message).get("oneOf")
        if not isinstance(variants, list):
            return {message.location: Source(message, stem)}
        nodes = [self.follow(variant) for variant in message.child("oneOf").elements()]
        return {
            node.location: Source(node, f"{stem} {number}")
            for number, node in enumerate(nodes, start=1)
        }

    # -- AsyncAPI 3 ----------------------------------------------------------------------------

    def _version_3(self) -> Iterator[Draft]:
        drafts: dict[Location, Draft] = {}
        channels = self.child(self._root, "channels")
        for key in mapping(channels):
            with self._findings.collect():
                node = self.follow(channels.child(key))
                address = mapping(node).get("address")
                draft = Draft(key, node, address if isinstance(address, str) else f"/{key}")
                drafts.setdefault(node.location, draft)
        operations = self.child(self._root, "operations")
        for key in mapping(operations):
            with self._findings.collect():
                self._operation(self.follow(operations.child(key)), drafts)
        return iter(drafts.values())

    def _operation(self, node: Node, drafts: dict[Location, Draft]) -> None:
        action = mapping(node).get("action")
        if action not in ("send", "receive"):
            raise invalid(node.location, "an operation's `action` is `send` or `receive`")
        draft = drafts.get(self.child(node, "channel").location)
        if draft is None:
            return
        goes_out = (action == "send") == self._describes_client
        draft.add(self._listed(node, draft), goes_out=goes_out)
        reply = self.child(node, "reply")
        if mapping(reply):
            # An answer goes the other way, over the same channel unless the reply names one.
            target = drafts.get(self.child(reply, "channel").location, draft)
            if target is not draft or "messages" in mapping(reply):
                target.add(self._listed(reply, target), goes_out=not goes_out)

    def _listed(self, operation: Node, draft: Draft) -> Sources:
        """The messages that an operation or a reply names, or all of its channel."""
        is_listed = "messages" in mapping(operation)
        holder = self.child(operation if is_listed else draft.node, "messages")
        nodes = [
            self.follow(node) for node in (*holder.elements(), *dict(holder.members()).values())
        ]
        return {
            node.location: Source(node, f"{draft.key} {number}")
            for number, node in enumerate(nodes, start=1)
        }

    # -- nodes ---------------------------------------------------------------------------------


def invalid(location: Location, message: str) -> SpecError:
    """The refusal of something that AsyncAPI does not allow."""
    return SpecError(Diagnostic(Code.INVALID_CHANNEL, message, location))
