"""Recordings of WebSocket connections: reading them, and showing them to people.

`docs/recording.md` describes the format, which the runtime of generated SDKs writes.
"""

from codegen.trace.entries import Entry, Kind, Trace
from codegen.trace.reading import read_trace

__all__ = ["Entry", "Kind", "Trace", "read_trace"]
