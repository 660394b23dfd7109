"""The mail as Chromium lays it out: nothing cut, nothing overlapping, every word readable."""

from __future__ import annotations

import os
import shutil

import editions
import pytest

from digest.render import render_edition

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
EDITIONS = {
    "english": editions.english,
    "korean": editions.korean,
    "arabic": editions.arabic,
    "long-ko": lambda: editions.long("ko"),
    "hostile": lambda: editions.hostile(
        "plain", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3
    ),
}

MEASURE = """() => {
  const shade = c => { const [r, g, b] = c.match(/[0-9.]+/g).slice(0, 3).map(v => {
    v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$|transparent/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
  const faults = [], wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) faults.push('scrolls sideways');
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const box = node.parentElement, style = getComputedStyle(box);
    if (!node.data.trim() || !box.checkVisibility()) continue;
    const range = document.createRange(); range.selectNodeContents(node);
    for (const r of range.getClientRects())
      if (r.width && (r.left < -0.5 || r.right > wide + 0.5)) faults.push('cut: ' + node.data.slice(0, 40));
    const [a, b] = [shade(style.color), shade(ground(box))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faults.push('faint: ' + node.data.slice(0, 40));
  }
  const stories = [...document.querySelectorAll('[id^="s-"]')].map(e => [e.id, e.getBoundingClientRect()]);
  stories.forEach(([one, a], i) => stories.slice(i + 1).forEach(([two, b]) => {
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1) faults.push(`overlap: ${one} ${two}`); }));
  return faults;
}"""


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no Chromium")
        pytest.skip(
            "no Chromium on this machine (apt-get install chromium); the page is checked where there is one"
        )
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


def faults(browser, page, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    tab = context.new_page()
    tab.set_content(page, wait_until="domcontentloaded")
    found = tab.evaluate(MEASURE)
    context.close()
    return found


@pytest.mark.parametrize("width", [320, 600, 1280])
@pytest.mark.parametrize("name", EDITIONS)
def test_nothing_is_cut_faint_or_overlapping(browser, name, width):
    page = render_edition(EDITIONS[name]()).html
    assert faults(browser, page, width, "light") == []
    assert faults(browser, page, width, "dark") == []


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ('<p style="width:900px">wide</p>', "scrolls sideways"),
        ('<p style="margin-left:-90px">left of the page</p>', "cut: left"),
        ('<p style="color:#cfcdc8">hard to read</p>', "faint: hard"),
        ('<div id="s-x" style="height:0;margin-top:-90px"><p style="color:#000">over</p></div>', ""),
    ],
)
def test_planted_faults_are_seen(browser, fault, told):
    page = render_edition(editions.english()).html.replace("<h1", f"{fault}<h1", 1)
    if told:
        assert any(found.startswith(told) for found in faults(browser, page, 320, "light"))
    else:
        moved = page.replace(
            "<blockquote", '<div id="s-y" style="margin-top:-200px;height:190px">over</div><blockquote', 1
        )
        assert any(found.startswith("overlap") for found in faults(browser, moved, 320, "light"))
