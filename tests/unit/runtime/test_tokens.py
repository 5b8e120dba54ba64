"""The token caches: one request for all who wait, whoever of them gives up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest

from runtime.deadline import Deadline
from runtime.errors import APIError, APIStatusError, APITimeoutError
from runtime.http import Response, stand_in_request
from runtime.oauth import Grant
from runtime.request import PreparedRequest
from runtime.tokens import AsyncTokens, SyncTokens

GRANT = Grant("https://a.example/t", "https://a.example/r", "i", "s", ("read",), (), in_body=False)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Server:
    """Answers token requests; `answers` are bodies or statuses, the last one for ever."""

    def __init__(self, *answers: dict[str, Any] | int) -> None:
        self.answers = answers or ({"expires_in": 100},)
        self.seen: list[dict[str, str]] = []

    def __call__(self, request: PreparedRequest) -> Response:
        assert isinstance(request.content, bytes)
        self.seen.append({"url": request.url, **dict(parse_qsl(request.content.decode()))})
        number = len(self.seen)
        said = self.answers[min(number, len(self.answers)) - 1]
        if isinstance(said, int):
            response = Response(said, json={"error": "no"}, request=stand_in_request(request.url))
            raise APIStatusError("refused", response=response, body={"error": "no"})
        body = {"access_token": f"t{number}", **said}
        return Response(200, json=body, request=stand_in_request(request.url))

    async def deliver(self, request: PreparedRequest) -> Response:
        await asyncio.sleep(0)
        return self(request)


class Blocking:
    def __init__(self, clock: Clock) -> None:
        self.tokens = SyncTokens("T/1", clock)

    def get(self, grant: Grant, server: Server) -> str:
        return self.tokens.get(grant, server)


class Asyncio:
    """Each call in an event loop of its own, as a client is used by scripts."""

    def __init__(self, clock: Clock) -> None:
        self.tokens = AsyncTokens("T/1", clock)

    def get(self, grant: Grant, server: Server) -> str:
        return asyncio.run(self.tokens.get(grant, server.deliver))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=[Blocking, Asyncio])
def cache(request: pytest.FixtureRequest, clock: Clock) -> Blocking | Asyncio:
    make: Callable[[Clock], Blocking | Asyncio] = request.param
    return make(clock)


Cache = Blocking | Asyncio


class TestExpiry:
    def test_shortly_before_the_end(self, cache: Cache, clock: Clock) -> None:
        server = Server()
        assert cache.get(GRANT, server) == "t1"
        clock.now += 89
        assert cache.get(GRANT, server) == "t1"
        clock.now += 1
        assert cache.get(GRANT, server) == "t2"

    def test_without_an_end(self, cache: Cache, clock: Clock) -> None:
        server = Server({})
        cache.get(GRANT, server)
        clock.now += 1e9
        assert cache.get(GRANT, server) == "t1"
        cache.tokens.discard("another")
        assert cache.get(GRANT, server) == "t1"
        cache.tokens.discard("t1")
        assert cache.get(GRANT, server) == "t2"

    def test_one_that_is_expired_already_serves_who_asked(self, cache: Cache) -> None:
        server = Server({"expires_in": 0})
        assert [cache.get(GRANT, server) for _ in range(2)] == ["t1", "t2"]


class TestScopes:
    def test_more_scopes_do_and_fewer_do_not(self, cache: Cache) -> None:
        server = Server()
        more = replace(GRANT, scopes=("write", "read"))
        assert cache.get(GRANT, server) == "t1"
        assert cache.get(more, server) == "t2"
        assert cache.get(GRANT, server) == "t1"
        assert cache.get(replace(GRANT, scopes=("write",)), server) == "t2"
        assert [seen["scope"] for seen in server.seen] == ["read", "write read"]

    @pytest.mark.parametrize(
        "other",
        [
            replace(GRANT, client_id="j"),
            replace(GRANT, client_secret="z"),
            replace(GRANT, url="https://b.example/t"),
            replace(GRANT, parameters=(("audience", "a"),)),
        ],
    )
    def test_another_login_is_another_token(self, cache: Cache, other: Grant) -> None:
        server = Server()
        assert [cache.get(g, server) for g in (GRANT, other, GRANT)] == ["t1", "t2", "t1"]


class TestRefresh:
    def test_is_used_while_it_is_accepted(self, cache: Cache, clock: Clock) -> None:
        server = Server({"expires_in": 10, "refresh_token": "r1"}, {"expires_in": 10}, 400, {})
        cache.get(GRANT, server)
        for expected in ("t2", "t4"):
            clock.now += 10
            assert cache.get(GRANT, server) == expected
        used = [(seen["grant_type"], seen["url"][-1]) for seen in server.seen]
        assert used == [
            ("client_credentials", "t"),
            ("refresh_token", "r"),
            ("refresh_token", "r"),  # RFC 6749, section 6: the old one stays
            ("client_credentials", "t"),
        ]

    def test_one_that_was_refused_is_not_used_again(self, cache: Cache, clock: Clock) -> None:
        server = Server({"expires_in": 10, "refresh_token": "r1"}, 401, {"expires_in": 10}, {})
        cache.get(GRANT, server)
        clock.now += 10
        cache.get(GRANT, server)
        clock.now += 10
        cache.get(GRANT, server)
        assert [seen["grant_type"] for seen in server.seen][3:] == ["client_credentials"]

    def test_a_server_that_is_down_is_told(self, cache: Cache, clock: Clock) -> None:
        server = Server({"expires_in": 10, "refresh_token": "r1"}, 503, {})
        cache.get(GRANT, server)
        clock.now += 10
        with pytest.raises(APIStatusError, match="no token: no"):
            cache.get(GRANT, server)
        assert cache.get(GRANT, server) == "t3"


class TestThreads:
    def crowd(self, tokens: SyncTokens, server: Callable[[PreparedRequest], Response]) -> list[Any]:
        """What 50 threads get, all of which wait while the first asks."""
        results: list[Any] = []
        ready = threading.Barrier(50)

        def ask() -> None:
            ready.wait()
            try:
                results.append(tokens.get(GRANT, server))
            except (APIError, KeyboardInterrupt) as error:
                results.append(error)

        threads = [threading.Thread(target=ask) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return results

    def test_one_request(self, clock: Clock) -> None:
        server = Server()
        assert self.crowd(SyncTokens("T/1", clock), server) == ["t1"] * 50
        assert len(server.seen) == 1

    def test_a_failure_is_everybody_s_and_the_next_call_tries_again(self, clock: Clock) -> None:
        tokens, server = SyncTokens("T/1", clock), Server(500, {})
        everybody = threading.Event()
        waiting = 0

        class Counted(dict[Grant, Any]):
            def get(self, key: Grant, default: Any = None) -> Any:
                nonlocal waiting
                waiting += 1
                if waiting == 50:
                    everybody.set()
                return super().get(key, default)

        tokens._flights = Counted()

        def slow(request: PreparedRequest) -> Response:
            assert everybody.wait(30)
            return server(request)

        results = self.crowd(tokens, slow)
        assert len(server.seen) == 1
        assert [type(result) for result in results] == [results[0].__class__] * 50
        assert "no token: no" in str(results[0])
        assert tokens.get(GRANT, server) == "t2"

    def test_an_interrupted_thread_leaves_it_to_another(self, clock: Clock) -> None:
        tokens, server = SyncTokens("T/1", clock), Server()
        interrupted = threading.Event()

        def deliver(request: PreparedRequest) -> Response:
            if not interrupted.is_set():
                interrupted.set()
                raise KeyboardInterrupt
            return server(request)

        results = self.crowd(tokens, deliver)
        assert sum(isinstance(result, KeyboardInterrupt) for result in results) == 1
        assert [result for result in results if isinstance(result, str)] == ["t1"] * 49
        assert len(server.seen) == 1

    def test_a_wait_ends_with_the_call_that_it_is_part_of(self, clock: Clock) -> None:
        tokens, asked, answer = SyncTokens("T/1", clock), threading.Event(), threading.Event()

        def deliver(request: PreparedRequest) -> Response:
            asked.set()
            assert answer.wait(30)
            return Server()(request)

        with ThreadPoolExecutor(1) as threads:
            first = threads.submit(tokens.get, GRANT, deliver)
            assert asked.wait(30)
            with pytest.raises(APITimeoutError) as caught, Deadline(0.01).watched():
                tokens.get(GRANT, deliver)
            answer.set()
            assert first.result(30) == "t1"
        assert str(caught.value.request.url) == GRANT.url

    def test_a_call_that_ran_out_of_time_leaves_it_to_another(self, clock: Clock) -> None:
        tokens, server = SyncTokens("T/1", clock), Server()
        asked, waited = threading.Event(), threading.Event()

        class Watched(dict[Grant, Any]):
            def get(self, key: Grant, default: Any = None) -> Any:
                flight = super().get(key, default)
                if flight is not None:
                    waited.set()
                return flight

        tokens._flights = Watched()

        def too_slow(request: PreparedRequest) -> Response:
            asked.set()
            assert waited.wait(30)
            raise APITimeoutError(stand_in_request(request.url))

        def first() -> str:
            with Deadline(1e-9).watched():
                return tokens.get(GRANT, too_slow)

        with ThreadPoolExecutor(1) as threads:
            late = threads.submit(first)
            assert asked.wait(30)
            assert tokens.get(GRANT, server) == "t1"
            with pytest.raises(APITimeoutError):
                late.result(30)


class TestTasks:
    def test_one_request_whoever_is_cancelled(self, clock: Clock) -> None:
        server = Server()

        async def main() -> list[Any]:
            tokens, open_ = AsyncTokens("T/1", clock), asyncio.Event()

            async def deliver(request: PreparedRequest) -> Response:
                await open_.wait()
                return server(request)

            tasks = [asyncio.create_task(tokens.get(GRANT, deliver)) for _ in range(500)]
            await asyncio.sleep(0)
            for task in tasks[:100]:  # the one that asked is among them
                task.cancel()
            await asyncio.sleep(0)
            open_.set()
            return await asyncio.gather(*tasks, return_exceptions=True)

        results = asyncio.run(main())
        assert all(isinstance(result, asyncio.CancelledError) for result in results[:100])
        assert results[100:] == ["t1"] * 400
        assert len(server.seen) == 1

    def test_a_failure_is_everybody_s_and_the_next_call_tries_again(self, clock: Clock) -> None:
        server = Server(500, {})

        async def main() -> tuple[list[Any], str]:
            tokens = AsyncTokens("T/1", clock)
            asked = [tokens.get(GRANT, server.deliver) for _ in range(500)]
            results = await asyncio.gather(*asked, return_exceptions=True)
            return results, await tokens.get(GRANT, server.deliver)

        results, after = asyncio.run(main())
        assert all("no token: no" in str(result) for result in results)
        assert after == "t2"
        assert len(server.seen) == 2

    def test_a_request_that_nobody_waits_for_is_given_up(self, clock: Clock) -> None:
        server = Server()
        given_up: list[bool] = []

        async def main() -> str:
            tokens = AsyncTokens("T/1", clock)

            async def deliver(request: PreparedRequest) -> Response:
                try:
                    await asyncio.Event().wait()
                finally:
                    given_up.append(True)
                raise AssertionError("nobody sets the event")

            task = asyncio.create_task(tokens.get(GRANT, deliver))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            # At once, while the request is only about to end.
            token = await tokens.get(GRANT, server.deliver)
            assert given_up == [True]  # and not by the end of the event loop
            return token

        assert asyncio.run(main()) == "t1"

    def test_a_loop_that_ended_meanwhile(self, clock: Clock) -> None:
        tokens, server = AsyncTokens("T/1", clock), Server()
        first = asyncio.new_event_loop()

        async def never(request: PreparedRequest) -> Response:
            await asyncio.Event().wait()
            raise AssertionError("nobody sets the event")

        abandoned = first.create_task(tokens.get(GRANT, never))
        for _ in range(3):
            first.run_until_complete(asyncio.sleep(0))
        try:
            assert asyncio.run(tokens.get(GRANT, server.deliver)) == "t1"
        finally:
            abandoned.cancel()
            with pytest.raises(asyncio.CancelledError):
                first.run_until_complete(abandoned)
            first.close()
