from __future__ import annotations

import pytest

from codegen.names.words import pascal, singular, snake, split


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("RealtimeMCPHTTPError", ["Realtime", "MCPHTTP", "Error"]),
        ("realtime_mcphttp_error", ["realtime", "mcphttp", "error"]),
        ("userID", ["user", "ID"]),
        ("UserID2", ["User", "ID2"]),
        ("utf8Text", ["utf8", "Text"]),
        ("2fa", ["2", "fa"]),
        ("a-b.c/d e", ["a", "b", "c", "d", "e"]),
        ("HTTPServer", ["HTTP", "Server"]),
        ("éa", ["ea"]),
        ("", []),
        ("+-*", []),
        ("日本語id", ["u65e5", "u672c", "u8a9e", "id"]),
        ("U65e5U672cName", ["U65e5", "U672c", "Name"]),
        ("URLdecoder", ["UR", "Ldecoder"]),
        ("Undecided", ["Undecided"]),
        ("oAuth2ClientCredentials", ["oAuth2", "Client", "Credentials"]),
        ("MyOAuthToken", ["My", "OAuth", "Token"]),
        ("OAuthed", ["OAuthed"]),
        ("NoAuth", ["No", "Auth"]),
        ("videoAuthor", ["video", "Author"]),
    ],
)
def test_split(name: str, words: list[str]) -> None:
    assert split(name) == words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("RealtimeMCPHTTPError", "RealtimeMcphttpError"),
        ("item.create", "ItemCreate"),
        ("A", "A"),
        ("", ""),
        ("OAuth2Token", "OAuth2Token"),
        ("oauth_token", "OAuthToken"),
        ("oauthed", "Oauthed"),
    ],
)
def test_pascal(name: str, expected: str) -> None:
    assert pascal(name) == expected
    assert pascal(snake(name)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("RealtimeMcphttpError", "realtime_mcphttp_error"), ("X-Trace-ID", "x_trace_id"), ("", ""),
     ("oAuth2ClientCredentials", "oauth2_client_credentials")],
)  # fmt: skip
def test_snake(name: str, expected: str) -> None:
    assert snake(name) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("calls", "call"),
        ("client_secrets", "client_secret"),
        ("entries", "entry"),
        ("boxes", "box"),
        ("classes", "class"),
        ("matches", "match"),
        ("people", "person"),
        ("status", "status"),
        ("analysis", "analysis"),
        ("address", "address"),
        ("data", "data"),
        ("series", "series"),
        ("ties", "tie"),
        ("cookies", "cookie"),
        ("prompt_caches", "prompt_cache"),
        ("order_statuses", "order_status"),
        ("species", "species"),
        ("bus", "bus"),
        ("is", "is"),
        ("realtime", "realtime"),
        ("", ""),
    ],
)
def test_singular(word: str, expected: str) -> None:
    assert singular(word) == expected
