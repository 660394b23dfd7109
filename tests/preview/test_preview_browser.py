"""The preview in a real Chromium."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from previews import build, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Iterator[Page]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no Chromium")
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    folder: Path = build(tmp_path_factory.mktemp("out") / "2024-W13")
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with running(folder) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        yield page
        browser.close()


@pytest.fixture(autouse=True)
def fresh(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()


def shown(page: Page) -> list[str]:
    return page.eval_on_selector_all("main > *", "all => all.filter(e => e.offsetWidth).map(e => e.id)")


def test_the_parts_are_chosen_by_click(page: Page):
    assert shown(page) == ["mail-light"]
    page.get_by_label("Text", exact=True).check()
    assert shown(page) == ["text"]
    assert page.locator("#text").inner_text().strip() == "텍스트 <본문> & 끝"
    page.get_by_label("Markdown", exact=True).check()
    assert shown(page) == ["markdown"]
    page.get_by_label("HTML").check()
    assert shown(page) == ["mail-light"]


def test_the_parts_are_chosen_by_keyboard(page: Page):
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert shown(page) == ["text"]
    page.keyboard.press("ArrowRight")
    assert shown(page) == ["markdown"]
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#width-tablet").is_checked()


@pytest.mark.parametrize(("label", "width"), [("Phone", 360), ("Tablet", 600), ("Desktop", 1280)])
def test_the_mail_gets_the_width_asked_for(page: Page, label: str, width: int):
    page.get_by_label(label).check()
    page.wait_for_function(f"document.getElementById('mail-light').clientWidth >= {width - 2}")
    assert page.locator("#mail-light").bounding_box()["width"] == width


def test_the_mail_shows_its_picture_and_runs_nothing(page: Page):
    mail = page.frame_locator("#mail-light")
    mail.locator("#plant").wait_for()
    assert mail.locator("#plant").evaluate("e => e.complete && e.naturalWidth") == 40
    assert mail.locator("#head").inner_text() == "메일 속 제목"


def test_light_and_dark_are_as_a_reader_would_see_them(page: Page):
    colours = {}
    for label, frame in (("Dark", "#mail-dark"), ("Light", "#mail-light")):
        page.get_by_label(label).check()
        body = page.frame_locator(frame).locator("body")
        body.wait_for()
        colours[label] = body.evaluate("e => getComputedStyle(e).backgroundColor")
    assert colours == {"Dark": "rgb(16, 16, 16)", "Light": "rgb(255, 255, 255)"}


@pytest.mark.parametrize("width", [320, 600, 1280])
def test_the_page_itself_never_scrolls_sideways(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    heights = page.eval_on_selector_all("label", "all => all.map(e => e.offsetHeight)")
    assert heights
    assert min(filter(None, heights)) >= 42
