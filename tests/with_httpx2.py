"""A plugin that gives every test `httpx2` where it imports `httpx`.

python -m pytest -p tests.with_httpx2 tests/unit/runtime
"""

from __future__ import annotations

import httpx2

httpx2.alias_httpx()  # before a test or the runtime imports the other one
