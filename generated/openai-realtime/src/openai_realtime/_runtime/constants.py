"""Defaults and limits, each in one place; times are in seconds, sizes in bytes."""

from __future__ import annotations

from typing import Final

DEFAULT_MAX_RETRIES: Final = 2
DEFAULT_TIMEOUT_SECONDS: Final = 600.0
DEFAULT_CONNECT_TIMEOUT_SECONDS: Final = 5.0
DEFAULT_MAX_CONNECTIONS: Final = 1000
DEFAULT_MAX_KEEPALIVE_CONNECTIONS: Final = 100

INITIAL_RETRY_DELAY: Final = 0.5
MAX_RETRY_DELAY: Final = 8.0
MAX_RETRY_AFTER: Final = 60.0
"""A server that asks for a longer pause is not waited for: its answer is raised instead."""

MAX_REDIRECTS: Final = 5

DEFAULT_MAX_RESPONSE_BYTES: Final = 256 * 1024 * 1024
"""The largest body that is read into memory, decompressed."""

ACCEPTED_CODINGS: Final = "gzip, deflate"
"""What bodies may be compressed with: other codings have no bounded rate of expansion."""

MAX_ERROR_BODY: Final = 64 * 1024
"""As much of an error body is looked at; the rest stays unread."""
MAX_ERROR_TEXT: Final = 2000
"""Characters of server text in an exception message."""
MAX_EXCERPT: Final = 200
"""Bytes of a body that could not be decoded, quoted in the exception message."""

DEFAULT_MAX_MESSAGE_SIZE: Final = 16 * 1024 * 1024
DEFAULT_OPEN_TIMEOUT: Final = 10.0
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
"""Of UTF-8: tolerated where text begins (RFC 8259, section 8.1)."""
DEFAULT_MAX_QUEUE_SIZE: Final = 1024 * 1024
"""Messages that wait for a WebSocket connection, in bytes."""
MAX_UNCONFIRMED: Final = 4 * 1024 * 1024
"""Messages sent over a WebSocket whose arrival is not confirmed yet and that are kept, in bytes."""
MAX_DECODE_DEPTH: Final = 100
"""Levels of models inside models that lenient decoding follows; deeper values stay raw."""
MAX_STREAM_PIECE: Final = 16 * 1024 * 1024
"""The longest line, or event, of a streamed answer; the stream ends with an error at a longer."""
