"""A server that gives every request the same answer: as little work as a server can do.

python benchmarks/answering_server.py

It prints its port, and runs until it is stopped.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

SCRIPT = Path(__file__).resolve()

ANSWER = json.dumps(
    {
        "value": "ek_0123456789",
        "expires_at": 1800000000,
        "session": {
            "type": "realtime",
            "object": "realtime.session",
            "id": "sess_0123456789",
            "client_secret": {"value": "ek_0123456789", "expires_at": 1800000000},
            "model": "gpt-realtime",
            "output_modalities": ["audio"],
            "instructions": "Help with trains. Be brief, and repeat a time only once.",
            "tools": [],
            "tool_choice": "auto",
            "max_output_tokens": "inf",
            "tracing": None,
            "truncation": "auto",
            "prompt": None,
            "include": None,
            "audio": {
                "input": {
                    "format": {"type": "audio/pcm", "rate": 24000},
                    "transcription": None,
                    "noise_reduction": None,
                    "turn_detection": {
                        "type": "server_vad",
                        "threshold": 0.5,
                        "prefix_padding_ms": 300,
                        "silence_duration_ms": 200,
                        "create_response": True,
                        "interrupt_response": True,
                    },
                },
                "output": {
                    "format": {"type": "audio/pcm", "rate": 24000},
                    "voice": "alloy",
                    "speed": 1.0,
                },
            },
        },
    }
).encode()

RESPONSE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-request-id: req_0123456789\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(ANSWER), ANSWER)
)


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the requests of a connection until the client closes it."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(content_length(head))
            writer.write(RESPONSE)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def content_length(head: bytes) -> int:
    """Read the length of a request's body from its head; 0 where it has none."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def main() -> None:
    """Serve on a port of the system's choice."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
