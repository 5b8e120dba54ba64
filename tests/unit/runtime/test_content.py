"""Uploads over a real connection: piece by piece, again where they can be, and closed."""

from __future__ import annotations

import asyncio
import builtins
import hashlib
import io
import os
import socket
import threading
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import IO, Any

import pytest

from runtime.body import FormPart, MultipartBody, TextBody
from runtime.content import FileSource, source_of
from runtime.errors import APIConnectionError, APIStatusError
from runtime.operation import Operation
from runtime.results import NOTHING
from tests.unit.runtime.example_sdk import AsyncExample, Example
from tests.unit.runtime.flavours import KEY, Flavour
from tests.unit.runtime.servers import Reply, http_server

RAW: Operation[None] = Operation(
    "PUT", "/raw", result=NOTHING, bodies=(TextBody("application/octet-stream", "body"),)
)
FORM: Operation[None] = Operation(
    "POST",
    "/form",
    result=NOTHING,
    bodies=(MultipartBody((FormPart("file", file=True), FormPart("note"))),),
)
DONE = Reply(204, b"")
BUSY = Reply(503, b"")
MIB = 1024 * 1024
SIZE = 64 * MIB
SPENT = "The request was not tried again: its body can be read only once."


@dataclass
class Received:
    """A request of which the body was read and not kept."""

    headers: dict[str, str]
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)


@contextmanager
def measuring_server() -> Iterator[tuple[str, list[Received]]]:
    """Serve 204, holding no more than a piece of any body."""
    seen: list[Received] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            received = Received({name.lower(): value for name, value in self.headers.items()})
            for piece in self.pieces():
                received.size += len(piece)
                received.digest.update(piece)
            seen.append(received)
            self.send_response_only(204)
            self.end_headers()

        def pieces(self) -> Iterator[bytes]:
            if "Content-Length" in self.headers:
                yield from self.read(int(self.headers["Content-Length"]))
                return
            while size := int(self.rfile.readline(), 16):
                yield from self.read(size)
                self.rfile.readline()
            self.rfile.readline()

        def read(self, left: int) -> Iterator[bytes]:
            while left:
                yield (piece := self.rfile.read(min(left, 64 * 1024)))
                left -= len(piece)

        do_PUT = do_POST = answer  # noqa: N815 (http.server wants these names)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[IO[bytes]]:
    """The files that the runtime opens."""
    files: list[IO[bytes]] = []

    def record(path: str, mode: str) -> IO[bytes]:
        assert mode == "rb"
        files.append(builtins.open(path, "rb"))  # noqa: SIM115 (who asked for it closes it)
        return files[-1]

    monkeypatch.setattr("runtime.content.open", record, raising=False)
    return files


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file of 64 MiB, which takes no room on the disk."""
    path = tmp_path / "large.bin"
    with path.open("wb") as stream:
        stream.truncate(SIZE)
        stream.seek(SIZE - 5)
        stream.write(b"\0last")
    return path


def upload(operation: Operation[None], **fields: object) -> Callable[[Any], Any]:
    return lambda client: client.request(operation, body=fields)


class Pipe(io.RawIOBase):
    """A stream that can be read once, as a pipe or a socket."""

    def __init__(self, content: bytes) -> None:
        self._rest = content

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        end = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:end], self._rest[end:]
        return taken


class TestMemory:
    @pytest.mark.parametrize("form", ["raw", "multipart"])
    @pytest.mark.parametrize("source", ["path", "file", "chunks"])
    def test_64_mib_are_never_in_memory(
        self, flavour: Flavour, large: Path, opened: list[IO[bytes]], form: str, source: str
    ) -> None:
        chunks = (b"\0" * MIB for _ in range(SIZE // MIB))
        with large.open("rb") as stream, measuring_server() as (url, seen):
            values: dict[str, Any] = {"path": large, "file": stream, "chunks": chunks}
            value = values[source]
            part = ("a.bin", value) if source == "chunks" else value
            call = upload(RAW, body=value) if form == "raw" else upload(FORM, file=part)
            tracemalloc.start()
            try:
                flavour.run(call, base_url=url)
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
            assert not stream.closed
        assert peak < 8 * MIB
        (received,) = seen
        if source == "chunks":
            assert received.headers["transfer-encoding"] == "chunked"
        else:
            assert received.headers["content-length"] == str(received.size)
        if form == "multipart":
            assert SIZE < received.size < SIZE + 1024
        else:
            assert received.size == SIZE
        if (form, source) in (("raw", "path"), ("raw", "file")):
            assert received.digest.digest() == hashlib.sha256(large.read_bytes()).digest()
        assert len(opened) == (source == "path")
        assert all(file.closed for file in opened)


class TestRetries:
    def test_what_can_be_read_again_is(
        self, flavour: Flavour, no_pauses: list[float], tmp_path: Path, opened: list[IO[bytes]]
    ) -> None:
        path = tmp_path / "a.bin"
        path.write_bytes(b"0123456789")
        stream = io.BytesIO(b"0123456789")
        for value in (path, stream, b"0123456789", [b"01234", b"56789"]):
            with http_server(BUSY, DONE) as server:
                flavour.run(upload(RAW, body=value), base_url=server.url)
            assert [seen.body for seen in server.seen] == [b"0123456789"] * 2
        with http_server(BUSY, DONE) as server:
            flavour.run(upload(FORM, file=path, note="n"), base_url=server.url)
        assert len({seen.body for seen in server.seen}) == 1
        assert b"\r\n\r\n0123456789\r\n" in server.seen[1].body
        assert len(opened) == 4
        assert all(file.closed for file in opened)
        assert not stream.closed

    def test_a_file_is_sent_from_where_it_stands(
        self, flavour: Flavour, no_pauses: list[float]
    ) -> None:
        stream = io.BytesIO(b"0123456789")
        stream.seek(4)
        with http_server(BUSY, DONE) as server:
            flavour.run(upload(RAW, body=stream), base_url=server.url)
        assert [(s.body, s.headers["content-length"]) for s in server.seen] == [
            (b"456789", "6")
        ] * 2

    def test_one_file_in_two_parts(self, flavour: Flavour) -> None:
        stream = io.BytesIO(b"twice")
        with http_server(DONE) as server:
            flavour.run(upload(FORM, file=[stream, ("b", stream)]), base_url=server.url)
        assert server.seen[0].body.count(b"\r\n\r\ntwice\r\n") == 2

    @pytest.mark.parametrize("make", [Pipe, lambda content: iter([content])])
    def test_what_can_be_read_once_is_sent_once(
        self, flavour: Flavour, no_pauses: list[float], make: Callable[[bytes], Any]
    ) -> None:
        with http_server(BUSY, DONE) as server, pytest.raises(APIStatusError) as caught:
            flavour.run(upload(RAW, body=make(b"once")), base_url=server.url)
        assert [seen.body for seen in server.seen] == [b"once"]
        assert caught.value.__notes__ == [SPENT]

    def test_a_broken_connection(self, flavour: Flavour, no_pauses: list[float]) -> None:
        with (
            http_server(Reply(raw=b""), DONE) as server,
            pytest.raises(APIConnectionError) as caught,
        ):
            flavour.run(upload(RAW, body=Pipe(b"once")), base_url=server.url)
        assert len(server.seen) == 1
        assert caught.value.__notes__ == [SPENT]

    def test_a_failure_that_is_not_retried_says_nothing_of_it(self, flavour: Flavour) -> None:
        with http_server(Reply(400)) as server, pytest.raises(APIStatusError) as caught:
            flavour.run(upload(RAW, body=Pipe(b"once")), base_url=server.url)
        assert not hasattr(caught.value, "__notes__")

    def test_nothing_is_lost_where_nobody_listens(
        self, flavour: Flavour, no_pauses: list[float]
    ) -> None:
        with http_server(DONE) as server:
            closed = server.url
        pipe = Pipe(b"kept")
        with pytest.raises(APIConnectionError) as caught:
            flavour.run(upload(RAW, body=pipe), base_url=closed)
        assert len(no_pauses) == 2
        assert pipe.read() == b"kept"
        assert not hasattr(caught.value, "__notes__")


class TestRedirects:
    def test_to_the_same_origin(self, flavour: Flavour) -> None:
        moved = Reply(307, b"", {"Location": "/other"})
        with http_server(moved, DONE) as server:
            flavour.run(upload(RAW, body=io.BytesIO(b"again")), base_url=server.url)
        assert [(s.target, s.body) for s in server.seen] == [
            ("/raw", b"again"),
            ("/other", b"again"),
        ]

    def test_of_what_can_be_read_once(self, flavour: Flavour) -> None:
        moved = Reply(307, b"", {"Location": "/other"})
        refusal = "redirect refused: its body can be read only once"
        with http_server(moved, DONE) as server, pytest.raises(APIStatusError, match=refusal):
            flavour.run(upload(RAW, body=Pipe(b"once")), base_url=server.url)
        assert len(server.seen) == 1


class TestIterators:
    def test_of_asyncio(self) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            yield b"a"
            await asyncio.sleep(0)
            yield b"b"

        async def main(url: str) -> None:
            async with AsyncExample(api_key=KEY, base_url=url) as client:
                await client.request(RAW, body={"body": chunks()})
                await client.request(FORM, body={"file": ("c.bin", chunks()), "note": "n"})

        with http_server(DONE) as server:
            asyncio.run(main(server.url))
        raw, form = server.seen
        assert (raw.headers["transfer-encoding"], raw.body) == ("chunked", b"ab")
        assert b'filename="c.bin"\r\nContent-Type: application/octet-stream\r\n\r\nab' in form.body

    def test_of_asyncio_in_a_blocking_client(self) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            yield b"a"

        with (
            http_server(DONE) as server,
            Example(api_key=KEY, base_url=server.url) as client,
            pytest.raises(TypeError, match="the body is an async iterable"),
        ):
            client.request(RAW, body={"body": chunks()})
        assert server.seen == []

    def test_what_yields_no_bytes(self, flavour: Flavour) -> None:
        message = "`body` must give bytes, not str"
        with http_server(DONE) as server, pytest.raises(TypeError, match=message):
            flavour.run(upload(RAW, body=iter(["text"])), base_url=server.url)

    def test_an_error_of_the_users_own(self, flavour: Flavour) -> None:
        def chunks() -> Iterator[bytes]:
            yield b"a"
            raise LookupError("mine")

        with http_server(DONE) as server, pytest.raises(LookupError, match="mine"):
            flavour.run(upload(RAW, body=chunks()), base_url=server.url)


class TestFiles:
    def test_what_is_no_upload(self, flavour: Flavour, tmp_path: Path) -> None:
        closed = io.BytesIO(b"")
        closed.close()
        text = tmp_path / "a.txt"
        text.write_text("text")
        with text.open() as opened_as_text:
            for value, error, message in (
                (opened_as_text, TypeError, "`body` must be opened in binary mode"),
                (closed, ValueError, "`body` is a file that has been closed"),
                (5, TypeError, "`body` must be bytes, a binary file, a path or a tuple, not int"),
                ({"a": 1}, TypeError, "not dict"),
                (tmp_path, IsADirectoryError, None),
                (tmp_path / "missing", FileNotFoundError, None),
            ):
                with pytest.raises(error, match=message):
                    flavour.run(upload(RAW, body=value), base_url="http://127.0.0.1:1")

    def test_a_file_that_grows_is_sent_as_it_was_measured(
        self, flavour: Flavour, tmp_path: Path
    ) -> None:
        path = tmp_path / "log"
        path.write_bytes(b"before")
        source = source_of("body", path)
        path.write_bytes(b"before and after")
        assert not isinstance(source, bytes | None)
        assert b"".join(source.chunks()) == b"before"

    def test_a_file_that_shrinks_breaks_the_request(
        self, flavour: Flavour, no_pauses: list[float]
    ) -> None:
        class Shrinking(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                return b""

        message = "`body` has become shorter while it was sent"
        with http_server(DONE) as server, pytest.raises(ValueError, match=message):
            flavour.run(upload(RAW, body=Shrinking(b"12345")), base_url=server.url)
        assert no_pauses == []

    def test_a_named_pipe_is_read_once(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        source = source_of("body", tmp_path / "pipe")
        assert not isinstance(source, bytes | None)
        assert (source.size, source.is_replayable) == (None, False)

    def test_closed_when_the_upload_is_cancelled(
        self, large: Path, opened: list[IO[bytes]]
    ) -> None:
        async def main(url: str) -> None:
            async with AsyncExample(api_key=KEY, base_url=url) as client:
                task = asyncio.create_task(client.request(RAW, body={"body": large}))
                while not opened:
                    await asyncio.sleep(0)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                assert opened[0].closed

        # Nobody reads: the connection takes what fits into its buffers, and the file is not done.
        with socket.create_server(("127.0.0.1", 0)) as server:
            asyncio.run(main(f"http://127.0.0.1:{server.getsockname()[1]}"))

    def test_closed_when_the_server_does_not_read_it(
        self, flavour: Flavour, large: Path, opened: list[IO[bytes]], no_pauses: list[float]
    ) -> None:
        refusal = b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        with socket.create_server(("127.0.0.1", 0)) as server:

            def refuse() -> None:
                connection, _ = server.accept()
                with connection:
                    connection.recv(1024)
                    connection.sendall(refusal)

            thread = threading.Thread(target=refuse)
            thread.start()
            url = f"http://127.0.0.1:{server.getsockname()[1]}"
            with pytest.raises((APIStatusError, APIConnectionError)):
                flavour.run(upload(RAW, body=large), base_url=url, max_retries=0)
            thread.join()
        assert [file.closed for file in opened] == [True]


def test_a_file_that_stands_behind_its_end_has_nothing() -> None:
    stream = io.BytesIO(b"abc")
    stream.seek(9)
    source = source_of("file", stream)
    assert isinstance(source, FileSource)
    assert (source.size, list(source.chunks())) == (0, [])
