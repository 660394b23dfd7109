"""The preview in a real Chromium, as an editor uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright
from previews import HIRING, looking, newsletter, running

from digest.preview import FromContent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

QUOTE = "We looked for people who had built such a thing before"
BROKEN = "<p>\n{% if %}</p>\n"
SCRIPTED = """\
<mj-raw><script>parent.document.title = "owned"; document.title = "owned"</script></mj-raw>
<mj-section><mj-column><mj-text>
<img src="nowhere" alt="" onerror="parent.document.title = 'owned'" />
<a id="trap" href="javascript:parent.document.title='owned'">A trap</a>
<form action="/state"><button id="sent">Send</button></form>
</mj-text></mj-column></mj-section>
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = newsletter(tmp_path_factory.mktemp("previewed") / "letter")
    (folder / "templates" / "parts").mkdir(parents=True)
    return folder


@pytest.fixture(scope="module")
def window(folder: Path) -> Iterator[tuple[str, Page]]:
    with running(FromContent(folder)) as address, sync_playwright() as play, looking(play) as page:
        yield address, page


@pytest.fixture
def page(window: tuple[str, Page]) -> Page:
    address, page = window
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    expect(mail(page).locator("h1")).to_be_visible()
    return page


def mail(page: Page):
    return page.frame_locator("#mail")


def choose(page: Page, label: str) -> None:
    page.get_by_label(label, exact=True).check(force=True)


def scrolled(page: Page) -> int:
    return page.evaluate("document.getElementById('mail').contentWindow.scrollY")


@pytest.mark.parametrize(("label", "width"), [("Phone", 375), ("Tablet", 768)])
def test_a_frame_is_as_wide_as_the_device(page: Page, label: str, width: int):
    choose(page, label)
    expect(page.locator("body")).to_have_attribute("data-frame", label.lower())
    assert page.evaluate("document.getElementById('mail').clientWidth") == width


def test_each_format_is_shown(page: Page):
    choose(page, "Web")
    page.wait_for_function(
        "() => document.getElementById('mail').contentWindow.location.pathname === '/web.html'"
    )
    expect(mail(page).get_by_role("heading", name="Chip maker hires a team")).to_be_visible()
    choose(page, "Text")
    expect(page.get_by_role("region", name="Plain text")).to_contain_text("Chip maker hires a team")
    choose(page, "Markdown")
    expect(page.get_by_role("region", name="Markdown")).to_contain_text("description:")
    choose(page, "MIME")
    expect(page.get_by_role("region", name="MIME source")).to_contain_text(
        "Content-Type: multipart/alternative"
    )
    choose(page, "Inbox")
    expect(page.locator(".entry")).to_have_count(5)
    expect(page.locator("#mail")).to_be_hidden()
    choose(page, "HTML")
    expect(page.locator("#mail")).to_be_visible()
    expect(page.locator("#view")).to_be_hidden()


def test_light_dark_and_inverted_are_as_a_reader_would_see_them(page: Page):
    grounds = {}
    for label in ("Dark", "Inverted", "Light"):
        choose(page, label)
        expect(page.locator("body")).to_have_attribute(
            "data-scheme", {"Inverted": "forced"}.get(label, label.lower())
        )
        page.wait_for_function(
            "() => document.getElementById('mail').contentDocument?.readyState === 'complete'"
        )
        body = mail(page).locator("body")
        grounds[label] = body.evaluate(
            "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e.parentElement).filter]"
        )
    assert grounds["Light"] == [grounds["Inverted"][0], "none"]
    assert "invert(1)" in grounds["Inverted"][1]
    assert grounds["Dark"] not in (grounds["Light"], grounds["Inverted"])


def test_images_off_shows_their_words(page: Page):
    picture = mail(page).get_by_alt_text("A plant at dusk")
    assert picture.evaluate("e => e.naturalWidth") == 80
    choose(page, "No images")
    expect(page.locator("body")).to_have_attribute("data-images", "off")
    page.wait_for_function(
        "() => document.getElementById('mail').contentDocument.querySelector('[alt=\"A plant at dusk\"]')?.naturalWidth === 0"
    )


def test_a_save_is_seen_and_the_scroll_stays(page: Page, folder: Path):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    choose(page, "Phone")
    expect(page.locator("body")).to_have_attribute("data-frame", "phone")
    page.evaluate("document.getElementById('mail').contentWindow.scrollTo(0, 240)")
    (folder / "content" / "hiring.md").write_text(HIRING.replace("forty", "sixty"), "utf-8")
    expect(mail(page).get_by_role("heading", name="a team of sixty engineers")).to_be_visible()
    assert scrolled(page) == 240
    assert said == []  # such as a word for each style that a policy forbids
    choose(page, "Dark")
    page.wait_for_function("() => document.getElementById('mail').contentWindow.scrollY === 240")
    (folder / "content" / "hiring.md").write_text(HIRING, "utf-8")
    expect(mail(page).get_by_role("heading", name="a team of forty engineers")).to_be_visible()


def test_a_broken_template_stands_in_place_of_the_page_until_it_is_mended(page: Page, folder: Path):
    template = folder / "templates" / "parts" / "story.mjml"
    template.write_text(BROKEN, "utf-8")
    fault = page.locator("#fault")
    expect(fault).to_contain_text("templates/parts/story.mjml:2")
    expect(fault).to_contain_text("template does not parse")
    expect(fault.locator(".here")).to_contain_text("{% if %}")
    expect(page.locator("#device")).to_be_hidden()
    template.unlink()
    expect(fault).to_be_hidden()
    expect(mail(page).locator("h1")).to_be_visible()


def test_a_click_on_a_quote_leads_to_its_span(page: Page):
    mail(page).get_by_text(QUOTE).click()
    expect(page.locator("#traced")).to_have_text("Quote")
    expect(page.locator("#trace mark")).to_contain_text(QUOTE)
    expect(page.locator("#trace mark")).to_be_in_viewport()
    expect(page.locator("#trace")).to_contain_text("content/hiring.md:")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_visible()


def test_a_click_on_a_sentence_or_a_headline_leads_to_it(page: Page):
    mail(page).get_by_role("heading", name="Chip maker hires").get_by_role("link").click()
    expect(page.locator("#traced")).to_have_text("Story")
    expect(page.locator("#trace dl")).to_contain_text("Runner-up")
    page.get_by_role("button", name="All findings and stories").click()
    mail(page).locator("p", has_text="한 연구소가 목요일").first.click(position={"x": 30, "y": 12})
    expect(page.locator("#traced")).to_have_text("Sentence")
    expect(page.locator("#trace mark")).to_contain_text("한 연구소가 목요일 새 언어모델을 공개했다")


def test_all_of_it_is_done_by_keyboard(page: Page):
    page.keyboard.press("Tab")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("region", name="Plain text")).to_be_visible()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    expect(mail(page).locator("h1")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("body")).to_have_attribute("data-frame", "tablet")
    page.get_by_role("button", name=QUOTE).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#traced")).to_be_focused()
    expect(mail(page).locator("blockquote[data-marked]")).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=QUOTE)).to_be_focused()


def test_a_finding_leads_to_its_place(page: Page, folder: Path):
    template = folder / "templates" / "parts" / "story.txt"
    template.write_text("TK {{ story.headline }}\n", "utf-8")
    left = page.locator("#panel .go", has_text="email.txt:").first
    left.click()
    expect(page.locator("[data-marked]")).to_contain_text("TK ")
    expect(page.locator("[data-marked]")).to_be_in_viewport()
    template.unlink()
    expect(left).to_have_count(0)


def test_nothing_of_the_mail_runs(page: Page, folder: Path):
    own = folder / "templates" / "parts" / "imprint.mjml"
    own.write_text(SCRIPTED, "utf-8")
    expect(mail(page).locator("#trap")).to_be_visible()
    for _ in range(2):  # as it was put into the frame, then as it is loaded
        mail(page).locator("#trap").click()
        mail(page).locator("#sent").click()
        assert mail(page).locator("#sent").is_visible()
        assert "owned" not in page.title()
        assert page.evaluate("document.getElementById('mail').contentDocument.title") != "owned"
        page.reload()
        expect(mail(page).locator("#trap")).to_be_visible()
    own.unlink()
    expect(mail(page).locator("#trap")).to_have_count(0)


def test_what_is_chosen_stays_over_a_reload(page: Page):
    choose(page, "Phone")
    choose(page, "Text")
    expect(page.get_by_role("region", name="Plain text")).to_be_visible()
    page.reload()
    expect(page.get_by_role("region", name="Plain text")).to_be_visible()
    expect(page.locator("body")).to_have_attribute("data-frame", "phone")


@pytest.mark.parametrize("width", [320, 600, 1280])
@pytest.mark.parametrize("choice", ["format=html", "format=text&frame=phone", "format=mime", "format=inbox"])
def test_the_page_itself_never_scrolls_sideways(page: Page, width: int, choice: str):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{page.url.partition('?')[0]}?{choice}")
    page.locator(".stories button").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["html", "text", "mime", "inbox", "trace", "fault"])
def test_axe_finds_nothing_in_the_preview(page: Page, folder: Path, axe, scheme: str, state: str):
    template = folder / "templates" / "parts" / "story.mjml"
    page.emulate_media(color_scheme=scheme)
    if state == "trace":
        page.get_by_role("button", name=QUOTE).click()
        expect(page.locator("#trace mark")).to_be_visible()
    elif state == "fault":
        template.write_text(BROKEN, "utf-8")
        expect(page.locator("#fault h2")).to_be_visible()
    else:
        choose(page, {"html": "HTML", "text": "Text", "mime": "MIME", "inbox": "Inbox"}[state])
        page.locator("#notes > summary").click()
    found = axe(page, "{ exclude: ['#mail'] }")  # tests/render looks at the mails
    template.unlink(missing_ok=True)
    assert found == []
