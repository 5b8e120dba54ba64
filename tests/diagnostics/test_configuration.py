"""What is wrong in sdk.yaml itself: each problem with its line, and what was probably meant."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from codegen.cli import app

CONFIG = """\
openapi: openapi.yaml
pakage: {name: acme}
package: {nmae: acme, version: ''}
client: {options: {key: {enviroment: X}}}
types: {A: {namespce: x}, B: class, C: {qqqqqq: 1}}
pagination: {p: {style: cursor, paramter: after}}
pagination_: {}
skip: {operations: {a: ' '}, operation: {}}
suppress: [{code: SL1, reasn: x}]
"""


def test_every_problem_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "sdk.yaml").write_text(CONFIG, encoding="utf-8")
    result = CliRunner().invoke(app, ["lint", str(tmp_path / "sdk.yaml")])
    assert result.exit_code == 1
    lines = result.stdout.replace(f"{tmp_path}/", "").splitlines()
    assert lines.pop() == f"{len(EXPECTED)} errors"
    for line, (place, told) in zip(lines, EXPECTED, strict=True):
        assert line.startswith(f"{place}: error SL60")
        assert told in line, line


EXPECTED = [
    ("sdk.yaml:2:1", "pakage: there is no such setting (at #/pakage); remove it, or did you mean "
     "`package`?"),
    ("sdk.yaml:3:11", "did you mean `name`?"),
    ("sdk.yaml:3:23", "package.version: String should match pattern"),
    ("sdk.yaml:4:26", "did you mean `environment`?"),
    ("sdk.yaml:5:13", "did you mean `namespace`?"),
    ("sdk.yaml:5:27", "types.B: a keyword of Python is no name (at #/types/B)"),
    ("sdk.yaml:5:41", "types.C.qqqqqq: there is no such setting (at #/types/C/qqqqqq); correct or"),
    ("sdk.yaml:6:14", "pagination.p.parameter: Field required (at #/pagination/p)"),
    ("sdk.yaml:6:33", "did you mean `parameter`?"),
    ("sdk.yaml:7:1", "did you mean `pagination`?"),
    ("sdk.yaml:8:21", "skip.operations.a: say why (at #/skip/operations/a)"),
    ("sdk.yaml:8:30", "did you mean `operations`?"),
    ("sdk.yaml:9:12", "suppress.0.reason: Field required (at #/suppress/0)"),
    ("sdk.yaml:9:13", "suppress.0.code: String should match pattern"),
    ("sdk.yaml:9:24", "did you mean `reason`?"),
]  # fmt: skip
