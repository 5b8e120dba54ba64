"""The registry of handlers: threads, copies, names by alias and by union."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeAlias

import pydantic
import pytest
from typing_extensions import TypeAliasType

from runtime.handlers import Handlers
from runtime.models import BaseModel, UnknownVariant
from runtime.tagged import tagged_classes


class Done(BaseModel):
    type: Literal["done"]


class Moved(BaseModel):
    kind: Annotated[Literal["up", "down"], pydantic.Field(alias="type")]


class Open(BaseModel):
    type: str


class Plain(BaseModel):
    x: int


Either: TypeAlias = Annotated[Done | Moved, pydantic.Field(discriminator="type")]
Named = TypeAliasType("Named", Either | list[int])  # type: ignore[misc]


class Messages:
    """A channel with three messages."""

    unknown: type[UnknownVariant] = UnknownVariant

    def names(self) -> Sequence[str]:
        return ("done", "up", "down")

    def tagged(self, name: str) -> Mapping[type, str | None]:
        return tagged_classes(Either, "type", name)


class TestTaggedClasses:
    @pytest.mark.parametrize(
        ("type_", "name", "expected"),
        [
            (Done, "done", {Done: None}),
            (Done, "up", {}),
            (Moved, "up", {Moved: "kind"}),
            (Either, "down", {Moved: "kind"}),
            (Named, "done", {Done: None}),
            (Open, "anything", {Open: "type"}),
            (Plain, "anything", {Plain: None}),
            (list[int], "done", {}),
        ],
    )
    def test_of(self, type_: Any, name: str, expected: dict[type, str | None]) -> None:
        assert tagged_classes(type_, "type", name) == expected


class TestHandlers:
    def test_a_message_of_another_name_with_the_same_class(self) -> None:
        handlers = Handlers(Messages())
        handlers.add("up", print, once=False)
        assert handlers.take(Moved(kind="up")) == [print]
        assert handlers.take(Moved(kind="down")) == []

    def test_nothing_is_taken_away_for_another_name(self) -> None:
        handlers = Handlers(Messages())
        handlers.add("up", print, once=True)
        assert handlers.take(Moved(kind="down")) == []
        assert handlers.take(Moved(kind="up")) == [print]
        assert handlers.take(Moved(kind="up")) == ()

    def test_of_equal_ones_the_first_is_taken_away(self) -> None:
        handlers = Handlers(Messages())
        seen: list[object] = []
        for handler in (seen.append, print, seen.append):
            handlers.add("done", handler, once=False)
        handlers.remove("done", seen.append)
        assert handlers.take(Done(type="done")) == [print, seen.append]

    def test_a_copy_is_its_own(self) -> None:
        handlers = Handlers(Messages())
        handlers.add(Done, print, once=True)
        copy = handlers.copy()
        assert copy.take(Done(type="done")) == [print]
        assert copy.take(Done(type="done")) == ()
        assert handlers.take(Done(type="done")) == [print]

    def test_once_is_once_for_threads(self) -> None:
        handlers = Handlers(Messages())
        count = 200
        for _ in range(count):
            handlers.add("done", print, once=True)
        taken: list[int] = []
        start = threading.Barrier(4)

        def take() -> None:
            start.wait(20)
            taken.append(len(handlers.take(Done(type="done"))))

        threads = [threading.Thread(target=take) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sum(taken) == count
        assert len(taken) == 4
