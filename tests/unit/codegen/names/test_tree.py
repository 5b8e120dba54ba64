from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.names.tree import Tree, place
from codegen.text import Identifier
from tests.unit.codegen.specs import api_of, config_of, rest

LIST = "{'200': {content: {application/json: {schema: {type: array}}}}}"


def tree(folder: Path, *operations: str, config: str = "") -> Tree:
    """Operations as `verb /path`; one that ends in `*` gives a list."""
    paths: dict[str, list[str]] = {}
    for text in operations:
        verb, _, path = text.rstrip("*").partition(" ")
        responses = LIST if text.endswith("*") else "{}"
        paths.setdefault(path, []).append(f"{verb}: {{responses: {responses}}}")
    lines: list[str] = []
    for path, verbs in paths.items():
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        listed = ", ".join(f"{{name: {name}, in: path, required: true}}" for name in names)
        lines.append(f"{path}: {{parameters: [{listed}], {', '.join(verbs)}}}")
    api = api_of(folder, openapi=rest(paths="\n".join(lines)))
    return place(api, config_of(config))


def names(found: Tree) -> list[str]:
    return [".".join((*p.resource, p.method)) for _, p in found.operations]


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        ("get /pets*", "pets.list"),
        ("get /pets", "pets.retrieve"),
        ("get /pets/{id}", "pets.retrieve"),
        ("get /pets/{id}*", "pets.retrieve"),
        ("post /pets", "pets.create"),
        ("put /pets/{id}", "pets.update"),
        ("patch /pets/{id}", "pets.update"),
        ("delete /pets/{id}", "pets.delete"),
        ("head /pets", "pets.head"),
        ("post /pets/{id}/feed", "pets.feed"),
        ("get /pets/{id}/toys*", "pets.toys.list"),
        ("post /a/b-c/D", "a.b_c.d.create"),
        ("get /{id}", "root.retrieve"),
        ("get /", "root.retrieve"),
        ("get /copy", "copy_.retrieve"),
        ("get /none/class", "none.class_.retrieve"),
    ],
)
def test_by_path(tmp_path: Path, operation: str, name: str) -> None:
    assert names(tree(tmp_path, operation)) == [name]


def test_an_action_is_no_resource_of_its_own(tmp_path: Path) -> None:
    found = tree(
        tmp_path, "post /calls/{id}/accept", "post /calls/{id}/legs", "get /calls/{id}/legs"
    )
    assert names(found) == ["calls.accept", "calls.legs.create", "calls.legs.retrieve"]


def test_configured(tmp_path: Path) -> None:
    found = tree(tmp_path, "get /a", "get /b", config="operations: {'get /a': x.y.z}")
    assert names(found) == ["x.y.z", "b.retrieve"]
    assert found.order == (("x",), ("x", "y"), ("b",))


def test_operation_ids_settle_what_verbs_cannot(tmp_path: Path) -> None:
    paths = """
        /a/{id}:
          parameters: [{name: id, in: path, required: true}]
          put: {operationId: replaceA, responses: {}}
          patch: {operationId: changeA, responses: {}}
        """
    found = place(api_of(tmp_path, openapi=rest(paths=paths)), config_of(""))
    assert names(found) == ["a.replace_a", "a.change_a"]


def test_two_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        tree(tmp_path, "put /a/{id}", "patch /a/{id}")
    assert caught.value.diagnostics[0].code is Code.NAME_COLLISION


def test_a_setting_without_an_operation(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        tree(tmp_path, "get /a", config="operations: {'get /b': a.b}")
    assert caught.value.diagnostics[0].code is Code.UNUSED_SETTING


class TestOrder:
    def test_parents_before_children(self, tmp_path: Path) -> None:
        found = tree(tmp_path, "get /a/b", "get /c", "get /a")
        assert found.order == (("a",), ("a", "b"), ("c",))
        assert found.top_level() == (("a",), ("c",))
        assert found.children((Identifier("a"),)) == (("a", "b"),)

    def test_the_configuration_comes_first(self, tmp_path: Path) -> None:
        found = tree(
            tmp_path, "get /a/b", "get /a/d", "get /c", config="resources: {c: x, a: x, a.d: x}"
        )
        assert found.order == (("c",), ("a",), ("a", "d"), ("a", "b"))


class TestChannels:
    DOCUMENT = """
        asyncapi: 3.0.0
        info: {title: t, version: '1'}
        channels:
          main:
            address: ADDRESS
            messages: {A: {payload: {type: object, required: [t], properties: {t: {const: a}}}}}
        operations: {o: {action: receive, channel: {$ref: '#/channels/main'}}}
        """

    @pytest.mark.parametrize(
        ("address", "config", "resource"),
        [
            ("/realtime", "", ("realtime",)),
            ("/v1/listen?x=1", "", ("v1", "listen")),
            ("/ws/{room}", "", ("ws",)),
            ("prices.live", "", ("prices", "live")),
            ("/{room}", "", ("main",)),
            ("/x", "channels: {main: {resource: a.b}}", ("a", "b")),
        ],
    )
    def test_resource(
        self, tmp_path: Path, address: str, config: str, resource: tuple[str, ...]
    ) -> None:
        document = self.DOCUMENT.replace("ADDRESS", f"'{address}'")
        ((_, found),) = place(api_of(tmp_path, asyncapi=document), config_of(config)).channels
        assert found == resource
