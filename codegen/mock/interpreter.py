"""Running scenarios: the steps of one connection or one request, one after the other.

Handlers of a connection run in the order of the client's messages. A task (`start`) runs beside
them; it is cancelled between two steps, never within one, so a scenario sees no half-done step.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from codegen.diagnostics import Code, Location, SpecError
from codegen.mock.expressions import ExpressionError, Template
from codegen.mock.state import Shared, State, StateError
from codegen.mock.steps import (
    Action,
    Block,
    Call,
    Cancel,
    Close,
    For,
    If,
    Insert,
    Let,
    Pause,
    Problem,
    Procedure,
    Respond,
    Return,
    Send,
    Set,
    Share,
    Start,
    Step,
    Wait,
)

MAX_STEPS: Final = 200_000
"""Steps that one handler or task may take."""

MAX_DEPTH: Final = 32
"""Procedures that may be inside one another."""

MAX_PAUSE_SECONDS: Final = 60.0


class Outlet(Protocol):
    """Where a scenario's messages go."""

    async def send(self, message: Any, location: Location) -> None:
        """Send a message."""
        ...

    async def close(self, code: int, reason: str) -> None:
        """Close the connection."""
        ...


@dataclass(frozen=True)
class Answer:
    """An HTTP answer that a scenario gave; without a body when `has_body` is false."""

    status: int
    headers: Mapping[str, str]
    body: Any
    has_body: bool


@dataclass
class _Frame:
    """Local variables of one handler, task or procedure, and what it may still do."""

    variables: dict[str, Any]
    task: _Task | None = None
    depth: int = 0
    steps: int = 0


@dataclass
class _Task:
    """A running `start`."""

    frame: _Frame
    on_cancel: Block
    handle: asyncio.Task[None] | None = None
    cancelled: bool = False
    messages_seen: int = 0
    wake: asyncio.Event = field(default_factory=asyncio.Event)


class _Returned(Exception):  # noqa: N818 (control flow, not an error)
    def __init__(self, value: Any) -> None:
        self.value = value


class _Answered(Exception):  # noqa: N818
    def __init__(self, answer: Answer) -> None:
        self.answer = answer


class _Cancelled(Exception):  # noqa: N818
    pass


class Interpreter:
    """Runs the steps of one connection, or of one request.

    Args:
        outlet: where messages go; a request has none.
        shared: what the whole server keeps.
        constants: the scenario's constants and what else every expression can name.
        procedures: the channel's procedures.
        on_error: the block that `error` runs.
        speed: how much faster than real time pauses are; 0 for none at all.
    """

    def __init__(
        self,
        outlet: Outlet | None,
        shared: Shared,
        constants: Mapping[str, Any],
        *,
        procedures: Mapping[str, Procedure] | None = None,
        on_error: Block | None = None,
        speed: float = 1.0,
    ) -> None:
        self.state = State()
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._outlet = outlet
        self._shared = shared
        self._procedures = procedures or {}
        self._on_error = on_error or ()
        self._speed = speed
        self._tasks: dict[str, _Task] = {}
        self._messages_begun = self._messages_handled = 0
        self._base: dict[str, Any] = {
            **constants,
            "speed": speed,
            "shared": shared.get,
            "issue_key": shared.issue_key,
            "running": self.is_running,
        }
        self._actions: dict[type[Any], Callable[[Any, _Frame, Location], Awaitable[None]]] = {
            Send: self._send,
            Let: self._let,
            Set: self._set,
            Insert: self._insert,
            If: self._if,
            For: self._for,
            Call: self._call,
            Return: self._return,
            Start: self._start,
            Cancel: self._cancel,
            Problem: self._problem,
            Pause: self._pause,
            Wait: self._wait,
            Close: self._close,
            Respond: self._respond,
            Share: self._share,
        }

    def initialise(self, state: Mapping[str, Template], location: Location) -> None:
        """Give the state variables their first values, in order."""
        for name, template in state.items():
            value = self._evaluate(template, _Frame({}), location.child("state", name))
            self._assign((name,), value, location)

    async def run(self, block: Block, variables: Mapping[str, Any]) -> None:
        """Run a handler to its end.

        Raises:
            SpecError: a step failed; the location is the step's.
        """
        with contextlib.suppress(_Returned):
            await self._block(block, _Frame(dict(variables)))

    async def answer(self, block: Block, variables: Mapping[str, Any]) -> Answer | None:
        """Run the steps of a request; the answer they gave, if any.

        Raises:
            SpecError: a step failed; the location is the step's.
        """
        try:
            await self.run(block, variables)
        except _Answered as answered:
            return answered.answer
        return None

    def message_begins(self) -> None:
        """Note that a message of the client is about to be handled."""
        self._messages_begun += 1

    def message_handled(self) -> None:
        """Tell tasks in `wait` that the message has been handled."""
        self._messages_handled = self._messages_begun
        for task in self._tasks.values():
            task.wake.set()

    def is_running(self, name: str) -> bool:
        """Whether the task called `name` is running."""
        task = self._tasks.get(name)
        return task is not None and not task.cancelled

    async def stop(self) -> None:
        """End every task, without its `on_cancel`: the connection is gone."""
        handles = [task.handle for task in self._tasks.values() if task.handle is not None]
        for handle in handles:
            handle.cancel()
        await asyncio.gather(*handles, return_exceptions=True)
        if self.failure.done() and not self.failure.cancelled():
            # Read once, or the event loop reports it as never retrieved.
            self.failure.exception()

    async def _block(self, block: Block, frame: _Frame) -> None:
        for step in block:
            await self._step(step, frame)

    async def _step(self, step: Step, frame: _Frame) -> None:
        if frame.task is not None and frame.task.cancelled:
            raise _Cancelled
        frame.steps += 1
        if frame.steps > MAX_STEPS:
            raise _failed(f"more than {MAX_STEPS} steps in one handler", step.location)
        if step.when is not None and not self._evaluate(step.when, frame, step.location):
            return
        action: Action = step.action
        await self._actions[type(action)](action, frame, step.location)

    def _evaluate(self, template: Template, frame: _Frame, location: Location) -> Any:
        try:
            return template.evaluate({**self._base, **self.state.values, **frame.variables})
        except ExpressionError as error:
            raise _failed(str(error), location) from None

    def _arguments(
        self, templates: Mapping[str, Template], frame: _Frame, location: Location
    ) -> dict[str, Any]:
        return {name: self._evaluate(item, frame, location) for name, item in templates.items()}

    def _assign(self, path: tuple[Any, ...], value: Any, location: Location) -> None:
        try:
            self.state.assign(path, value)
        except StateError as error:
            raise _failed(str(error), location) from None

    def _seconds(self, template: Template, frame: _Frame, location: Location) -> float:
        value = self._evaluate(template, frame, location)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
            raise _failed(f"{value!a:.80} is not a number of seconds", location)
        return min(float(value), MAX_PAUSE_SECONDS)

    # The actions.

    async def _send(self, action: Send, frame: _Frame, location: Location) -> None:
        message = self._evaluate(action.message, frame, location)
        if self._outlet is None:
            raise _failed("there is no connection to send on", location)
        await self._outlet.send(message, location)
        if frame.task is not None:
            # A task that never pauses would keep every other connection waiting.
            await asyncio.sleep(0)

    async def _let(self, action: Let, frame: _Frame, location: Location) -> None:
        for name, template in action.values.items():
            frame.variables[name] = self._evaluate(template, frame, location)

    async def _set(self, action: Set, frame: _Frame, location: Location) -> None:
        for segments, template in action.values:
            path = tuple(self._evaluate(segment, frame, location) for segment in segments)
            value = self._evaluate(template, frame, location)
            self._assign(path, value, location)

    async def _insert(self, action: Insert, frame: _Frame, location: Location) -> None:
        path = tuple(self._evaluate(segment, frame, location) for segment in action.path)
        value = self._evaluate(action.value, frame, location)
        at = None if action.at is None else self._evaluate(action.at, frame, location)
        try:
            self.state.insert(path, value, at)
        except StateError as error:
            raise _failed(str(error), location) from None

    async def _if(self, action: If, frame: _Frame, location: Location) -> None:
        chosen = self._evaluate(action.condition, frame, location)
        await self._block(action.then if chosen else action.otherwise, frame)

    async def _for(self, action: For, frame: _Frame, location: Location) -> None:
        source = self._evaluate(action.source, frame, location)
        if not isinstance(source, (list, tuple, range, dict)):
            raise _failed(f"{source!a:.80} has no elements", location)
        # A copy: the body may change the list.
        for index, element in enumerate(list(source)):
            frame.variables[action.name] = element
            frame.variables[f"{action.name}_index"] = index
            await self._block(action.body, frame)

    async def _call(self, action: Call, frame: _Frame, location: Location) -> None:
        if frame.depth >= MAX_DEPTH:
            raise _failed(f"procedures are nested deeper than {MAX_DEPTH}", location)
        arguments = self._arguments(action.arguments, frame, location)
        inner = _Frame(arguments, frame.task, frame.depth + 1, frame.steps)
        result = None
        try:
            await self._block(self._procedures[action.procedure].body, inner)
        except _Returned as returned:
            result = returned.value
        frame.steps = inner.steps
        if action.into is not None:
            frame.variables[action.into] = result

    async def _return(self, action: Return, frame: _Frame, location: Location) -> None:
        raise _Returned(self._evaluate(action.value, frame, location))

    async def _start(self, action: Start, frame: _Frame, location: Location) -> None:
        running = self._tasks.get(action.task)
        if running is not None and running is frame.task:
            raise _failed(f"the task {action.task!a} cannot start itself", location)
        if running is not None and running.handle is not None:
            # The last steps of a task may still be on their way when its client goes on.
            await asyncio.wait({running.handle})
        inner = _Frame(dict(frame.variables))
        task = _Task(inner, action.on_cancel, messages_seen=self._messages_begun)
        inner.task = task
        self._tasks[action.task] = task
        task.handle = asyncio.create_task(self._task(action, task))

    async def _task(self, action: Start, task: _Task) -> None:
        try:
            with contextlib.suppress(_Returned, _Cancelled):
                await self._block(action.body, task.frame)
        except Exception as error:  # noqa: BLE001 (handed to the connection, which reports it)
            if not self.failure.done():
                self.failure.set_exception(error)
        finally:
            if self._tasks.get(action.task) is task:
                del self._tasks[action.task]

    async def _cancel(self, action: Cancel, frame: _Frame, location: Location) -> None:
        task = self._tasks.get(action.task)
        if task is None or task.handle is None or task is frame.task:
            return
        arguments = self._arguments(action.arguments, frame, location)
        task.cancelled = True
        task.wake.set()
        await asyncio.wait({task.handle})
        inner = _Frame({**task.frame.variables, **arguments}, frame.task, frame.depth)
        with contextlib.suppress(_Returned):
            await self._block(task.on_cancel, inner)

    async def _problem(self, action: Problem, frame: _Frame, location: Location) -> None:
        problem = self._evaluate(action.values, frame, location)
        with contextlib.suppress(_Returned):
            await self._block(self._on_error, _Frame({"problem": problem}, frame.task, frame.depth))

    async def _pause(self, action: Pause, frame: _Frame, location: Location) -> None:
        seconds = self._seconds(action.seconds, frame, location)
        if self._speed <= 0:
            await asyncio.sleep(0)
        elif frame.task is None:
            await asyncio.sleep(seconds / self._speed)
        else:
            await self._sleep(frame.task, seconds / self._speed, until_message=False)

    async def _wait(self, action: Wait, frame: _Frame, location: Location) -> None:
        if frame.task is not None:
            seconds = self._seconds(action.seconds, frame, location)
            await self._sleep(frame.task, seconds, until_message=True)
            frame.task.messages_seen = self._messages_handled

    async def _sleep(self, task: _Task, seconds: float, *, until_message: bool) -> None:
        """Sleep until the time is over, the task is cancelled, or a new message was handled."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not task.cancelled:
            if until_message and self._messages_handled > task.messages_seen:
                return
            task.wake.clear()
            remaining = deadline - asyncio.get_running_loop().time()
            try:
                await asyncio.wait_for(task.wake.wait(), max(remaining, 0))
            except TimeoutError:
                return

    async def _close(self, action: Close, frame: _Frame, location: Location) -> None:
        if self._outlet is not None:
            code = self._evaluate(action.code, frame, location)
            await self._outlet.close(int(code), str(self._evaluate(action.reason, frame, location)))

    async def _respond(self, action: Respond, frame: _Frame, location: Location) -> None:
        headers = self._evaluate(action.headers, frame, location)
        raise _Answered(
            Answer(
                int(self._evaluate(action.status, frame, location)),
                {str(name): str(value) for name, value in dict(headers).items()},
                None if action.body is None else self._evaluate(action.body, frame, location),
                has_body=action.body is not None,
            )
        )

    async def _share(self, action: Share, frame: _Frame, location: Location) -> None:
        key = str(self._evaluate(action.key, frame, location))
        self._shared.put(key, self._evaluate(action.value, frame, location))


def _failed(message: str, location: Location) -> SpecError:
    return SpecError.of(Code.INVALID_SCENARIO, message, location)
