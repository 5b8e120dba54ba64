"""Connections whose messages can be recorded: `connection.record("trace.jsonl")`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

if TYPE_CHECKING:
    import os

    from .handshake import Handshake
    from .recording import Recorder
    from .websocket import Channel

LibraryConnectionT = TypeVar("LibraryConnectionT")


class Recordable:
    """What both connections can do with a recording."""

    _asynchronous: ClassVar[bool] = False
    _channel: ClassVar[Channel[Any]]

    _connection: Any
    _url: str
    _handshake: Handshake | None = None
    _recorder: Recorder | None = None

    def record(
        self,
        path: str | os.PathLike[str],
        *,
        max_bytes: int | None = None,
        secrets: Iterable[str] = (),
    ) -> None:
        """Write every message from now on to a file, as JSON lines, both directions.

        Headers and the query are not written; credentials, and members whose names are those of
        secrets (`api_key`, `token`, `client_secret` ...), are masked. Each line is given to the
        operating system at once. A file that cannot be written is one warning in the log, and the
        conversation goes on. It ends with `stop_recording`, or with the connection.

        Args:
            path: the file; one that exists is replaced.
            max_bytes: the size at which recording ends.
            secrets: further names of members to mask.
        """
        from .trace_header import open_recorder

        self.stop_recording()
        recorder = open_recorder(
            path,
            url=self._url,
            channel=self._channel,
            handshake=self._handshake,
            max_bytes=max_bytes,
            secrets=secrets,
        )
        self._recorder = recorder
        self._connection = self._recording(self._connection, recorder)

    def stop_recording(self) -> None:
        """Write nothing more; without a recording nothing happens."""
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            recorder.stop()
            self._connection = self._connection.connection

    def _recorded(self, connection: LibraryConnectionT) -> LibraryConnectionT:
        """Give what stands for a connection that was opened in place of a lost one."""
        recorder = self._recorder
        if recorder is None:
            return connection
        if self._handshake is not None:
            recorder.mask.add_values(self._handshake.secrets)
        self._connection.note_end()  # where it was a sender that noticed
        recorder.event("reconnect")
        return self._recording(connection, recorder)

    def _recording_of(
        self, connection: LibraryConnectionT, recorder: Recorder
    ) -> LibraryConnectionT:
        """Give what records a connection: the present one, or one that broke and is still read."""
        present = self._connection
        if getattr(present, "connection", None) is connection:
            return cast("LibraryConnectionT", present)
        return self._recording(connection, recorder, has_ended=True)

    def _recording(
        self, connection: LibraryConnectionT, recorder: Recorder, *, has_ended: bool = False
    ) -> LibraryConnectionT:
        from .recording import AsyncRecordedConnection, RecordedConnection

        recorded = AsyncRecordedConnection if self._asynchronous else RecordedConnection
        return cast("LibraryConnectionT", recorded(connection, recorder, has_ended=has_ended))
