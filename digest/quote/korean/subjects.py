"""Chooses among the subjects of a sentence the one who says the quotation in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.quote.korean.tokens import SUBJECT

if TYPE_CHECKING:
    from digest.model import Span
    from digest.quote.korean.people import Known
    from digest.quote.korean.phrases import Phrase
    from digest.quote.korean.view import View

_OTHER_CLAUSE = re.compile(
    r"(?:데|것|점|바)(?:에|을|를)?\s+(?:대해|두고|관해|관련)|[가-힣](?:자|뒤|후)(?=\s)|묻자"
)
_RETOLD = re.compile(
    r"(?:이?라)?(?:고\s+(?:\S+\s+)?(?:말|밝|전|주장|설명|강조|덧붙)\S*(?:다|더라)고"
    r"|는\s+(?:\S+\s+){1,2}?[했밝전남내]\S*(?:다|더라)고)\s[^.]*?(?:보도|전)"
)
ASKED = re.compile(
    r"(?:이?라)?고\s+(?:\S+\s+){0,3}?\S{0,6}(?:(?:묻|하|되|나오|히|치|지)자|(?:으|하|지)니|(?:묻|하)는데),?\s"
)
"""The words are what another acts upon: “…”고 묻자 …는 웃었다."""
TO_HIM = re.compile(r"(?:^|\s)그(?:녀|들)?(?:에게|한테|더러|를 향해)\s")
NEXT_CLAUSE = re.compile(r"(?:고|지만|으나|며|는데|자|면서),? ")
"""The end of a clause that another follows."""
_VERB_STEM = re.compile(
    r"^.?[하되리기지치키이시우추르오나내](?:는|은|도)$|(?:하|되|시키|[어여러려]\S)(?:는|은|도)$"
)
_RELATIVE = re.compile(r"[가-힣](?:한|된|던|하는|되는)\s")
_WHERE = re.compile(r"(?:에서|인터뷰|회견|통해)")


def can_speak(phrase: Phrase, known: Known) -> bool:
    """Tell whether the phrase is a speaker for certain: recognised, met before, or a pronoun."""
    read = phrase.read
    if read.sure or read.kind == "pronoun":
        return True
    return known.hears(read, phrase.start) and known.meant(phrase.speaker) is not None


def choose(scene: View, known: Known, subjects: list[Phrase], quote: Span, *, told: bool) -> Phrase | None:
    """Return the subject of the saying: the topic, else a subject of no other clause; None if in doubt.

    A topic within a topic (A는 B는 …) leaves it to the first if that is a person, the last after a
    clause that ended (…했고, B는). `told` says that …가 말하길 stands right before the quotation; the same
    goes where another retells it (B는 A가 “…”고 말했다고 보도했다).
    """
    words, last = scene.words, subjects[-1]
    if told or (
        _RETOLD.match(words(quote.end, quote.end + 60)) and words(last.end, quote.start).count(" ") < 8
    ):
        return last
    if SUBJECT[last.particle] == 1 and ASKED.match(words(quote.end, quote.end + 60)):
        return last if can_speak(last, known) else None  # A는 B가 “…”고 묻자
    topics = [p for p in subjects if SUBJECT[p.particle] > 1]
    sure = [p for p in topics if can_speak(p, known)]
    close = last if not words(last.end, quote.start).strip() else None
    if close and close not in sure and (close in topics or not sure):
        return close
    if len(sure) > 1 and not NEXT_CLAUSE.search(words(sure[-2].end, sure[-1].end)):
        return sure[0] if sure[0].read.kind in ("person", "pronoun") else None
    return sure[-1] if sure else _by_clause(scene, topics, subjects, quote.start)


def _by_clause(scene: View, topics: list[Phrase], subjects: list[Phrase], at: int) -> Phrase | None:
    """Choose among subjects none of which is a speaker for certain by what follows them."""
    for phrase in reversed(topics or subjects):
        if SUBJECT[phrase.particle] == 1 and _elsewhere(scene.words(phrase.end, at), phrase):
            return None
        if phrase.read.sure or _like_name(phrase, topics):
            return phrase
    return None


def _elsewhere(inner: str, phrase: Phrase) -> bool:
    """Tell whether a subject with 이/가 belongs to a clause that ends before the quotation."""
    if _OTHER_CLAUSE.search(inner):
        return True
    if phrase.read.sure:
        return False
    return bool(NEXT_CLAUSE.search(inner) or (_RELATIVE.search(inner) and not _WHERE.search(inner)))


def _like_name(phrase: Phrase, topics: list[Phrase]) -> bool:
    """Tell an unknown word that may be a name from a verb (남기는) by the syllables verbs end in."""
    return (phrase in topics and phrase.last > phrase.first) or not _VERB_STEM.search(phrase.word)
