from __future__ import annotations

import re
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
        names = re.findall(r"\{(.*?)\}", path)
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
        ("post /pets/{id}/toys", "pets.toys.create"),
        ("post /pets/search", "pets.search"),
        ("get /pets/{id}/download", "pets.download"),
        ("post /pets/{id}:groom", "pets.groom"),
        ("get /api/v1/pets*", "pets.list"),
        ("get /trade/api/v3/pets*", "pets.list"),
        ("get /2010-04-01/Pets/{id}.json", "pets.retrieve"),
        ("get /v1", "v1.retrieve"),
        ("post /a/b-c/D", "a.b_c.d.create"),
        ("get /{id}", "root.retrieve"),
        ("get /", "root.retrieve"),
        ("get /copy", "copy_.retrieve"),
        ("get /none/class", "none.class_.retrieve"),
    ],
)
def test_by_path(tmp_path: Path, operation: str, name: str) -> None:
    assert names(tree(tmp_path, operation)) == [name]


@pytest.mark.parametrize("word", ["наряды", "+1", "class", "a" * 300, "💥", "with_raw_response"])
def test_whatever_a_path_and_an_operation_id_are_made_of(tmp_path: Path, word: str) -> None:
    paths = "\n".join(
        f"'/{word}/{{{p}}}': {{get: {{operationId: '{word}', responses: {{}}}}}}" for p in "ab"
    )
    found = names(place(api_of(tmp_path, openapi=rest(paths=paths)), config_of("")))
    assert len(set(found)) == 2
    assert all(name.replace(".", "_").isidentifier() for name in found)


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
    assert names(found) == ["a.replace", "a.update"]


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        (["get /pets", "get /pets/{id}"], ["pets.list", "pets.retrieve"]),
        (["post /pets", "post /pets/{id}"], ["pets.create", "pets.update"]),
        (["delete /pets", "delete /pets/{id}"], ["pets.delete_all", "pets.delete"]),
        (["put /pets/{id}", "patch /pets/{id}"], ["pets.replace", "pets.update"]),
        (["get /v1/a*", "get /v2/b*"], ["v1.a.list", "v2.b.list"]),
        (["get /api/v1/a*", "get /b*"], ["a.list", "b.list"]),
        (["get /api/v1/a*", "get /a*"], ["api.v1.a.list", "a.list"]),
        (["get /pets/{id}", "get /pets/{id}/x/{name}", "post /pets/{id}/x/{name}"],
         ["pets.retrieve", "pets.x.retrieve", "pets.x.update"]),
        (["post /a/run", "post /a/{id}/run"], ["a.run", "a.run_by_id"]),
        (["get /a/{x}/b/{y}", "get /a/b/{z}"], ["a.b.retrieve_by_y", "a.b.retrieve_by_z"]),
        (["post /a/{id}/run", "get /a/run/{x}"], ["a.run.create", "a.run.retrieve"]),
        (["post /pets/get", "get /pets/get"], ["pets.get.create", "pets.get.retrieve"]),
    ],
)  # fmt: skip
def test_what_paths_say_about_each_other(
    tmp_path: Path, operations: list[str], expected: list[str]
) -> None:
    assert names(tree(tmp_path, *operations)) == expected
    assert sorted(names(tree(tmp_path, *reversed(operations)))) == sorted(expected)


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("{type: array}", "pets.list"),
        ("{type: object, properties: {data: {type: array}, more: {}}}", "pets.list"),
        ("{type: object, properties: {a: {type: array}, b: {type: array}}}", "pets.retrieve"),
        ("{type: object, properties: {a: {}}}", "pets.retrieve"),
    ],
)
def test_an_object_around_an_array_is_a_list(tmp_path: Path, schema: str, name: str) -> None:
    content = f"{{'200': {{content: {{application/json: {{schema: {schema}}}}}}}}}"
    api = api_of(tmp_path, openapi=rest(paths=f"/pets: {{get: {{responses: {content}}}}}"))
    assert names(place(api, config_of(""))) == [name]


@pytest.mark.parametrize(
    ("tag", "identifier", "name"),
    [
        ("manage > v1 > projects > keys", "list", "manage.v1.projects.keys.list"),
        ("beta/keys", "get-config", "beta.keys.get_config"),
        ("beta.keys", "create", "beta.keys.create"),
        ("beta.keys", "agents_api_v1_conversations_start", "things.create"),
        ("keys", "create", "things.create"),
        ("Release 1.0", "create", "things.create"),
        ("beta.keys", "", "things.create"),
    ],
)
def test_tags_that_are_paths(tmp_path: Path, tag: str, identifier: str, name: str) -> None:
    text = f"{{operationId: '{identifier}', tags: ['{tag}'], responses: {{}}}}"
    api = api_of(tmp_path, openapi=rest(paths=f"/v1/things: {{post: {text}}}"))
    assert names(place(api, config_of(""))) == [name]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("getUser", "getUserByName", ["users.retrieve", "users.retrieve_by_name"]),
        ("list_users_users__id__get", "other", ["users.retrieve", "users.other"]),
        ("same", "same", ["users.retrieve_by_id", "users.retrieve_by_name"]),
        ("+", "class", ["users.retrieve", "users.class_"]),
        ("fetchUsersAndTeams", "getUser",
         ["users.retrieve_users_and_teams", "users.retrieve"]),
    ],
)  # fmt: skip
def test_collisions_fall_back_step_by_step(
    tmp_path: Path, first: str, second: str, expected: list[str]
) -> None:
    paths = (
        f"'/users/{{id}}': {{get: {{operationId: '{first}', responses: {{}}}}}}\n"
        f"'/users/{{name}}': {{get: {{operationId: '{second}', responses: {{}}}}}}"
    )
    assert names(place(api_of(tmp_path, openapi=rest(paths=paths)), config_of(""))) == expected


def test_the_configuration_wins_a_collision(tmp_path: Path) -> None:
    found = tree(tmp_path, "get /a/{x}", "get /b", config="operations: {'get /b': a.retrieve}")
    assert names(found) == ["a.retrieve_by_x", "a.retrieve"]


def test_two_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        tree(tmp_path, "get /a/{id}", "get /a/{id}/")
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
            ("/v1/listen?x=1", "", ("listen",)),
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
