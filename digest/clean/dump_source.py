"""Which publication a page is from, from its own lines: the byline's, else the rights line at the foot.

Only what is certain: a wrong publication under a story is worse than none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 120
"""A line wider than this is prose or a list of terms, no byline and no rights line."""
_MOST_WORDS = 5
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?(?!\d)")
_SIGN = re.compile(
    r"^[<〈\[(【]?\s?(?:copyrights?\s?)?(?:©|ⓒ|\(c\)|copyright)\s?(?:copyrights?\s)?", re.IGNORECASE
)
_KOREAN_RIGHTS = re.compile(
    r"^[<〈\[(【]?\s?(?:(?P<holder>저작권자)\s?[:：]?\s?(?:\(c\)|[©ⓒ])?|[©ⓒ])\s?(?P<who>[가-힣A-Za-z][가-힣A-Za-z0-9&. ]{1,30})"
    r"(?P<terms>.{0,60})$",
    re.IGNORECASE,
)
_TERMS = re.compile(r"(?i)[,.|]?\s?(?:all rights|무단|재배포|복제|전재).*$|[,|–—>)\]]|\.(?:\s|$)")
_RESERVED = re.compile(r"(?i)all rights reserved\.?$")
_COMPANY = re.compile(
    r"(?i)\b(?:ltd|limited|inc|llc|llp|plc|gmbh|ag|corp|corporation|co|company|group|holdings?|media|medien|s\.?a|n\.v|"
    r"network|networks|interactive|universal|entertainment|copyright|microsoft|yahoo|google|naver|daum|kakao|"
    r"rights|reserved|getty|images|afp|dpa|reuters|ap|epa|shutterstock|istock|author|www)\b|주식회사|㈜|\(주\)|版权|[@:/®™]"
)
_SMALL_WORDS = frozenset({"of", "the", "and", "de", "del", "der", "die", "das", "la", "le", "el", "il", "&"})
_PRESS = re.compile(
    r"\b(?:Gazette|Times|Post|Journal|Herald|Tribune|Telegraph|Guardian|Chronicle|Observer|Courier|Daily|Weekly|"
    r"Ledger|Sentinel|Independent|Examiner|Dispatch|Bulletin|Argus|Advertiser|Newspaper|Magazine|News|Press|"
    r"Reuters|Bloomberg|BBC|CNN|AFP|NPR|Zeitung|Tagblatt|Anzeiger|Nachrichten|Rundschau)\b"
)
_AGENCIES = ("Reuters", "Bloomberg")
_NOT_PRESS = re.compile(
    r"(?i)\b(?:staff|writer|reporter|editor|correspondent|desk|team|bureau|service|producer|contributor|chief)\b"
)
_REPORTER = re.compile("기자|특파원")
_KOREAN_PRESS = re.compile(
    r"(?<![가-힣])[가-힣A-Za-z]{1,10}(?:일보|신문|타임스|투데이|데일리|저널)(?![가-힣])"
)
_NAME_AND_PAPER = re.compile(
    r"^(?P<who>(?:(?i:by|von|par|por|di)\s)?[^\W\d_a-z][^,|·•]{2,60}?)\s?(?:,|\||·|•|\s[-–—]|\sfor\b)\s(?P<paper>[^,|·•]{2,60})$"
)


def find_source(above: Sequence[str], below: Sequence[str]) -> str:
    """Return the publication, or nothing where it is not certain.

    `above` are the lines between headline and story, `below` those behind the story. A byline's is
    certain where it is called as papers are or holds the rights at the foot; the holder of the rights
    is where there is but one.
    """
    for text in above:
        korean = _KOREAN_PRESS.search(text) if len(text) <= LONGEST and _REPORTER.search(text) else None
        paper = korean[0] if korean else parted(text)[1]
        if paper and (korean or is_paper(paper) or any(_grants(line, paper) for line in below)):
            return paper
    found = [name for text in below if (name := _holder(text))]
    return found[0] if found and all(same_paper(name, found[0]) for name in found) else ""


def parted(text: str) -> tuple[str, str]:
    """Return what stands where a byline names writer and publication ("By Jo Hart, Mellin Gazette"), or nothing."""
    match = _NAME_AND_PAPER.match(text) if len(text) <= LONGEST else None
    return (match["who"].strip(), match["paper"].strip()) if match else ("", "")


def without_paper(text: str, paper: str) -> str:
    """Return a byline without the publication behind the name; any other line as it is."""
    who, behind = parted(text)
    return who if paper and same_paper(behind, paper) else text


def is_paper(name: str) -> bool:
    """Whether words are a publication's name by the words that papers are called by."""
    called = _PRESS.search(name)
    alone = (
        called is not None and called[0] == name and not called[0].isupper() and called[0] not in _AGENCIES
    )
    return called is not None and not alone and not _NOT_PRESS.search(name) and _is_title(name)


def same_paper(one: str, other: str) -> bool:
    """Whether two names are one publication's, article and case aside."""
    return _folded(one) == _folded(other) != ""


def _grants(text: str, paper: str) -> bool:
    return len(text) <= LONGEST and bool(_SIGN.match(text)) and _folded(paper) in _folded(text)


def _holder(text: str) -> str:
    if len(text) > LONGEST:
        return ""
    korean = _KOREAN_RIGHTS.match(text)
    if korean and (korean["holder"] or "무단" in text):
        return _named(korean["who"])
    sign = _SIGN.match(text)
    if sign is None or not _YEARS.search(text) or _COMPANY.search(_RESERVED.sub("", text[sign.end() :])):
        return ""
    return _named(_YEARS.sub(" ", text[sign.end() :]).strip(" ,"))


def _named(text: str) -> str:
    name = " ".join(_TERMS.split(text, maxsplit=1)[0].split()).strip(" .,-–")
    name = name.removeprefix("by ")
    return name if not _COMPANY.search(name) and _is_title(name) else ""


def _is_title(name: str) -> bool:
    words = name.split()
    return 1 <= len(words) <= _MOST_WORDS and len(name) > 1 and all(map(_is_word, words))


def _is_word(word: str) -> bool:
    return word.lower() in _SMALL_WORDS or (word[0].isalpha() and not word[0].islower())


def _folded(name: str) -> str:
    return "".join(_words(name.casefold()))


def _words(name: str) -> Iterator[str]:
    return (word for word in re.findall(r"\w+", name) if word != "the")
