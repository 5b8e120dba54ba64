"""JSONPath (RFC 9535): which places of a document a query selects.

The library parses and evaluates; what is added here is a budget, because a short query can ask
for more steps than any machine has (`$..*..*..*`, a filter that walks the whole document again
for every node, a regular expression that a backtracking matcher never ends with).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathError
from jsonpath_rfc9535.function_extensions import ExpressionType, FilterFunction
from jsonpath_rfc9535.node import JSONPathNode
from jsonpath_rfc9535.parse import Parser
from jsonpath_rfc9535.query import JSONPathQuery
from jsonpath_rfc9535.segments import (
    JSONPathChildSegment,
    JSONPathRecursiveDescentSegment,
    JSONPathSegment,
)
from jsonpath_rfc9535.selectors import IndexSelector, JSONPathSelector, NameSelector
from jsonpath_rfc9535.tokens import TokenStream

from codegen.diagnostics import Pointer
from codegen.overlay.patterns import PatternTooLargeError, matches, size
from codegen.read.json_value import JsonValue

MAX_STEPS = 20_000_000
"""Members and elements that one query may look at; `$..*` looks at each of them twice."""

MAX_LENGTH = 4096
"""Characters of a query."""

MAX_NESTING = 50
"""Parentheses and brackets inside one another: the parser recurses into them."""


_STATES_A_STEP: Final = 64
"""States of a pattern's automaton that take as long as one step, for each character of a text."""


class InvalidQueryError(ValueError):
    """A text is no JSONPath query; the message says what is wrong with it."""


class QueryTooExpensiveError(Exception):
    """A query needs more than `MAX_STEPS` steps."""


@dataclass(frozen=True, slots=True)
class Query:
    """A JSONPath query, ready to be asked."""

    text: str
    _compiled: JSONPathQuery
    _budget: _Budget

    def find(self, data: JsonValue) -> tuple[Pointer, ...]:
        """Return the pointer of every value that is selected, each once, in document order.

        Raises:
            QueryTooExpensiveError: finding them would take too many steps.
        """
        self._budget.steps = 0
        found: dict[Pointer, None] = {}
        for node in self._compiled.finditer(data):
            found[node.location] = None
        return tuple(found)


def parse_query(text: str) -> Query:
    """Parse a query.

    Raises:
        InvalidQueryError: the text is no query of RFC 9535.
    """
    if len(text) > MAX_LENGTH:
        raise InvalidQueryError(f"it is longer than {MAX_LENGTH} characters")
    if _nesting(text) > MAX_NESTING:
        raise InvalidQueryError("its parentheses are nested too deep")
    environment = JSONPathEnvironment()
    environment.parser = parser = _Parser(env=environment)
    for name in ("match", "search"):
        environment.function_extensions[name] = _Pattern(parser.budget, whole=name == "match")
    try:
        return Query(text, environment.compile(text), parser.budget)
    except JSONPathError as error:
        raise InvalidQueryError(str(error.args[0])) from None


def _nesting(text: str) -> int:
    """How deep parentheses and brackets are nested at most; those in quoted text count as well."""
    depth = deepest = 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        deepest = max(deepest, depth)
    return deepest


@dataclass(slots=True)
class _Budget:
    """The steps that a query has taken so far."""

    steps: int = 0

    def charge(self, steps: int) -> None:
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise QueryTooExpensiveError

    def select(self, selector: JSONPathSelector, node: JSONPathNode) -> Iterable[JSONPathNode]:
        """What a selector selects below a node, paid for."""
        is_one = isinstance(selector, NameSelector | IndexSelector)
        value = node.value
        self.charge(1 if is_one or not isinstance(value, dict | list) else 1 + len(value))
        return selector.resolve(node)


class _Pattern(FilterFunction):
    """`match` and `search`, whose patterns are paid for."""

    arg_types: ClassVar[list[ExpressionType]] = [ExpressionType.VALUE, ExpressionType.VALUE]
    return_type = ExpressionType.LOGICAL

    def __init__(self, budget: _Budget, *, whole: bool) -> None:
        self._budget = budget
        self._whole = whole

    def __call__(self, text: object, pattern: object) -> bool:
        if not isinstance(text, str) or not isinstance(pattern, str):
            return False
        try:
            self._budget.charge(1 + len(text) * size(pattern) // _STATES_A_STEP)
            return matches(pattern, text, whole=self._whole)
        except PatternTooLargeError:
            raise QueryTooExpensiveError from None


class _Children(JSONPathChildSegment):
    __slots__ = ("_budget",)

    def __init__(self, segment: JSONPathSegment, budget: _Budget) -> None:
        super().__init__(env=segment.env, token=segment.token, selectors=segment.selectors)
        self._budget = budget

    def resolve(self, nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
        for node in nodes:
            for selector in self.selectors:
                yield from self._budget.select(selector, node)


class _Descendants(JSONPathRecursiveDescentSegment):
    __slots__ = ("_budget",)

    def __init__(self, segment: JSONPathSegment, budget: _Budget) -> None:
        super().__init__(env=segment.env, token=segment.token, selectors=segment.selectors)
        self._budget = budget

    def resolve(self, nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
        for node in nodes:
            for inner in self._containers(node):
                for selector in self.selectors:
                    yield from self._budget.select(selector, inner)

    def _containers(self, node: JSONPathNode) -> Iterator[JSONPathNode]:
        """The node and every mapping and list below it, in document order."""
        waiting = [node]
        while waiting:
            current = waiting.pop()
            yield current
            value = current.value
            members: Iterable[tuple[str | int, object]] = (
                value.items() if isinstance(value, dict)
                else enumerate(value) if isinstance(value, list)
                else ()
            )  # fmt: skip
            below = [
                current.new_child(inner, key, current)
                for key, inner in members
                if isinstance(inner, dict | list)
            ]
            self._budget.charge(len(below))
            waiting.extend(reversed(below))


class _Parser(Parser):
    """The library's, with segments that count; its filters' queries come by here as well."""

    def __init__(self, *, env: JSONPathEnvironment) -> None:
        super().__init__(env=env)
        self.budget = _Budget()

    def parse_query(
        self, stream: TokenStream, *, in_filter: bool = False
    ) -> Iterator[JSONPathSegment]:
        for segment in super().parse_query(stream, in_filter=in_filter):
            is_deep = isinstance(segment, JSONPathRecursiveDescentSegment)
            yield (_Descendants if is_deep else _Children)(segment, self.budget)
