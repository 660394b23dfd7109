"""Tells direct speech from scare quotes, titles and names, by what the Korean sentence does with it.

Sources: 한글 맞춤법 부록 (문장 부호): double marks for speech, single ones for thought, stress and
speech within speech; a direct quotation takes 라고/하고, an indirect one 고 (표준국어문법).
Newspapers close “…”고, “…”며, “…”는 alike, so the particle after the mark decides first, then
whether the words inside are a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from digest.quote.korean.words import LABELS, NAMING, SAID, WRITTEN

if TYPE_CHECKING:
    from digest.quote.marks import Mark

_AND = re.compile(r"(?:이?라)?(?:며|면서)도?(?![가-힣])")
_THAT = re.compile(r"(?:이?라)?고(?=[\s,.는도만]|$)|(?:이?란|이?라)고(?![가-힣])|하고(?=\s)|(?:이?라)고")
_OF = re.compile(r"(?:이?라)?는(?![가-힣])|이?란(?![가-힣])|이?라거나|이?라든지|(?:이?라)?던(?![가-힣])")
_CASE = re.compile(r"[가-힣]")
_END = re.compile(
    r"(?:[다요까죠네냐라자지군걸데]|니다|것|중|뿐|음|함|임|됨|듯|터|게|래|야|해|와|봐|줘|어|아|나|니|가|마)$"
)
_VERB = re.compile(
    r"(?:[다요까죠네냐]|[아어해]라|하자|[겠렸았었했됐]지|이야|거야|할게|[을ㄹ]게|래|구나|군|[는은던]가|[느으]나|[우싸]나|해|이지|뿐|것|않나|있나|없나|하나|달라|라|자)$"
)
_CLAUSE = re.compile(r"[가-힣](?:는|은|던|된|한|할|될|인|운|린|진|온|난|친|킨|긴|려|며|고|여|해|서)(?=\s)")
_SUBJECT = re.compile(r"[가-힣\w](?:은|는|이|가|도|을|를)(?=\s)")
_LEAD = re.compile(
    r"(?:말하길|말하기를|묻길|쓰길|이렇게|이같이|다음과 같이|이처럼)[^.!?\n]{0,14}[,:.]?\s*$|[:：]\s*$"
)
_APART = re.compile(r" (?:이?라)?(?:며|면서|고|는) ")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch that is direct speech.

    `tail` says how the sentence goes on: "and" (“…”며), "that" (“…”고), "of" (“…”는 것이다), "alone"
    (it is a sentence by itself), "lead" (announced by what stands before), "title" (in a headline),
    "case" (woven into the sentence: “…”을). `fragment` marks less than a sentence.
    """

    mark: Mark
    tail: Literal["and", "that", "of", "alone", "lead", "title", "case"]
    fragment: bool


def speech(text: str, mark: Mark, before: str, after: str, *, headline: bool) -> Speech | None:
    """Return the mark as direct speech, or None.

    `before` and `after` are the paragraph's words on its two sides, other quotations blanked out;
    `headline` tells that the line is no sentence.
    """
    after = after[1:] if _APART.match(after) else after
    inside = mark.inside.of(text).strip(" \t\n,")
    words = len(_WORD.findall(inside[:200]))
    if not inside or (mark.opening in "「『‹«｢" and words < 3):
        return None
    sentence = _is_sentence(inside)
    tail = _tail(before, after, headline=headline)
    if not _accepted(mark, inside, words, tail, before, after):
        return None
    noun = not sentence and not re.search(r"(?:것|중|예정|전망|뿐|터|듯|[음함임됨])$", inside.rstrip(".…!? "))
    fragment = noun and (tail == "case" or not _SUBJECT.search(inside))
    if tail == "lead" and words < 4 and not sentence:
        fragment = True
    return Speech(mark, tail, fragment)


def _tail(
    before: str, after: str, *, headline: bool
) -> Literal["and", "that", "of", "alone", "lead", "title", "case"]:
    if _AND.match(after):
        return "and"
    if _THAT.match(after):
        return "that"
    if _OF.match(after):
        return "of"
    if _LEAD.search(before[-40:]):
        return "lead"
    if after and _CASE.match(after):
        return "case"
    return "title" if headline else "alone"


def _accepted(mark: Mark, inside: str, words: int, tail: str, before: str, after: str) -> bool:
    sentence = _is_sentence(inside)
    rest = after[:60].split("\n", maxsplit=1)[0]
    if tail in ("and", "that"):
        return _reported(mark, words, rest, sentence=sentence)
    if not mark.double:
        return False
    if tail == "of":
        return sentence and not _label(rest)
    if tail == "case":
        return words >= 4 and (sentence or bool(_CLAUSE.search(inside)))
    if tail == "lead" or _written(before):
        return not _written(before)
    standing = not before.strip() and (not after.strip() or after[0].isspace())
    least = 2 if tail == "title" else 3
    return (sentence and (tail == "title" or words >= 3 or not before.strip())) or (
        words >= least and (tail == "title" or standing)
    )


def _label(rest: str) -> bool:
    """Tell a title or a name by what it is called: “…”라는 이름, “…”라 불리는."""
    words = _OF.sub("", rest, count=1).split()
    return any(w.startswith(LABELS) for w in words[:2]) or any(n in rest[:30] for n in NAMING)


def _reported(mark: Mark, words: int, rest: str, *, sentence: bool) -> bool:
    """“…”고 V: speech, unless V names a thing, or cites a rule that is written somewhere."""
    if any(n in rest[:24] for n in NAMING) or any(w in rest[:24] for w in WRITTEN):
        return False
    if mark.double:
        return sentence or words >= 2
    return sentence and words >= 3 and any(w in rest for w in SAID)


def _written(before: str) -> bool:
    return any(w in before[-40:] for w in WRITTEN)


def _is_sentence(inside: str) -> bool:
    """Tell whether the words end as a Korean sentence ends."""
    if inside.endswith((".", "!", "?", "…")):
        inside = inside.rstrip(".!?… \"'”’")
        return bool(_END.search(inside)) or len(inside) > 40
    return bool(_VERB.search(inside.rstrip("\"'”’) ")))
