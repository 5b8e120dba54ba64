"""What stands in docs/ and README.md and can be checked against the code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from codegen.config import Config
from codegen.diagnostics import Code, Severity
from docs import write_configuration, write_diagnostics
from docs.write_schema import SCHEMA, schema_text

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


class TestSchemaOfTheConfiguration:
    def test_is_what_the_model_gives(self) -> None:
        assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "run `make docs`"

    def test_is_a_schema(self, schema: dict[str, Any]) -> None:
        jsonschema.Draft202012Validator.check_schema(schema)

    def test_accepts_the_flagship(self, schema: dict[str, Any]) -> None:
        config = yaml.safe_load((ROOT / "spec" / "sdk.yaml").read_text(encoding="utf-8"))
        jsonschema.validate(config, schema)

    def test_refuses_an_unknown_setting(self, schema: dict[str, Any]) -> None:
        with pytest.raises(jsonschema.ValidationError, match="pakage"):
            jsonschema.validate({"pakage": {}}, schema)

    def test_accepts_the_example_of_the_readme(self, schema: dict[str, Any]) -> None:
        page = (ROOT / "README.md").read_text(encoding="utf-8")
        examples = re.findall(r"```yaml\n(# sdk\.yaml\n.*?)```", page, flags=re.DOTALL)
        assert examples
        for example in examples:
            jsonschema.validate(yaml.safe_load(example), schema)


class TestConfigurationPage:
    def test_is_what_the_model_gives(self) -> None:
        assert write_configuration.PAGE.read_text(encoding="utf-8") == (
            write_configuration.page_text()
        ), "run `make docs`"

    def test_every_setting_is_described(self, schema: dict[str, Any]) -> None:
        sections = {"": schema, **schema["$defs"]}
        for name, section in sections.items():
            for key, setting in section.get("properties", {}).items():
                assert setting.get("description") or "const" in setting, f"{name} {key}"

    def test_every_example_is_valid(self, schema: dict[str, Any]) -> None:
        page = write_configuration.PAGE.read_text(encoding="utf-8")
        examples = re.findall(r"```yaml\n([a-z].*?)```", page, flags=re.DOTALL)
        assert len(examples) == len(schema["properties"])
        for example in examples:
            settings = yaml.safe_load(example)
            jsonschema.validate(settings, schema)
            Config.model_validate(settings)


class TestDiagnosticsPage:
    def test_is_what_the_code_gives(self) -> None:
        assert (
            write_diagnostics.PAGE.read_text(encoding="utf-8") == write_diagnostics.page_text()
        ), "run `make docs`"

    def test_has_every_code_that_is_raised(self) -> None:
        page = write_diagnostics.PAGE.read_text(encoding="utf-8")
        for use in write_diagnostics.uses():
            assert f"### {use.code}\n" in page

    def test_no_code_is_left_that_nothing_raises(self) -> None:
        assert {use.code for use in write_diagnostics.uses()} == set(Code)

    def test_knows_warnings_from_errors(self) -> None:
        found = {(use.code, use.severity) for use in write_diagnostics.uses()}
        assert (Code.DUPLICATE_OPERATION_ID, Severity.WARNING) in found
        assert (Code.DUPLICATE_OPERATION_ID, Severity.ERROR) not in found
        assert (Code.INVALID_SCHEMA, Severity.ERROR) in found
        assert {s for c, s in found if c is Code.UNUSED_SETTING} == set(Severity)

    def test_examples_of_settings_are_valid(self, schema: dict[str, Any]) -> None:
        page = write_diagnostics.PAGE.read_text(encoding="utf-8")
        examples = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
        assert examples
        for example in examples:
            jsonschema.validate(yaml.safe_load(example), schema)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`?make ([a-z]+)`?", page.read_text(encoding="utf-8")))
        named &= set(re.findall(r"(?:`|^)make ([a-z]+)", page.read_text(encoding="utf-8"), re.M))
        assert named <= targets, page.name
