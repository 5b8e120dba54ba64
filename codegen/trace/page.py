"""A trace as a page: one file that asks nobody for anything.

The page is built by its script from a JSON island. No text of the trace is part of its HTML, and
its policy allows this one script and this one style sheet and no request at all.
"""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import Any, Final

from codegen.data import data_folder
from codegen.plan.render import render
from codegen.text import Code
from codegen.trace.entries import Entry, Form, Trace
from codegen.trace.summary import Summary, seconds_text, size_text
from codegen.trace.table import closing_text, printable

_SHOWN_HEADER: Final = ("sdk", "version", "channel", "url", "at")


def page(trace: Trace, summary: Summary, gap_seconds: float) -> str:
    """The HTML of a trace's timeline."""
    folder = data_folder("templates") / "trace"
    style = (folder / "timeline.css").read_text(encoding="utf-8")
    script = (folder / "timeline.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src {_source(script)}; style-src {_source(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return render(
        "trace/timeline.html.jinja",
        policy=Code(policy),
        style=Code(style),
        script=Code(script),
        data=_island(_data(trace, summary, gap_seconds)),
    )


def _source(text: str) -> str:
    digest = base64.b64encode(sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _island(data: Any) -> Code:
    """JSON that can stand within a `script` element: nothing in it begins a tag or a comment."""
    text = json.dumps(data, separators=(",", ":"))
    return Code(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _data(trace: Trace, summary: Summary, gap_seconds: float) -> dict[str, Any]:
    header = trace.header
    return {
        "file": trace.path.name,
        "header": [[name, str(header[name])] for name in _SHOWN_HEADER if header.get(name)],
        "facts": _facts(summary, gap_seconds),
        "gap": gap_seconds,
        "entries": [_entry(entry) for entry in trace.entries],
    }


def _facts(summary: Summary, gap_seconds: float) -> list[list[str]]:
    facts = [
        ["sent", f"{summary.sent:,}", size_text(summary.sent_bytes)],
        ["received", f"{summary.received:,}", size_text(summary.received_bytes)],
    ]
    if summary.seconds is not None:
        facts.append(["duration", seconds_text(summary.seconds), ""])
    if summary.first_answer is not None:
        facts.append(["first answer", seconds_text(summary.first_answer), "after the first send"])
    longest = f"longest {seconds_text(summary.gaps[0].seconds)}" if summary.gaps else "none"
    facts.append([f"gaps over {gap_seconds:g} s", str(len(summary.gaps)), longest])
    lines = ", ".join(map(str, summary.errors[:3])) + (", ..." if len(summary.errors) > 3 else "")
    facts.append(["errors", str(len(summary.errors)), f"line {lines}" if lines else "none"])
    if summary.reconnections:
        facts.append(["reconnections", str(summary.reconnections), ""])
    return facts


def _entry(entry: Entry) -> dict[str, Any]:
    """A line for the script: short names, and only what is not the usual."""
    shown: dict[str, Any] = {
        "l": entry.line,
        "k": entry.kind.value,
        "y": printable(entry.label),
        "t": entry.time,
        "s": entry.size,
    }
    optional = {
        "w": entry.wall,
        "e": int(entry.is_error),
        "f": entry.form.value if entry.form is not None else "",
        "n": _note(entry),
        "c": _content(entry),
    }
    return shown | {name: value for name, value in optional.items() if value}


def _content(entry: Entry) -> str:
    # Pretty here and not in the page: a script would round the integers beyond 2**53.
    if entry.form is Form.JSON:
        return json.dumps(entry.content, indent=2, ensure_ascii=False)
    if entry.form is Form.BINARY:
        return base64.b64encode(entry.content).decode()
    return str(entry.content) if entry.form is not None else ""


def _note(entry: Entry) -> str:
    if entry.failed:
        return "not sent: the connection had ended"
    if entry.is_closing:
        return closing_text(entry)
    return ""
