from __future__ import annotations

import sys

import pytest

from codegen.names.packages import is_taken


def test_every_public_module_of_the_standard_library() -> None:
    public = {name for name in sys.stdlib_module_names if not name.startswith("_")}
    # Those that a later Python has brought are added when it is supported.
    assert {name for name in public if not is_taken(name)} == set()


@pytest.mark.parametrize("name", ["pydantic", "httpx", "websockets", "typing_extensions"])
def test_what_a_package_imports(name: str) -> None:
    assert is_taken(name)


def test_other_names() -> None:
    assert not is_taken("openai_realtime")
