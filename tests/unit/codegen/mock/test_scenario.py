"""A mistake in a scenario file, and the line it gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import SpecError
from codegen.mock.scenario import load_scenario

HEAD = "scenario: 1\nchannels:\n  c:\n    state: {count: 0}\n    procedures:\n"
PROCEDURE = "      p: {parameters: [a], do: []}\n"


def mistakes(folder: Path, text: str) -> list[str]:
    path = folder / "s.yaml"
    path.write_text(text)
    with pytest.raises(SpecError) as caught:
        load_scenario(path)
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).splitlines()]


def steps(folder: Path, *lines: str) -> list[str]:
    """Mistakes of a channel's `on_connect`, which starts in line 8."""
    block = "    on_connect:\n" + "".join(f"      {line}\n" for line in lines)
    return mistakes(folder, HEAD + PROCEDURE + block)


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (
            "- sned: {}",
            "a step does one thing, and this one does nothing "
            "known (at #/channels/c/on_connect/0); did you mean `send`?",
        ),
        (
            "- send: {a: '{{ cuont }}'}",
            "nothing is called 'cuont' here "
            "(at #/channels/c/on_connect/0/send); did you mean 'count'?",
        ),
        (
            "- set: {conut: 1}",
            "there is no state variable 'conut' "
            "(at #/channels/c/on_connect/0/set/conut); did you mean 'count'?",
        ),
        (
            "- let: {count: 1}",
            "'count' is a state variable "
            "(at #/channels/c/on_connect/0/let/count); "
            "change it with `set`, or choose another name",
        ),
        (
            "- {call: q}",
            "there is no procedure 'q' "
            "(at #/channels/c/on_connect/0/call); define the procedure first",
        ),
        (
            "- {call: p, with: {b: 1}}",
            "'p' needs 'a' (at #/channels/c/on_connect/0); add it to `with`",
        ),
        (
            "- {cancel: t}",
            "there is no task 't' (at #/channels/c/on_connect/0/cancel); define the task first",
        ),
        (
            "- {wait: 1}",
            "`wait` outside `start` would wait for a message "
            "that cannot be read (at #/channels/c/on_connect/0); move it into the steps of a task",
        ),
        (
            "- {pause: 1, until: 2}",
            "`pause` has no 'until' (at #/channels/c/on_connect/0/until); remove it",
        ),
        (
            "- {if: '1 +', then: []}",
            "not an expression: unexpected 'end of template' "
            "(at #/channels/c/on_connect/0/if); correct the scenario here",
        ),
    ],
)
def test_names_line_and_remedy(tmp_path: Path, step: str, message: str) -> None:
    found = steps(tmp_path, step)
    assert len(found) >= 1
    place, told = found[0].split(" error SL610 invalid-scenario: ")
    assert told == message
    assert place.startswith("s.yaml:8:")


def test_every_mistake_is_told(tmp_path: Path) -> None:
    found = mistakes(tmp_path, "scenario: 2\nchannel: {}\nconstants: {now: 1}\n")
    assert len(found) == 3
    assert "did you mean 'channels'?" in "".join(found)


def test_a_flag_is_true_or_false(tmp_path: Path) -> None:
    (found,) = mistakes(tmp_path, "scenario: 1\nchannels:\n  c:\n    null_is_absent: 'yes'\n")
    assert found == (
        "s.yaml:4:5: error SL610 invalid-scenario: 'yes' is no truth value "
        "(at #/channels/c/null_is_absent); write true or false"
    )


def test_a_good_one_loads(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(HEAD + PROCEDURE + "    on: {x: [{call: p, with: {a: 1}, when: count > 0}]}\n")
    scenario = load_scenario(path)
    assert list(scenario.channels["c"].on) == ["x"]
    assert scenario.channels["c"].procedures["p"].parameters == ("a",)
