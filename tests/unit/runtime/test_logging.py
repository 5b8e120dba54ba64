"""Logs."""

from __future__ import annotations

import logging

import httpx
import pytest

from runtime.logging import HideQuery, hide_query_keys, sdk_logger, websocket_logger
from runtime.settings import Credential, SDKSettings

SETTINGS = SDKSettings(
    title="t",
    client_name="T",
    version="1",
    package="logging_example",
    base_url="https://t.example",
    log_variable="T_LOG",
    credentials=(Credential("key", "query", "api_key"),),
)


@pytest.mark.parametrize(
    ("value", "level"), [("debug", logging.DEBUG), ("INFO", logging.INFO), ("loud", 0), ("", 0)]
)
def test_the_variable_sets_the_level(value: str, level: int) -> None:
    logging.getLogger("logging_example").setLevel(logging.NOTSET)
    assert sdk_logger(SETTINGS, {"T_LOG": value}).level == level
    assert sdk_logger(SETTINGS, {}).name == "logging_example"


def test_debug_on_the_root_does_not_open_the_socket_log() -> None:
    logger = websocket_logger(SETTINGS)
    assert not logger.isEnabledFor(logging.DEBUG)
    logger.setLevel(logging.DEBUG)
    assert websocket_logger(SETTINGS).level == logging.DEBUG
    logger.setLevel(logging.NOTSET)


def test_query_keys_stay_out_of_the_http_log(caplog: pytest.LogCaptureFixture) -> None:
    hide_query_keys(SETTINGS)
    try:
        caplog.set_level(logging.INFO, logger=httpx.__name__)
        transport = httpx.MockTransport(lambda request: httpx.Response(200))
        with httpx.Client(transport=transport) as client:
            client.get("https://t.example/x?api_key=hidden")
        [record] = caplog.records
        assert "https://t.example/x?***" in record.getMessage()
        assert "hidden" not in f"{record.getMessage()} {record.args}"
    finally:
        for name in ("httpx", "httpx2"):
            logger = logging.getLogger(name)
            for added in list(logger.filters):
                if isinstance(added, HideQuery):
                    logger.removeFilter(added)
