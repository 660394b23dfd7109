"""The page in a real browser: by eye and by axe, in light and dark, in both languages and every look."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image
from readers import NOW, getting, newsletter, serving

from digest.state.store import open_state
from digest.state.suppress import suppress


def axe() -> str:
    """Return axe-core's source, which `.ci/run` installs; AXE_CORE names another folder of npm packages."""
    here = Path(__file__).resolve().parents[2] / ".ci" / "node_modules"
    script = Path(os.environ.get("AXE_CORE", here)) / "axe-core" / "axe.min.js"
    if not script.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no axe-core")
        pytest.skip("no axe-core here: npm install --prefix .ci --no-save axe-core")
    return script.read_text("utf-8")


@pytest.fixture
def tab(browser):
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


def click(tab) -> None:
    with tab.expect_navigation():
        tab.get_by_role("button").click()


def each_page(tab, site, who: str):
    """Come to one page after the other, as a reader does."""
    here = f"http://127.0.0.1:{site.port}"
    tab.goto(here + site.path(who))
    yield "ask"
    click(tab)
    yield "left"
    click(tab)
    yield "back"
    with open_state(site.config.state) as state, state.transaction():
        suppress(state, f"{who}@example.org", "bounced", NOW)
    tab.goto(here + site.path(who))
    yield "out"
    tab.goto(f"{here}/weekly/leave/nonsense")
    yield "invalid"


@pytest.mark.parametrize("look", ["broadsheet", "briefing", "essay"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", ["hana", "duri"])
def test_axe_finds_nothing_and_nothing_is_cut(tab, tmp_path: Path, who: str, scheme: str, look: str):
    source, told = axe(), []
    tab.emulate_media(color_scheme=scheme)
    tab.on("console", lambda message: told.append(message.text))
    seen = []
    with serving(newsletter(tmp_path, look=look)) as site:
        for page in each_page(tab, site, who):
            seen.append(tab.get_by_role("heading", level=2).inner_text())
            for width in (320, 1280):
                tab.set_viewport_size({"width": width, "height": 800})
                assert tab.evaluate("document.documentElement.scrollWidth") == width
            assert [text for text in told if "Content Security Policy" in text] == []
            # The page's own style counts: where its policy refused it, the ground would be white or black.
            ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
            assert ground in {"rgb(251, 250, 247)", "rgb(21, 23, 26)"}
            tab.evaluate(source)  # past the page's policy, which would not let it in
            found = tab.evaluate(
                "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })"
            )
            assert found["passes"]
            faults = [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found["violations"]]
            assert (page, faults) == (page, [])
    assert len(set(seen)) == 5


def test_a_reader_leaves_and_comes_back_by_the_keyboard(tab, tmp_path: Path):
    with serving(newsletter(tmp_path)) as site:
        tab.goto(f"http://127.0.0.1:{site.port}{site.path('duri')}")
        assert tab.title().startswith("Leave")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.get_by_text("You have left").wait_for()
        assert getting(site.config) == ["hana", "sena"]
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.get_by_text("Welcome back").wait_for()
        assert getting(site.config) == ["hana", "duri", "sena"]


def test_the_newsletters_own_colours_and_logo_are_worn(tab, tmp_path: Path):
    picture = io.BytesIO()
    Image.new("RGB", (80, 40), "#336699").save(picture, "PNG")
    tmp_path.joinpath("logo.png").write_bytes(picture.getvalue())
    more = '[look]\naccent = "#9a3412"\nlogo = { src = "logo.png", width = 40, alt = "Weekly" }\n'
    with serving(newsletter(tmp_path, more=more)) as site:
        tab.emulate_media(color_scheme="light")
        tab.goto(f"http://127.0.0.1:{site.port}{site.path('duri')}")
        logo = tab.get_by_role("img", name="Weekly")
        assert logo.evaluate("picture => picture.naturalWidth") == 80
        button = tab.get_by_role("button")
        assert button.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(154, 52, 18)"


def test_the_editors_own_template_goes_before_ours(tab, tmp_path: Path):
    config = newsletter(tmp_path)
    config.templates.mkdir()
    page = '<!doctype html><html lang="{{ lang }}"><title>x</title><h2>{{ title }}</h2><form method="post"><button>ok</button></form>'
    (config.templates / "leave.html").write_text(page, "utf-8")
    with serving(config) as site:
        tab.goto(f"http://127.0.0.1:{site.port}{site.path('duri')}")
        assert re.search("^Leave", tab.get_by_role("heading").inner_text())
        click(tab)
        assert tab.get_by_role("heading").inner_text() == "You have left"
