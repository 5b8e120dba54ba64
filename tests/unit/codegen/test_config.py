from __future__ import annotations

from pathlib import Path

import pytest

from codegen.config import Config
from codegen.config_file import parse_config
from codegen.diagnostics import Code, SpecError
from codegen.read import read_document


def parse(folder: Path, text: str) -> Config:
    path = folder / "sdk.yaml"
    path.write_text(text, encoding="utf-8")
    return parse_config(read_document(path))


class TestDefaults:
    def test_everything_has_one(self) -> None:
        config = Config()
        assert config.package.version == "0.1.0"
        assert config.package.license == "MIT"
        assert config.describes is None
        assert (config.resources, config.operations, config.channels, config.types) == (
            {}, {}, {}, {},
        )  # fmt: skip

    def test_an_empty_mapping_is_enough(self, tmp_path: Path) -> None:
        assert parse(tmp_path, "{}").model_dump() == Config().model_dump()


class TestValues:
    def test_a_type_s_name_alone(self, tmp_path: Path) -> None:
        config = parse(tmp_path, "types: {A: B, C: {name: D, namespace: e.f}, G: {local: true}}")
        assert config.types["A"].name == "B"
        assert config.types["C"].namespace == "e.f"
        assert config.types["G"].local is True

    def test_order_of_resources_is_kept(self, tmp_path: Path) -> None:
        assert list(parse(tmp_path, "resources: {z: last, a: first}").resources) == ["z", "a"]

    @pytest.mark.parametrize(
        "text",
        [
            "package: {name: a_b.c-1, module: a_b, version: 1.0.0rc1+local}",
            "operations: {'get /x': a.b, o: a.b.c}",
            "channels: {c: {resource: a.b}}",
            "client: {name: OpenAI, options: {key: {environment: KEY, secret: true}}}",
        ],
    )
    def test_accepted(self, tmp_path: Path, text: str) -> None:
        assert parse(tmp_path, text) != Config()


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "pointer"),
        [
            ("nope: 1", ("nope",)),
            ("package: {nope: 1}", ("package", "nope")),
            ("client: {options: {a: {nope: 1}}}", ("client", "options", "a", "nope")),
            ("types: {A: {nope: 1}}", ("types", "A", "nope")),
        ],
    )
    def test_unknown(self, tmp_path: Path, text: str, pointer: tuple[str, ...]) -> None:
        with pytest.raises(SpecError) as caught:
            parse(tmp_path, text)
        (diagnostic,) = caught.value.diagnostics
        assert diagnostic.code is Code.UNKNOWN_SETTING
        assert diagnostic.location is not None
        assert diagnostic.location.pointer == pointer

    @pytest.mark.parametrize(
        "text",
        [
            "package: {name: ../x}",
            "package: {name: 'a\\n'}",
            "package: {module: a-b}",
            "package: {version: '1 2'}",
            "package: {version: 1.0}",
            'package: {name: "a\\n"}',
            "client: {name: lower}",
            "client: {name: 'Cl ient'}",
            "client: {name: None}",
            "client: {log_environment: a b}",
            "client: {options: []}",
            "types: {A: {name: 'B C'}}",
            "types: {A: class}",
            "types: {A: {namespace: ../x}}",
            "types: {A: {namespace: a..b}}",
            "types: {A: {local: perhaps}}",
            "operations: {o: alone}",
            "operations: {o: A.b}",
            "channels: {c: {resource: A}}",
            "describes: both",
            "resources: {a: 1}",
        ],
    )
    def test_wrong_value(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(SpecError) as caught:
            parse(tmp_path, text)
        assert {d.code for d in caught.value.diagnostics} == {Code.INVALID_SETTING}

    def test_every_problem_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(SpecError) as caught:
            parse(tmp_path, "a: 1\nb: 2\nclient: {c: 3}")
        assert len(caught.value.diagnostics) == 3

    def test_a_list_is_no_configuration(self, tmp_path: Path) -> None:
        with pytest.raises(SpecError) as caught:
            parse(tmp_path, "[]")
        assert caught.value.diagnostics[0].code is Code.INVALID_SETTING

    def test_a_value_is_not_repeated_in_the_message(self, tmp_path: Path) -> None:
        with pytest.raises(SpecError) as caught:
            parse(tmp_path, 'client: {name: "\\e[31mred"}')
        assert "\x1b" not in str(caught.value)
