"""What of a segment a model of meaning reads: its title and opening."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.language import opening

if TYPE_CHECKING:
    from digest.model import Segment

_OPENING = 240
"""Columns: Hangul says in half the characters what English does. News says first what it is about; what follows blurs it, and takes time."""
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_JOINTS = re.compile(r"[…·\s]+")
_STATE = re.compile(r"(?:종합\d?보?|\d보)\s*$", re.MULTILINE)
"""How far a report has come ("second report"), at the end of a Korean headline: nothing of its subject."""
_GLOSS = {
    # What Korean headlines write in one Chinese character, as newspapers' style books list them.
    "美": "미국",
    "中": "중국",
    "日": "일본",
    "韓": "한국",
    "北": "북한",
    "南": "남한",
    "英": "영국",
    "佛": "프랑스",
    "獨": "독일",
    "伊": "이탈리아",
    "露": "러시아",
    "印": "인도",
    "比": "필리핀",
    "亞": "아시아",
    "濠": "호주",
    "加": "캐나다",
    "靑": "청와대",
    "與": "여당",
    "野": "야당",
    "黨": "당",
    "檢": "검찰",
    "警": "경찰",
    "軍": "군",
    "法": "법원",
    "核": "핵",
    "銀": "은행",
    "株": "주식",
    "證": "증시",
    "企": "기업",
    "硏": "연구소",
    "社": "회사",
    "大": "대학",
    "車": "자동차",
    "前": "전",
    "新": "신",
    "反": "반",
    "對": "대",
    "駐": "주",
    "親": "친",
    "非": "비",
    "故": "고",
    "發": "발",
    "脫": "탈",
}


def reading(segment: Segment) -> str:
    """Return the title and the first 240 columns of a segment, in words that a model knows.

    A passage under a subhead is read with its article's title before it: subheads play with words.
    """
    title, body = segment.title, segment.text
    if segment.heading:
        title = f"{segment.article.meta.title}\n{title}"
        body = segment.article.text[segment.heading.end : segment.span.end]
    return plain(f"{title}\n{opening(body.lstrip(), _OPENING)}")


def plain(text: str) -> str:
    """Return a text without a headline's shorthand: in Korean, Chinese characters become words."""
    if _HANGUL.search(text):
        text = _HAN.sub(lambda m: _GLOSS.get(m[0], m[0]), _STATE.sub("", text))
    return _JOINTS.sub(" ", text).strip()
