"""The actions of overlays on documents, after the rules and examples of the specification."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
import yaml

from codegen.diagnostics import Code, Diagnostic, Location, SpecError
from codegen.findings import Findings
from codegen.overlay import Patches
from codegen.read import Limits, read_document

Patch = Callable[..., Any]
HEAD = "overlay: 1.1.0\ninfo: {title: Test, version: '1'}\nactions:\n"


class Run:
    """One document under overlays, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.findings = Findings()
        self.patches = Patches(self.findings)

    def patch(self, document: str, *actions: str, limits: Limits | None = None) -> Any:
        path = self.folder / "api.yaml"
        path.write_text(dedent(document), encoding="utf-8")
        files: list[Path] = []
        for number, text in enumerate(actions):
            overlay = self.folder / f"{number}.overlay.yaml"
            overlay.write_text(HEAD + indent(dedent(text), "  "), encoding="utf-8")
            files.append(overlay)
        self.patches = Patches(self.findings, **({"limits": limits} if limits else {}))
        self.patches.load(files, [path])
        return self.patches.read(path).data

    def origin(self, *pointer: str | int) -> str:
        """Where a part of the patched document comes from."""
        at = Location(self.folder / "api.yaml", pointer)
        told = self.patches.told(Diagnostic(Code.INVALID_SCHEMA, "", at)).location
        assert told is not None
        return str(told).replace(f"{self.folder}/", "")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(Path(tmp_path.resolve()))


def refusal(run: Run, document: str, *actions: str, **more: Any) -> Diagnostic:
    with pytest.raises(SpecError) as caught:
        run.patch(document, *actions, **more)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


class TestUpdate:
    def test_the_whole_tree_at_once(self, run: Run) -> None:
        """As in the specification's structured example: one action mirrors the document."""
        patched = run.patch(
            """
            info: {title: Shop, version: '1'}
            paths:
              /: {get: {responses: {}}}
              /pets: {get: {summary: Pets, parameters: [{name: a}]}}
            """,
            """
            - target: $
              update:
                info: {x-done: true}
                paths:
                  /: {summary: Root, get: {summary: The root}}
                  /pets: {get: {summary: All pets, parameters: [{name: b}, {name: c}]}}
                tags: [{name: pets}]
            """,
        )
        assert patched == {
            "info": {"title": "Shop", "version": "1", "x-done": True},
            "paths": {
                "/": {"get": {"responses": {}, "summary": "The root"}, "summary": "Root"},
                "/pets": {
                    "get": {
                        "summary": "All pets",
                        "parameters": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
                    }
                },
            },
            "tags": [{"name": "pets"}],
        }

    def test_many_places_at_once(self, run: Run) -> None:
        """Wildcards and filters, as in the specification's wildcard example."""
        patched = run.patch(
            """
            paths:
              /a: {get: {parameters: [{name: filter, in: query}, {name: b, in: query}]}}
              /b: {get: {}, post: {}}
            """,
            """
            - target: $.paths.*.get
              update: {x-safe: true}
            - target: $.paths.*.get.parameters[?@.name=='filter' && @.in=='query']
              update: {schema: {$ref: '#/components/schemas/Filter'}}
            """,
        )
        filtered = {
            "name": "filter",
            "in": "query",
            "schema": {"$ref": "#/components/schemas/Filter"},
        }
        assert patched["paths"] == {
            "/a": {"get": {"parameters": [filtered, {"name": "b", "in": "query"}], "x-safe": True}},
            "/b": {"get": {"x-safe": True}, "post": {}},
        }

    def test_traits(self, run: Run) -> None:
        """A document marks with an extension what an overlay is to extend."""
        patched = run.patch(
            """
            paths:
              /items: {get: {x-traits: [paged]}}
              /items/{id}/parts: {get: {x-traits: [paged], parameters: [{name: id}]}}
              /other: {get: {}}
            """,
            """
            - target: $.paths[?@.get['x-traits'][?@ == 'paged']].get
              update: {parameters: [{name: top}, {name: skip}]}
            """,
        )
        names = {
            path: [p["name"] for p in item["get"].get("parameters", [])]
            for path, item in patched["paths"].items()
        }
        assert names == {
            "/items": ["top", "skip"],
            "/items/{id}/parts": ["id", "top", "skip"],
            "/other": [],
        }

    def test_an_array_takes_one_element_or_several(self, run: Run) -> None:
        patched = run.patch(
            "a: [1]\nb: [1]\nc: [1]\n",
            """
            - {target: $.a, update: {x: 1}}
            - {target: $.b, update: [2, 3]}
            - {target: $.c, update: text}
            """,
        )
        assert patched == {"a": [1, {"x": 1}], "b": [1, 2, 3], "c": [1, "text"]}

    def test_primitives_are_replaced(self, run: Run) -> None:
        patched = run.patch(
            "a: {b: old, c: 1}\nd: [x, 'y', x]\n",
            """
            - {target: $.a.*, update: null}
            - {target: "$.d[?@ == 'x']", update: z}
            """,
        )
        assert patched == {"a": {"b": None, "c": None}, "d": ["z", "y", "z"]}

    def test_actions_see_what_actions_before_them_did(self, run: Run) -> None:
        patched = run.patch(
            "a: {b: [1]}\n",
            "- {target: $.a.b, remove: true}\n- {target: $.a, update: {b: {c: 2}}}\n",
            "- {target: $.a.b, update: {d: 3}}\n",
        )
        assert patched == {"a": {"b": {"c": 2, "d": 3}}}

    def test_a_value_that_is_used_twice_is_changed_once(self, run: Run) -> None:
        patched = run.patch(
            "a: &x {list: [1]}\nb: *x\n",
            "- {target: '$', update: {c: &y {n: [1]}, d: *y}}\n- {target: $.a.list, update: 2}\n"
            "- {target: $.c.n, update: 2}\n",
        )
        assert patched == {
            "a": {"list": [1, 2]}, "b": {"list": [1]}, "c": {"n": [1, 2]}, "d": {"n": [1]},
        }  # fmt: skip

    def test_the_files_are_not_changed_in_memory(self, run: Run) -> None:
        run.patch("a: {b: [1]}\n", "- {target: $.a.b, update: [2]}\n")
        assert run.patches.documents[0].data["actions"][0]["update"] == [2]  # type: ignore[call-overload,index]
        assert read_document(run.folder / "api.yaml").data == {"a": {"b": [1]}}


class TestRemove:
    def test_members_and_elements(self, run: Run) -> None:
        patched = run.patch(
            """
            paths:
              /a: {get: {tags: [x, dummy, z], parameters: [{name: a}, {name: dummy}, {name: b}]}}
              /internal: {get: {}}
            """,
            """
            - {target: "$.paths.*.get.parameters[?@.name == 'dummy']", remove: true}
            - {target: "$.paths.*.get.tags[?@ == 'dummy']", remove: true}
            - {target: "$.paths['/internal']", remove: true}
            """,
        )
        assert patched["paths"] == {
            "/a": {"get": {"tags": ["x", "z"], "parameters": [{"name": "a"}, {"name": "b"}]}}
        }

    def test_what_stands_in_what_is_removed_as_well(self, run: Run) -> None:
        patched = run.patch(
            "a: [{k: 1, a: [{k: 2}, {n: 3}]}, {n: 4}, {k: 5}, {n: 6, a: [{k: 7}, {n: 8}]}]\n",
            "- {target: '$..[?@.k]', remove: true}\n",
        )
        assert patched == {"a": [{"n": 4}, {"n": 6, "a": [{"n": 8}]}]}

    def test_removal_comes_before_update(self, run: Run) -> None:
        document = "a: {b: 1}\n"
        assert run.patch(document, "- {target: $.a, remove: true, update: {c: 2}}\n") == {}

    def test_the_root_stays(self, run: Run) -> None:
        refused = refusal(run, "a: 1\n", "- {target: $, remove: true}\n")
        assert refused.code is Code.OVERLAY_CONFLICT


class TestCopy:
    def test_into_an_object_an_array_and_a_primitive(self, run: Run) -> None:
        patched = run.patch(
            "a: {b: {x: 1, y: [1]}, l: [1, 2], t: text}\nto: {y: [0]}\nlist: [0]\nold: 1\n",
            """
            - {target: $.to, copy: $.a.b}
            - {target: $.list, copy: $.a.l}
            - {target: $.old, copy: $.a.t}
            - {target: $.list, copy: $.a.b.y}
            """,
        )
        assert patched["to"] == {"y": [0, 1], "x": 1}
        assert patched["list"] == [0, 1, 2, 1]
        assert patched["old"] == "text"

    def test_a_path_is_moved(self, run: Run) -> None:
        patched = run.patch(
            "paths: {/old: {get: {summary: Items}}}\n",
            """
            - {target: $.paths, update: {/new: {}}}
            - {target: "$.paths['/new']", copy: "$.paths['/old']"}
            - {target: "$.paths['/old']", remove: true}
            """,
        )
        assert patched == {"paths": {"/new": {"get": {"summary": "Items"}}}}

    def test_a_value_into_itself(self, run: Run) -> None:
        patched = run.patch("a: {b: {}}\n", "- {target: $.a.b, copy: $}\n")
        assert patched == {"a": {"b": {"a": {"b": {}}}}}
        assert run.patch("a: [1]\n", "- {target: $.a, copy: $.a}\n") == {"a": [1, 1]}

    def test_copies_change_on_their_own(self, run: Run) -> None:
        patched = run.patch(
            "a: {l: [{n: 1}]}\nb: {}\n",
            """
            - {target: "$.a.l[0]", update: {m: 2}}
            - {target: $.b, copy: $.a}
            - {target: "$.a.l[0]", update: {n: 3}}
            - {target: "$.b.l[0]", update: {n: 4}}
            """,
        )
        assert patched == {"a": {"l": [{"n": 3, "m": 2}]}, "b": {"l": [{"n": 4, "m": 2}]}}

    @pytest.mark.parametrize("source", ["$.nothing", "$.*"])
    def test_one_value_is_copied(self, run: Run, source: str) -> None:
        refused = refusal(run, "a: {}\nb: {}\n", f"- {{target: $.a, copy: {source}}}\n")
        assert refused.code is Code.OVERLAY_CONFLICT
        assert "takes one" in refused.message


class TestConflicts:
    @pytest.mark.parametrize(
        ("document", "action"),
        [
            ("a: {b: 1}", "{target: $, update: {a: text}}"),
            ("a: text", "{target: $, update: {a: {b: 1}}}"),
            ("a: [1]", "{target: $, update: {a: 1}}"),
            ("a: {b: 1}", "{target: $, update: {a: null}}"),
            ("a: text", "{target: $.a, update: {b: 1}}"),
            ("a: {}", "{target: $.a, update: text}"),
            ("a: {}", "{target: $.a, update: [1]}"),
            ("a: {}\nb: []", "{target: $.*, update: {}}"),
            ("a: {}\nb: 1", "{target: $.*, update: {}}"),
        ],
    )
    def test_what_does_not_go_together(self, run: Run, document: str, action: str) -> None:
        assert refusal(run, document, f"- {action}\n").code is Code.OVERLAY_CONFLICT

    def test_nothing_selected_is_a_warning(self, run: Run) -> None:
        assert run.patch("a: 1\n", "- {target: $.b, update: 2}\n- {target: $.a}\n") == {"a": 1}
        assert [(w.code, w.message) for w in run.findings.warnings] == [
            (Code.OVERLAY_WITHOUT_EFFECT, "'$.b' selects nothing in the document"),
            (
                Code.OVERLAY_WITHOUT_EFFECT,
                "the action has neither `update` nor `copy`, and removes nothing",
            ),
        ]


class TestLimits:
    LIMITS = Limits(values=8000, depth=20)

    def test_copies_of_copies(self, run: Run) -> None:
        bomb = "".join("- {target: $.a.l, copy: $.a.l}\n" for _ in range(60))
        refused = refusal(run, "a: {l: [1, 2]}\n", bomb, limits=Limits(values=800_000))
        assert refused.code is Code.OVERLAY_TOO_LARGE

    def test_one_value_in_many_places(self, run: Run) -> None:
        document = "l:\n" + "".join(f"- {{k: {n}}}\n" for n in range(100))
        value = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"
        refused = refusal(
            run, document, f"- {{target: '$.l[*]', update: {{v: {value}}}}}\n", limits=self.LIMITS
        )
        assert refused.code is Code.OVERLAY_TOO_LARGE
        assert "1000 values" in refused.message

    def test_a_root_that_holds_itself(self, run: Run) -> None:
        # Each copy of the root holds all the copies before it.
        deeper = "- {target: $.a, update: {r: {}}}\n- {target: $.a.r, copy: $}\n"
        run.patch("a: {}\n", deeper)
        refused = refusal(
            run,
            "a: {}\n",
            deeper + "".join(f"- {{target: $.a.r{'.a.r' * n}, copy: $}}\n" for n in range(1, 9)),
            limits=self.LIMITS,
        )
        assert refused.code is Code.OVERLAY_TOO_LARGE

    def test_depth(self, run: Run) -> None:
        deep = "{a: " * 15 + "1" + "}" * 15
        document = f"a: {deep}\n"
        target = "$" + ".a" * 15
        assert run.patch(
            document, f"- {{target: {target}, update: {{b: 1}}}}\n", limits=self.LIMITS
        )
        refused = refusal(
            run, document, f"- {{target: {target}, update: {{b: {deep}}}}}\n", limits=self.LIMITS
        )
        assert refused.code is Code.OVERLAY_TOO_LARGE
        assert "20 levels" in refused.message

    def test_huge_targets(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("codegen.overlay.jsonpath.MAX_STEPS", 1000)
        document = yaml.safe_dump({"l": [{"k": [n]} for n in range(200)]})
        refused = refusal(run, document, "- {target: '$..*..*', update: 1}\n")
        assert refused.code is Code.OVERLAY_TOO_LARGE
        assert str(refused.location).endswith("0.overlay.yaml#/actions/0/target")


class TestOrigins:
    def test_what_an_overlay_put_there_points_into_it(self, run: Run) -> None:
        run.patch(
            "a: {b: {c: 1}}\nlist: [1]\n",
            "- {target: $.a, update: {b: {d: {e: 2}, c: 5}, n: 3}}\n"
            "- {target: $.list, update: [7]}\n",
            "- {target: $.list, update: {x: 1}}\n- {target: $.a.b.d, update: {f: 1}}\n",
        )
        update = "0.overlay.yaml#/actions/0/update"
        assert run.origin("a") == "api.yaml#/a"
        assert run.origin("a", "b") == "api.yaml#/a/b"
        assert run.origin("a", "b", "c") == f"{update}/b/c"
        assert run.origin("a", "b", "d", "e") == f"{update}/b/d/e"
        assert run.origin("a", "b", "d", "f") == "1.overlay.yaml#/actions/1/update/f"
        assert run.origin("a", "n") == f"{update}/n"
        assert run.origin("list", 0) == "api.yaml#/list/0"
        assert run.origin("list", 1) == "0.overlay.yaml#/actions/1/update/0"
        assert run.origin("list", 2, "x") == "1.overlay.yaml#/actions/0/update/x"

    def test_elements_behind_a_removed_one(self, run: Run) -> None:
        run.patch(
            "l: [a, b, c, {d: 1}]\n",
            "- {target: '$.l[1]', remove: true}\n- {target: '$.l[0]', remove: true}\n"
            "- {target: $.l, update: e}\n",
        )
        assert run.origin("l", 0) == "api.yaml#/l/2"
        assert run.origin("l", 1, "d") == "api.yaml#/l/3/d"
        assert run.origin("l", 2) == "0.overlay.yaml#/actions/2/update"

    def test_a_removed_member_that_comes_back(self, run: Run) -> None:
        run.patch(
            "a: {b: 1}\n", "- {target: $.a, remove: true}\n- {target: $, update: {a: {b: 2}}}\n"
        )
        assert run.origin("a", "b") == "0.overlay.yaml#/actions/1/update/a/b"

    def test_a_copy_points_to_what_was_copied(self, run: Run) -> None:
        run.patch(
            "a: {b: {c: 1}}\nto: {}\n",
            "- {target: $.a.b, update: {d: 2}}\n- {target: $.to, copy: $.a}\n"
            "- {target: $.a.b, update: {d: 3}}\n",
        )
        assert run.origin("to", "b", "c") == "api.yaml#/a/b/c"
        assert run.origin("to", "b", "d") == "0.overlay.yaml#/actions/0/update/d"
        assert run.origin("a", "b", "d") == "0.overlay.yaml#/actions/2/update/d"
