"""Words that should not be there any more: marks of templates, what was left to be written, old years."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.check.example import Example
from digest.check.lists import LISTS
from digest.check.proof import shortened
from digest.check.rule import Fault, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.check.proof import Proof

_MARK = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<%.*?%>|\*\|[A-Z_:]+\|\*|%%[A-Za-z_]{3,}%%|%(?:[A-Z]+_)+[A-Z]+%"
    r"|\$\{\w+\}|\[\[\w+\]\]|\[object Object\]|\bfield(?:unsubscribeurl|weburl|firstname)[0-9a-f]{16}\b"
)
_UNDONE = re.compile(r"\bTO(?:[ -]?)D[O]\b(?=\W|$)|\bFIXM[E]\b|\bX{3,}\b|\bTK(?:[ ,]?TK)+\b|[\[<]TK[\]>]")
# TK is the editors' mark for what is to come; it is also a name (TK Maxx) and, in Korean, a region.
_TK = re.compile(r"(?<![\w&.-])\$?TK(?![\w&-]|\s+[A-Z])")
_LISTED = re.compile("|".join(map(re.escape, LISTS.unwritten)), re.IGNORECASE)
_HANGUL = re.compile("[\uac00-\ud7a3]")
_COPYRIGHT = re.compile(
    r"(?:©|ⓒ|\(c\)|copyright)[^\d\n]{0,24}(?:(?:19|20)\d\d\s*[-–~]\s*)?((?:19|20)\d\d)(?!\s*[-–~]|\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d./-])(20\d\d)(?![\d./-])")
_SINCE = re.compile(r"(?:since|est\.?|established|founded)\s*(?:in\s*)?$", re.IGNORECASE)
_SINCE_KO = re.compile(r"\s*년?(?:부터|\s*(?:창간|설립|시작|에))")


def _first_of_each(proof: Proof, found: Callable[[str], list[str]], said: str, mend: str) -> Iterator[Fault]:
    """Yield a fault for each thing found, at its first place."""
    told: set[str] = set()
    for place, text in proof.texts:
        for each in found(text):
            letters = _bare(each)  # each format escapes the rest in its own way
            if letters not in told:
                told.add(letters)
                yield Fault(place, f"“{shortened(each)}” {said}", mend)


def _marks(proof: Proof) -> Iterator[Fault]:
    quoted = _quoted_marks(proof)
    yield from _first_of_each(
        proof,
        lambda text: [mark for mark in _MARK.findall(text) if _bare(mark) not in quoted],
        "is a template's mark that was not filled in",
        "mend the field's name in the template",
    )


def _marks_of_sources(proof: Proof) -> Iterator[Fault]:
    quoted = _quoted_marks(proof)
    yield from _first_of_each(
        proof,
        lambda text: [mark for mark in _MARK.findall(text) if _bare(mark) in quoted],
        "stands like a template's mark in an article",
        "take it out of the article, unless the story is about templates",
    )


def _quoted_marks(proof: Proof) -> frozenset[str]:
    """Return the marks that articles have in them, without what the formats escape."""
    articles = (a for brief in proof.edition.briefs for a in brief.story.articles)
    words = (text for a in articles for text in (a.text, a.meta.title, a.meta.kicker, a.meta.standfirst))
    return frozenset(_bare(mark) for text in words for mark in _MARK.findall(" ".join(text.split())))


def _bare(mark: str) -> str:
    return "".join(filter(str.isalnum, mark))


def _unwritten(proof: Proof) -> Iterator[Fault]:
    def found(text: str) -> list[str]:
        undone = [match.group() for match in _UNDONE.finditer(text)]
        if "TK" in text and not undone and not _HANGUL.search(text):
            undone = _TK.findall(text)
        return [*_LISTED.findall(text), *undone]

    yield from _first_of_each(
        proof, found, "says that something is still to be written", "write it, or take it out"
    )


def _years(proof: Proof) -> Iterator[Fault]:
    now = proof.edition.window.until.year
    letter = proof.edition.newsletter
    for name in ("name", "tagline", "reason", "publisher"):
        text = getattr(letter, name)
        for match in _YEAR.finditer(text):
            is_origin = _SINCE.search(text[: match.start()]) or _SINCE_KO.match(text[match.end() :])
            if int(match[1]) < now and not is_origin and not _COPYRIGHT.search(text):
                mend = f"write {now} in digest.toml, or no year"
                yield Fault(Place(f"digest.toml: {name}"), f"“{shortened(text)}” is of {match[1]}", mend)
    told: set[str] = set()
    for place, text in proof.texts:
        for match in _COPYRIGHT.finditer(text):
            if int(match[1]) < now and match[1] not in told:
                told.add(match[1])
                yield Fault(place, f"“{match.group()}”: the edition is of {now}", f"write {now}, or no year")


_HIRED = "A maker of chips hired 40 engineers on Wednesday."

RULES = (
    Rule(
        "leftover-mark",
        "error",
        "No template's mark is left: {{ name }}, {% if %}, *|NAME|*, %%name%%, a personal field's token.",
        "It tells the reader that a machine wrote, and badly; most often the field's name is misspelt.",
        _marks,
        bad=Example(body="<p>Dear {{ first_name }},</p>"),
        good=Example(body="<p>Dear reader, {name it}</p>"),
    ),
    Rule(
        "leftover-source",
        "warning",
        "No article has a template's mark in it.",
        "Text copied out of a mail or an editing system brings such marks along; a story about them has them too.",
        _marks_of_sources,
        bad=Example(
            body="<p>Dear {{ user }}, we hire.</p>", source=f"{_HIRED} Dear {{{{ user }}}}, we hire."
        ),
        good=Example(body="<p>Dear user, we hire.</p>", source=f"{_HIRED} Dear user, we hire."),
    ),
    Rule(
        "leftover-words",
        "error",
        "Nothing is left to be written: TO DO in one word, TK, lorem ipsum, 작성 예정.",
        "Editors leave these marks to find them again (TK: “to come”); no reader should.",
        _unwritten,
        bad=Example(body="<p>The round came to $TK million.</p>"),
        good=Example(body="<p>TK Maxx is to do it by hand.</p><p>TK 지역에서도</p>"),
    ),
    Rule(
        "stale-year",
        "warning",
        "No year of a copyright or of the newsletter's own words is older than the edition.",
        "A year in a template is forgotten in January.",
        _years,
        bad=Example(body="<p>© 2019–2021 The Letter Press</p>"),
        good=Example(body="<p>© 2019–2024 The Letter Press, since 2019</p>"),
    ),
)
