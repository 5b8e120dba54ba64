"""What the HTTP library's failures mean."""

from __future__ import annotations

import ssl

import httpx
import pytest

from runtime.errors import APIConnectionError, APITimeoutError
from runtime.http import (
    connection_error,
    failure_of,
    is_certificate_error,
    library_timeout,
    stand_in_request,
    stand_in_response,
)
from runtime.retry import Failure
from runtime.sentinels import not_given

REQUEST = httpx.Request("GET", "https://t.example/x?key=hidden")


def refused_certificate() -> httpx.ConnectError:
    """Make the error of a handshake in which the certificate did not verify."""
    error = httpx.ConnectError("hidden")
    inner = OSError("wrapped")
    inner.__context__ = ssl.SSLCertVerificationError("certificate verify failed\n")
    error.__cause__ = inner
    return error


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (httpx.ConnectError("x"), Failure.NOT_SENT),
        (httpx.ConnectTimeout("x"), Failure.NOT_SENT),
        (httpx.PoolTimeout("x"), Failure.NOT_SENT),
        (httpx.ReadTimeout("x"), Failure.UNCERTAIN),
        (httpx.WriteError("x"), Failure.UNCERTAIN),
        (httpx.RemoteProtocolError("x"), Failure.UNCERTAIN),
        (httpx.LocalProtocolError("x"), Failure.FINAL),
        (httpx.UnsupportedProtocol("x"), Failure.FINAL),
        (httpx.DecodingError("x"), Failure.FINAL),
        (httpx.InvalidURL("x"), Failure.FINAL),
        (refused_certificate(), Failure.FINAL),
    ],
)
def test_what_a_failure_allows(error: Exception, failure: Failure) -> None:
    assert failure_of(error) is failure


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (httpx.ReadTimeout("hidden"), "Request timed out."),
        (httpx.ConnectError("hidden"), "Connection error: ConnectError."),
        (httpx.InvalidURL("hidden"), "Invalid URL."),
        (refused_certificate(), "TLS certificate refused: hidden"),
    ],
)
def test_messages(error: Exception, message: str) -> None:
    mapped = connection_error(error, REQUEST)
    assert str(mapped) == message
    assert isinstance(mapped, APITimeoutError) == isinstance(error, httpx.TimeoutException)
    assert isinstance(mapped, APIConnectionError)


def test_a_chain_that_loops_ends() -> None:
    one, other = OSError("1"), OSError("2")
    one.__cause__, other.__cause__ = other, one
    assert not is_certificate_error(one)


def test_stand_ins_have_no_secrets() -> None:
    url = "https://user:hidden@t.example/x?key=hidden"
    response = stand_in_response(url, 401, [("Content-Encoding", "gzip"), ("A", "b")], b"plain")
    assert str(stand_in_request(url).url) == "https://t.example/x"
    assert response.content == b"plain"
    assert response.headers["a"] == "b"
    assert "hidden" not in repr(response.request)


def test_only_a_chosen_timeout_counts() -> None:
    with httpx.Client(timeout=9) as chosen, httpx.Client() as untouched:
        assert library_timeout(not_given, chosen) == httpx.Timeout(9)
        assert library_timeout(not_given, untouched) is not_given
        assert library_timeout(not_given, None) is not_given
        assert library_timeout(None, chosen) is None
