"""Loading scenario files: shape, names and references are checked before anything runs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, cast

from codegen.diagnostics import Code, Diagnostic, Location, SpecError, quote
from codegen.mock.expressions import (
    BUILT_IN_NAMES,
    ExpressionError,
    Template,
    compile_expression,
    compile_value,
)
from codegen.mock.step_reader import StepReader, cancel_arguments, started_tasks
from codegen.mock.steps import (
    Block,
    ChannelScenario,
    Handshake,
    OperationScenario,
    Procedure,
    Scenario,
)
from codegen.read import read_document

VERSION: Final = 1
"""The version of the scenario language, given as `scenario: 1`."""

COMMON_NAMES: Final = frozenset({"request", "shared", "issue_key", "speed"})
"""Names that every block has beside the functions and the constants."""


def load_scenario(path: Path) -> Scenario:
    """Read and check a scenario file.

    Raises:
        SpecError: with every mistake in it, each at its line.
    """
    reader = _Reader(path)
    scenario = reader.read(read_document(path).data)
    if reader.mistakes:
        raise SpecError(*reader.mistakes)
    return scenario


class _Reader:
    """Reads one file; mistakes are collected, and what is wrong is left out."""

    def __init__(self, path: Path) -> None:
        self.root = Location(path)
        self.mistakes: list[Diagnostic] = []
        self.constants: Mapping[str, Any] = {}

    def read(self, data: Any) -> Scenario:
        fields = self._members(
            data,
            self.root,
            {"scenario", "description", "constants", "rest_error", "operations", "channels"},
        )
        if fields.get("scenario") != VERSION:
            self._mistake(
                self.root.child("scenario") if "scenario" in fields else self.root,
                f"`scenario` is {quote(fields.get('scenario'))}",
                f"write `scenario: {VERSION}`, the version of the language",
            )
        self.constants = self._mapping(fields.get("constants"), self.root.child("constants"))
        for name in self.constants:
            if name in BUILT_IN_NAMES | COMMON_NAMES:
                self._mistake(
                    self.root.child("constants", name),
                    f"{quote(name)} is a built-in name",
                    "choose another name for the constant",
                )
        known = BUILT_IN_NAMES | COMMON_NAMES | set(self.constants)
        return Scenario(
            location=self.root,
            constants=self.constants,
            channels={
                key: self._channel(value, self.root.child("channels", key), known)
                for key, value in self._mapping(
                    fields.get("channels"), self.root.child("channels")
                ).items()
            },
            operations={
                key: self._operation(value, self.root.child("operations", key), known)
                for key, value in self._mapping(
                    fields.get("operations"), self.root.child("operations")
                ).items()
            },
            rest_error=self._rest_error(fields, known),
        )

    def _rest_error(self, fields: Mapping[str, Any], known: frozenset[str]) -> Template | None:
        if "rest_error" not in fields:
            return None
        location = self.root.child("rest_error")
        return self.value(fields["rest_error"], location, known | {"problem"})

    def _operation(
        self, value: Any, location: Location, known: frozenset[str]
    ) -> OperationScenario:
        steps = StepReader(self, frozenset(), {}, frozenset(), {})
        return OperationScenario(location, steps.block(value, location, set(known)))

    def _channel(self, value: Any, location: Location, known: frozenset[str]) -> ChannelScenario:
        fields = self._members(
            value,
            location,
            {"handshake", "null_is_absent", "state", "procedures", "on_connect", "on", "on_error"},
        )
        state: dict[str, Template] = {}
        for name, initial in self._mapping(fields.get("state"), location.child("state")).items():
            place = location.child("state", name)
            if name in known:
                self._mistake(
                    place, f"{quote(name)} is taken already", "choose another name for the variable"
                )
            state[name] = self.value(initial, place, known | set(state))
        known = known | set(state) | {"running"}
        raw = self._mapping(fields.get("procedures"), location.child("procedures"))
        parameters = {
            name: self._parameters(body, location.child("procedures", name))
            for name, body in raw.items()
        }
        steps = StepReader(
            self, frozenset(state), parameters, started_tasks(fields), cancel_arguments(fields)
        )

        def block(name: str, *extra: str) -> Block:
            return steps.block(fields.get(name, []), location.child(name), set(known) | set(extra))

        return ChannelScenario(
            location=location,
            handshake=self._handshake(fields.get("handshake"), location.child("handshake")),
            null_is_absent=self._flag(fields, "null_is_absent", location),
            state=state,
            procedures={
                name: self._procedure(body, parameters[name], steps, known, location, name)
                for name, body in raw.items()
            },
            on_connect=block("on_connect"),
            on={
                tag: steps.block(body, location.child("on", tag), set(known) | {"event"})
                for tag, body in self._mapping(fields.get("on"), location.child("on")).items()
            },
            on_error=block("on_error", "problem") if "on_error" in fields else None,
        )

    def _procedure(
        self,
        value: Any,
        parameters: tuple[str, ...],
        steps: StepReader,
        known: frozenset[str],
        channel: Location,
        name: str,
    ) -> Procedure:
        location = channel.child("procedures", name)
        fields = self._members(value, location, {"parameters", "do"})
        names = set(known) | set(parameters)
        body = steps.procedure_block(fields.get("do", []), location.child("do"), names)
        return Procedure(parameters, body)

    def _parameters(self, value: Any, location: Location) -> tuple[str, ...]:
        fields = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        return self._texts(fields.get("parameters"), location.child("parameters"))

    def _handshake(self, value: Any, location: Location) -> Handshake:
        if value is None:
            return Handshake()
        fields = self._members(value, location, {"subprotocols", "key_subprotocols"})
        return Handshake(
            self._texts(fields.get("subprotocols"), location.child("subprotocols")),
            self._texts(fields.get("key_subprotocols"), location.child("key_subprotocols")),
        )

    # What the step reader needs as well.

    def value(self, value: Any, location: Location, known: Iterable[str]) -> Template:
        """A compiled value whose names are all known."""
        try:
            template = compile_value(value)
        except ExpressionError as error:
            return self._failed(location, error)
        return self._checked(template, location, known)

    def expression(self, value: Any, location: Location, known: Iterable[str]) -> Template:
        """A compiled expression (a text without braces, or a plain value)."""
        try:
            template = (
                compile_expression(value)
                if isinstance(value, str) and "{{" not in value
                else compile_value(value)
            )
        except ExpressionError as error:
            return self._failed(location, error)
        return self._checked(template, location, known)

    def _checked(self, template: Template, location: Location, known: Iterable[str]) -> Template:
        names = frozenset(known)
        for name in sorted(template.names - names):
            close = difflib.get_close_matches(name, names, n=1)
            self._mistake(
                location,
                f"nothing is called {quote(name)} here",
                f"did you mean {quote(close[0])}?" if close else "define it before it is used",
            )
        return template

    def _failed(self, location: Location, error: ExpressionError) -> Template:
        self._mistake(location, str(error), None)
        return compile_value(None)

    def mistake(self, location: Location, message: str, remedy: str | None = None) -> None:
        """Note a mistake."""
        self._mistake(location, message, remedy)

    def _mistake(self, location: Location, message: str, remedy: str | None) -> None:
        self.mistakes.append(Diagnostic(Code.INVALID_SCENARIO, message, location, remedy))

    def _members(self, value: Any, location: Location, allowed: set[str]) -> Mapping[str, Any]:
        """The members of a mapping, those that do not exist reported."""
        fields = self._mapping(value, location)
        for name in fields:
            if name not in allowed:
                close = difflib.get_close_matches(name, allowed, n=1)
                self._mistake(
                    location.child(name),
                    f"there is no {quote(name)} here",
                    f"did you mean {quote(close[0])}?"
                    if close
                    else "use one of " + ", ".join(sorted(allowed)),
                )
        return fields

    def _mapping(self, value: Any, location: Location) -> Mapping[str, Any]:
        if value is None:
            return {}
        if isinstance(value, dict):
            return cast("dict[str, Any]", value)
        self._mistake(location, f"{quote(value)} is not a mapping", "write `name: value` lines")
        return {}

    def _flag(self, fields: Mapping[str, Any], name: str, location: Location) -> bool:
        value = fields.get(name, False)
        if not isinstance(value, bool):
            self._mistake(
                location.child(name), f"{quote(value)} is no truth value", "write true or false"
            )
        return value is True

    def _texts(self, value: Any, location: Location) -> tuple[str, ...]:
        if value is None:
            return ()
        if isinstance(value, list):
            texts = value
            if all(isinstance(text, str) for text in texts):
                return tuple(texts)
        self._mistake(location, f"{quote(value)} is not a list of texts", "write [a, b]")
        return ()
