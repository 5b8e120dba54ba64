"""Reading the steps of a scenario: one mapping each, known by the key that names its action."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol, TypeAlias, cast

from codegen.diagnostics import Location, quote
from codegen.mock.expressions import Template, compile_value
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
    Respond,
    Return,
    Send,
    Set,
    Share,
    Start,
    Step,
    Wait,
)

_PATH_SEGMENT: Final = re.compile(r"\{\{.*?\}\}|[^.{]+")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")

# Beside the key of the action itself, and `when`, which every step can have.
_EXTRA_KEYS: Final[dict[str, frozenset[str]]] = {
    "send": frozenset(),
    "let": frozenset(),
    "set": frozenset(),
    "append": frozenset(),
    "insert": frozenset(),
    "if": frozenset({"then", "else"}),
    "for": frozenset({"in", "do"}),
    "call": frozenset({"with", "into"}),
    "return": frozenset(),
    "start": frozenset({"do", "on_cancel"}),
    "cancel": frozenset({"with"}),
    "error": frozenset(),
    "pause": frozenset(),
    "wait": frozenset(),
    "close": frozenset(),
    "respond": frozenset(),
    "share": frozenset(),
}

_Known: TypeAlias = set[str]


class Compiler(Protocol):
    """What compiles values and collects mistakes."""

    def value(self, value: Any, location: Location, known: Iterable[str]) -> Template:
        """A compiled value."""
        ...

    def expression(self, value: Any, location: Location, known: Iterable[str]) -> Template:
        """A compiled expression."""
        ...

    def mistake(self, location: Location, message: str, remedy: str | None = None) -> None:
        """Note a mistake."""
        ...


def started_tasks(value: Any) -> frozenset[str]:
    """Names of the tasks that any step under `value` starts."""
    return frozenset(step["start"] for step in _steps_with(value, "start"))


def cancel_arguments(value: Any) -> Mapping[str, frozenset[str]]:
    """For each task, the names that any `cancel` step under `value` hands to it."""
    names: dict[str, frozenset[str]] = {}
    for step in _steps_with(value, "cancel"):
        arguments = step.get("with")
        given: Iterable[str] = (
            cast("dict[str, Any]", arguments) if isinstance(arguments, dict) else ()
        )
        names[step["cancel"]] = names.get(step["cancel"], frozenset()) | frozenset(given)
    return names


def _steps_with(value: Any, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if isinstance(value, dict):
        mapping = cast("dict[str, Any]", value)
        if isinstance(mapping.get(key), str):
            found.append(mapping)
        for member in mapping.values():
            found += _steps_with(member, key)
    elif isinstance(value, list):
        for element in value:
            found += _steps_with(element, key)
    return found


class StepReader:
    """Reads the blocks of one channel or operation.

    - `state`: names of the state variables, which `set`, `append` and `insert` can change.
    - `procedures`: parameters of each procedure.
    - `tasks`: every task that is started somewhere.
    - `cancel_names`: what `cancel` hands to each task.
    """

    def __init__(
        self,
        compiler: Compiler,
        state: frozenset[str],
        procedures: Mapping[str, tuple[str, ...]],
        tasks: frozenset[str],
        cancel_names: Mapping[str, frozenset[str]],
    ) -> None:
        self._compiler = compiler
        self._state = state
        self._procedures = procedures
        self._tasks = tasks
        self._cancel_names = cancel_names
        self._in_task = False
        self._readers: dict[str, Callable[[Mapping[str, Any], Location, _Known], Action]] = {
            "send": lambda s, at, known: Send(self._value(s, "send", at, known)),
            "let": self._let,
            "set": self._set,
            "append": self._append,
            "insert": self._insert,
            "if": self._if,
            "for": self._for,
            "call": self._call,
            "return": lambda s, at, known: Return(self._value(s, "return", at, known)),
            "start": self._start,
            "cancel": self._cancel,
            "error": lambda s, at, known: Problem(self._value(s, "error", at, known)),
            "pause": lambda s, at, known: Pause(self._expression(s, "pause", at, known)),
            "wait": self._wait,
            "close": self._close,
            "respond": self._respond,
            "share": self._share,
        }

    def procedure_block(self, value: Any, location: Location, known: _Known) -> Block:
        """Read the steps of a procedure: a task may call it, so `wait` can stand in it."""
        self._in_task = True
        try:
            return self.block(value, location, known)
        finally:
            self._in_task = False

    def block(self, value: Any, location: Location, known: _Known) -> Block:
        """Read a list of steps; names that they define are added to `known`."""
        if not isinstance(value, list):
            self._mistake(location, f"{quote(value)} is not a list of steps", "write `- step: ...`")
            return ()
        steps = (self._step(step, location.child(index), known) for index, step in enumerate(value))
        return tuple(step for step in steps if step is not None)

    def _step(self, value: Any, location: Location, known: _Known) -> Step | None:
        if not isinstance(value, dict):
            self._mistake(location, f"{quote(value)} is not a step", "write `- send: {...}`")
            return None
        step = cast("dict[str, Any]", value)
        actions = [name for name in self._readers if name in step]
        if len(actions) != 1:
            close = [near for key in step for near in difflib.get_close_matches(key, _EXTRA_KEYS)]
            remedy = f"did you mean `{close[0]}`?" if close and not actions else None
            names = ", ".join(actions) or "nothing known"
            self._mistake(
                location,
                f"a step does one thing, and this one does {names}",
                remedy or "use one of " + ", ".join(_EXTRA_KEYS),
            )
            return None
        (action,) = actions
        for key in step.keys() - _EXTRA_KEYS[action] - {action, "when"}:
            self._mistake(location.child(key), f"`{action}` has no {quote(key)}", "remove it")
        when = (
            self._compiler.expression(step["when"], location.child("when"), known)
            if "when" in step
            else None
        )
        return Step(self._readers[action](step, location, known), location, when)

    # Actions, in the order of the language's description.

    def _let(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        place = location.child("let")
        values: dict[str, Template] = {}
        for name, value in self._mapping(step["let"], place).items():
            values[name] = self._compiler.value(value, place.child(name), known)
            self._define(name, place.child(name), known)
        return Let(values)

    def _set(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        place = location.child("set")
        return Set(
            tuple(
                (
                    self._path(path, place.child(path), known),
                    self._compiler.value(value, place.child(path), known),
                )
                for path, value in self._mapping(step["set"], place).items()
            )
        )

    def _append(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        place = location.child("append")
        entries = self._mapping(step["append"], place)
        if len(entries) != 1:
            self._mistake(place, "`append` takes one `path: value`", "write a step for each")
            return Insert((), compile_value(None))
        ((path, value),) = entries.items()
        return Insert(
            self._path(path, place.child(path), known),
            self._compiler.value(value, place.child(path), known),
        )

    def _insert(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        place = location.child("insert")
        entries = self._exactly(step["insert"], place, ("into", "at", "value"))
        return Insert(
            self._path(entries["into"], place.child("into"), known),
            self._compiler.value(entries["value"], place.child("value"), known),
            self._compiler.expression(entries["at"], place.child("at"), known),
        )

    def _if(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        condition = self._expression(step, "if", location, known)
        then = self.block(step.get("then"), location.child("then"), known)
        otherwise = self.block(step.get("else", []), location.child("else"), known)
        return If(condition, then, otherwise)

    def _for(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        source = self._compiler.expression(step.get("in"), location.child("in"), known)
        name = str(step["for"])
        self._define(name, location.child("for"), known)
        self._define(f"{name}_index", location.child("for"), known)
        return For(name, source, self.block(step.get("do"), location.child("do"), known))

    def _call(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        name = str(step["call"])
        arguments = self._arguments(step, location, known)
        if name not in self._procedures:
            self._unknown("procedure", name, location.child("call"), self._procedures)
        else:
            wanted = set(self._procedures[name])
            for missing in sorted(wanted - set(arguments)):
                self._mistake(location, f"{quote(name)} needs {quote(missing)}", "add it to `with`")
            for extra in sorted(set(arguments) - wanted):
                place = location.child("with", extra)
                self._mistake(place, f"{quote(name)} has no parameter {quote(extra)}", "remove it")
        into = step.get("into")
        if into is not None:
            self._define(str(into), location.child("into"), known)
        return Call(name, arguments, None if into is None else str(into))

    def _start(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        name = str(step["start"])
        inner = set(known)
        outer, self._in_task = self._in_task, True
        body = self.block(step.get("do"), location.child("do"), inner)
        self._in_task = outer
        on_cancel = self.block(
            step.get("on_cancel", []),
            location.child("on_cancel"),
            inner | self._cancel_names.get(name, frozenset()),
        )
        return Start(name, body, on_cancel)

    def _cancel(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        name = str(step["cancel"])
        if name not in self._tasks:
            self._unknown("task", name, location.child("cancel"), self._tasks)
        return Cancel(name, self._arguments(step, location, known))

    def _wait(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        if not self._in_task:
            self._mistake(
                location,
                "`wait` outside `start` would wait for a message that cannot be read",
                "move it into the steps of a task",
            )
        return Wait(self._expression(step, "wait", location, known))

    def _close(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        place = location.child("close")
        entries = self._exactly(step["close"], place, ("code", "reason"))
        return Close(
            self._compiler.value(entries["code"], place.child("code"), known),
            self._compiler.value(entries["reason"], place.child("reason"), known),
        )

    def _respond(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        place = location.child("respond")
        entries = self._mapping(step["respond"], place)
        for key in entries.keys() - {"status", "headers", "body"}:
            self._mistake(place.child(key), f"`respond` has no {quote(key)}", "remove it")
        return Respond(
            self._compiler.value(entries.get("status", 200), place.child("status"), known),
            self._compiler.value(entries.get("headers", {}), place.child("headers"), known),
            self._compiler.value(entries["body"], place.child("body"), known)
            if "body" in entries
            else None,
        )

    def _share(self, step: Mapping[str, Any], location: Location, known: _Known) -> Action:
        place = location.child("share")
        entries = self._exactly(step["share"], place, ("key", "value"))
        return Share(
            self._compiler.value(entries["key"], place.child("key"), known),
            self._compiler.value(entries["value"], place.child("value"), known),
        )

    # Parts of actions.

    def _value(self, step: Mapping[str, Any], key: str, at: Location, known: _Known) -> Template:
        return self._compiler.value(step[key], at.child(key), known)

    def _expression(
        self, step: Mapping[str, Any], key: str, at: Location, known: _Known
    ) -> Template:
        return self._compiler.expression(step[key], at.child(key), known)

    def _arguments(
        self, step: Mapping[str, Any], location: Location, known: _Known
    ) -> dict[str, Template]:
        place = location.child("with")
        return {
            name: self._compiler.value(value, place.child(name), known)
            for name, value in self._mapping(step.get("with", {}), place).items()
        }

    def _path(self, path: Any, location: Location, known: _Known) -> tuple[Template, ...]:
        segments = _PATH_SEGMENT.findall(path) if isinstance(path, str) else []
        if not segments or segments[0] not in self._state:
            name = segments[0] if segments else path
            self._unknown("state variable", str(name), location, self._state)
            return ()
        return tuple(self._compiler.value(segment, location, known) for segment in segments)

    def _define(self, name: str, location: Location, known: _Known) -> None:
        if not _NAME.match(name):
            self._mistake(location, f"{quote(name)} is not a name", "use letters, digits and _")
        elif name in self._state:
            self._mistake(
                location,
                f"{quote(name)} is a state variable",
                "change it with `set`, or choose another name",
            )
        known.add(name)

    def _exactly(self, value: Any, location: Location, keys: tuple[str, ...]) -> dict[str, Any]:
        entries = self._mapping(value, location)
        for key in entries.keys() - set(keys):
            self._mistake(location.child(key), f"there is no {quote(key)} here", "remove it")
        for key in keys:
            if key not in entries:
                self._mistake(location, f"{quote(key)} is missing", "add it")
        return {key: entries.get(key) for key in keys}

    def _mapping(self, value: Any, location: Location) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return cast("dict[str, Any]", value)
        self._mistake(location, f"{quote(value)} is not a mapping", "write `name: value` lines")
        return {}

    def _unknown(self, kind: str, name: str, location: Location, known: Iterable[str]) -> None:
        close = difflib.get_close_matches(name, list(known), n=1)
        self._mistake(
            location,
            f"there is no {kind} {quote(name)}",
            f"did you mean {quote(close[0])}?" if close else f"define the {kind} first",
        )

    def _mistake(self, location: Location, message: str, remedy: str) -> None:
        self._compiler.mistake(location, message, remedy)
