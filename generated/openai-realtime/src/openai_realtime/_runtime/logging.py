"""Logs of metadata: method, path template, status, request id. Never a header value or a query."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from .settings import SDKSettings

_LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


def sdk_logger(settings: SDKSettings, environment: Mapping[str, str]) -> logging.Logger:
    """Give the SDK's logger, its level set by the environment variable if there is one.

    The level is set here and nowhere else: handlers are the application's business.
    """
    logger = logging.getLogger(settings.package)
    level = _LEVELS.get(environment.get(settings.log_variable or "", "").strip().lower())
    if level is not None:
        logger.setLevel(level)
    return logger


def websocket_logger(settings: SDKSettings) -> logging.Logger:
    """Give the logger of the WebSocket library for this SDK's connections.

    At DEBUG that library writes the handshake with its credentials, and every frame. It says so
    only to who sets this very logger to DEBUG, not to who sets the root logger.
    """
    logger = logging.getLogger(f"{settings.package}.websocket")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.INFO)
    return logger


class HideQuery(logging.Filter):
    """Removes the query from the URLs in the HTTP library's own records."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's arguments; every record passes."""
        if isinstance(record.args, tuple):
            record.args = tuple(_shown(value) for value in record.args)
        return True


_hide_query = HideQuery()


def hide_query_keys(settings: SDKSettings) -> None:
    """Keep query credentials out of the HTTP library's INFO log, where an API has such."""
    if any(credential.kind == "query" for credential in settings.credentials):
        for name in ("httpx", "httpx2"):
            logging.getLogger(name).addFilter(_hide_query)


def _shown(value: object) -> object:
    # The library passes its URL object; text is what other libraries would pass.
    if type(value).__name__ != "URL" and not (isinstance(value, str) and "://" in value):
        return value
    parts = urlsplit(str(value))
    return urlunsplit(parts._replace(query="***" if parts.query else ""))
