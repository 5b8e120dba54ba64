"""`pagination` of sdk.yaml: how listings are paged."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from codegen.config_section import Section

WirePath = Annotated[str, Field(pattern=r"^[^.\s]+(\.[^.\s]+)*$")]
"""Properties as they are on the wire, one below the other: `meta.next_cursor`."""


class _Pagination(Section):
    items: Annotated[
        str,
        Field(
            pattern=r"^([^.\s]+(\.[^.\s]+)*)?$",
            description="Where an answer has the list of items; empty when it is the list itself.",
        ),
    ] = ""
    operations: Annotated[
        list[str] | None,
        Field(
            description="The operations that are paged so, by operationId or `verb /path`. "
            "Without it, every GET that has the parameter and the properties."
        ),
    ] = None


class CursorPagination(_Pagination):
    """An answer has what the next page is asked for with."""

    style: Literal["cursor"]
    parameter: Annotated[str, Field(description="The parameter that takes the cursor.")]
    cursor: Annotated[
        WirePath | None, Field(description="Where an answer has the cursor of the next page.")
    ] = None
    last_item: Annotated[
        WirePath | None,
        Field(description="The property of the last item that is the cursor of the next page."),
    ] = None
    more: Annotated[
        WirePath | None, Field(description="A boolean of the answer: whether a page follows.")
    ] = None

    @model_validator(mode="after")
    def _has_one_cursor(self) -> Self:
        if (self.cursor is None) == (self.last_item is None):
            raise ValueError("give either `cursor` or `last_item`")
        return self


class OffsetPagination(_Pagination):
    """The next page is asked for with the number of items before it."""

    style: Literal["offset"]
    parameter: Annotated[str, Field(description="The parameter that takes the number of items.")]
    total: Annotated[
        WirePath | None, Field(description="Where an answer has the number of all items.")
    ] = None
    more: Annotated[
        WirePath | None, Field(description="A boolean of the answer: whether a page follows.")
    ] = None


class NumberPagination(_Pagination):
    """Pages are numbered."""

    style: Literal["page"]
    parameter: Annotated[str, Field(description="The parameter that takes the page's number.")]
    first: Annotated[int, Field(ge=0, le=1, description="The number of the first page.")] = 1
    pages: Annotated[
        WirePath | None, Field(description="Where an answer has the number of all pages.")
    ] = None
    more: Annotated[
        WirePath | None, Field(description="A boolean of the answer: whether a page follows.")
    ] = None


class LinkPagination(_Pagination):
    """An answer has the address of the next page."""

    style: Literal["link"]
    link: Annotated[
        WirePath | None,
        Field(description="Where an answer has it. Without it: the `Link` header (RFC 8288)."),
    ] = None


PaginationSection = CursorPagination | OffsetPagination | NumberPagination | LinkPagination
