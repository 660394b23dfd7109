"""Which sentences can stand alone: who reads a standfirst has read nothing of what stands before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.model import Span

_OPENING = r"[\"'“‘「『(\[]*"
_ENGLISH = re.compile(
    _OPENING
    + r"""(?:(?i:
    # A pronoun or a connective.
      (?-i:(?!IT\b))(?:he|she|they|it|his|her|their|its|this|that|these|those|such|both|another|others|but|and|or|nor|so|yet
        |still|then|thus|hence|however|also|too|meanwhile|instead|otherwise|therefore|moreover|furthermore|besides
        |additionally|similarly|likewise|elsewhere|afterwards?|conversely)\b(?!-)
    | (?:in\ (?:addition|contrast|turn|response)|by\ contrast|as\ a\ result|for\ (?:example|instance)
        |on\ the\ (?:other\ hand|contrary)|at\ the\ (?:same\ )?time|(?:since|until|by)\ then
        |(?:after|of|in|with)\ (?:this|that|these|those|them|it)|according\ to\ (?:him|her|them|it))\b
    # Somebody or something known ("the pair", "the company also", "the minister added").
    | the\ (?:former|latter|pair|duo|two|same)\b
    | the\ (?:new|latest|newest|other|earlier|previous|original)\ (?:version|model|one|product|system|release|edition|device|law|rules?)\b
    | the\ \w+\ add(?:s|ed)\b
    | (?:[\w’'-]+\ ){1,4}also\b
    | [\w’'-]+(?:\ [\w’'-]+){0,4},\ (?:however|meanwhile|too|though|for\ (?:example|instance)|in\ turn)\b)
    # A pronoun is the subject before anybody has been named.
    | [\w’'-]+(?:\ [a-z\d][\w’'-]*){0,14},\ (?:he|she|they|it)\b
    )""",
    re.VERBOSE,
)
_KOREAN = re.compile(
    _OPENING
    + r"""(?:
    # A pronoun, or a pointing word: 그는, 이 제품, 그 뒤, 이같은, 이날, 이번 연구 (but 이번 주), 다른 과제.
      (?:그|그녀|그들|이들|이곳|그곳|여기|거기)(?:은|는|이|가|의|에|도|를|을|와|과|만|로|에게|에서|에는|서|서는)?\s
    | (?:이|그|저|해당|동|위|다른|또|또한|또는|대신|더불어)\s
    | (?:이|그)(?:를|에|와|로(?:\s|써|인)|때|후|러|렇|런|같|처럼|밖에|외에|어서?\s|나마|래서|리고|중에?\s|동안|튿날|날[은도의]?[\s,])
    | 이번(?!\s?(?:주|달|해|시즌|학기|분기|봄|여름|가을|겨울|총선|대선|선거))
    | 같은\s?(?:날|달|해|시각|시간|기간|이유)|당시|앞서|뒤이어|곧이어
    # A connective.
    | 하지만|따라서|특히|반면|즉[\s,]|다만|한편|예를|예컨대|때문에|결국|아울러|나아가|게다가|오히려|반대로|마찬가지
    | 물론|뿐만|더구나|심지어|덕분에|두\s사람|양측|양사[는가의]|[전후]자는
    # A surname with a title: the whole name has been said before.
    | [가-힣]\s(?:전\s)?(?:대표|교수|장관|차관|의원|사장|회장|부사장|부회장|부장|팀장|연구원|박사|위원장|청장|본부장|센터장|이사
        |감독|선수|씨|변호사|원장|실장|국장|총장|소장|상무|전무|후보|당선인|총리|직무대행)
    | [가-힣]\s전\s대통령
    )""",
    re.VERBOSE,
)
# And further on, before anything is quoted: 그는, the day that was told before, "said so", somebody who said it too.
_KOREAN_WITHIN = re.compile(
    r"""[^"'“‘]{0,60}?(?:\s그(?:녀)?는|\s이날|\s같은\s날|[은는이가도]\s당시
    |\s이(?:같|렇게|처럼|와\s같)이?\s[말밝설강주전덧]|[가-힣]{2}도\s["“])""",
    re.VERBOSE,
)

_QUOTED = re.compile(r"“[^”]*[”\"]|\"[^\"”]*[\"”]|‘[^’]*’|「[^」]*」|『[^』]*』|(?<!\w)'.+?'(?!\w)")
_BY_A_PRONOUN = re.compile(
    r"\W*(?:(?:he|she|they|it)\s+(?:has\s+|had\s+|also\s+|later\s+)?[a-z]+|[a-z]+\s+(?:he|she|they))\b"
)
_KOREAN_SUBJECT = re.compile(r"(?<!그)(?<!그녀)(?:은|는|이|가|께서|측)(?=\s)")

_MARKS = re.compile(r"[\"“”„«»「」『』]")
_CLOSED = re.compile(r"(?:[.!?…。！？]|[다요죠까])[\"'”’)\]」』»]*$")
# "…한 것.", "서울의 겨울.", "…인가." close with a stop and say nothing of anything.
_KOREAN_FRAGMENT = re.compile(r"(?![다요죠까음임함됨])[가-힣]\W*$")
_ASIDE = re.compile(r"\([^()]*\)")
_CAPTION = re.compile(
    r"""
    # The rest of a sentence.
      (?-i:[a-z][a-z])
    # A label and a colon ("Above:", "Editor's note:", but "NEW DELHI:"); what points at a picture.
    | (?-i:(?![A-Z. ]+:))\S+(?:\ \S+){0,2}:\s
    | .*[(（](?:\w+\ )?(?:left|right|cent(?:er|re)|above|below)\b
    | .*\bpictured\b
    | (?:scroll|click|tap|swipe)\b
    | [▲△▼◀▶]|\*[^*]*$|.*(?:[ⓒ©]|(?<!\S)https?://)|[\[(〈<]?사진\s?[=ⓒ©/제]|.*(?:사진|자료)\s?=
    """,
    re.IGNORECASE | re.VERBOSE,
)


def leans(sentence: str) -> bool:
    """Tell whether the sentence leans on those before: on a name, a day or a voice that they gave."""
    return bool(
        _ENGLISH.match(sentence)
        or _KOREAN.match(sentence)
        or _KOREAN_WITHIN.match(sentence)
        or _is_voice_unknown(sentence)
    )


def _is_voice_unknown(sentence: str) -> bool:
    """Tell whether the sentence opens with direct speech and does not say whose it is."""
    if sentence[0] not in "\"'“‘「『":
        return False
    told = _QUOTED.sub("", sentence)
    if not any(c.isalpha() for c in told) or _BY_A_PRONOUN.match(told):
        return True
    return bool(re.match(r"[가-힣]", told)) and not _KOREAN_SUBJECT.search(told)


def is_broken(text: str, paragraph: Span, sentence: Span) -> bool:
    """Tell whether the sentence is a part of something: of a quotation, a list, a picture, a heading.

    Quotation marks are counted, not paired: papers mix straight and curly ones.
    """
    words = sentence.of(text)
    inside = len(_MARKS.findall(text, paragraph.start, sentence.start)) % 2
    return bool(
        inside
        or not any(map(str.isalpha, words))
        or len(_MARKS.findall(words)) % 2
        or words.count("(") != words.count(")")
        or not _CLOSED.search(words)
        or _KOREAN_FRAGMENT.search(_ASIDE.sub("", words))
        or _CAPTION.match(words)
    )
