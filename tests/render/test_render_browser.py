"""The mail and the web page as Chromium lays them out: nothing cut, nothing overlapping, every word readable."""

from __future__ import annotations

import itertools
import re

import editions
import pytest

from digest.config import LOOKS
from digest.render import render_edition

WORDS = {
    "en": editions.english,
    "ko": editions.korean,
    "long-ko": lambda: editions.long("ko"),
    "hostile": lambda: editions.hostile(
        "plain", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3
    ),
    "ar": editions.arabic,
}
PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1200' height='800'/%3E"  # 3:2
CASES = [(look, words) for look in LOOKS for words in WORDS]

# Words are measured where they are painted, by the rectangles of their text ranges. `owner` is the
# story that words stand in ("" for what stands between stories): only words of two owners may clash.
MEASURE = """() => {
  const shade = c => { const [r, g, b] = c.match(/[0-9.]+/g).slice(0, 3).map(v => {
    v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$|transparent/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
  const room = e => { let box = { left: 0, right: wide, top: -1e9, bottom: 1e9 };
    for (; e; e = e.parentElement) if (getComputedStyle(e).overflow !== 'visible' && e !== document.body
        && e !== document.documentElement) {
      const r = e.getBoundingClientRect();
      box = { left: Math.max(box.left, r.left), right: Math.min(box.right, r.right),
              top: Math.max(box.top, r.top), bottom: Math.min(box.bottom, r.bottom) }; }
    return box; };
  const faults = [], painted = [], wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) faults.push('scrolls sideways');
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const box = node.parentElement, style = getComputedStyle(box);
    if (!node.data.trim() || !box.checkVisibility()) continue;
    const words = node.data.trim().slice(0, 40), in_ = room(box);
    const owner = box.closest('[id^="s-"]')?.id ?? '';
    const range = document.createRange(); range.selectNodeContents(node);
    for (const r of range.getClientRects()) {
      if (!r.width) continue;
      if (r.left < in_.left - 0.5 || r.right > in_.right + 0.5 || r.top < in_.top - 0.5
          || r.bottom > in_.bottom + 0.5) faults.push('cut: ' + words);
      painted.push({ owner, words, r });
    }
    const [a, b] = [shade(style.color), shade(ground(box))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faults.push('faint: ' + words);
  }
  painted.sort((a, b) => a.r.top - b.r.top);
  painted.forEach((one, i) => { for (let j = i + 1; j < painted.length; j++) {
    const two = painted[j];
    if (two.r.top >= one.r.bottom - 1) break;
    if (one.owner !== two.owner && Math.min(one.r.right, two.r.right) - Math.max(one.r.left, two.r.left) > 1
        && Math.min(one.r.bottom, two.r.bottom) - two.r.top > 1)
      faults.push(`overlap: ${one.words} | ${two.words}`);
  } });
  for (const img of document.images) {
    const r = img.getBoundingClientRect();
    if (r.left < -0.5 || r.right > wide + 0.5) faults.push('cut: picture ' + img.alt);
  }
  return faults;
}"""


@pytest.fixture
def tab(browser):
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


def load(tab, page):
    """Show a mail with its pictures there, each three wide and two high."""
    tab.set_content(re.sub(r'(<img [^>]*src=)"[^"]*"', rf'\1"{PICTURE}"', page), wait_until="load")


def faults(tab, width, scheme="light"):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=scheme)
    return tab.evaluate(MEASURE)


@pytest.mark.parametrize(("look", "words"), CASES)
@pytest.mark.parametrize("part", ["html", "web"])
def test_nothing_is_cut_faint_or_overlapping(tab, look, words, part):
    load(tab, getattr(render_edition(editions.looking(WORDS[words](), look)), part))
    for width, scheme in itertools.product((320, 600, 1280), ("light", "dark")):
        assert (width, scheme, faults(tab, width, scheme)) == (width, scheme, [])


@pytest.mark.parametrize(
    "overrides",
    [
        {"fonts": "sans", "density": "dense", "accent": "#9a3412"},
        {"fonts": "serif", "density": "airy", "logo": {"src": "logo.png", "width": 700}},
    ],
)
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("part", ["html", "web"])
def test_what_an_editor_chooses_keeps_it_so(tab, look, overrides, part):
    load(tab, getattr(render_edition(editions.looking(editions.korean(), look), (), overrides), part))
    for width, scheme in itertools.product((320, 600), ("light", "dark")):
        assert (width, scheme, faults(tab, width, scheme)) == (width, scheme, [])


@pytest.mark.parametrize(("look", "words"), [(look, words) for look in LOOKS for words in ("en", "ko", "ar")])
@pytest.mark.parametrize("part", ["html", "web"])
def test_axe_finds_nothing(tab, axe, look, words, part):
    load(tab, getattr(render_edition(editions.looking(WORDS[words](), look)).fill(), part))
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        assert (scheme, axe(tab)) == (scheme, [])


def test_axe_sees_what_is_planted(tab, axe):
    page = render_edition(editions.english()).fill()
    for part in (page.html, page.web):
        load(tab, part.replace("</h2>", '</h2><img src="x"><p style="color:#cfcdc8">hard to read</p>', 1))
        assert {name for name, _ in axe(tab)} == {"image-alt", "color-contrast"}


@pytest.mark.parametrize("words", ["en", "ko"])
def test_ten_stories_of_a_briefing_are_three_screens_of_a_phone(tab, words):
    edition = editions.looking(WORDS[words](), "briefing")
    assert len(edition.briefs) == 10
    load(tab, render_edition(edition).html)
    tab.set_viewport_size({"width": 390, "height": 844})
    assert tab.evaluate("document.documentElement.scrollHeight") <= 3 * 844


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    ("after", "fault", "told"),
    [
        ("</h2>", '<p style="width:900px">wide</p>', "scrolls sideways"),
        ("</h2>", '<p style="margin-left:-90px;text-align:left">left of the page</p>', "cut: left"),
        ("</h2>", '<div style="height:9px;overflow:hidden"><p>clipped</p></div>', "cut: clipped"),
        ("</h2>", '<p style="color:#cfcdc8">hard to read</p>', "faint: hard"),
        (
            "</blockquote>",
            f'<div style="height:0">{"it runs into the next<br>" * 9}</div>',
            "overlap: it runs into the next |",
        ),
    ],
)
@pytest.mark.parametrize("part", ["html", "web"])
def test_planted_faults_are_seen(tab, look, after, fault, told, part):
    page = getattr(render_edition(editions.looking(editions.english(), look)), part)
    load(tab, page.replace(after, after + fault, 1))
    assert any(found.startswith(told) for found in faults(tab, 320))
