"""A server that plays the server's side of a recording again.

with ReplayServer(Path("trace.jsonl")) as server:
    ...  # connect to server.base_url
server.check()
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from asyncio import sleep
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from codegen.mock.matching import (
    Mismatch,
    Renames,
    block,
    differences,
    matches,
    name_of,
    read_frame,
)
from codegen.mock.running import RunningServer
from codegen.trace.entries import Entry, Form, Kind, Trace
from codegen.trace.reading import read_trace
from codegen.trace.table import printable

PATIENCE_SECONDS: Final = 10.0
"""How long a message of the client is waited for before the play goes on without it."""

POLICY_VIOLATION: Final = 1008
_UNSENDABLE_CODES: Final = frozenset({1004, 1005, 1006, 1015})
_REASON_BYTES: Final = 123


class ReplayMismatchError(AssertionError):
    """The client did something else than in the recording."""


class ReplayServer(RunningServer):
    """Plays a recording to each client that connects, in a thread of its own.

    The connections of the recording are played one after the other, a recording with a
    reconnection needs two; then it begins again. Every path is served, and no credential is
    needed. The messages of the client are expected in the order of the recording, and are the
    same if their type is.

    Args:
        trace: the recording, or its file.
        host, port: where to listen; port 0 takes a free one.
        speed: how much faster than recorded the server's messages come; 0 for at once.
        strict: end the connection with close code 1008 at the first mismatch.
        exact: compare messages as a whole and not their types alone.
        patience: seconds that a message of the client is waited for.
        log: takes each mismatch when it is found, and a line for each connection.

    Raises:
        SpecError: the file is no recording.
        ValueError: the speed or the patience is negative.
    """

    def __init__(
        self,
        trace: Trace | Path | str,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        speed: float = 0.0,
        strict: bool = False,
        exact: bool = False,
        patience: float = PATIENCE_SECONDS,
        log: Callable[[str], None] | None = None,
    ) -> None:
        if not speed >= 0 or not patience >= 0:
            raise ValueError("the speed and the patience are 0 or more")
        self.trace = trace if isinstance(trace, Trace) else read_trace(Path(trace))
        self.mismatches: list[Mismatch] = []
        self.played = 0
        self._parts = connections(self.trace.entries)
        self._speed, self._patience = speed, patience
        self._strict, self._exact = strict, exact
        self._log = log or _silent
        self._connected = 0
        self._finished = threading.Condition()
        super().__init__(self._serve, host=host, port=port)

    @property
    def base_url(self) -> str:
        """Address to give to a client: the recorded one, up to the path of the channel."""
        path = urlsplit(str(self.trace.header.get("url", ""))).path.strip("/").split("/")
        own = str(self.trace.header.get("channel", "")).strip("/").split("/")
        kept = path[: len(path) - len([step for step in own if step])]
        return "/".join((self.origin("http"), *filter(None, kept)))

    @property
    def websocket_url(self) -> str:
        """Address of the recorded channel."""
        return self.origin("ws") + urlsplit(str(self.trace.header.get("url", ""))).path

    def wait(self, seconds: float | None = 30.0) -> bool:
        """Wait until every connection of the recording was played; whether that came about."""
        with self._finished:
            return self._finished.wait_for(lambda: self.played >= len(self._parts), seconds)

    def check(self, seconds: float = 30.0) -> None:
        """Raise if the client did anything else than in the recording.

        Raises:
            ReplayMismatchError: a message was missing, unexpected or another one, or the
                recording was not played to its end within so many seconds.
        """
        complete = self.wait(seconds)
        problems = [str(mismatch) for mismatch in self.mismatches]
        if not complete:
            problems.append(f"{self.played} of {len(self._parts)} connections were played")
        if problems:
            raise ReplayMismatchError("\n".join(problems))

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            answer = JSONResponse({"detail": "a recording is replayed over WebSocket only"}, 404)
            await answer(scope, receive, send)
            return
        websocket = WebSocket(scope, receive, send)
        number = self._connected % len(self._parts)
        self._connected += 1
        offered = scope.get("subprotocols") or [None]
        await websocket.accept(subprotocol=offered[0])
        self._log(f"connection {number + 1} of {len(self._parts)} open")
        play = _Play(websocket, self._parts[number], self._report, self)
        try:
            await play.run()
        finally:
            self._log(f"connection {number + 1} of {len(self._parts)} closed")
            with self._finished:
                self.played += 1
                self._finished.notify_all()

    def _report(self, mismatch: Mismatch) -> None:
        self.mismatches.append(mismatch)
        self._log(str(mismatch))

    def expects(self, entry: Entry, data: str | bytes) -> bool:
        """Whether a frame of the client is what a line of the recording has."""
        return matches(entry, data, self.trace.tag, exact=self._exact)

    @property
    def pace(self) -> float:
        """How much faster than recorded messages come; 0 for at once."""
        return self._speed

    @property
    def patience(self) -> float:
        """Seconds that a message of the client is waited for."""
        return self._patience

    @property
    def is_strict(self) -> bool:
        """Whether a mismatch ends the connection."""
        return self._strict


class _EndedError(Exception):
    """The connection has ended, whoever ended it."""


class _Play:
    """One connection of the recording, played to one client."""

    def __init__(
        self,
        websocket: WebSocket,
        entries: Sequence[Entry],
        report: Callable[[Mismatch], None],
        server: ReplayServer,
    ) -> None:
        self._websocket = websocket
        self._entries = entries
        self._report = report
        self._server = server
        self._tag = server.trace.tag
        self._renames = Renames()
        self._arrived: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self._position = 0

    async def run(self) -> None:
        reading = asyncio.create_task(self._read())
        try:
            await self._play()
        except _EndedError:
            self._report_rest()
        except (WebSocketDisconnect, ConnectionError, RuntimeError):
            # What Starlette and uvicorn raise when the client has gone while something is sent.
            self._report_rest()
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            await self._close(1000, "")

    async def _read(self) -> None:
        while True:
            frame = await self._websocket.receive()
            if frame["type"] == "websocket.disconnect":
                await self._arrived.put(None)
                return
            text = frame.get("text")
            await self._arrived.put(text if text is not None else frame["bytes"])

    async def _play(self) -> None:
        before: float | None = None
        while self._position < len(self._entries):
            entry = self._entries[self._position]
            if entry.kind is Kind.SENT:
                await self._expect()
                before = entry.time
                continue
            if entry.kind is Kind.RECEIVED:
                await self._pause(before, entry.time)
                await self._send(entry)
            elif entry.is_closing and entry.by is not Kind.SENT:
                await self._pause(before, entry.time)
                self._position += 1
                await self._none_is_left()
                await self._close(entry.code or 1000, entry.reason)
                return
            before = entry.time
            self._position += 1
        await self._listen()

    async def _pause(self, before: float | None, now: float | None) -> None:
        if self._server.pace and before is not None and now is not None and now > before:
            await sleep((now - before) / self._server.pace)

    async def _send(self, entry: Entry) -> None:
        if entry.form is Form.JSON:
            entry = replace(entry, content=self._renames.apply(entry.content))
        data = entry.data()
        if isinstance(data, bytes):
            await self._websocket.send_bytes(data)
        else:
            await self._websocket.send_text(data)

    async def _expect(self) -> None:
        """Take the message of the client that the trace has here."""
        expected = self._entries[self._position]
        try:
            data = await asyncio.wait_for(self._arrived.get(), self._server.patience)
        except TimeoutError:
            message = f"expected {_name(expected)}, and nothing came"
            await self._mismatch(Mismatch(expected.line, message))
            self._position += 1
            return
        if data is None:
            raise _EndedError
        for index in block(self._entries, self._position):
            if self._server.expects(self._entries[index], data):
                for skipped in self._entries[self._position : index]:
                    message = f"expected {_name(skipped)}, which was not sent"
                    await self._mismatch(Mismatch(skipped.line, message))
                form, content = read_frame(data)
                if form is Form.JSON:
                    self._renames.learn(self._entries[index].content, content)
                self._position = index + 1
                return
        found = name_of(data, self._tag)
        message = f"expected {_name(expected)}, got {found}"
        if _name(expected) == found:
            message = f"{found} is another one than expected"
        await self._mismatch(Mismatch(expected.line, message, differences(expected, data)))
        if _name(expected) == found:
            self._position += 1

    async def _none_is_left(self) -> None:
        """Tell what came and was not expected, before the server closes."""
        while not self._arrived.empty():
            data = self._arrived.get_nowait()
            if data is None:
                raise _EndedError
            await self._unexpected(data)

    async def _listen(self) -> None:
        """Wait for the client to close: the recording has nothing more to say."""
        while (data := await self._arrived.get()) is not None:
            await self._unexpected(data)

    async def _unexpected(self, data: str | bytes) -> None:
        line = self._entries[self._position].line if self._position < len(self._entries) else None
        await self._mismatch(Mismatch(line, f"nothing expected, got {name_of(data, self._tag)}"))

    async def _mismatch(self, mismatch: Mismatch) -> None:
        self._report(mismatch)
        if self._server.is_strict:
            await self._close(POLICY_VIOLATION, str(mismatch).partition("\n")[0])
            self._position = len(self._entries)
            raise _EndedError

    def _report_rest(self) -> None:
        """Tell what the client was still to send when it closed."""
        rest = [e for e in self._entries[self._position :] if e.kind is Kind.SENT]
        for entry in rest:
            message = f"expected {_name(entry)}, and the client closed"
            self._report(Mismatch(entry.line, message))

    async def _close(self, code: int, reason: str) -> None:
        if self._websocket.application_state is WebSocketState.DISCONNECTED:
            return
        # Codes that say how a connection ended without a close frame: none can be sent.
        sendable = code if code not in _UNSENDABLE_CODES and 1000 <= code < 5000 else 1011
        short = reason.encode()[:_REASON_BYTES].decode(errors="ignore")
        with contextlib.suppress(RuntimeError, ConnectionError, WebSocketDisconnect):
            await self._websocket.close(sendable, short)


def connections(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The lines of each connection of a recording; what was not sent is left out."""
    parts: list[list[Entry]] = [[]]
    for entry in entries:
        if entry.kind is Kind.EVENT and entry.label == "reconnect":
            parts.append([])
        elif not entry.failed:
            parts[-1].append(entry)
    return parts


def _name(entry: Entry) -> str:
    if entry.form is Form.JSON:
        return printable(entry.label)[:80]
    return name_of(entry.data(), None)


def _silent(line: str) -> None:
    del line
