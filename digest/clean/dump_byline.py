"""Who wrote a page, from its own lines: the reporters' names without title, paper and address."""

from __future__ import annotations

import re

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소"
    "석선설마길연위표명기반왕금옥육인맹제모탁국어은편용류라량림"
)
_NO_NAMES = frozenset(
    [
        "한국",
        "전국",
        "정치",
        "주말",
        "현장",
        "인턴",
        "전문",
        "전임",
        "선임",
        "수석",
        "소속",
        "지역",
        "여행",
        "문화",
        "기획",
        "명예",
        "시민",
        "한",
        "이",
        "그",
        "두",
        "세",
        "여러",
        "해당",
        "담당",
        "취재",
        "편집",
    ]
)
_TITLE_WORDS = ("기자", "특파원", "논설위원", "칼럼니스트", "앵커", "에디터", "통신원", "리포터", "평론가")
_TITLES = rf"(?:선임|수석|전문|인턴|객원|명예|사진)?\s?(?:{'|'.join(_TITLE_WORDS)})"
_KOREAN = re.compile(r"(?P<before>[가-힣A-Za-z0-9 .,·=/ㆍ|)\]】>]{1,60}?)\s?" + _TITLES + r"(?![가-힣])")
_PAPER_BEHIND = re.compile(r"(?<=[가-힣]) [가-힣A-Za-z]{1,10}(?:일보|신문|뉴스|방송|경제|타임스)$")
_TITLE_FIRST = re.compile(rf"^{_TITLES}\s(?P<who>[가-힣]{{2,4}})$")
_DATELINE = re.compile(
    r"^\s?(?P<whole>[\[(【（][^\])】）\n]{1,60}[\])】）]\s*(?:[가-힣 ,·ㆍ]{2,40}(?:기자|특파원|통신원)\s?=)?\s*)",
)
_STOPS = re.compile(r"[.!?。！？…”\"](?=[^.!?。！？…”\"]*$)")
_LEFT = re.compile(r"[\s)\]>=/.,]*$")
_TAKEN = re.compile(r"@[\w.-]{3,40}\s{0,3}[/(\[ ]\s{0,3}\d{4}\.\s?\d{1,2}\.\s?\d{1,2}[/)\].]?$")
_BY = re.compile(
    r"^(?:story |words |written |reporting |reported )?(?:by|von|par|por|di|door|af|av|escrito por|autor:|autore:|autor|author:|"
    r"text:|作者[::：]|文[/／]|記者[::：]?|记者[::：]?)[ :]?\s?(?P<who>\S.{1,120})$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,|;|&|/|\||•|·|、|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\bwith\b)\s*")
_WESTERN = re.compile(
    r"[A-ZÀ-ÞŠŽČĆŁ][\w'’.-]*(?: (?:(?:van|von|de|der|den|da|di|del|la|le|el|al|bin|of) ){0,2}[A-ZÀ-ÞŠŽČĆŁ][\w'’.-]*){1,3}"
)
_ASIAN = re.compile(r"[\u4e00-\u9fff]{1,3}[ \u3000]?[\u4e00-\u9fff々]{1,3}")
_SPACED = re.compile(r"[\u4e00-\u9fff々]{1,3}[ \u3000][\u4e00-\u9fff々]{1,3}")
_BEHIND_NAMES = re.compile(r"(?i)\b(?:last|updated|posted|published|table|redakteur|redakteurin)\b")
_KANJI = re.compile(r"[\u4e00-\u9fff々]{3,5}")
_CHINESE = re.compile(
    r"(?:作者|记者|記者|撰文)\s?[:：/／|]\s?(?P<who>[\u4e00-\u9fff]{2,4}(?:[ 、\u3000][\u4e00-\u9fff]{2,3}){0,3})(?![\u4e00-\u9fff])"
)
_JAPANESE = re.compile(r"【[^】＝=]{1,12}[＝=](?P<who>[\u4e00-\u9fff々・、]{2,24})】")
_ROLES = re.compile(
    r"(?i)\b(?:staff|writer|reporter|editor|correspondent|news|press|published|posted|updated|redaktion|team|desk)\b"
)
_SLOGAN = 12
"""How much may stand beside an address, as a paper's name does, and the line still be an address."""
LONGEST = 100
"""A line wider than this is prose, not a byline."""


def names_in(text: str) -> tuple[str, ...]:
    """Return the names that a byline gives, in its order; none for a line that is no byline."""
    if len(text) > LONGEST:
        return ()
    bare = _MAIL.sub(" ", text).strip()
    return _korean(bare) or _chinese(bare) or _introduced(bare)


def lone_name(text: str, *, below_headline: bool = False) -> tuple[str, ...]:
    """Return the name that a line is and nothing else; only for a line right beside headline or date.

    East Asian letters without a space count right below the headline only: elsewhere they are a section.
    """
    if len(text) > 40 or any(c.isdigit() for c in text) or _ROLES.search(text):
        return ()
    whole = _WESTERN.fullmatch(text) or _SPACED.fullmatch(text) or (below_headline and _KANJI.fullmatch(text))
    return (text,) if whole else ()


def dateline_of(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a wire's dateline at the head of a story, and the names in it: ("(서울=…) 홍길동 기자 = ", …)."""
    japanese = _JAPANESE.search(text[:60])
    if japanese:
        return "", tuple(re.split("[・、]", japanese["who"]))
    match = _DATELINE.match(text[:140])
    names = _korean(match["whole"]) if match else ()
    return (match["whole"], names) if match and (names or "=" in match["whole"]) else ("", ())


def tail_of(text: str) -> tuple[int, tuple[str, ...]]:
    """Return where the reporter's address at the end of a story begins, and the names with it.

    The place is `len(text)` where there is none: "…말했다. 서울=홍길동 기자 hong@example.com" ends behind "다.".
    """
    start = max(0, len(text) - 160)
    mails = list(_MAIL.finditer(text, start))
    if not mails or not _LEFT.fullmatch(text, mails[-1].end()):
        return len(text), ()
    stop = _STOPS.search(text, start, mails[-1].start())
    if stop is None or mails[-1].start() - stop.end() > 40:
        return len(text), ()
    return stop.end(), names_in(text[stop.end() :].strip(" /([<"))


def is_credit(text: str) -> bool:
    """Whether a line closes with a photographer's address and the day of the picture."""
    return "@" in text[-80:] and _TAKEN.search(text, max(0, len(text) - 80)) is not None


def is_contact(text: str) -> bool:
    """Whether a line is a reporter's address, with or without the name: never part of a story."""
    if len(text) > LONGEST or "@" not in text or tail_of(text)[0] < len(text):
        return False
    rest = _MAIL.sub("", text)
    return rest != text and (len(rest.strip(" ()[]<>/|:=◎☞※")) < _SLOGAN or bool(names_in(text)))


def _korean(text: str) -> tuple[str, ...]:
    found: list[str] = []
    if not any(word in text for word in _TITLE_WORDS):
        return ()
    for match in _KOREAN.finditer(text):
        before = re.split(r"[=/|)\]】>]", match["before"])[-1].strip(" .")
        before = _PAPER_BEHIND.sub("", before)
        parts = [part.strip() for part in re.split(r"[,·ㆍ]", before) if part.strip()]
        wire = match["before"] != before and all(_is_name(word) for word in before.split())
        words = (
            before.split()
            if wire
            else parts
            if all(_is_name(p) for p in parts)
            else parts[-1].split()[-1:]
            if parts
            else []
        )
        found += [word for word in words if _is_name(word) and word not in found]
    first = _TITLE_FIRST.match(text.strip())
    return tuple(found) or ((first["who"],) if first and _is_name(first["who"]) else ())


def _is_name(word: str) -> bool:
    return (
        2 <= len(word) <= 4
        and word[0] in _SURNAMES
        and word not in _NO_NAMES
        and not word.endswith(("부", "팀", "국"))
    )


def _chinese(text: str) -> tuple[str, ...]:
    match = _CHINESE.search(text)
    return tuple(re.split("[ 、\u3000]", match["who"])) if match else ()


def _introduced(text: str) -> tuple[str, ...]:
    match = _BY.match(text)
    if match is None:
        return ()
    names: list[str] = []
    for part in _SPLIT.split(match["who"]):
        name = _WESTERN.match(part) or _ASIAN.fullmatch(part)
        if name is None or (names and _ROLES.search(part)):
            break
        names.append(_BEHIND_NAMES.split(name[0])[0].strip())
    return tuple(dict.fromkeys(name for name in names if len(name) > 1))
