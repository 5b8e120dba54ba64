"""Settings as YAML with comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from codegen.yaml_scalar import scalar

Scalar = str | bool | int
Settings = Mapping[str, "Scalar | Settings | list[str]"]

WIDTH: Final = 96
LONGEST_KEY: Final = 1000
"""Characters of a key; a simple key of YAML has at most 1024."""


@dataclass(frozen=True, slots=True)
class Comment:
    """Lines of our own prose, and of diagnostics, which are ASCII already."""

    text: str

    def lines(self, indent: str) -> Iterator[str]:
        for paragraph in self.text.splitlines():
            line = ""
            for word in paragraph.split(" "):
                if line and len(indent) + len(line) + len(word) > WIDTH:
                    yield f"{indent}# {line}"
                    line = ""
                line = f"{line} {word}" if line else word
            yield f"{indent}# {line}".rstrip()


@dataclass(frozen=True, slots=True)
class Block:
    """A setting with what a reader should know about it.

    Attributes:
        comments: by the key of a member, what stands above it.
        is_suggestion: whether it is a comment as a whole, to be taken out of it by hand.
    """

    comment: Comment | None
    key: str
    value: Scalar | Settings | list[str]
    comments: Mapping[str, Comment]
    is_suggestion: bool = False


def render(heading: Comment, blocks: Iterable[Block]) -> str:
    """The text of the file."""
    lines = list(heading.lines(""))
    for block in blocks:
        is_nested = isinstance(block.value, Mapping | list)
        if is_nested or block.comment:
            lines.append("")
        lines += block.comment.lines("") if block.comment else ()
        lines += (f"# {line}" if block.is_suggestion else line for line in _setting(block))
    return "\n".join(lines) + "\n"


def _setting(block: Block) -> Iterator[str]:
    if isinstance(block.value, Mapping):
        yield f"{scalar(block.key)}:"
        yield from _members(block.value, "  ", block.comments)
    else:
        yield from _member(block.key, block.value, "")


def _members(settings: Settings, indent: str, comments: Mapping[str, Comment]) -> Iterator[str]:
    for key, value in settings.items():
        if key in comments:
            yield from comments[key].lines(indent)
        yield from _member(key, value, indent)


def _member(key: str, value: Scalar | Settings | list[str], indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{indent}{scalar(key)}:"
        yield from _members(value, f"{indent}  ", {})
    elif isinstance(value, list):
        yield f"{indent}{scalar(key)}: [{', '.join(map(scalar, value))}]"
    else:
        yield f"{indent}{scalar(key)}: {scalar(value)}"
