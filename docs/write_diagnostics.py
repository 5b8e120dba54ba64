"""Write docs/diagnostics.md, every diagnostic of the generator, from the code that raises them.

New codes are added to the table of those that are published, which nothing else writes.

python docs/write_diagnostics.py     (or `make docs`)
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from codegen.diagnostics import Code, Severity

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "diagnostics.md"
PUBLISHED = ROOT / "tests" / "diagnostics" / "published_codes.txt"
"""Every code that there has ever been, with its slug: lines are added, and none goes."""

GROUPS = {
    "SL0": ("Reading files", "openapi.yaml:1:1"),
    "SL1": ("References", "openapi.yaml:31:19"),
    "SL2": ("Schemas", "openapi.yaml:58:7"),
    "SL3": ("Operations", "openapi.yaml:12:5"),
    "SL4": ("Channels and messages", "asyncapi.yaml:9:3"),
    "SL5": ("Names", "openapi.yaml:40:5"),
    "SL6": ("Configuration, overlays and output", "sdk.yaml:3:3"),
}
SKIPPABLE = ("SL1", "SL2", "SL3", "SL4")

HEAD = """\
# Diagnostics

<!-- Written by docs/write_diagnostics.py: change the code, then run `make docs`. -->

Whatever the generator cannot do with its input, and whatever a reader should know of it, is a
diagnostic of one line. Everything that is wrong is told in one run.

```
openapi.yaml:31:19: error SL101 unresolved-ref: '#/components/schemas/Pett' leads nowhere ...
file        line col severity code slug         message (at #/the/pointer); remedy
```

An **error** ends the run: nothing is written, and the exit code is 2 (`generate`, `check`) or 1
(`lint`). A **warning** changes no exit code, except that of `lint --strict`; it is shown again on
every run. A code is never renumbered, and that of a diagnostic that is gone is never used again.

## When it is known and meant

A warning is suppressed in [sdk.yaml](configuration.md), with the reason. `at` is optional: a JSON
pointer, and whatever is below it, in any document or in the one before the `#`.

```yaml
suppress:
  - code: SL305
    at: "openapi.yaml#/paths/~1pets"
    reason: the vendor uses one operationId for all versions of a path
```

An error cannot be suppressed, but what it is about can be skipped: a skipped operation, channel,
message or parameter is not read, and a skipped schema is any value. `generate` says how many.

```yaml
skip:
  operations:
    "post /legacy/upload": the body is a format that nobody has described
  types:
    "#/components/schemas/Report/properties/raw": refers to a file that is not published
```

## For tools

`generate`, `check` and `lint` take `--format`. Both formats go to standard output, and everything
else to standard error.

- `--format json`: one object on each line, with these members and no others.

  | member | type | |
  | --- | --- | --- |
  | `code` | string | `SL101` |
  | `slug` | string | `unresolved-ref` |
  | `severity` | string | `error` or `warning` |
  | `message` | string | what is wrong, in printable ASCII |
  | `file` | string or null | relative to the working folder where it lies inside |
  | `line`, `column` | integer or null | from 1 |
  | `pointer` | string or null | the JSON pointer of the place, as `#/a/b~1c` |
  | `remedy` | string | what to do about it |

- `--format github`: workflow commands of GitHub Actions, which annotate lines of a pull request.

"""


@dataclass(frozen=True, slots=True)
class Use:
    """A place of the code where a diagnostic is made; message: its text, None for a variable."""

    code: Code
    severity: Severity
    message: str | None


def uses() -> list[Use]:
    """Every use of a code in the generator, file by file."""
    found: list[Use] = []
    for path in sorted((ROOT / "codegen").rglob("*.py")):
        if path.name != "diagnostics.py":
            found.extend(_uses_in(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def _uses_in(tree: ast.Module) -> Iterator[Use]:
    in_calls: set[ast.AST] = set()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and call.args:
            for node in ast.walk(call.args[0]):
                code = _code(node)
                if code is not None and _is_direct(call.args[0]):
                    in_calls.add(node)
                    yield Use(code, _severity(call), _message(call))
    for node in ast.walk(tree):
        code = _code(node)
        if code is not None and node not in in_calls:
            yield Use(code, Severity.ERROR, None)


def _is_direct(argument: ast.expr) -> bool:
    return isinstance(argument, (ast.Attribute, ast.IfExp))


def _code(node: ast.AST) -> Code | None:
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return None
    if node.value.id not in ("Code", "DiagnosticCode"):
        return None
    return Code.__members__.get(node.attr)


def _severity(call: ast.Call) -> Severity:
    warns = isinstance(call.func, ast.Attribute) and call.func.attr == "warn"
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    named = any(isinstance(a, ast.Attribute) and a.attr == "WARNING" for a in given)
    return Severity.WARNING if warns or named else Severity.ERROR


def _message(call: ast.Call) -> str | None:
    if len(call.args) < 2:
        return None
    match call.args[1]:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            parts = (v.value if isinstance(v, ast.Constant) else "..." for v in values)
            return "".join(str(part) for part in parts)
        case _:
            return None


def page_text() -> str:
    """The page."""
    by_code: dict[Code, list[Use]] = {}
    for use in uses():
        by_code.setdefault(use.code, []).append(use)
    parts = [HEAD]
    group = ""
    for code in sorted(by_code, key=lambda code: code.identifier):
        if not code.identifier.startswith(group) or not group:
            group = code.identifier[:3]
            parts.append(f"## {GROUPS[group][0]}\n\n")
        parts.append(_entry(code, by_code[code], group))
    return "".join(parts).rstrip() + "\n"


def _entry(code: Code, found: list[Use], group: str) -> str:
    severities = sorted({use.severity.value for use in found})
    messages = (use.message for use in found if use.message)
    meaning = code.meaning[0].lower() + code.meaning[1:].rstrip(".")
    message = next(messages, meaning)
    line = f"{GROUPS[group][1]}: {severities[0]} {code}: {message}; {code.remedy}"
    return (
        f"### {code}\n\n"
        f"{code.meaning}\n\n"
        f"- Severity: {' or '.join(severities)}. {_way_out(severities, group)}\n"
        f"- Remedy, where the message has none of its own: {code.remedy}.\n\n"
        f"```\n{line}\n```\n\n"
    )


def _way_out(severities: list[str], group: str) -> str:
    ways = []
    if Severity.WARNING.value in severities:
        ways.append("a warning can be suppressed (`suppress`)")
    if Severity.ERROR.value in severities and group in SKIPPABLE:
        ways.append("what it is about can be skipped (`skip`)")
    return (", and ".join(ways) or "it can be neither suppressed nor skipped").capitalize() + "."


def published_text() -> str:
    """The table of published codes with those that are new."""
    known = PUBLISHED.read_text(encoding="ascii").splitlines()
    return "".join(f"{line}\n" for line in sorted({*known, *map(str, Code)}))


if __name__ == "__main__":
    PUBLISHED.write_text(published_text(), encoding="ascii", newline="\n")
    PAGE.write_text(page_text(), encoding="utf-8", newline="\n")
