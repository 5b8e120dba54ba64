"""Recording: what goes over a connection, as JSON lines, with the secrets masked.

`docs/recording.md` of the generator describes the format.
"""

from __future__ import annotations

import base64
import json
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from logging import Logger
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NoReturn, TypeAlias

from .masking import Mask

if TYPE_CHECKING:
    from websockets.exceptions import ConnectionClosed
    from websockets.frames import Close

FORMAT_VERSION = 1
ABNORMAL_CLOSURE = 1006

Direction: TypeAlias = Literal["sent", "received"]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment: seconds since the recording began, and seconds since 1970."""

    offset: float
    wall: float


class Recorder:
    """Writes a trace, line by line; safe to use from several threads.

    Every line is handed to the operating system whole and at once, without a buffer of our own:
    a program that dies leaves a trace that lacks its last line at most. An error of the file ends
    the recording with one warning in the log, and nothing else.

    Args:
        path: the file; one that exists is replaced. It is readable by its owner alone.
        header: what the first line says beside the format and the time.
        mask: what takes the secrets out.
        logger: for the warning.
        max_bytes: the size, in bytes, at which the recording ends; None for no limit.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        header: Mapping[str, object],
        *,
        mask: Mask,
        logger: Logger,
        max_bytes: int | None = None,
    ) -> None:
        self.mask = mask
        self._path = path
        self._logger = logger
        self._max_bytes = max_bytes
        self._lock = Lock()
        self._started = time.monotonic()
        self._written = 0
        self._file: BinaryIO | None = None
        self._stopped = False
        with self._lock:
            self._open("wb")
            self._write({"trace": FORMAT_VERSION, "at": _iso(time.time()), **header})

    def now(self) -> Stamp:
        """Give this moment, for a frame that is recorded later."""
        return Stamp(time.monotonic() - self._started, time.time())

    def frame(
        self, direction: Direction, data: str | bytes, at: Stamp, *, failed: bool = False
    ) -> None:
        """Write a frame.

        Args:
            direction: `sent` by this client, or `received`.
            data: text, or what came in a binary message.
            at: when it was sent, or had come.
            failed: it was to be sent and could not be.
        """
        if self._stopped:
            return
        size = len(data.encode("utf-8", "surrogatepass")) if isinstance(data, str) else len(data)
        line: dict[str, object] = {**_times(at), "dir": direction, "size": size}
        if failed:
            line["failed"] = True
        self._put({**line, **content(data, self.mask)})

    def event(self, name: str, **members: object) -> None:
        """Write what happened to the connection: `open`, `close`, `reconnect` or `stop`."""
        if not self._stopped:
            self._put({**_times(self.now()), "event": name, **members})

    def stop(self) -> None:
        """Write nothing more, and close the file."""
        self.event("stop")
        with self._lock:
            self._end()

    def pause(self) -> None:
        """Close the file until something is written again: the connection has ended."""
        with self._lock:
            self._close()

    def _put(self, line: dict[str, object]) -> None:
        with self._lock:
            if self._stopped:
                return
            if self._file is None:
                self._open("ab")
            self._write(line)

    def _open(self, mode: Literal["wb", "ab"]) -> None:
        try:
            # Without a buffer, and readable by nobody else: it is somebody's conversation.
            self._file = open(self._path, mode, buffering=0, opener=_private)  # noqa: SIM115
        except (OSError, ValueError) as error:
            self._fail(error)

    def _write(self, line: dict[str, object]) -> None:
        if self._file is None:
            return
        data = _encoded(line)
        if self._max_bytes is not None and self._written + len(data) > self._max_bytes:
            data = _encoded({**_times(self.now()), "event": "limit"})
            self._stopped = True
        self._written += len(data)
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self._fail(error)
        if self._stopped:
            self._close()

    def _fail(self, error: OSError | ValueError) -> None:
        # The text of an OSError repeats the path, and that of a ValueError is about it.
        reason = (isinstance(error, OSError) and error.strerror) or type(error).__name__
        self._end()
        self._logger.warning("recording to %a ended: %s", os.fspath(self._path), reason)

    def _end(self) -> None:
        self._stopped = True
        self._close()

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError as error:  # what a network file system could not write
                self._fail(error)


class _Recorded:
    """A connection of the `websockets` library; what is not recorded passes through.

    Args:
        connection: of the library.
        recorder: writes what goes over it.
        has_ended: its end has been written already.
    """

    def __init__(self, connection: Any, recorder: Recorder, *, has_ended: bool = False) -> None:
        self.connection = connection
        self.recorder = recorder
        self._ended = has_ended

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    def _received(self, data: str | bytes, options: Mapping[str, Any]) -> None:
        if isinstance(data, bytes) and options.get("decode") is False:
            data = _text_of(data)
        self.recorder.frame("received", data, self.recorder.now())

    def _lost(self, closed: ConnectionClosed) -> None:
        frame = closed.rcvd or closed.sent
        ours = closed.sent is not None and not closed.rcvd_then_sent
        self._end(frame, "sent" if ours else "received")

    def note_end(self) -> None:
        """Write the end of a connection that has ended, once."""
        protocol = self.connection.protocol
        frame = protocol.close_rcvd or protocol.close_sent
        self._end(frame, "received" if protocol.close_rcvd_then_sent else "sent")

    def _end(self, frame: Close | None, direction: Direction) -> None:
        if not self._ended:
            self._ended = True
            code, reason = (frame.code, frame.reason) if frame else (ABNORMAL_CLOSURE, "")
            shown = self.recorder.mask.text(reason)
            self.recorder.event("close", dir=direction, code=int(code), reason=shown)
        self.recorder.pause()


class RecordedConnection(_Recorded):
    """A blocking connection of the `websockets` library whose frames are recorded."""

    def recv(self, *args: Any, **options: Any) -> str | bytes:
        """Receive a message and record it; or record the end of the connection."""
        from websockets.exceptions import ConnectionClosed

        try:
            data: str | bytes = self.connection.recv(*args, **options)
        except ConnectionClosed as closed:
            self._lost(closed)
            raise
        self._received(data, options)
        return data

    def send(self, message: str | bytes) -> None:
        """Send a message and record it."""
        at, failed = self.recorder.now(), True
        try:
            self.connection.send(message)
            failed = False
        finally:
            self.recorder.frame("sent", message, at, failed=failed)

    def close(self, *args: Any) -> None:
        """Close the connection and record its end."""
        self.connection.close(*args)
        self.note_end()


class AsyncRecordedConnection(_Recorded):
    """A connection for asyncio whose frames are recorded.

    A frame costs the event loop some microseconds: it is written to the page cache of the
    operating system, not to a disk.
    """

    async def recv(self, *args: Any, **options: Any) -> str | bytes:
        """Receive a message and record it; or record the end of the connection."""
        from websockets.exceptions import ConnectionClosed

        try:
            data: str | bytes = await self.connection.recv(*args, **options)
        except ConnectionClosed as closed:
            self._lost(closed)
            raise
        self._received(data, options)
        return data

    async def send(self, message: str | bytes) -> None:
        """Send a message and record it."""
        from websockets.exceptions import ConnectionClosed

        at, failed = self.recorder.now(), False
        try:
            await self.connection.send(message)
        except ConnectionClosed:
            failed = True
            raise
        finally:
            # A send that is cancelled waits for room only: the message is on its way.
            self.recorder.frame("sent", message, at, failed=failed)

    async def close(self, *args: Any) -> None:
        """Close the connection and record its end."""
        await self.connection.close(*args)
        self.note_end()


def content(data: str | bytes, mask: Mask) -> dict[str, object]:
    """Give a frame as members of a line: `msg` (JSON), `text` or `base64`, without secrets."""
    if isinstance(data, bytes):
        return {"base64": base64.b64encode(mask.data(data)).decode("ascii")}
    try:
        return {"msg": mask.value(json.loads(data, parse_constant=_no_constant))}
    except (ValueError, RecursionError):
        return {"text": mask.text(data)}


def _text_of(data: bytes) -> str | bytes:
    """Tell a text from its bytes, for a reader that takes both alike.

    The library does not say which it was; bytes with control characters are no text of anybody's.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data
    return data if _CONTROL.search(text) else text


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _encoded(line: Mapping[str, object]) -> bytes:
    write = partial(json.dumps, line, separators=(",", ":"))
    try:
        return write(ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair
        return write().encode() + b"\n"


def _times(at: Stamp) -> dict[str, object]:
    return {"t": round(at.offset, 6), "at": _iso(at.wall)}


def _iso(wall: float) -> str:
    text = datetime.fromtimestamp(wall, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
