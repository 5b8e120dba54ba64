"""The exact reader: builds JSON data from events and refuses whatever would be lost.

Slower than the parsers before it, which hand over what they refuse or might get wrong. It knows
where it is, so each refusal says which line and which key.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.read.events import Event, Kind
from codegen.read.json_value import JsonValue
from codegen.read.limits import Limits
from codegen.read.scalars import NumberTooLongError, plain_value
from codegen.read.source import Source, position_at

_CORE = "tag:yaml.org,2002:"
_MAPPING_TAGS = frozenset((None, "!", f"{_CORE}map"))
_SEQUENCE_TAGS = frozenset((None, "!", f"{_CORE}seq"))
_TEXT_TAGS = frozenset((None, "!", f"{_CORE}str"))
_TYPES_BY_TAG: dict[str, tuple[type, ...]] = {
    f"{_CORE}null": (type(None),),
    f"{_CORE}bool": (bool,),
    f"{_CORE}int": (int,),
    f"{_CORE}float": (float, int),
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_MERGE_KEY = "<<"


@dataclass(slots=True)
class _Measured:
    """A finished value, with what it costs wherever an alias repeats it."""

    value: JsonValue
    values: int = 1
    height: int = 0


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is still open."""

    container: dict[str, JsonValue] | list[JsonValue]
    anchor: str | None
    values: int = 1
    height: int = 1
    key: str | None = None
    key_offsets: dict[str, int] = field(default_factory=dict)
    merges: bool = False
    merged: list[dict[str, JsonValue]] = field(default_factory=list)

    @property
    def token(self) -> str | int | None:
        """The key or list index that the next value gets."""
        if isinstance(self.container, list):
            return len(self.container)
        return _MERGE_KEY if self.merges else self.key

    @property
    def expects_key(self) -> bool:
        return isinstance(self.container, dict) and self.key is None and not self.merges


def build(source: Source, events: Iterable[Event], limits: Limits) -> JsonValue:
    """Return the data that `events` describe; raise SpecError at the first thing refused."""
    builder = _Builder(source, limits)
    for event in events:
        builder.feed(event)
    return builder.result


class _Builder:
    def __init__(self, source: Source, limits: Limits) -> None:
        self.result: JsonValue = None
        self._source = source
        self._limits = limits
        self._events = 0
        self._frames: list[_Frame] = []
        self._anchors: dict[str, _Measured | None] = {}

    def feed(self, event: Event) -> None:
        """Take in the next event; raise SpecError when it is refused."""
        self._events += 1
        if self._events > 2 * self._limits.values:
            raise self._too_many(event)
        frame = self._frames[-1] if self._frames else None
        if frame is not None and frame.expects_key and event.kind is not Kind.MAPPING_END:
            self._open_member(frame, event)
        elif event.kind is Kind.SCALAR:
            scalar = _Measured(self._scalar(event))
            self._remember(event.anchor, scalar)
            self._add(scalar, event)
        elif event.kind is Kind.MAPPING_START:
            self._open(event, {}, _MAPPING_TAGS)
        elif event.kind is Kind.SEQUENCE_START:
            self._open(event, [], _SEQUENCE_TAGS)
        elif event.kind is Kind.ALIAS:
            self._add(self._aliased(event), event)
        else:
            self._close(event)

    def _open(
        self,
        event: Event,
        container: dict[str, JsonValue] | list[JsonValue],
        tags: frozenset[str | None],
    ) -> None:
        if event.tag not in tags:
            raise self._unknown_tag(event)
        if len(self._frames) >= self._limits.depth:
            raise self._too_deep(event)
        if event.anchor is not None:
            # Present and empty until the value is finished: an alias inside it is a cycle.
            self._anchors[event.anchor] = None
        self._frames.append(_Frame(container, event.anchor))

    def _close(self, event: Event) -> None:
        frame = self._frames.pop()
        if isinstance(frame.container, dict):
            for mapping in frame.merged:
                for key, value in mapping.items():
                    frame.container.setdefault(key, value)
        finished = _Measured(frame.container, frame.values, frame.height)
        self._remember(frame.anchor, finished)
        self._add(finished, event)

    def _add(self, value: _Measured, event: Event) -> None:
        if not self._frames:
            self.result = value.value
            return
        frame = self._frames[-1]
        frame.values += value.values
        frame.height = max(frame.height, value.height + 1)
        # An open frame has not told its parents yet. What they hold meanwhile is bounded by the
        # number of events, and what aliases add is counted here.
        if frame.values > self._limits.values:
            raise self._too_many(event)
        if len(self._frames) + value.height > self._limits.depth:
            raise self._too_deep(event)
        if isinstance(frame.container, list):
            frame.container.append(value.value)
        elif frame.merges:
            frame.merged.extend(self._merge_sources(value.value, event))
            frame.merges = False
        elif frame.key is not None:
            frame.container[frame.key] = value.value
            frame.key = None

    def _open_member(self, frame: _Frame, event: Event) -> None:
        if event.kind is not Kind.SCALAR:
            raise self._refusal(Code.KEY_NOT_SCALAR, "this key is not a scalar", event.offset)
        if event.plain and event.text == _MERGE_KEY:
            frame.merges = True
            return
        self._check_text(event)
        if event.tag not in _TEXT_TAGS and event.tag not in _TYPES_BY_TAG:
            raise self._unknown_tag(event)
        # The key is its text, whatever type the text would have as a value: OpenAPI and AsyncAPI
        # both limit keys to the failsafe schema of YAML, where every scalar is a string.
        frame.key = event.text
        frame.values += 1
        self._remember(event.anchor, _Measured(event.text))
        first = frame.key_offsets.setdefault(event.text, event.offset)
        if first != event.offset:
            line, _ = position_at(self._source.text, first)
            message = f"key {quote(event.text)} stands here and on line {line}"
            raise self._refusal(Code.DUPLICATE_KEY, message, event.offset)

    def _scalar(self, event: Event) -> str | int | float | bool | None:
        types = _TYPES_BY_TAG.get(event.tag) if event.tag is not None else None
        if not event.plain and types is None:
            if event.tag not in _TEXT_TAGS:
                raise self._unknown_tag(event)
            self._check_text(event)
            return event.text
        try:
            value = plain_value(event.text, self._limits)
        except NumberTooLongError:
            message = f"an integer has more than {self._limits.integer_digits} digits"
            raise self._refusal(Code.NUMBER_TOO_LONG, message, event.offset) from None
        if isinstance(value, float) and not math.isfinite(value):
            message = f"{quote(event.text)} is not a finite number"
            raise self._refusal(Code.NUMBER_NOT_FINITE, message, event.offset)
        if types is not None and type(value) not in types:
            message = f"{quote(event.text)} does not fit its tag {quote(event.tag)}"
            raise self._refusal(Code.UNKNOWN_TAG, message, event.offset)
        return float(value) if types == (float, int) and isinstance(value, int) else value

    def _aliased(self, event: Event) -> _Measured:
        if event.text not in self._anchors:
            message = f"alias {quote(event.text)} has no anchor before it"
            raise self._refusal(Code.INVALID_ALIAS, message, event.offset)
        value = self._anchors[event.text]
        if value is None:
            message = f"alias {quote(event.text)} stands inside the value it names"
            raise self._refusal(Code.INVALID_ALIAS, message, event.offset)
        return value

    def _merge_sources(self, value: JsonValue, event: Event) -> list[dict[str, JsonValue]]:
        sources = value if isinstance(value, list) else [value]
        mappings = [item for item in sources if isinstance(item, dict)]
        if len(mappings) < len(sources):
            message = "the value of the merge key '<<' is not a mapping"
            raise self._refusal(Code.INVALID_MERGE, message, event.offset)
        return mappings

    def _remember(self, anchor: str | None, value: _Measured) -> None:
        if anchor is not None:
            self._anchors[anchor] = value

    def _check_text(self, event: Event) -> None:
        if _SURROGATE.search(event.text):
            message = "this string holds half of a surrogate pair"
            raise self._refusal(Code.LONE_SURROGATE, message, event.offset)

    def _unknown_tag(self, event: Event) -> SpecError:
        message = f"tag {quote(event.tag)} is unknown"
        return self._refusal(Code.UNKNOWN_TAG, message, event.offset)

    def _too_many(self, event: Event) -> SpecError:
        message = f"the document holds more than {self._limits.values} values"
        return self._refusal(Code.TOO_MANY_VALUES, message, event.offset)

    def _too_deep(self, event: Event) -> SpecError:
        message = f"values are nested more than {self._limits.depth} deep"
        return self._refusal(Code.NESTING_TOO_DEEP, message, event.offset, with_pointer=False)

    def _refusal(
        self, code: Code, message: str, index: int, *, with_pointer: bool = True
    ) -> SpecError:
        tokens = (frame.token for frame in self._frames)
        pointer = tuple(token for token in tokens if token is not None) if with_pointer else ()
        position = position_at(self._source.text, index)
        return SpecError.of(code, message, Location(self._source.path, pointer, position))
