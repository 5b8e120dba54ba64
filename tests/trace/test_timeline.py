"""The timeline of a recording, opened in a real browser."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from codegen.cli import app
from tests.trace.browser import MISSING, chromium

EVIL = "</script><script>document.title='taken'</script><img src=https://evil.invalid/x onerror=1>"
BIG = 9007199254740993
FRAMES = 4000


def lines() -> list[dict[str, Any]]:
    """A trace with thousands of messages, every kind of line, and texts that would be tags."""
    header = {
        "trace": 1,
        "at": "2026-01-01T00:00:00Z",
        "sdk": EVIL,
        "url": "wss://h/c",
        "tag": "op",
    }
    frames = [
        {
            "t": number / 100,
            "at": "2026-01-01T00:00:00Z",
            "dir": "sent" if number % 4 == 0 else "received",
            "size": 40,
            "msg": {"op": "ask" if number % 4 == 0 else "answer", "n": number},
        }
        for number in range(FRAMES)
    ]
    audio = base64.b64encode(bytes(range(240)) * 20).decode()
    rest: list[dict[str, Any]] = [
        {"t": 50.0, "dir": "received", "msg": {"op": "error", "text": EVIL, "id": BIG}},
        {"t": 50.0, "dir": "received", "msg": {"op": "sound", "audio": audio}},
        {"t": 50.0, "dir": "received", "base64": "AAEC/w=="},
        {"t": 50.1, "dir": "received", "text": "plain"},
        {"t": 50.1, "dir": "received", "msg": {"op": EVIL}},
        {"t": 50.2, "event": "close", "dir": "received", "code": 1011, "reason": EVIL},
    ]
    return [header, *frames, *rest]


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("timeline")
    text = "".join(json.dumps(line) + "\n" for line in lines())
    (folder / "trace.jsonl").write_text(text, encoding="utf-8")
    path = folder / "trace.html"
    result = CliRunner().invoke(app, ["trace", str(folder / "trace.jsonl"), "--html", str(path)])
    assert (result.exit_code, result.stderr) == (0, "")
    return path


def test_no_text_of_the_trace_is_part_of_the_html(page_file: Path) -> None:
    html = page_file.read_text(encoding="utf-8")
    assert "<img" not in html
    assert html.count("<script") == html.count("</script>") == 2
    assert "evil.invalid" in html  # within the island, as text
    policy = html.partition('Content-Security-Policy" content="')[2].partition('"')[0]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_page_is_the_same_each_time(page_file: Path) -> None:
    again = page_file.with_name("again.html")
    CliRunner().invoke(app, ["trace", str(page_file.with_suffix(".jsonl")), "--html", str(again)])
    assert again.read_bytes() == page_file.read_bytes()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if MISSING:
        pytest.skip(MISSING)
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Any, page_file: Path) -> Iterator[Any]:
    """The page, opened; whatever it asks the network for is refused, and fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    problems: list[str] = []

    def route(intercepted: Any) -> None:
        asked.append(intercepted.request.url)
        if intercepted.request.url == page_file.as_uri():
            intercepted.continue_()
        else:
            intercepted.abort()

    context.route("**/*", route)
    opened = context.new_page()
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text))
    opened.goto(page_file.as_uri())
    yield opened
    context.close()
    assert set(asked) == {page_file.as_uri()}
    assert problems == []


def rows(page: Any) -> Any:
    return page.locator("#list .row")


def selected(page: Any) -> str:
    text: str = page.locator('#list .row[aria-selected="true"] .number').inner_text()
    return text


def test_it_renders(page: Any) -> None:
    assert page.locator("#title").inner_text() == "trace.jsonl"
    assert EVIL in page.locator("#header").inner_text()
    assert page.title() == "Timeline of a recording"
    facts = page.locator("#facts").inner_text().split("\n")
    assert facts[:2] == ["sent", "1,000"]
    assert page.locator("#count").inner_text() == "4,006 of 4,006"
    # The rows that can be seen, and not thousands.
    assert 10 < rows(page).count() < 80
    assert rows(page).first.inner_text().split() == ["2", "0.000", "ask", "40", "B"]
    drawn = page.evaluate(
        "() => { const c = document.getElementById('overview');"
        " return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v); }"
    )
    assert drawn is True


def test_the_last_rows_are_there_when_it_is_scrolled(page: Any) -> None:
    page.locator("#list").evaluate("list => { list.scrollTop = list.scrollHeight; }")
    page.locator("#list .row.event").wait_for()
    assert "1011" in rows(page).last.inner_text()


def test_filters(page: Any) -> None:
    count = page.locator("#count")
    page.locator("#direction").select_option("sent")
    assert count.inner_text() == "1,000 of 4,006"
    page.locator("#direction").select_option("")
    page.locator("#type").select_option("answer")
    assert count.inner_text() == "3,000 of 4,006"
    page.locator("#type").select_option("")
    page.locator("#errors").check()
    assert count.inner_text() == "2 of 4,006"
    page.locator("#errors").uncheck()
    page.locator("#text").fill('"N": 1234')
    assert count.inner_text() == "1 of 4,006"
    assert rows(page).first.locator(".number").inner_text() == "1236"
    page.locator("#text").fill("nothing like it")
    assert page.locator("#list").inner_text() == "Nothing fits the filter."
    page.keyboard.press("Escape")
    assert count.inner_text() == "4,006 of 4,006"


def test_a_click_shows_the_message(page: Any) -> None:
    page.locator("#errors").check()
    rows(page).first.click()
    shown = page.locator("#detail").inner_text()
    assert "server to client" in shown
    assert EVIL in shown
    assert str(BIG) in shown  # a script would have rounded it
    assert page.locator("img").count() == 0


def test_long_strings_and_bytes(page: Any) -> None:
    page.locator("#type").select_option("sound")
    rows(page).first.click()
    assert "6,400 characters, base64 of 4.8 kB" in page.locator("#detail").inner_text()
    page.locator("#detail button").click()
    assert len(page.locator("#detail").inner_text()) > 6400
    page.locator("#type").select_option("binary")
    rows(page).first.click()
    assert "00000000  00 01 02 ff" in page.locator("#detail").inner_text()


def test_keys(page: Any) -> None:
    press = page.keyboard.press
    press("ArrowDown")
    press("j")
    assert selected(page) == "3"
    press("k")
    assert selected(page) == "2"
    press("End")
    assert selected(page) == "4007"
    press("Home")
    press("e")
    assert selected(page) == "4002"
    press("Home")
    press("g")
    assert selected(page) == "4002"
    assert page.locator("#list").get_attribute("aria-activedescendant") == "row-4000"
    press("PageUp")
    assert int(selected(page)) < 4000
    press("/")
    page.keyboard.type("answer")
    assert page.locator("#count").inner_text() == "3,000 of 4,006"
    press("Enter")
    press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "list"
    press("Escape")
    assert page.locator("#text").input_value() == ""


def test_the_overview_leads_to_a_moment(page: Any) -> None:
    page.locator("#overview").click(position={"x": 10, "y": 20})
    assert selected(page) == "2"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_colour_schemes(page: Any, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    back, ink = page.evaluate(
        "() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]; }"
    )
    brightness = [sum(map(int, c[4:-1].split(",")[:3])) for c in (back, ink)]
    assert (brightness[0] > brightness[1]) is (scheme == "light")
