"""A WebSocket server that sends frames as fast as they are taken: as little work as can be.

python benchmarks/firehose_server.py

It prints its port, and runs until it is stopped. The address says what to send:
`/text/5000/...` sends 5,000 text deltas and closes, `/audio/1000/...` deltas of 4.8 kB of audio;
`/idle/0/...` sends nothing and waits for the client to close.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import struct
from pathlib import Path

SCRIPT = Path(__file__).resolve()

AUDIO = bytes(range(240)) * 20
"""A tenth of a second of 24 kHz 16-bit audio: 4.8 kB."""

ACCEPT_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""RFC 6455, section 1.3."""

CHUNK = 64
"""Frames for each write."""

CLOSE = b"\x88\x02" + struct.pack("!H", 1000)

_DELTA = {
    "event_id": "event_DsXDIu0a3mbt6mUEHxEdT",
    "response_id": "resp_DsXDHYUgDBtfFEZeI3EBs",
    "item_id": "item_DsXDHJhBLuPcePbGGBCgQ",
    "output_index": 0,
    "content_index": 0,
}
EVENTS = {
    "text": {"type": "response.output_text.delta", **_DELTA, "delta": " the next train"},
    "audio": {
        "type": "response.output_audio.delta",
        **_DELTA,
        "delta": base64.b64encode(AUDIO).decode("ascii"),
    },
}


def text_frame(payload: bytes) -> bytes:
    """Write an unmasked text frame (RFC 6455, section 5.2)."""
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", 0x81, size) + payload
    return struct.pack("!BBH", 0x81, 126, size) + payload


FRAMES = {name: text_frame(json.dumps(event).encode()) for name, event in EVENTS.items()}


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Open a connection, send what its address says, and wait for the end."""
    try:
        writer.write(accepted(head := await reader.readuntil(b"\r\n\r\n")))
        _, kind, count, _ = head.split(b" ", 2)[1].decode("ascii").split("/", 3)
        if kind in FRAMES:
            await send(writer, FRAMES[kind], int(count))
        # All that a client sends is a close; it then waits for the server to end the connection.
        if await reader.read(1024) and kind not in FRAMES:
            writer.write(CLOSE)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def send(writer: asyncio.StreamWriter, frame: bytes, count: int) -> None:
    """Send a frame so many times, then a close."""
    chunk = frame * CHUNK
    for _ in range(count // CHUNK):
        writer.write(chunk)
        await writer.drain()
    writer.write(frame * (count % CHUNK) + CLOSE)
    await writer.drain()


def accepted(head: bytes) -> bytes:
    """Write the answer that opens a connection (RFC 6455, section 4.2.2)."""
    lines = (line.partition(b":") for line in head.split(b"\r\n"))
    [key] = [value.strip() for name, _, value in lines if name.lower() == b"sec-websocket-key"]
    proof = base64.b64encode(hashlib.sha1(key + ACCEPT_GUID, usedforsecurity=False).digest())
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + proof + b"\r\n\r\n"
    )


async def main() -> None:
    """Serve on a port of the system's choice."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    from measure import allow_open_files

    allow_open_files()
    asyncio.run(main())
