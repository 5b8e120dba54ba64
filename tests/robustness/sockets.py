"""WebSocket frames as a hostile server writes them, and the SDK that has to take them."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from tests.robustness.adversary import Peer, Script
from tests.robustness.flavours import Asyncio, Blocking

TOKEN = "secret-token-0123456789"

FEED = """
asyncapi: 3.0.0
info: {title: Vault, version: '1'}
servers:
  live:
    host: vault.example
    protocol: wss
    security: [{$ref: '#/components/securitySchemes/Token'}]
channels:
  feed:
    address: /feed/{room}
    parameters: {room: {description: Which one.}}
    bindings:
      ws:
        query: {type: object, properties: {ticket: {type: string}}}
        headers: {type: object, properties: {X-Note: {type: string}}}
    messages:
      Tick:
        payload:
          type: object
          required: [type, n]
          properties: {type: {const: tick}, n: {type: integer}, text: {type: string}}
      Fault: {payload: {type: object, required: [type], properties: {type: {const: fault}}}}
      Order:
        payload:
          type: object
          required: [type]
          properties: {type: {const: order}, text: {type: string}}
  wire:
    address: /wire
    messages:
      Line: {contentType: text/plain, payload: {type: string}}
operations:
  order:
    action: send
    channel: {$ref: '#/channels/feed'}
    messages: [{$ref: '#/channels/feed/messages/Order'}]
  tick:
    action: receive
    channel: {$ref: '#/channels/feed'}
    messages:
      - {$ref: '#/channels/feed/messages/Tick'}
      - {$ref: '#/channels/feed/messages/Fault'}
  line:
    action: receive
    channel: {$ref: '#/channels/wire'}
    messages: [{$ref: '#/channels/wire/messages/Line'}]
components:
  securitySchemes:
    Token: {type: http, scheme: bearer}
"""
FEED_CONFIG = "describes: client"

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA


class BlockingSockets(Blocking):
    @contextmanager
    def client(self, **options: Any) -> Iterator[Any]:
        with self.package.Vault(**{"token": TOKEN, **options}) as client:
            yield client


class AsyncioSockets(Asyncio):
    @contextmanager
    def client(self, **options: Any) -> Iterator[Any]:
        client = self.package.AsyncVault(**{"token": TOKEN, **options})
        try:
            yield client
        finally:
            self.wait(client.close())


def frame(
    payload: bytes | str = b"",
    opcode: int = TEXT,
    *,
    fin: bool = True,
    reserved: int = 0,
    masked: bool = False,
) -> bytes:
    """Write a frame (RFC 6455, section 5.2), right or wrong."""
    data = payload.encode() if isinstance(payload, str) else payload
    first = (0x80 if fin else 0) | reserved | opcode
    mask = 0x80 if masked else 0
    if len(data) < 126:
        head = struct.pack("!BB", first, mask | len(data))
    elif len(data) < 1 << 16:
        head = struct.pack("!BBH", first, mask | 126, len(data))
    else:
        head = struct.pack("!BBQ", first, mask | 127, len(data))
    return head + (bytes(4) if masked else b"") + data


def event(**fields: Any) -> bytes:
    """Write an event as a text frame."""
    return frame(json.dumps(fields))


def tick(n: int = 1) -> bytes:
    """Write an event that the document knows."""
    return event(type="tick", n=n)


def close(code: int | None = 1000, reason: bytes = b"") -> bytes:
    """Write a close frame."""
    return frame(b"" if code is None else struct.pack("!H", code) + reason, CLOSE)


def accept_key(peer: Peer) -> str:
    """Read the handshake; gives the proof that it was understood (RFC 6455, section 4.2.2)."""
    key = peer.request().headers["sec-websocket-key"]
    guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    return base64.b64encode(hashlib.sha1((key + guid).encode()).digest()).decode()


def switching(*lines: str) -> bytes:
    """Write an answer of status 101 with these headers."""
    return (
        "HTTP/1.1 101 Switching Protocols\r\n" + "".join(f"{x}\r\n" for x in lines)
    ).encode() + (b"\r\n")


UPGRADE = ("Upgrade: websocket", "Connection: Upgrade")


def opened(*steps: bytes | Callable[[Peer], None], headers: tuple[str, ...] = ()) -> Script:
    """Open the connection, send bytes or do what a function does, and end it as the client does."""

    def talk(peer: Peer) -> None:
        proof = accept_key(peer)
        peer.send(switching(*UPGRADE, f"Sec-WebSocket-Accept: {proof}", *headers))
        for step in steps:
            if isinstance(step, bytes):
                peer.send(step)
            else:
                step(peer)
        until_closed(peer)

    return talk


def client_frame(peer: Peer) -> tuple[int, bytes]:
    """Read a frame of the client; gives its opcode and the beginning of its payload."""
    first, second = peer.exactly(2)
    assert second & 0x80, "clients mask what they send"
    size = second & 0x7F
    if size == 126:
        (size,) = struct.unpack("!H", peer.exactly(2))
    elif size == 127:
        (size,) = struct.unpack("!Q", peer.exactly(8))
    mask = peer.exactly(4)
    data = peer.exactly(size)
    return first & 0x0F, bytes(byte ^ mask[i % 4] for i, byte in enumerate(data[:125]))


def until_closed(peer: Peer) -> NoReturn:
    """Read until the client closes, and end the connection, which is the server's part."""
    while True:
        if client_frame(peer)[0] == CLOSE:
            peer.hang_up()


def keeping_closes(codes: list[int]) -> Callable[[Peer], None]:
    """Read until the client closes, note its code, and close too."""

    def read(peer: Peer) -> None:
        while True:
            opcode, data = client_frame(peer)
            if opcode == CLOSE:
                codes.append(struct.unpack("!H", data[:2])[0] if data else 1005)
                peer.hang_up()

    return read
