"""Schemas that contradict themselves: the SDK is made, and the exact warnings."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.cli import app

SPEC = """\
openapi: 3.1.0
info: {title: Odd, version: '1'}
paths: {}
components:
  schemas:
    A: {type: object, properties: {kind: {type: string}, n: {type: string}}}
    B: {type: object, properties: {kind: {type: string}}}
    Both:
      allOf:
        - {$ref: '#/components/schemas/A'}
        - {properties: {n: {type: integer}}}
    Neither: {allOf: [{type: string}, {type: integer}]}
    Scalar:
      oneOf: [{$ref: '#/components/schemas/A'}, {type: string}]
      discriminator: {propertyName: kind}
    Twice:
      oneOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/D'}]
      discriminator: {propertyName: kind}
    C: {type: object, required: [kind], properties: {kind: {const: c}}}
    D: {type: object, required: [kind], properties: {kind: {const: c}}}
    Lost:
      oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
      discriminator: {propertyName: kind, mapping: {a: A, gone: Gone}, defaultMapping: Nobody}
    Unnamed:
      anyOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/B'}]
      discriminator: {propertyName: kind, mapping: {b: B}, defaultMapping: 7}
"""

EXPECTED = [
    "o.yaml:11:25: warning SL203 conflicting-all-of: the parts disagree about the property 'n' "
    "(the other is at o.yaml#/components/schemas/A/properties/n); the later one is used "
    "(at #/components/schemas/Both/allOf/1/properties/n); make the parts agree",
    "o.yaml:12:39: warning SL203 conflicting-all-of: the parts admit no common value (the other is "
    "at o.yaml#/components/schemas/Neither/allOf/0); the later one is used "
    "(at #/components/schemas/Neither/allOf/1); make the parts agree",
    "o.yaml:15:7: warning SL204 invalid-discriminator: nothing says which values of 'kind' "
    "announce a variant (at #/components/schemas/Scalar/discriminator); "
    "give every variant its own required tag value",
    "o.yaml:18:7: warning SL205 duplicate-tag: the value 'c' of 'kind' announces both 'C' and 'D' "
    "(at #/components/schemas/Twice/discriminator); give every variant its own tag value",
    "o.yaml:23:59: warning SL204 invalid-discriminator: the mapping of 'gone' leads nowhere "
    "(at #/components/schemas/Lost/discriminator/mapping/gone); "
    "name a component, or give the reference of a schema",
    "o.yaml:23:72: warning SL204 invalid-discriminator: the default mapping leads nowhere "
    "(at #/components/schemas/Lost/discriminator/defaultMapping); "
    "name a component, or give the reference of a schema",
    "o.yaml:26:60: warning SL204 invalid-discriminator: the default mapping leads nowhere "
    "(at #/components/schemas/Unnamed/discriminator/defaultMapping); "
    "name a component, or give the reference of a schema",
]


def test_warnings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "o.yaml").write_text(SPEC)
    arguments = ["generate", "--openapi", "o.yaml", "--package", "odd", "--out", "out"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.stderr
    assert [line for line in result.stderr.splitlines() if "warning" in line] == EXPECTED
