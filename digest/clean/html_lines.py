"""A catalogue of the lines that news sites set among a story's own, by kind.

Each kind says how a line of it looks in the languages that it was met in. A rule asks for the whole
line, its start or its end, never for a word in it, so that a sentence about advertising stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from digest.clean.html_blocks import Piece

_ENDED: Final = re.compile(r"[.!?…。！？][\"'”’»›」』)\]）*]{0,3}$")

_ADVERTISEMENT: Final = re.compile(
    r"(?:advert(?:isement|ising|isment)?|sponsored(?: content)?|story continues below(?: advertisement)?|anzeige|werbung|"
    r"publicité|publicidad|publicidade|pubblicità|reclame|annons|reklam[aey]?|реклама|mainos|iklan|quảng cáo|"
    r"광고|스크롤 계속|広告|广告|廣告)\W{0,3}",
    re.IGNORECASE,
)
_COMMENTS: Final = re.compile(
    r"\d{0,6}\s?(?:comments?|leave a (?:comment|reply)|responses? to .{0,200}|kommentare?|commentaires?|comentarios?|"
    r"comentários?|commenti|reacties|komentarze|комментарии|yorumlar|댓글(?:쓰기)?|コメント|评论|網友評論|网友评论)"
    r"\s?[(\[]?\d{0,6}[)\]]?\W{0,3}",
    re.IGNORECASE,
)
_ONWARD: Final = re.compile(
    r"^(?:read (?:more|next|also)|also read|see also|related(?: stories| articles| posts)?|more from [^.]{2,60}|"
    r"you (?:may|might) also like|recommended|à lire aussi|lire aussi|lesen sie (?:auch|mehr)|mehr zum thema|auch interessant|"
    r"lee también|leia (?:também|mais)|leggi anche|lees ook|читайте также|관련\s?(?:기사|뉴스)|関連記事|相关(?:阅读|新闻)|"
    r"延伸阅读)\s?(?:$|[:：|…\-–—.])",
    re.IGNORECASE,
)
_APPEAL: Final = re.compile(
    r"^(?:follow (?:us|\w{1,30}) on\b|sign up (?:for|to|here|now)\b|subscribe (?:to|now|here|today)\b|like this story\?|"
    r"share this\b|get the latest\b|click here\b|have a (?:tip|story)\b|do you have a (?:tip|story)\b|"
    r"[▶☞]\s?(?:관련|바로\s?가기|네이버|카카오|구독|제보|\S{0,12}뉴스)|기사\s?제보|제보는|구독\s?(?:하기|신청))",
    re.IGNORECASE,
)
_RIGHTS: Final = re.compile(
    r"^(?:©|ⓒ|\(c\)|copyright\s?(?:©|ⓒ|\(c\)|\d{4}|by\b))|^<?저작권자|all rights reserved|무단\s?전재|재배포\s?금지|"
    r"無断転載|禁无断转载|未经授权|^责任编辑",
    re.IGNORECASE,
)
_SOURCED: Final = re.compile(r"^\(?(?:additional )?reporting (?:and writing )?by\b", re.IGNORECASE)
_CAPTION: Final = re.compile(
    r"(?:[(\[（]\s?(?:image|photo|picture|pic|foto|bild|사진|写真)s?\s?[:=：][^()\[\]]{1,80}[)\]）]|"
    r"\bphotos? (?:by|©|:)\s?.{2,60}|\b(?:foto|bild|фото|ảnh)\s?[:.]\s?.{2,60}|/\s?\w{2,20} nuotr\.?|"
    r"撮影[)）]|=\s?\w{2,20}\s?(?:제공|기자))$|^(?:source|quelle|источник|출처|사진)\s?[:=]\s?.{2,80}$",
    re.IGNORECASE,
)
_DATED: Final = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?!\d)|\b(?:19|20)\d\d(?!\d)|\b\d{1,3}\s?(?:min\b|minutes?\b|minuten\b|분|分)|"
    r"^\d{1,3}\s?/\s?\d{1,3}$|^image \d|^back to gallery|^(?:by|von|par|por|di|text|текст)[ :]|기자\s?(?:=|$)|"
    r"[\w.]{1,64}@[\w.]{1,64}",
    re.IGNORECASE,
)


def ends_sentence(piece: Piece) -> bool:
    """Whether a piece ends as a sentence does, in any script."""
    return bool(_ENDED.search(piece.text[-8:]))


def is_chrome_line(piece: Piece) -> bool:
    """Whether a line among the story's is an advertisement's mark, a notice, a caption or a link onward."""
    text, width = piece.text, piece.width
    if width < 5 and not any(c.isalpha() for c in text):
        return True
    if width <= 40 and _ADVERTISEMENT.fullmatch(text):
        return True
    if width > 250:
        return False
    if piece.kind == "paragraph" and piece.link_share > 0.5 and not ends_sentence(piece):
        return True
    caption = width <= 220 and piece.kind != "subhead" and _CAPTION.search(text)
    return bool(
        caption
        or _ONWARD.search(text)
        or _APPEAL.search(text)
        or _RIGHTS.search(text)
        or _SOURCED.search(text)
    )


def opens_comments(piece: Piece) -> bool:
    """Whether a line is the heading of a comment thread, such as "12 comments" or 댓글 3."""
    return piece.width < 40 and bool(_COMMENTS.fullmatch(piece.text))


def is_dateline(piece: Piece) -> bool:
    """Whether a line gives a date, a time, a length of reading or who wrote it, and is no sentence."""
    return (
        piece.kind == "paragraph"
        and piece.width <= 110
        and not ends_sentence(piece)
        and bool(_DATED.search(piece.text))
    )
