"""The pages in a real browser: Debian's chromium, or the one that CHROMIUM names.

    pip install 'resolver[browser]' && apt-get install chromium

Screenshots go to the folder that SCREENSHOTS names.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.conftest import Service
from tests.world import SERVED

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
sync_api = pytest.importorskip("playwright.sync_api", reason="pip install 'resolver[browser]'")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'resolver[browser]'")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
]

TEXT = (
    "Marta Kovalenco left Weldoria. Henrik Aldous stayed; Aldous likes the SRI, as Orrin Vale does.\n\n"
    "A second paragraph has averyveryveryveryveryveryveryveryveryveryverylongwordwithoutanybreakinit."
)
TOKEN = "browser-token"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A new page; at the end nothing may have been said in its console."""
    context = browser.new_context(viewport={"width": 1100, "height": 800}, accept_downloads=True)
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []


def _read(page: Any, service: Service, text: str = TEXT) -> None:
    page.goto(f"http://127.0.0.1:{service.port}/")
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Find names").click()
    page.wait_for_selector(".mention")


def _shoot(page: Any, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def _accessible(page: Any) -> None:
    """No finding of axe-core that is serious or critical.

    Its script is run by the debugger, which the page's policy does not bind.
    """
    results = axe.Axe().run(page)
    found = [
        (each["id"], each["impact"], [node["html"][:120] for node in each["nodes"]])
        for each in results.response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    assert found == []


def test_a_text_is_read(page: Any, service: Service) -> None:
    _read(page, service)
    mentions = page.locator(".mention")
    assert mentions.count() == 6
    corrected = page.locator(".mention.corrected").filter(has_text="Weldoria")
    assert corrected.locator("del").evaluate("e => getComputedStyle(e).textDecorationLine") == "line-through"
    assert corrected.locator("ins").inner_text() == "Veldoria"
    lines = {
        kind: page.locator(f".mention.{kind} mark").first.evaluate(
            "e => getComputedStyle(e).borderBottomStyle"
        )
        for kind in ("sure", "corrected", "ambiguous")
    }
    assert len(set(lines.values())) == 3, "told apart by more than colour"
    tops = {round(each.bounding_box()["y"]) for each in mentions.locator("mark").all()[:3]}
    assert len(tops) == 1, "a mention does not end its line"
    _shoot(page, "read")
    _accessible(page)


def test_reasons_open_by_click_and_by_keyboard(page: Any, service: Service) -> None:
    _read(page, service)
    first, second = page.locator(".mention").nth(1), page.locator(".mention").nth(2)
    assert not first.locator(".why").is_visible()
    first.locator("summary").click()
    assert "is written “Veldoria”" in first.locator(".why").inner_text()
    second.locator("summary").focus()
    page.keyboard.press("Enter")
    assert second.locator(".why").is_visible()
    assert not first.locator(".why").is_visible(), "one at a time"
    _shoot(page, "reasons")
    _accessible(page)


def test_the_filter_takes_marks_and_lines_away(page: Any, service: Service) -> None:
    _read(page, service)
    person = page.locator(".entities li.person").first
    mark = page.locator(".mention.person mark").first
    background = "e => getComputedStyle(e).backgroundColor"
    assert person.is_visible()
    before = mark.evaluate(background)
    page.locator(".show-person").uncheck()
    assert not person.is_visible()
    assert mark.evaluate(background) != before
    assert page.locator(".entities li.place").first.is_visible()
    page.locator(".show-person").check()
    assert person.is_visible()


def test_a_reader_corrects_and_takes(page: Any, service: Service) -> None:
    _read(page, service)
    place = page.locator(".mention.corrected").filter(has_text="Weldoria")
    place.locator("summary").click()
    place.get_by_label("It means").select_option("-")
    page.get_by_role("button", name="Apply my choices").click()
    page.wait_for_selector("text=leave “Weldoria” as it is")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the normalised text").click()
    content = Path(taken.value.path()).read_text(encoding="utf-8")
    assert "left Weldoria." in content
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take mentions as CSV").click()
    assert taken.value.suggested_filename == "mentions.csv"
    assert "Weldoria" not in Path(taken.value.path()).read_text(encoding="utf-8")
    with page.expect_download() as taken:
        page.get_by_role("button", name="as JSON lines").click()
    assert taken.value.suggested_filename == "mentions.jsonl"


def test_a_file_is_dropped(page: Any, service: Service) -> None:
    page.goto(f"http://127.0.0.1:{service.port}/")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["Henrik Aldous left."], "news.txt", {type: "text/plain"}));
            document.getElementById("text").dispatchEvent(
                new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }"""
    )
    page.wait_for_function("document.getElementById('text').value === 'Henrik Aldous left.'")
    page.get_by_label("Text", exact=True).press("Control+Enter")
    page.wait_for_selector(".mention")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 2000])
def test_no_width_needs_sideways_scrolling(page: Any, service: Service, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 700})
    _read(page, service)
    for mention in page.locator(".mention").all()[:3]:
        mention.locator("summary").click()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
    _shoot(page, f"{scheme}-{width}")
    _accessible(page)


def test_without_scripts_all_can_be_read(browser: Any, service: Service) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{service.port}/")
    page.locator("#text").fill(TEXT)
    page.locator("button.main").click()
    page.locator(".mention summary").first.click()
    assert page.locator(".mention .why").first.is_visible()
    page.locator(".show-place").uncheck()
    assert not page.locator(".entities li.place").first.is_visible()
    context.close()


def test_an_entity_is_read(page: Any, service: Service) -> None:
    """What a click on a match in OpenRefine opens, and on to the country, on a phone."""
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"http://127.0.0.1:{service.port}/entity/sorren-institute")
    page.wait_for_selector("h1:has-text('Sørren Institute')")
    _shoot(page, "entity")
    _accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.get_by_role("link", name="Veldoria").click()
    page.wait_for_selector("h1:has-text('Veldoria')")


def test_a_file_of_mentions_is_readable(page: Any, world: Path, tmp_path: Path) -> None:
    import subprocess
    import sys

    out = subprocess.run(
        [sys.executable, "-m", "resolver", "link", "--format", "html", "--gazetteer", str(world)],
        input=TEXT.encode(),
        capture_output=True,
        check=True,
    )
    (tmp_path / "mentions.html").write_bytes(out.stdout)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto((tmp_path / "mentions.html").as_uri())
    page.locator(".mention summary").nth(1).click()
    assert page.locator(".mention .why").nth(1).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_suggestions_are_reviewed_with_undo(page: Any, tmp_path: Path) -> None:
    folder = tmp_path / "gazetteer"
    folder.mkdir()
    (folder / "world.toml").write_text(SERVED, encoding="utf-8")
    service = Service("--gazetteer", str(folder), "--edit", RESOLVER_TOKEN=TOKEN)
    try:
        page.goto(f"http://127.0.0.1:{service.port}/review?token={TOKEN}")
        assert "token" not in page.url
        text = "Quentin Harrowgate met Henrik Aldous. Quentin Harrowgate and Bettina Loosestrife left."
        page.locator("#text").fill(text)
        page.get_by_role("button", name="Look for names").click()
        page.wait_for_selector("text=1 of 2")
        _shoot(page, "review")
        _accessible(page)
        page.get_by_role("button", name="Refuse for good").click()
        page.wait_for_selector("text=2 of 2")
        page.get_by_role("button", name="Undo").click()
        page.wait_for_selector("text=1 of 2")
        page.get_by_label("It is a").select_option("person")
        page.get_by_role("button", name="Accept").click()
        page.wait_for_selector("text=2 of 2")
        page.get_by_role("button", name="Later").click()
        page.get_by_role("button", name="Write 1 answers").click()
        page.wait_for_selector("text=quentin-harrowgate")
        assert "quentin-harrowgate" in "".join(path.read_text() for path in folder.rglob("*.toml"))
    finally:
        service.stop()
