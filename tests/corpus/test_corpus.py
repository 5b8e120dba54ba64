"""The tool on documents of its own, and on real ones where the folder of them is there.

`SPECLOOM_CORPUS=all` generates from every real document instead of a few.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.corpus import DEFAULT_CORPUS, EXIT_DEFECT, EXIT_USAGE
from tests.corpus.documents import INDEX, plan_runs, read_sets
from tests.corpus.dropping import with_drops
from tests.corpus.generating import examples_of
from tests.corpus.importing import same_json
from tests.corpus.outcomes import diagnostics_in, last_line
from tests.corpus.processes import Finished, Steps, Task, run_concurrently

ROOT = Path(__file__).resolve().parents[2]

# Small and large, REST, sockets and both, every version of each, YAML and JSON, products and
# examples, and one that has to be refused.
SAMPLE = (
    "petstore-3.0.4/openapi.yaml",
    "deepgram/openapi.yml",
    "assemblyai/openapi.json",
    "gladia/asyncapi.yaml",
    "googlemaps/google-maps-platform-openapi3.yml",
    "exch-hashkey/hashkey_rest_openapi.yaml",
    "suite-oai-3.2-tests/pass/path-item-object-example.yaml",
    "asyncapi-spec-2.6-examples/slack-rtm.yml",
    "slack/web-api/slack_web_openapi_v2.json",
)

needs_corpus = pytest.mark.skipif(
    not (DEFAULT_CORPUS / INDEX).is_file(), reason="the folder of real documents is not there"
)

OPENAPI = {
    "openapi": "3.1.0",
    "info": {"title": "Mini", "version": "1"},
    "servers": [{"url": "https://mini.example"}],
    "paths": {
        "/users": {
            "get": {
                "responses": {
                    "200": {
                        "description": "Done.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/User"}}
                        },
                    }
                }
            }
        }
    },
    "components": {
        "schemas": {
            "User": {
                "type": "object",
                "required": ["id"],
                "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
                "examples": [{"id": 1, "name": "Ann"}, {"name": "Bob"}],
            }
        }
    },
}


def run_tool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.corpus.corpus", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def entry(path: str, kind: str, **counts: int) -> dict[str, Any]:
    return {"name": path.split("/")[0], "path": path, "kind": kind, "counts": counts}


def write_index(folder: Path, kind: str, entries: Sequence[Mapping[str, Any]]) -> None:
    sets = [{"name": name, "kind": kind, "files": 1} for name in {e["name"]: None for e in entries}]
    index = {"sets": sets, "documents": entries}
    (folder / INDEX).write_text(json.dumps(index), encoding="utf-8")


class TestTheTool:
    def test_counts(self, tmp_path: Path) -> None:
        (tmp_path / "mini").mkdir()
        (tmp_path / "mini/good.json").write_text(json.dumps(OPENAPI), encoding="utf-8")
        (tmp_path / "mini/bad.json").write_text("{", encoding="utf-8")
        write_index(
            tmp_path,
            "openapi",
            [
                entry("mini/good.json", "openapi", operations=1),
                entry("mini/bad.json", "unparsable"),
            ],
        )
        report = tmp_path / "report.json"
        done = run_tool("--corpus", tmp_path, "--json", report)
        assert done.returncode == 0, done.stdout + done.stderr
        good, bad = json.loads(report.read_text(encoding="utf-8"))["runs"]
        assert (good["status"], good["operations"]) == ("generated", [1, 1])
        findings = good["findings"]
        assert (findings["examples"], findings["held"]) == (2, 1)
        assert findings["differing"][0].startswith("User: ValidationError")
        assert findings["models"] == 1
        assert good["cpu"] > 0
        assert good["peak"] > 0
        assert bad["status"] == "refused"
        assert [refusal["code"] for refusal in bad["refusals"]] == ["SL008"]
        assert bad["refusals"][0]["line"].startswith("mini/bad.json:1:2: error SL008")
        assert "refused (1)" in done.stdout

    def test_what_is_not_there(self, tmp_path: Path) -> None:
        done = run_tool("--corpus", tmp_path)
        assert done.returncode == EXIT_USAGE
        assert "there is no corpus" in done.stderr
        write_index(tmp_path, "openapi", [])
        done = run_tool("--corpus", tmp_path, "--set", "mini")
        assert done.returncode == EXIT_USAGE
        assert done.stderr == "the corpus has no set called mini\n"
        done = run_tool("--corpus", tmp_path, "--document", "a.yaml", "b.yaml")
        assert done.returncode == EXIT_USAGE
        assert done.stderr == "the chosen sets have no document a.yaml, b.yaml\n"


class TestRuns:
    def documents(self, folder: Path, kind: str, *paths: str) -> list[list[str]]:
        entries = [entry(f"mini/{p}", "asyncapi" if "async" in p else "openapi") for p in paths]
        write_index(folder, kind, entries)
        runs = plan_runs(read_sets(folder))
        return [[Path(document.path).name for document in run.documents] for run in runs]

    def test_two_documents_of_a_pair(self, tmp_path: Path) -> None:
        found = self.documents(tmp_path, "pair", "async-events.yaml", "rest.yaml")
        assert found == [["rest.yaml", "async-events.yaml"]]

    def test_namesakes(self, tmp_path: Path) -> None:
        names = ("openapi.yml", "asyncapi.yml", "asyncapi.json", "openapi.json", "more.yml")
        assert self.documents(tmp_path, "pair", *names) == [
            ["openapi.yml", "asyncapi.yml"],
            ["openapi.json", "asyncapi.json"],
            ["more.yml"],
        ]

    def test_folders_that_the_index_does_not_list(self, tmp_path: Path) -> None:
        assert self.documents(tmp_path, "suite") == []
        (tmp_path / "more").mkdir()
        (tmp_path / "more/api.json").write_text(json.dumps(OPENAPI), encoding="utf-8")
        (tmp_path / "more/package.json").write_text("{}", encoding="utf-8")
        (run,) = plan_runs(read_sets(tmp_path))
        assert (run.label, run.arguments[0], run.operations) == ("more/api.json", "--openapi", 1)
        assert read_sets(tmp_path, ["mini"]) == []

    def test_others_are_alone(self, tmp_path: Path) -> None:
        found = self.documents(tmp_path, "suite", "openapi.yml", "asyncapi.yml")
        assert found == [["openapi.yml"], ["asyncapi.yml"]]


# Later versions of Python warn of a fork beside the threads of other tests; this one only exits.
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
class TestLimits:
    def finish(self, task: Task) -> Finished:
        def steps() -> Steps[Finished]:
            return (yield task)

        (finished,) = run_concurrently([steps()], jobs=2)
        return finished

    def test_time(self, tmp_path: Path) -> None:
        task = Task(lambda: time.sleep(3600), tmp_path / "log", seconds=0.1, memory=None)
        assert self.finish(task).exit_code is None

    @pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is not enforced")
    def test_memory(self, tmp_path: Path) -> None:
        log = tmp_path / "log"
        work = lambda: print(len(bytearray(4 << 30)))  # noqa: E731
        assert self.finish(Task(work, log, seconds=600, memory=2 << 30)).exit_code == 1
        assert last_line(log.read_text(encoding="utf-8")) == "MemoryError"

    def test_what_is_printed_and_the_exit_code(self, tmp_path: Path) -> None:
        log = tmp_path / "log"

        def work() -> None:
            print("said")
            raise SystemExit(2)

        assert self.finish(Task(work, log, seconds=600, memory=None)).exit_code == 2
        assert log.read_text(encoding="utf-8") == "said\n"


def test_what_is_refused_is_named_under_skip(tmp_path: Path) -> None:
    places = (
        "#/paths/~1a~1{b}/get/responses",
        "#/components/schemas/A/properties/x",
        "#/channels/ticks/bindings",
        "#/info",
    )
    lines = "".join(f"s/a.yaml:1:1: error SL201 x: y (at {p}); z\n" for p in places)
    refusals = diagnostics_in(lines, "error")
    skipped = with_drops({}, refusals, tmp_path)
    assert skipped == {
        "operations": {"get /a/{b}": "SL201 x"},
        "types": {f"{tmp_path}/s/a.yaml#/components/schemas/A": "SL201 x"},
        "channels": {"ticks": "SL201 x"},
    }
    assert with_drops(skipped, refusals, tmp_path) is None
    assert with_drops({}, refusals[3:], tmp_path) is None


def test_diagnostics_among_lines() -> None:
    lines = "a.yaml:1:1: warning SL103 w: x\nb.yaml:2:1: error SL101 unresolved-ref: y; z\nwrote\n"
    assert diagnostics_in(lines, "error") == (
        ("SL101", "unresolved-ref", "b.yaml:2:1: error SL101 unresolved-ref: y; z"),
    )
    assert diagnostics_in(lines, "warning") == (("SL103", "w", "a.yaml:1:1: warning SL103 w: x"),)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": [1]}, {"a": [1.0]}, True),
        ({"a": 1}, {"a": True}, False),
        ([0], [False], False),
        ([1], [1, 2], False),
        ({"a": None}, {}, False),
        ("a", "a", True),
    ],
)
def test_same_json(one: object, other: object, same: bool) -> None:
    assert same_json(one, other) is same


def test_examples_of_a_schema() -> None:
    assert examples_of({"example": None, "examples": [1, 2]}) == [None, 1, 2]
    assert examples_of({"examples": {"a": 1}}) == []
    assert examples_of(True) == []


@needs_corpus
def test_real_documents(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    chosen = [] if os.environ.get("SPECLOOM_CORPUS") == "all" else ["--document", *SAMPLE]
    done = run_tool("--json", report, *chosen)
    assert done.returncode in (0, EXIT_DEFECT), done.stderr
    runs = json.loads(report.read_text(encoding="utf-8"))["runs"]
    assert len(runs) >= len(SAMPLE)
    wrong = [
        f"{run['documents'][0]}: {run['status']}: {run['detail']}"
        for run in runs
        if run["status"] not in ("generated", "with drops", "refused")
    ]
    assert not wrong, "\n".join(wrong)
    assert any(run["status"] == "generated" for run in runs)
