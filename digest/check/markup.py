"""The page's markup as a screen reader or a thumb meets it: language, headings, pictures, tables, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.check.example import Example
from digest.check.lists import LISTS, folded
from digest.check.proof import PAGE, shortened
from digest.check.rule import Fault, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from digest.check.proof import Proof

_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
_FILE = re.compile(r"[\w%.-]+\.(?:jpe?g|png|gif|webp|svg|bmp)", re.IGNORECASE)
_TABLE = re.compile(r"<table\b[^>]*>", re.IGNORECASE)
_ROLE = re.compile(r"\brole\s*=\s*[\"']?(?:presentation|none)\b", re.IGNORECASE)


def _base(tag: str) -> str:
    return tag.lower().split("-")[0]


def _wrapper(proof: Proof) -> Element | None:
    body = proof.page.root.find("body")
    return next((e for e in body if isinstance(e.tag, str)), None) if body is not None else None


def _lang(proof: Proof) -> Iterator[Fault]:
    wanted = proof.edition.newsletter.language
    for element, name in ((proof.page.root, "<html>"), (_wrapper(proof), "the first element of the body")):
        lang = element.get("lang", "") if element is not None else ""
        if _base(lang) != _base(wanted):
            what = f'{name} says lang="{lang}"' if lang else f"{name} has no lang"
            yield Fault(Place(PAGE), what, f'write lang="{wanted}" on it')


def _dir(proof: Proof) -> Iterator[Fault]:
    wanted = "rtl" if _base(proof.edition.newsletter.language) in _RTL else "ltr"
    for element, name in ((proof.page.root, "<html>"), (_wrapper(proof), "the first element of the body")):
        direction = (element.get("dir") or "").lower() if element is not None else ""
        if direction != wanted:
            what = f'{name} says dir="{direction}"' if direction else f"{name} has no dir"
            yield Fault(Place(PAGE), what, f'write dir="{wanted}" on it')


def _headings(proof: Proof) -> Iterator[tuple[int, Element]]:
    for element in proof.page.elements:
        if re.fullmatch("h[1-6]", str(element.tag)):
            yield int(str(element.tag)[1]), element


def _one_title(proof: Proof) -> Iterator[Fault]:
    firsts = [element for level, element in _headings(proof) if level == 1]
    if len(firsts) != 1:
        there = f"{len(firsts)} headings h1" if firsts else "no heading h1"
        where = proof.at(firsts[1]) if firsts else Place(PAGE)
        yield Fault(where, f"the page has {there}", "make the newsletter's name its one h1")


def _levels(proof: Proof) -> Iterator[Fault]:
    before = 0
    for level, element in _headings(proof):
        if level > before + 1 and before:
            said = shortened(" ".join(map(str, element.itertext())))
            yield Fault(
                proof.at(element), f"h{level} “{said}” comes after h{before}", f"make it an h{before + 1}"
            )
        before = level


def _alt(proof: Proof) -> Iterator[Fault]:
    for element in proof.page.elements:
        if element.tag == "img" and element.get("alt") is None:
            yield Fault(
                proof.at(element),
                f"the picture {shortened(element.get('src', ''), 60)} has no alt",
                'say in alt what it shows, or write alt="" where it only decorates',
            )


def _alt_words(proof: Proof) -> Iterator[Fault]:
    for element in proof.page.elements:
        alt = (element.get("alt") or "").strip() if element.tag == "img" else ""
        if alt and (_FILE.fullmatch(alt) or folded(alt) in LISTS.empty_alt):
            yield Fault(proof.at(element), f"alt “{alt}” says nothing", "say what the picture shows")


def _tables(proof: Proof) -> Iterator[Fault]:
    for element in proof.page.elements:
        if element.tag != "table" or element.get("role") in {"presentation", "none"}:
            continue
        if element.get("role") is None and any(e.tag in {"th", "caption"} for e in element.iter()):
            continue
        yield Fault(proof.at(element), "a layout table has no role", 'write role="presentation" on the table')
    for comment in proof.page.comments:
        for table in _TABLE.findall(comment):
            if not _ROLE.search(table):
                mend = 'write role="presentation" on the table'
                yield Fault(Place(PAGE), "a layout table for Outlook has no role", mend)


def _empty_links(proof: Proof) -> Iterator[Fault]:
    for link in proof.page.links:
        if not link.name:
            what = f"the link to {shortened(link.href, 60)} has no text"
            yield Fault(proof.at(link.element), what, "give it words, or its picture an alt")


def _vague_links(proof: Proof) -> Iterator[Fault]:
    for link in proof.page.links:
        if folded(link.name) in LISTS.vague_links or re.match(r"(?:https?://|www\.)\S+$", link.name):
            what = f"the link text “{shortened(link.name)}” does not say where it leads"
            yield Fault(proof.at(link.element), what, "name what is there, such as the story's headline")


RULES = (
    Rule(
        "lang",
        "error",
        "The page and its first wrapper say the newsletter's language.",
        "A screen reader picks its voice by it; some clients strip <html> (WCAG 2.2, 3.1.1; EMC report 2026).",
        _lang,
        bad=Example(page="<html dir='ltr'><body><div dir='ltr'><h1>The Letter</h1></div></body></html>"),
        good=Example(),
    ),
    Rule(
        "dir",
        "error",
        "The page and its first wrapper say which way it is written.",
        "Clients guess wrongly, above all in mails of two scripts (EMC report 2026; caniemail.com, dir).",
        _dir,
        bad=Example(page="<html lang='en'><body><div lang='en'><h1>The Letter</h1></div></body></html>"),
        good=Example(),
    ),
    Rule(
        "heading-one",
        "error",
        "The page has one h1.",
        "It is the title by which a screen reader announces the mail (WCAG 2.2, 1.3.1 and 2.4.6).",
        _one_title,
        bad=Example(body="<h1>A second title</h1>"),
        good=Example(body="<h2>A section</h2>"),
    ),
    Rule(
        "heading-levels",
        "error",
        "No heading skips a level.",
        "Readers of a screen reader go from heading to heading by level (WCAG 2.2, 1.3.1).",
        _levels,
        bad=Example(body="<h3>A story without a section</h3>"),
        good=Example(body="<h2>A section</h2><h3>A story</h3><h2>Another</h2>"),
    ),
    Rule(
        "image-alt",
        "error",
        "Each picture has an alt, be it empty.",
        "Many inboxes show no pictures until asked, and a screen reader reads out the address (WCAG 2.2, 1.1.1).",
        _alt,
        bad=Example(body='<img src="https://letter.example/a.png">'),
        good=Example(body='<img src="https://letter.example/a.png" alt="Two stacks of coins">'),
    ),
    Rule(
        "image-alt-words",
        "warning",
        "No alt is a file's name or a word such as “image”.",
        "It stands for the picture where none is shown (WCAG 2.2, 1.1.1, failure F30).",
        _alt_words,
        bad=Example(body='<img src="https://letter.example/a.png" alt="IMG_2041.jpg">'),
        good=Example(body='<img src="https://letter.example/a.png" alt="Two stacks of coins">'),
    ),
    Rule(
        "table-role",
        "error",
        "Each table is marked as layout, or has header cells or a caption.",
        "A screen reader counts out rows and columns of what is no table (EMC report 2026: in 84 of 100 mails).",
        _tables,
        bad=Example(body="<table><tr><td>A story</td></tr></table>"),
        good=Example(body='<table role="presentation"><tr><td>A story</td></tr></table>'),
    ),
    Rule(
        "link-empty",
        "error",
        "Each link has text, or a picture with an alt.",
        "A screen reader reads out the address instead (WCAG 2.2, 2.4.4).",
        _empty_links,
        bad=Example(body='<a href="https://letter.example/a"><img src="a.png" alt=""></a>'),
        good=Example(body='<a href="https://letter.example/a"><img src="a.png" alt="The first story"></a>'),
    ),
    Rule(
        "link-text",
        "warning",
        "Each link's text makes sense alone.",
        "Screen readers list links without what is around them; an address is read out letter by letter "
        "(WCAG 2.2, 2.4.9).",
        _vague_links,
        bad=Example(body='<p>A story. <a href="https://letter.example/a">Read more</a></p>'),
        good=Example(body='<p><a href="https://letter.example/a">A maker of chips hires a team</a></p>'),
    ),
)
