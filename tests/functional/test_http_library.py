"""`http: httpx2`: the same SDK on the other HTTP library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, http_server

PETS = """
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: https://pets.example}]
paths:
  /pets:
    post:
      operationId: add
      requestBody:
        required: true
        content:
          application/json: {schema: {type: object, properties: {name: {type: string}}}}
      responses:
        '200':
          description: ok
          content:
            application/json: {schema: {type: object, properties: {id: {type: string}}}}
"""

PROGRAM = """
import asyncio, sys
import PACKAGE
from PACKAGE import AsyncPets, Pets, Timeout

with Pets(base_url=sys.argv[1], timeout=Timeout(5)) as client:
    print(client.pets.create(name="Rex").id)

async def main():
    async with AsyncPets(base_url=sys.argv[1]) as client:
        try:
            await client.pets.create(name="Rex")
        except PACKAGE.RateLimitError as error:
            print(type(error.response).__module__.partition(".")[0])

asyncio.run(main())
print(sorted({name.partition(".")[0] for name in sys.modules} & {"httpx", "httpx2"}))
"""


def dependencies(package: GeneratedPackage) -> list[str]:
    project = tomllib.loads(package.files["pyproject.toml"])["project"]
    return sorted(dependency.partition(">")[0] for dependency in project["dependencies"])


def test_httpx2(generate_package: GeneratePackage) -> None:
    package = generate_package(openapi=PETS, config="http: httpx2\n")
    assert dependencies(package) == ["httpx2", "pydantic", "websockets"]
    assert "`httpx2.Timeout`" in package.files["README.md"]
    replies = (
        Reply(body=json.dumps({"id": "p1"}).encode()),
        Reply(429, b"{}", {"x-should-retry": "false"}),
    )
    with http_server(*replies) as server:
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM.replace("PACKAGE", package.name), server.url],
            env={**os.environ, "PYTHONPATH": str(package.folder / "src")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.stdout.splitlines() == ["p1", "httpx2", "['httpx2']"], run.stderr
    assert [seen.method for seen in server.seen] == ["POST", "POST"]


def test_httpx_unless_told(generate_package: GeneratePackage) -> None:
    package = generate_package(openapi=PETS)
    assert dependencies(package) == ["httpx", "pydantic", "websockets"]
    assert "httpx2" not in package.text("_runtime/http.py")
