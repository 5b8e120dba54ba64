"""What users write: a function for each thing that an SDK does, module by module.

Type checkers read it in their strictest modes, and a test runs it against servers.
"""

from __future__ import annotations

import asyncio
import sys

import calls
import clients
import content
import sockets_asyncio
import sockets_blocking

if __name__ == "__main__":
    url, websocket_url = sys.argv[1:]
    calls.main(url)
    content.main(url)
    clients.main(url)
    sockets_blocking.main(websocket_url)
    asyncio.run(sockets_asyncio.main(websocket_url))
    print("done")
