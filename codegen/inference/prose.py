"""What the comments of an inferred sdk.yaml say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from codegen.diagnostics import Diagnostic, display_path
from codegen.inference.yaml_text import Comment

__all__ = ["HEADING", "MINIMAL", "SECTIONS", "Comment", "look_at", "portable"]

_MOST_WARNINGS: Final = 20

HEADING: Final = Comment(
    "What specloom makes of these documents. All of it was inferred, so every setting can be "
    "changed, and one that is removed is inferred again.\n"
    "`specloom generate` writes the SDK, `specloom lint` says what is wrong with this file."
)

MINIMAL: Final[Mapping[str, Comment]] = {
    "skip": Comment("What cannot be generated, and why. Correct the document, then remove it here.")
}

SECTIONS: Final[Mapping[str, Comment]] = {
    "describes": Comment(
        "Whose side the AsyncAPI document takes. `server`: what it sends is what the SDK receives. "
        "`client`: what it sends is what the SDK sends."
    ),
    "package": Comment(
        "The project. `name` is what pip installs; `module`, should it differ, what is imported."
    ),
    "client": Comment(
        "The class that users begin with, and the environment variables it reads. Rename an option "
        "by its key; `header: X-Name` in place of `security` sends a value with every request."
    ),
    "resources": Comment(
        "The tree below the client, in the order of the reference. Say what each resource is for: "
        "the text becomes its documentation."
    ),
    "operations": Comment(
        "The method of each operation, by operationId or `verb /path`. Move one by its path: "
        "`orders.items.list` is client.orders.items.list()."
    ),
    "channels": Comment("The resource whose connect() opens the channel."),
    "streams": Comment(
        "The streams of events that are asked for again after a break, with `Last-Event-ID`."
    ),
    "skip": MINIMAL["skip"],
}

PAGING: Final = Comment(
    "Listings that look paged. With these lines out of the comment, their methods give pages that "
    "fetch the next one by themselves; without, each is one answer. A scheme is used for every GET "
    "that it fits, or for the `operations` that it lists."
)


KEEPING: Final = Comment(
    "Messages that look as if they keep a connection open. With these lines out of the comment, "
    "they are sent when nothing else was for so many seconds; how often the service wants them "
    "stands in its documentation."
)


def counted_methods(count: int) -> Comment:
    """How many methods something concerns."""
    return Comment(f"{count} method{'s' if count > 1 else ''}")


def look_at(warnings: Iterable[Diagnostic], unsaid: Sequence[str]) -> Comment | None:
    """What a person should look at before the first release."""
    listed = list(warnings)
    lines = [_ascii(f"- {portable(str(w), w)}") for w in listed[:_MOST_WARNINGS]]
    if len(listed) > _MOST_WARNINGS:
        lines.append(f"- and {len(listed) - _MOST_WARNINGS} more: run `specloom lint`")
    lines += [f"- `{name}` is left out: it would not say what was inferred" for name in unsaid]
    return Comment("\n".join(["Look at this:", *lines])) if lines else None


def portable(text: str, diagnostic: Diagnostic) -> str:
    """A text about a document without the folders that it is in on this machine."""
    if diagnostic.location is None:
        return text
    file = diagnostic.location.file
    return text.replace(display_path(file), display_path(Path(file.name)))


def _ascii(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode("ascii")
