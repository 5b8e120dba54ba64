"""Messages that wait to be sent, and those that were sent and not confirmed yet; no I/O."""

from __future__ import annotations

from collections import deque
from typing import TypeAlias

from .errors import WebSocketQueueFullError

Message: TypeAlias = str | bytes
"""A message as the socket takes it: text, or binary."""


def size_of(message: Message) -> int:
    """Give the bytes that a message has on the wire, less its frame."""
    # Most text is ASCII, which Python knows of a string without looking at it.
    if isinstance(message, bytes) or message.isascii():
        return len(message)
    return len(message.encode("utf-8", "surrogatepass"))


class Messages:
    """Messages in order, and the bytes that they have."""

    def __init__(self) -> None:
        self._messages: deque[Message] = deque()
        self.bytes = 0

    def append(self, message: Message) -> None:
        """Add a message at the end."""
        self._messages.append(message)
        self.bytes += size_of(message)

    def put_back(self, message: Message) -> None:
        """Add a message in front."""
        self._messages.appendleft(message)
        self.bytes += size_of(message)

    def take(self) -> Message:
        """Remove the first message, and give it.

        Raises:
            IndexError: there is none.
        """
        message = self._messages.popleft()
        self.bytes -= size_of(message)
        return message

    def remove(self, message: Message) -> bool:
        """Remove this very message, not one that is equal to it; say whether it was there."""
        for index, found in enumerate(self._messages):
            if found is message:
                del self._messages[index]
                self.bytes -= size_of(message)
                return True
        return False

    def drain(self) -> tuple[Message, ...]:
        """Remove all messages, and give them in order."""
        messages = tuple(self._messages)
        self._messages.clear()
        self.bytes = 0
        return messages

    def shrink(self, max_bytes: int) -> int:
        """Forget the oldest messages but the last until the limit is kept; say how many."""
        before = len(self._messages)
        while self.bytes > max_bytes and len(self._messages) > 1:
            self.take()
        return before - len(self._messages)

    def __len__(self) -> int:
        return len(self._messages)


class SendQueue(Messages):
    """Messages that are to be sent, bounded by their bytes.

    It is not locked: who shares it between threads does that.

    Args:
        max_bytes: what it holds at most.

    Raises:
        TypeError, ValueError: `max_bytes` is no whole number, or negative.
    """

    def __init__(self, max_bytes: int) -> None:
        if isinstance(max_bytes, bool) or not isinstance(max_bytes, int):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("`max_queue_size` must be a whole number of bytes")
        if max_bytes < 0:
            raise ValueError("`max_queue_size` must not be negative")
        super().__init__()
        self.max_bytes = max_bytes

    def put(self, message: Message) -> None:
        """Add a message at the end.

        Raises:
            WebSocketQueueFullError: it does not fit; the queue is as it was.
        """
        size = size_of(message)
        if self.bytes + size > self.max_bytes:
            raise WebSocketQueueFullError(
                f"{len(self)} messages with {self.bytes} bytes wait to be sent; another one with "
                f"{size} bytes would be more than `max_queue_size`, {self.max_bytes} bytes"
            )
        self.append(message)


class SentLog:
    """Messages that were handed to a socket and whose arrival nothing has shown yet.

    A pong shows the arrival of everything that was sent before its ping, for a peer reads frames
    in order (RFC 6455, section 5.5.3). One ping at a time is under way: `wants_ping` asks for it
    where messages wait that no ping follows.

    Args:
        max_bytes: what is kept at most; the oldest messages are forgotten, and counted, beyond it.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._messages = Messages()
        self._covered: int | None = None
        self._pings = 0
        self.forgotten = 0

    def add(self, message: Message) -> None:
        """Note a message that is about to be handed to the socket."""
        self._messages.append(message)
        forgotten = self._messages.shrink(self._max_bytes)
        if forgotten:
            self.forgotten += forgotten
            if self._covered is not None:
                self._covered = max(0, self._covered - forgotten)

    @property
    def wants_ping(self) -> bool:
        """Whether messages wait for their confirmation, and no ping is under way."""
        return self._covered is None and len(self._messages) > 0

    def pinged(self) -> int:
        """Note that a ping is to follow all messages so far; give its number."""
        self._covered = len(self._messages)
        self._pings += 1
        return self._pings

    def confirmed(self, ping: int) -> bool:
        """Note the pong: what was sent before the ping has arrived.

        Args:
            ping: the number of the ping; one to a ping of the connection before shows nothing.

        Returns:
            Whether it is the ping under way.
        """
        if self._covered is None or ping != self._pings:
            return False
        for _ in range(self._covered):
            self._messages.take()
        self._covered = None
        return True

    def drain(self) -> tuple[Message, ...]:
        """Begin anew, for another connection; give what was not confirmed, in order."""
        self._covered = None
        return self._messages.drain()

    def __len__(self) -> int:
        return len(self._messages)
