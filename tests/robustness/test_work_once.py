"""Work is done once: what a server has done stays done once, however its answer gets lost.

The server of these tests does the work of a POST, keeps by its key that it has, and then answers,
or fails to. It counts.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.robustness.adversary import PATIENCE, Adversary, Peer, Received, adversary, answer
from tests.robustness.conftest import VAULT
from tests.robustness.flavours import Flavour, flavours

KEY = "idempotency-key"
DONE = answer(b'{"id": "done"}')
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n"

LOSSES: dict[str, Callable[[Peer], None]] = {
    "reset": Peer.reset,
    "hang up": Peer.hang_up,
    "timeout": Peer.until_gone,
    "half an answer": lambda peer: (peer.send(HEAD + b"{"), peer.hang_up())[1],
}
"""What becomes of the connection once the work is done."""

SHORT = {"timeout": 1.0}
"""Where the server falls silent; enough for an answer that comes at once, on a busy machine."""

REFUSALS = (408, 409, 429, 500, 502, 503, 504)


class Worker:
    """What the server has done, by key; a request without one is work of its own."""

    def __init__(self, *failures: Callable[[Peer], None] | int) -> None:
        self.done: Counter[str] = Counter()
        self.keys: list[str | None] = []
        self.bodies: list[bytes] = []
        self._failures = iter(failures)

    def __call__(self, peer: Peer) -> None:
        while True:
            received = peer.request()
            self._work(received)
            failure = next(self._failures, None)
            if isinstance(failure, int):
                peer.send(answer(b"{}", failure, ("Retry-After-Ms", "1")))
            elif failure is not None:
                failure(peer)
            else:
                peer.send(DONE)

    def _work(self, received: Received) -> None:
        key = received.headers.get(KEY)
        self.keys.append(key)
        self.bodies.append(received.body)
        name = key if key is not None else f"request {len(self.keys)}"
        if not self.done[name]:
            self.done[name] += 1

    @property
    def times(self) -> int:
        """How many times the work has been done."""
        return sum(self.done.values())


@pytest.fixture(scope="module")
def keyed_vault(generate_package: GeneratePackage) -> GeneratedPackage:
    config = {"client": {"idempotency_header": "Idempotency-Key"}}
    return generate_package(openapi=VAULT, config=config)


@pytest.fixture(params=["blocking", "asyncio"])
def keyed(request: pytest.FixtureRequest, keyed_vault: GeneratedPackage) -> Iterator[Flavour]:
    yield from flavours(keyed_vault, request.param)


def create(flavour: Flavour, server: Adversary, **options: Any) -> Any:
    extra = {name: options.pop(name) for name in ("extra_headers",) if name in options}
    with flavour.client(base_url=server.url, **{"timeout": PATIENCE, **options}) as client:
        return flavour.wait(client.items.create(id="a", **extra))


class TestWithKeys:
    """The API knows keys, and the SDK sends one with each call."""

    @pytest.mark.parametrize("loss", LOSSES)
    def test_lost_answers(self, keyed: Flavour, pauses: list[float], loss: str) -> None:
        worker = Worker(LOSSES[loss], LOSSES[loss])
        with adversary(worker) as server:
            assert create(keyed, server, **(SHORT if loss == "timeout" else {})).id == "done"
        assert (worker.times, len(worker.keys), len({*worker.keys})) == (1, 3, 1)
        assert len({*worker.bodies}) == 1

    @pytest.mark.parametrize("status", REFUSALS)
    def test_refusals(self, keyed: Flavour, pauses: list[float], status: int) -> None:
        worker = Worker(status, status)
        with adversary(worker) as server:
            assert create(keyed, server).id == "done"
        assert (worker.times, len(worker.keys), len({*worker.keys})) == (1, 3, 1)

    def test_one_after_the_other(self, keyed: Flavour, pauses: list[float]) -> None:
        worker = Worker(503, Peer.reset, 409, Peer.until_gone)
        with adversary(worker) as server:
            assert create(keyed, server, max_retries=4, **SHORT).id == "done"
        assert (worker.times, len(worker.keys)) == (1, 5)

    def test_each_call_has_its_own(self, keyed: Flavour) -> None:
        worker = Worker()
        with adversary(worker) as server, keyed.client(base_url=server.url) as client:
            for _ in range(3):
                keyed.wait(client.items.create(id="a"))
        assert (worker.times, len({*worker.keys})) == (3, 3)

    def test_the_user_s_own(self, keyed: Flavour, pauses: list[float]) -> None:
        worker = Worker(Peer.reset)
        with adversary(worker) as server:
            create(keyed, server, extra_headers={"idempotency-KEY": "mine"})
        assert worker.keys == ["mine", "mine"]

    def test_taken_away_it_is_as_without(self, keyed: Flavour, pauses: list[float]) -> None:
        worker = Worker(Peer.reset)
        omit = keyed.package.omit
        with adversary(worker) as server, pytest.raises(keyed.package.APIConnectionError):
            create(keyed, server, extra_headers={"Idempotency-Key": omit})
        assert (worker.times, worker.keys) == (1, [None])

    def test_other_methods_have_none(self, keyed: Flavour) -> None:
        worker = Worker()
        with adversary(worker) as server, keyed.client(base_url=server.url) as client:
            keyed.wait(client.items.retrieve("a"))
            keyed.wait(client.items.update("a", id="b"))
        assert worker.keys == [None, None]


class TestWithoutKeys:
    @pytest.mark.parametrize("loss", LOSSES)
    def test_lost_answers_are_lost(self, flavour: Flavour, pauses: list[float], loss: str) -> None:
        worker = Worker(LOSSES[loss])
        with adversary(worker) as server, pytest.raises(flavour.package.APIConnectionError):
            create(flavour, server, **(SHORT if loss == "timeout" else {}))
        assert (worker.times, pauses) == (1, [])

    def test_a_body_that_is_gone(self, keyed: Flavour, pauses: list[float]) -> None:
        """A key does not help where there is nothing left to send."""
        worker = Worker(503)
        with (
            adversary(worker) as server,
            keyed.client(base_url=server.url) as client,
            pytest.raises(keyed.package.InternalServerError) as caught,
        ):
            keyed.wait(client.files.create(file=Forward(b"ab")))
        assert (worker.times, pauses) == (1, [])
        assert "can be read only once" in "".join(caught.value.__notes__)


class Forward(io.BytesIO):
    """Reads on, and never back."""

    def seekable(self) -> bool:
        return False

    def seek(self, offset: int, whence: int = 0) -> int:
        raise io.UnsupportedOperation

    def tell(self) -> int:
        raise io.UnsupportedOperation


class TestBudget:
    def test_attempts_end_with_it(self, keyed: Flavour) -> None:
        """Each attempt may take 10 s, and all of them 1: the second one is cut off."""
        worker = Worker(500, *[Peer.until_gone] * 9)
        timeout = keyed.package.Timeout(10, total=1)
        with adversary(worker) as server, pytest.raises(keyed.package.APITimeoutError):
            create(keyed, server, timeout=timeout, max_retries=9)
        assert (worker.times, len(worker.keys)) == (1, 2)


DECLARED = yaml.safe_load(VAULT)
DECLARED["paths"]["/items"]["post"]["parameters"] = [
    {"name": "idempotency-key", "in": "header", "schema": {"type": "string"}}
]


@pytest.fixture(scope="module")
def declaring_vault(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=DECLARED)


@pytest.fixture(params=["blocking", "asyncio"])
def declared(
    request: pytest.FixtureRequest, declaring_vault: GeneratedPackage
) -> Iterator[Flavour]:
    yield from flavours(declaring_vault, request.param)


class TestDeclared:
    """The document declares the header for an operation: nothing has to be set."""

    def test_a_key_is_sent(self, declared: Flavour, pauses: list[float]) -> None:
        worker = Worker(Peer.reset, 503)
        with adversary(worker) as server:
            assert create(declared, server).id == "done"
        assert (worker.times, len(worker.keys), len({*worker.keys})) == (1, 3, 1)

    def test_the_user_s_own(self, declared: Flavour, pauses: list[float]) -> None:
        worker = Worker(Peer.reset)
        with adversary(worker) as server, declared.client(base_url=server.url) as client:
            declared.wait(client.items.create(id="a", idempotency_key="mine"))
        assert worker.keys == ["mine", "mine"]
