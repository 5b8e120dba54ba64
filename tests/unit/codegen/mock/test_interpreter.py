"""Steps, run without a socket: a scenario's channel, its messages collected in a list."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen.diagnostics import Location, SpecError
from codegen.mock.interpreter import Answer, Interpreter
from codegen.mock.scenario import load_scenario
from codegen.mock.state import Shared

HEAD = """\
scenario: 1
channels:
  c:
    state: {log: [], count: 0, buffer: "{{ bytes_buffer() }}", box: {a: {b: 1}}}
"""


class Outlet:
    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.closed: tuple[int, str] | None = None

    async def send(self, message: Any, location: Location) -> None:
        self.sent.append(message)

    async def close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)


class Play:
    """A channel's handlers, called by name."""

    def __init__(self, path: Path, speed: float = 0) -> None:
        scenario = load_scenario(path)
        self.channel = scenario.channels["c"]
        self.outlet = Outlet()
        self.interpreter = Interpreter(
            self.outlet,
            Shared(),
            scenario.constants,
            procedures=self.channel.procedures,
            on_error=self.channel.on_error,
            speed=speed,
        )
        self.interpreter.initialise(self.channel.state, self.channel.location)

    async def handle(self, name: str, **event: Any) -> None:
        self.interpreter.message_begins()
        await self.interpreter.run(self.channel.on[name], {"event": event})
        self.interpreter.message_handled()


@pytest.fixture
def play(tmp_path: Path) -> Callable[[str], Play]:
    def load(rest: str) -> Play:
        path = tmp_path / "s.yaml"
        path.write_text(HEAD + rest)
        return Play(path)

    return load


def run(play: Callable[[str], Play], rest: str, *handlers: str) -> Play:
    async def main() -> Play:
        played = play(rest)
        try:
            for name in handlers:
                await played.handle(name)
        finally:
            await played.interpreter.stop()
        return played

    return asyncio.run(main())


def test_state_and_locals(play: Callable[[str], Play]) -> None:
    played = run(
        play,
        """
    on:
      x:
        - let: {n: 2, m: "{{ n + 1 }}"}
        - set: {count: "{{ n * m }}", box.a.b: 5}
        - append: {log: "{{ box.a }}"}
        - insert: {into: log, at: 0, value: first}
        - append: {buffer: "{{ decode_base64('AAEC') }}"}
        - set: {"log.{{ 0 }}": "{{ log[0] ~ '!' }}"}
        - send: {count: "{{ count }}", log: "{{ log }}", size: "{{ buffer | length }}"}
""",
        "x",
    )
    assert played.outlet.sent == [{"count": 6, "log": ["first!", {"b": 5}], "size": 3}]


def test_flow(play: Callable[[str], Play]) -> None:
    played = run(
        play,
        """
    procedures:
      double: {parameters: [n], do: [{return: "{{ n * 2 }}"}, {send: never}]}
    on:
      x:
        - for: n
          in: "[1, 2, 3]"
          do:
            - if: n == 2
              then: [{send: two}]
              else: [{call: double, with: {n: "{{ n }}"}, into: twice}, {send: "{{ twice }}"}]
            - send: {last: "{{ n_index }}"}
              when: n == 3
        - return: null
          when: "true"
        - send: never
""",
        "x",
    )
    assert played.outlet.sent == [2, "two", 6, {"last": 2}]


def test_error_runs_the_channels_block(play: Callable[[str], Play]) -> None:
    played = run(
        play,
        """
    on_error: [{send: {error: "{{ problem.code }}"}}, {close: {code: 4000, reason: enough}}]
    on: {x: [{error: {code: bad}}]}
""",
        "x",
    )
    assert played.outlet.sent == [{"error": "bad"}]
    assert played.outlet.closed == (4000, "enough")


TASK = """
    on:
      begin:
        - let: {said: ""}
        - start: talk
          do:
            - for: word
              in: "['a', 'b', 'c']"
              do:
                - let: {said: "{{ said ~ word }}"}
                - send: "{{ word }}"
                - wait: 60
                  when: word == 'b'
            - send: end
          on_cancel:
            - send: {said: "{{ said }}", reason: "{{ reason }}"}
      stop: [{cancel: talk, with: {reason: enough}}, {send: "{{ running('talk') }}"}]
      other: []
"""


def test_a_cancelled_task_says_how_far_it_came(play: Callable[[str], Play]) -> None:
    async def main() -> list[Any]:
        played = play(TASK)
        await played.handle("begin")
        while played.outlet.sent[-1:] != ["b"]:
            await asyncio.sleep(0)
        await played.handle("stop")
        await played.handle("stop")
        await played.interpreter.stop()
        return played.outlet.sent

    assert asyncio.run(main()) == ["a", "b", {"said": "ab", "reason": "enough"}, False, False]


def test_a_task_may_be_cancelled_before_its_first_step(play: Callable[[str], Play]) -> None:
    played = run(play, TASK, "begin", "stop")
    assert played.outlet.sent == [{"said": "", "reason": "enough"}, False]


def test_wait_ends_with_the_next_message(play: Callable[[str], Play]) -> None:
    async def main() -> list[Any]:
        played = play(TASK)
        await played.handle("begin")
        await played.handle("other")
        while played.interpreter.is_running("talk"):
            await asyncio.sleep(0)
        await played.interpreter.stop()
        return played.outlet.sent

    assert asyncio.run(main()) == ["a", "b", "c", "end"]


def test_a_failing_task_is_told_of(play: Callable[[str], Play]) -> None:
    async def main() -> None:
        played = play("    on: {x: [{start: t, do: [{send: '{{ event.missing }}'}]}]}\n")
        await played.handle("x")
        try:
            await played.interpreter.failure
        finally:
            await played.interpreter.stop()

    with pytest.raises(SpecError, match=r"s\.yaml:5:.*has no attribute 'missing'"):
        asyncio.run(main())


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ("[{send: '{{ event.x }}'}]", "has no attribute 'x'"),
        ("[{set: {log.5: 1}}]", "index 5 is outside a list of 0"),
        ("[{set: {box.c.d: 1}}]", "there is no 'box.c'"),
        ("[{append: {count: 1}}]", "'count' is not a list"),
        ("[{for: n, in: '3', do: []}]", "3 has no elements"),
        ("[{pause: '-1'}]", "-1 is not a number of seconds"),
        ("[{append: {log: \"{{ 'x' * 40000000 }}\"}}]", "would exceed"),
    ],
)
def test_what_goes_wrong_is_told_with_its_line(
    play: Callable[[str], Play], steps: str, message: str
) -> None:
    with pytest.raises(SpecError, match=message) as caught:
        run(play, f"    on: {{x: {steps}}}\n", "x")
    assert "s.yaml:5:" in str(caught.value)


def test_procedures_and_steps_are_bounded(play: Callable[[str], Play]) -> None:
    endless = """
    procedures: {again: {do: [{call: again}]}}
    on:
      x: [{call: again}]
      y: [{for: n, in: range(1000), do: [{for: m, in: range(999), do: [{let: {k: 1}}]}]}]
"""
    with pytest.raises(SpecError, match="nested deeper than 32"):
        run(play, endless, "x")
    with pytest.raises(SpecError, match="more than 200000 steps"):
        run(play, endless, "y")


def test_a_request_is_answered(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(
        "scenario: 1\noperations:\n  o:\n    - share: {key: k, value: 7}\n"
        "    - respond: {status: 201, headers: {X: '{{ shared(\"k\") }}'}, body: {a: 1}}\n"
    )
    body = load_scenario(path).operations["o"].body

    async def main() -> Answer | None:
        return await Interpreter(None, Shared(), {}).answer(body, {})

    assert asyncio.run(main()) == Answer(201, {"X": "7"}, {"a": 1}, has_body=True)
