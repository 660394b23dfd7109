"""Every hostile string in every field at once, in every look and format, in Chromium: nothing runs or leaves."""

from __future__ import annotations

import re
from dataclasses import replace

import editions
import pytest
from markdown import markdown
from markdown_it import MarkdownIt

from digest.config import LOOKS
from digest.model import Attribution, Picture, Section, Theme
from digest.render import render_edition
from digest.render.safe import legible

PICTURE = "https://pictures.example/x.png"
# What a page does where something got through: it asks for a file, opens a dialog, or has what runs.
ACTIVE = """() => [...document.querySelectorAll('*')].flatMap(e => [
  ...(/^(script|iframe|object|embed|form|input|button|textarea|video|svg|math|base|marquee|details|template|dialog|link)$/
    .test(e.localName) && e.rel !== 'canonical' ? [e.localName] : []),
  ...[...e.attributes].filter(a => a.name.startsWith('on') || /^(javascript|vbscript|data|file):/i.test(a.value.trim()))
    .map(a => `${e.localName} ${a.name}=${a.value}`)])"""
# The words of the stories' headlines, and whether each can be seen and stands where it was put.
HEADLINES = """() => [...document.querySelectorAll('h2, h3')].map(h => [
  h.textContent.trim(), h.checkVisibility({ visibilityProperty: true }) && h.getBoundingClientRect().height > 5])
  .filter(([words]) => words.startsWith('Headline'))"""


def everything(look, markup):
    """Return an edition with a section for each string, which stands in all that a person or an article fills in."""
    themes, sections, words = [], [], []
    for n, bad in enumerate(editions.HOSTILE):
        picture = Picture(PICTURE, bad, bad, bad, 1200, 600)
        meta = {"kicker": bad, "byline": (bad, bad), "source": bad, "language": bad, "image": picture}
        told = editions.brief(
            editions.article(
                n, f"Headline {bad} end", f"Standfirst {bad} end", f"Quote {bad} end", markup=markup, **meta
            ),
            f"t{n}",
            editions.article(1000 + n, "Two", "Two.", source=bad, url=f"https://also.example/{bad}"),
        )
        said = editions.quote(told, f"Quote {bad} end", who=Attribution("person", f"Name {bad}", bad, bad))
        themes.append(Theme(f"t{n}", {"en": f"Theme {bad}"}))
        sections.append(Section(themes[-1], (told,), (said,)))
        words.append(legible(f"Headline {bad} end"))
    whole = " ".join(editions.HOSTILE)
    letter = replace(
        editions.EN, name=f"Name {whole}", tagline=whole, publisher=whole, address=whole, reason=whole
    )
    edition = editions.edition(
        letter, None, tuple(sections), themes=tuple(themes), subject=f"Subject {whole}", preheader=whole
    )
    return editions.looking(edition, look), words


def in_formats(rendered):
    """Yield the formats as a browser gets them: Markdown by two readers, the text as what it is."""
    body = rendered.markdown.split("---\n", 2)[2]
    yield "mail", rendered.html
    # Without the policy that would stop what gets through: nothing shall.
    yield "web", re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", rendered.web)
    yield "Python-Markdown", markdown(body)
    yield "CommonMark", MarkdownIt("commonmark").render(body)


def opened(browser, page):
    """Return what a page asks for, what it says, what of it could run, and its headlines."""
    context, asked, dialogs = browser.new_context(), [], []

    def refuse(route):
        asked.append(route.request.url)
        route.abort()

    def dismiss(dialog):
        dialogs.append(dialog.message)
        dialog.dismiss()

    context.route("**/*", refuse)
    tab = context.new_page()
    tab.on("dialog", dismiss)
    tab.set_content(page, wait_until="load")
    tab.wait_for_timeout(50)
    found = set(asked), dialogs, tab.evaluate(ACTIVE), tab.evaluate(HEADLINES)
    context.close()
    return found


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("markup", ["plain", "markdown"])
def test_nothing_runs_loads_or_leaves_its_place(browser, look, markup):
    edition, words = everything(look, markup)
    assert len(words) >= 60
    for name, page in in_formats(render_edition(edition).fill()):
        asked, dialogs, active, shown = opened(browser, page)
        assert (name, asked - {PICTURE}, dialogs, active) == (name, set(), [], [])
        if look == "briefing" and name not in {"mail", "web"}:  # whose headlines are lead-ins in Markdown
            continue
        assert (name, len(shown), all(seen for _, seen in shown)) == (name, len(words), True)
        if markup == "plain":
            read = {" ".join(text.split()) for text, _ in shown}
            assert (name, [w for w in words if " ".join(w.split()) not in read]) == (name, [])


@pytest.mark.parametrize("look", LOOKS)
def test_the_words_of_each_string_are_in_the_text(look):
    edition, words = everything(look, "plain")
    text = "".join(render_edition(edition).fill().text.split())
    assert [w for w in words if "".join(w.split()) not in text] == []


@pytest.mark.parametrize("look", LOOKS)
def test_a_fault_that_got_through_is_seen_and_stopped_by_the_pages_policy(browser, look):
    page = render_edition(editions.looking(editions.english(), look)).fill().web
    planted = page.replace("</h1>", "</h1><img src=https://evil.example/x onerror=alert(1)>", 1)
    asked, dialogs, active, _ = opened(browser, planted)
    assert ("https://evil.example/x" in asked, dialogs) == (True, [])
    assert active == ["img onerror=alert(1)"]
    _, dialogs, _, _ = opened(browser, planted.replace("Content-Security-Policy", "x-nothing"))
    assert dialogs == ["1"]
