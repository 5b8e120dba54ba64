"""A real browser for tests: the system's Chromium, driven by playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

MISSING = next(
    (
        reason
        for is_there, reason in (
            (CHROMIUM is not None, "there is no Chromium here"),
            (find_spec("playwright") is not None, "playwright is not installed"),
        )
        if not is_there
    ),
    "",
)
"""Why there is no browser; empty when there is one."""


@contextmanager
def chromium() -> Iterator[Any]:
    """Start a headless browser with a fresh profile."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
