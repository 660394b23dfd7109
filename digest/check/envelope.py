"""What an inbox and the law ask for: subject, preheader, way out, postal address, plain part, (광고)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.check.example import Example
from digest.check.proof import PAGE, TEXT, shortened
from digest.check.rule import Fault, Place, Rule
from digest.language import width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.proof import Proof

_SUBJECT, _PREHEADER, _SHORT = 70, 110, 40
"""Columns, in which a Hangul or Han character counts two: what inboxes show on a desktop; on a phone 40."""
_MARK = "(광고)"
_LIKE_MARK = re.compile(r"[(\[【<（]?\W{0,2}광\W{0,3}고\W{0,2}[)\]】>）]")
_WAY_OUT = re.compile(r"수신\s*거부")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _no_subject(proof: Proof) -> Iterator[Fault]:
    if not proof.edition.subject.strip():
        yield Fault(Place("subject"), "there is none", "give the lead story a title")


def _long_subject(proof: Proof) -> Iterator[Fault]:
    wide = width(proof.edition.subject)
    if wide > _SUBJECT:
        what = f"“{shortened(proof.edition.subject)}” takes {wide} columns; inboxes show {_SUBJECT}, phones {_SHORT}"
        yield Fault(Place("subject"), what, "give the lead story a shorter title")


def _short_preheader(proof: Proof) -> Iterator[Fault]:
    wide = width(proof.edition.preheader.strip())
    if wide < _SHORT:
        what = f"it takes {wide} columns" if wide else "there is none"
        mend = "fill it: an inbox goes on with the first words of the mail, such as the masthead"
        yield Fault(Place("preheader"), what, mend)


def _long_preheader(proof: Proof) -> Iterator[Fault]:
    wide = width(proof.edition.preheader)
    if wide > _PREHEADER:
        what = f"it takes {wide} columns; inboxes show {_PREHEADER} at most and cut the rest"
        yield Fault(Place("preheader"), what, f"see that its first {_SHORT} columns make sense alone")


def _no_way_out(proof: Proof) -> Iterator[Fault]:
    url = proof.edition.newsletter.unsubscribe_url
    if not url:
        mend = "give unsubscribe_url in digest.toml, and build it again"
        yield Fault(Place("digest.toml"), "there is no link to unsubscribe", mend)
        return
    if all(link.href != url for link in proof.page.links):
        yield Fault(
            Place(PAGE), "the link to unsubscribe is not in it", "print {{ unsubscribe_url }} in the template"
        )
    if proof.rendered.text.strip() and url not in proof.rendered.text:
        yield Fault(
            Place(TEXT), "the link to unsubscribe is not in it", "print {{ unsubscribe_url }} in the template"
        )


def _no_address(proof: Proof) -> Iterator[Fault]:
    address = _letters(proof.edition.newsletter.address)
    if not address:
        yield Fault(
            Place("digest.toml"),
            "there is no postal address",
            "give address in digest.toml, and build it again",
        )
        return
    mend = "print {{ edition.address }} in the template"
    if address not in _letters(proof.page.words):
        yield Fault(Place(PAGE), "the postal address is not in it", mend)
    if proof.rendered.text.strip() and address not in _letters(proof.rendered.text):
        yield Fault(Place(TEXT), "the postal address is not in it", mend)


def _no_plain(proof: Proof) -> Iterator[Fault]:
    said = len(_letters(proof.rendered.text))
    whole = len(_letters(proof.page.words))
    if not said:
        yield Fault(Place(TEXT), "it is empty", "mend the template email.txt")
    elif said < whole / 2:
        what = f"it says {said * 100 // whole} % of what the page says"
        yield Fault(Place(TEXT), what, "print in email.txt what the page prints")


def _in_korea(proof: Proof) -> bool:
    letter = proof.edition.newsletter
    return proof.options.advertising and (letter.language == "ko" or letter.timezone == "Asia/Seoul")


def _no_mark(proof: Proof) -> Iterator[Fault]:
    subject = proof.edition.subject
    if not _in_korea(proof) or subject.startswith(_MARK):
        return
    close = _LIKE_MARK.search(subject[:12])
    what = f"it says “{close.group().strip()}”" if close else f"it does not begin with {_MARK}"
    mend = f"begin it with {_MARK}, just so: no blank, sign or other bracket within"
    yield Fault(Place("subject"), what, mend)


def _no_sender(proof: Proof) -> Iterator[Fault]:
    if not _in_korea(proof):
        return
    letter = proof.edition.newsletter
    if not (letter.publisher or letter.from_name):
        yield Fault(
            Place("digest.toml"),
            "the sender's name is missing",
            "give publisher in digest.toml, and build it again",
        )
    if not _WAY_OUT.search(proof.page.words):
        what = "it does not say in Korean how to refuse further mails"
        yield Fault(
            Place(PAGE), what, "write “수신거부” (and, as the law has it, free of charge) in the imprint"
        )


_KO_PAGE = """<html lang="ko" dir="ltr"><body><div lang="ko" dir="ltr"><h1>편지</h1><p>{address}</p>
<p><a href="{leave}" style="display:block;padding:14px 0;color:#1d4f7c">%s</a></p></div></body></html>"""
_KO = Example(
    page=_KO_PAGE % "무료 수신거부",
    subject="(광고) 칩 제조사, 엔지니어 마흔 명 데려갔다",
    language="ko",
    publisher="편지사",
    address="서울시 견본구 보기로 12",
    advertising=True,
)

RULES = (
    Rule(
        "subject-missing",
        "error",
        "There is a subject.",
        "Filters and readers take a mail without one for spam (RFC 5322, 3.6.5; SpamAssassin MISSING_SUBJECT).",
        _no_subject,
        bad=Example(subject=" "),
        good=Example(),
    ),
    Rule(
        "subject-length",
        "warning",
        f"The subject takes {_SUBJECT} columns at most; a Hangul character takes two.",
        "Inboxes cut what is longer: near 70 on a desktop, near 40 on a phone.",
        _long_subject,
        bad=Example(subject="칩 제조사가 경쟁사 엔지니어 마흔 명을 데려갔고 급여는 업계의 두 배에 이른다"),
        good=Example(subject="칩 제조사, 경쟁사 엔지니어 마흔 명 데려갔다"),
    ),
    Rule(
        "preheader-short",
        "warning",
        f"The preheader takes {_SHORT} columns at least.",
        "An inbox fills its line with what comes next, such as “View in browser”.",
        _short_preheader,
        bad=Example(preheader="Hello"),
        good=Example(),
    ),
    Rule(
        "preheader-long",
        "note",
        f"The preheader takes {_PREHEADER} columns at most.",
        "Inboxes show 40 to 100 of them, less on a phone, and cut where it happens to be.",
        _long_preheader,
        bad=Example(preheader="A week of artificial intelligence " * 4),
        good=Example(),
    ),
    Rule(
        "unsubscribe-missing",
        "error",
        "Page and plain part have the link to unsubscribe.",
        "Gmail, Yahoo and Outlook.com ask bulk senders for a visible one, and so does the law for commercial mail "
        "(CAN-SPAM Act, 15 U.S.C. 7704; 정보통신망법 제50조).",
        _no_way_out,
        bad=Example(text="A maker of chips hired 40 engineers, and will hire more.\n{address}\n"),
        good=Example(),
    ),
    Rule(
        "address-missing",
        "error",
        "Page and plain part have a postal address.",
        "The law of the United States and of Canada asks for one in commercial mail (CAN-SPAM Act, 15 U.S.C. 7704; CASL).",
        _no_address,
        bad=Example(address=""),
        good=Example(),
    ),
    Rule(
        "plain-part",
        "error",
        "There is a plain part, and it says what the page says.",
        "Watches, readers in a terminal and some screen readers show it; filters compare the two "
        "(SpamAssassin MPART_ALT_DIFF).",
        _no_plain,
        bad=Example(text=""),
        good=Example(),
    ),
    Rule(
        "advertising-mark",
        "error",
        "The subject begins with (광고) where the editor declares advertising in Korea.",
        "Korean law asks for it in mail for profit, without a variant such as [광고] or (광.고) (정보통신망법 제50조 제4항).",
        _no_mark,
        bad=replace(_KO, subject="[광고] 칩 제조사, 엔지니어 마흔 명 데려갔다"),
        good=_KO,
    ),
    Rule(
        "advertising-sender",
        "error",
        "Where the editor declares advertising in Korea, the mail names its sender and says 수신거부.",
        "Korean law asks for the sender's name and a way to refuse that is easily found (정보통신망법 제50조 제4항).",
        _no_sender,
        bad=replace(_KO, page=_KO_PAGE % "Unsubscribe"),
        good=_KO,
    ),
)
