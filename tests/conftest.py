"""Fixtures of every test."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the cache of whoever runs it."""
    before = os.environ.get("SPECLOOM_CACHE_DIR")
    os.environ["SPECLOOM_CACHE_DIR"] = str(tmp_path_factory.mktemp("specloom-cache"))
    yield
    if before is None:
        del os.environ["SPECLOOM_CACHE_DIR"]
    else:
        os.environ["SPECLOOM_CACHE_DIR"] = before
