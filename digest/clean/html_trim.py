"""What stands in a story's container and is not of the story: its headline again, dates, notices, links on."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from digest.clean.html_second import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.clean.html_blocks import Piece
    from digest.model import Metadata

OFF = os.environ.get("OFF", "").split(",")

_SENTENCE: Final = re.compile(r"[.!?…。！？][\"'”’»›」』)\]）*]{0,3}$")
_AD: Final = re.compile(
    r"(?:advert(?:isement|ising|isment)?|sponsored(?: content)?|story continues(?: below)?(?: advertisement)?|anzeige|werbung|publicité|"
    r"publicidad|publicidade|pubblicità|reclame|annons|reklam[aey]?|реклама|mainos|iklan|quảng cáo|광고|스크롤 계속|広告|广告|廣告)\W{0,3}",
    re.IGNORECASE,
)
_COMMENTS: Final = re.compile(
    r"(?:\d{0,6}\s?)(?:comments?|leave a (?:comment|reply)|responses? to .{0,200}|kommentare?|commentaires?|comentarios?|comentários?|commenti|"
    r"reacties|komentarze|комментарии|yorumlar|댓글(?:쓰기)?|コメント|评论|網友評論|网友评论)(?:\s?[(\[]?\d{0,6}[)\]]?)\W{0,3}",
    re.IGNORECASE,
)
_NOTICE: Final = re.compile(
    r"^(?:copyright|©|ⓒ|\(c\)|<저작권자|저작권자|all rights reserved|follow (?:us|\w{1,30}) on|sign up|subscribe|like this story|"
    r"(?:\()?(?:additional )?reporting by|listen to|download the|get the latest|read more|read next|read also|also read|see also|related(?::| stories| articles)|"
    r"you (?:may|might) also like|don.t miss|more from|recommended|share this|click here|lire aussi|à lire aussi|lesen sie (?:auch|mehr)|mehr zum thema|auch interessant|"
    r"lee también|leia (?:também|mais)|leggi anche|lees ook|читайте также|관련\s?기사|▶|☞|기사제보|제보는|구독|関連記事|相关阅读|相关新闻|责任编辑|延伸阅读)",
    re.IGNORECASE,
)
_RIGHTS: Final = re.compile(r"all rights reserved|무단\s?전재|재배포\s?금지|無断転載|禁无断转载|未经授权", re.IGNORECASE)
_CAPTION: Final = re.compile(
    r"(?:[(\[（]\s?(?:image|photo|picture|pic|foto|bild|사진|写真)s?\s?[:=：][^()\[\]]{1,80}[)\]）]|photos? (?:by|©|:)\s?.{2,60}|(?:foto|bild|фото|ảnh|nuotr)\s?[:./]\s?.{2,60}|"
    r"撮影[)）]|/\s?\w{2,20} nuotr\.?|=\s?\w{2,20}\s?(?:제공|기자))$|^(?:source|quelle|источник|출처|사진)\s?[:=]\s?.{2,80}$",
    re.IGNORECASE,
)


def trimmed(story: Sequence[Piece], pieces: Sequence[Piece], meta: Metadata) -> list[Piece]:
    """Return the story's pieces without its headline and without chrome's lines."""
    title = fold(meta.title)
    kept = [p for n, p in enumerate(story) if not (n < 5 and title and fold(p.text) == title)]
    if "comments" not in OFF:
        kept = before_comments(kept, pieces)
    if "lines" not in OFF:
        kept = [p for p in kept if not _is_line(p)]
    if "repeat" not in OFF:
        seen = {}
        for p in kept: seen[p.text]=seen.get(p.text,0)+1
        kept = [p for p in kept if not (p.kind == "paragraph" and p.width<=20 and seen[p.text]>=3)]
    if "head" not in OFF:
        kept = head(kept)
    if "tail" not in OFF:
        kept = tail(kept)
    return kept


def before_comments(kept, pieces):
    if not kept: return kept
    ids = set(map(id, kept)); seen=0; n=0
    total=sum(p.width for p in kept)
    for p in pieces:
        if id(p) in ids: seen+=p.width; n+=1
        if seen > 200 and p.width<40 and _COMMENTS.fullmatch(p.text):
            return kept[:n]
    return kept


def _is_line(p):
    if p.width<=40 and _AD.fullmatch(p.text): return True
    if p.width<5 and not any(c.isalpha() for c in p.text): return True
    if "caption" not in OFF and p.width<=220 and p.kind!="subhead" and _CAPTION.search(p.text): return True
    if "notice" not in OFF and p.width<=250 and _NOTICE.match(p.text): return True
    if "rights" not in OFF and p.width<=250 and _RIGHTS.search(p.text): return True
    if "linky" not in OFF and p.kind=="paragraph" and p.link_share>.5 and not _SENTENCE.search(p.text): return True
    return False


def prose(p): return p.width>=80 and p.link_share<.5 and bool(_SENTENCE.search(p.text))

_META: Final = re.compile(
    r"\d{1,2}[:.]\d{2}(?:\s?(?:am|pm|uhr|h)\b|\D|$)|\b(?:19|20)\d\d\b|\b\d{1,3}\s?(?:min\b|minutes?|minuten|분|分)|^\d{1,3}\s?/\s?\d{1,3}$|^image \d|back to gallery|"
    r"^(?:by|von|par|por|di|text|текст)[ :]|기자\s?(?:=|$)|[\w.]+@[\w.]+",
    re.IGNORECASE,
)


def head(kept):
    first = next((n for n,p in enumerate(kept) if prose(p)), 0)
    return [p for n,p in enumerate(kept) if n>=first or not (p.width<=110 and p.kind!="item" and not _SENTENCE.search(p.text) and _META.search(p.text))]

def tail(kept):
    n=len(kept)
    while n>0 and kept[n-1].kind=="subhead": n-=1
    if "tailmeta" not in OFF:
        last = next((n for n in range(len(kept)-1,-1,-1) if prose(kept[n])), len(kept))
        kept=[p for i,p in enumerate(kept[:n]) if i<=last or not (p.width<=110 and p.kind=="paragraph" and not _SENTENCE.search(p.text) and _META.search(p.text))]
    return kept[:n]
