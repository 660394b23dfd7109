"""What filters, and readers, take for spam."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.check.example import Example
from digest.check.lists import LISTS
from digest.check.proof import PAGE, shortened
from digest.check.rule import Fault, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.proof import Proof

_REPLY = re.compile(r"\s*(?:re|fwd?|aw|wg|답장|전달|회신)\s*:", re.IGNORECASE)
_SHOUT = re.compile(
    r"[!！]{2,}|[?？]{2,}|[!?！？]{3,}|[$₩€£]{2,}|[★☆◆■♥♡▶]{2,}|(?:\U0001f525|\U0001f4a5|\U0001f6a8){2,}"
)
_CAPITALS = 0.7
_WORDS = 60
"""Words for a picture, below which a mail is one of pictures."""


def _lines(proof: Proof) -> tuple[tuple[str, str], ...]:
    return (("subject", proof.edition.subject), ("preheader", proof.edition.preheader))


def _shouting(proof: Proof) -> Iterator[Fault]:
    for name, text in _lines(proof):
        marks = _SHOUT.search(text)
        cased = [c for c in text if c.isupper() or c.islower()]
        if marks:
            yield Fault(Place(name), f"it has “{marks.group()}”", "one mark does, or none")
        elif len(cased) >= 12 and sum(map(str.isupper, cased)) > _CAPITALS * len(cased):
            yield Fault(Place(name), f"“{shortened(text)}” is in capitals", "write it in small letters")


def _replying(proof: Proof) -> Iterator[Fault]:
    match = _REPLY.match(proof.edition.subject)
    if match:
        what = f"it begins with “{match.group().strip()}” and answers nothing"
        yield Fault(Place("subject"), what, "take that out")


def _phrases(proof: Proof) -> Iterator[Fault]:
    letter = proof.edition.newsletter
    own = (("digest.toml: tagline", letter.tagline), ("digest.toml: name", letter.name))
    for name, text in (*_lines(proof), *own):
        small = " ".join(text.casefold().split())
        for phrase in LISTS.spam:
            if phrase in small:
                yield Fault(Place(name), f"“{phrase}” is a phrase of spam", "say it otherwise")


def _pictures(proof: Proof) -> Iterator[Fault]:
    pictures = sum(e.tag == "img" for e in proof.page.elements)
    letters = sum(map(len, (run.text for run in proof.page.runs if not proof.page.light[run.element].hidden)))
    if pictures and letters < _WORDS * 5 * min(pictures, 3):
        what = f"{letters} characters of text stand beside {pictures} picture{'s' if pictures > 1 else ''}"
        yield Fault(Place(PAGE), what, "say in words what the pictures say")


_STORY = (
    "<p>A maker of chips hired a team of forty engineers from a rival, its largest recruitment so far.</p>"
    * 4
)
_PICTURE = '<img src="https://letter.example/a.png" alt="Two stacks of coins">'

RULES = (
    Rule(
        "spam-shouting",
        "warning",
        "Subject and preheader have no run of marks and are not in capitals.",
        "Filters count both (SpamAssassin SUBJ_ALL_CAPS, PLING_PLING).",
        _shouting,
        bad=Example(subject="Forty engineers change sides!!!"),
        good=Example(subject="NASA and IBM: who hires whom?"),
    ),
    Rule(
        "spam-reply",
        "error",
        "The subject does not feign a reply.",
        "It deceives, and the law forbids that in commercial mail (CAN-SPAM Act, 15 U.S.C. 7704; SpamAssassin FAKE_REPLY_C).",
        _replying,
        bad=Example(subject="Re: your engineers"),
        good=Example(subject="Research: your engineers"),
    ),
    Rule(
        "spam-phrase",
        "warning",
        "Subject, preheader, name and tagline have no phrase of spam.",
        "Filters learn from what others reported; a headline with such a phrase keeps bad company.",
        _phrases,
        bad=Example(preheader="You have been selected: act now and hire forty engineers"),
        good=Example(),
    ),
    Rule(
        "spam-pictures",
        "warning",
        "There is text beside the pictures.",
        "A mail of pictures hides its words from filters (SpamAssassin HTML_IMAGE_RATIO, HTML_IMAGE_ONLY) and "
        "from readers whose inbox shows none.",
        _pictures,
        bad=Example(body=_PICTURE),
        good=Example(body=_PICTURE + _STORY),
    ),
)
