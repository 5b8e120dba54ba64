from __future__ import annotations

import pytest

from codegen.ir.api import Server, ServerVariable
from codegen.mock.addresses import Address, PathTemplate, folders
from codegen.text import SpecText


def server(url: str, **defaults: str | None) -> Server:
    variables = tuple(
        ServerVariable(SpecText(name), None if default is None else SpecText(default))
        for name, default in defaults.items()
    )
    return Server(SpecText(url), variables)


@pytest.mark.parametrize(
    ("servers", "expected"),
    [
        ([], ("",)),
        ([server("https://a.example")], ("",)),
        ([server("https://a.example/v1/")], ("/v1",)),
        ([server("/v1"), server("//a.example/v2"), server("https://b.example/v1")], ("/v1", "/v2")),
        ([server("wss://{host}/v1", host="a.example")], ("/v1",)),
        ([server("wss://a.example/{v}", v="v2")], ("/v2", "/{v}")),
        ([server("wss://a.example/{v}", v=None)], ("/{v}",)),
        ([server("{scheme}://a.example/v1", scheme="https")], ("/v1",)),
        ([server("{base}/v1", base="https://a.example/api")], ("/api/v1",)),
    ],
)
def test_folders(servers: list[Server], expected: tuple[str, ...]) -> None:
    assert folders(servers) == expected


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/v1/a/x%2Fy", {"id": "x/y"}),
        ("/a/x", {"id": "x"}),
        ("/v9/a/x", {"id": "x"}),
        ("/v9/v9/a/x", None),
        ("/v1/a/", None),
        ("/v1/a/x/", None),
    ],
)
def test_a_path_is_found_in_every_folder_and_without_one(
    path: str, found: dict[str, str] | None
) -> None:
    address = Address(PathTemplate("/a/{id}"), ("/v1", "/{version}"))
    assert address.match(path) == found


def test_a_variable_of_the_name_of_a_parameter_does_not_hide_it() -> None:
    address = Address(PathTemplate("/a/{id}"), ("/{id}",))
    assert address.match("/v1/a/x") == {"id": "x"}
