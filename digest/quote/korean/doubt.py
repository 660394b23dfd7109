"""Tells whether the subject of a sentence gives the quoted words, or only gets, denies or imagines them.

After “…”라는 and a noun the subject speaks only where a verb of giving governs the noun (비판을 내놨다): one
who receives (비판을 받았다), meets (지적에 직면했다) or reads the words did not say them. After “…”고 the
subject speaks unless the verb is passive (비판받았다), negated (하지 않았다), supposed (말했을 것이다) or
belongs to a noun that follows (“…”고 묻는 기자들). Forms: 표준국어문법, 인용절과 피동·부정 표현.
"""

from __future__ import annotations

import re

from digest.quote.korean.view import ASIDE, QUOTED
from digest.quote.korean.word_kinds import is_name, is_title
from digest.quote.korean.words import GIVING, HEARD, STANCES

_REACH = 8
_MARKS = ",.!?·…\"'”’" + ASIDE
_GIVES = re.compile(
    r"했|하(?:며|면서|고|기|였|는)|한(?:다|$)|합니다|해(?:$|서|왔|온)|" + "|".join(map(re.escape, GIVING))
)
_OBJECT = re.compile(r"[가-힣](?:을|를|도|만|은|까지)$")
_MANNER = re.compile(r"(?:말|글|인사|소감|답|답변|한마디|취지|식|요지|어조|투|메시지)(?:으)?로$")
_KIND = re.compile(r"(?:등|취지|내용|식|요지|투|류)의$")
_STANCE = re.compile(rf"(?:{'|'.join(STANCES)})(?:이?다|이?었다|였다|입니다|이에요|이라[고며는])$")
_CASE = re.compile(r"[가-힣](?:에|에는|에도|에서|이|가|로|으로|의|대로|때문에|채|끝에)$")
_GIVEN_BY = re.compile(r"(?:에게서|한테서|로부터|에게서는)$")
_TURNED = re.compile(r"[가-힣](?:다|며|면서|고|지만|자|해|서|는데|으나|죠|요)$")
_OTHERS = re.compile(
    r"[가-힣](?:하는|치는|기는|지는|르는|리는|키는|받는|치던|하던|던)$|^(?:묻는|따지는|쓴|적은|외친|묻던)$|[가-힣]*(?:적힌|쓰인|새겨진|쓰여진|써진)$"
)
_DEPENDENT = re.compile(
    r"(?:것|바|데|적|점|뒤|후|직후|만큼|대로|셈|때|등|이유|배경|사실|가운데|중|동안|반면|순간|편|모습|게|걸|건)"
)
_DID = re.compile(r"(?:한|했던|밝힌|쓴|적은|준)$")
_RECALLED = re.compile(r"(?:적|바|일|사실)(?:이|은|도|가|는)?$")
_MAY = re.compile(r"(?:[을를]|할|힐|칠|쓸|줄|낼|[가-힣]릴)$")
_MAYBE = re.compile(r"(?:것|수|리|텐데|뻔|예정|계획|법|지도|참이|터)")
_IF = re.compile(r"(?:면|려다|려다가|려던|뻔했다|[했았었]어야)$")
_ASKED_TO = re.compile(r"(?:말|전|답)해$|^써$|^적어$")  # 말해 달라는 부탁: words yet to be said
_SAYS = re.compile(
    r"(?:말|밝[히혔힌]|전[하했한할]|주장|[하한했할]|설명|강조|답|대답|묻|물[었을]|외치|외쳤|외칠|쓰|썼|쓸|적[었을]|생각|언급|비판|얘기|이야기|약속|덧붙|지적|평가|반박)"
)
_RUMOUR = re.compile(r"[다라]는$")
_OWN = re.compile(r"(?:것|후문|전언|설명|점|취지|게)")
_HEARD = re.compile(rf"(?:{'|'.join(HEARD)})(?:을|를|도|까지|만)?$")
_HEARD_VERB = re.compile(
    rf"(?:{'|'.join(HEARD)})(?:받(?!아[들쳐치넘])|당[하했한해])|^(?:들었|들은|듣[고는])|^전해 ?듣"
)
_GETS = re.compile(
    r"(?:받(?!아[들쳐치넘])|듣|들[었은어으]|당[하했한해]|시달|직면|휩싸|부딪|샀|사고|먹[었고는])"
)


def gives(tail: str, rest: str) -> bool:
    """Tell whether the subject says the words in marks.

    `tail` is how the sentence goes on (`Speech.tail`), `rest` what stands after the closing mark, to the
    sentence's end.
    """
    if tail not in ("of", "case", "that", "and"):
        return True
    words = [w for w in (w.rstrip(_MARKS) for w in rest.split()[: _REACH + 1]) if w]
    if tail == "of":
        return _noun_given(words[1:])
    if tail == "case":
        return _given(words[1:])
    return _said(words[1:], reported=tail == "that")


def _noun_given(words: list[str]) -> bool:
    """Read what follows “…”라는: its noun, then the verb that governs the noun."""
    for i, word in enumerate(words[:5]):
        if QUOTED in word or _KIND.search(word):
            continue
        if _STANCE.search(word) or word in ("것이다", "것입니다"):
            return True
        if _MANNER.search(word) or _OBJECT.search(word):
            return _given(words[i + 1 :])
        if is_title(word.removesuffix("의")) or is_name(word.removesuffix("의")):
            return False  # another's words
        if word in ("것이", "게"):
            return any(_STANCE.search(w) for w in words[i + 1 : i + 5])
        if _CASE.search(word):
            return False
    return False


def _given(words: list[str]) -> bool:
    """Tell whether the first verb is one of giving, and neither negated nor supposed."""
    for i, word in enumerate(words[:5]):
        if _GIVEN_BY.search(word) or _GETS.match(word):
            return False
        if _GIVES.match(word):
            return not (_unreal(word, words[i + 1 :]) or _of_noun(word, words[i + 1 :]))
        if _denied(word, words[i + 1 :]) or _TURNED.search(word):
            return False
    return False


def _said(words: list[str], *, reported: bool) -> bool:
    """Read what follows “…”고 (`reported`) or “…”며: the first verb decides."""
    for i, word in enumerate(words[:5]):
        after = words[i + 1 :]
        if QUOTED in word:
            return True
        if _is_heard(word, after):
            return False
        unreal = reported and _SAYS.match(word) and _unreal(word, after)
        if unreal or ((reported or i == 0) and _of_noun(word, after)):
            return False
        if _TURNED.search(word):
            return not (_ASKED_TO.search(word) and after and after[0].startswith("달라"))
    return True


def _is_heard(word: str, after: list[str]) -> bool:
    """Tell a verb by which words are received: 비판받았다, 비판을 받았다, 전해 들었다."""
    heard = bool(_HEARD.search(word)) or word == "전해"
    return bool(_HEARD_VERB.search(word)) or (heard and bool(after) and bool(_GETS.match(after[0])))


def _unreal(word: str, after: list[str]) -> bool:
    """Tell a verb that is negated, supposed or only imagined."""
    follows = after[0] if after else ""
    if _IF.search(word) or _denied(word, after):
        return True
    if word != "않을" and _MAY.search(word) and _MAYBE.match(follows):
        return True
    return bool(
        _DID.search(word) and _RECALLED.match(follows) and len(after) > 1 and after[1].startswith("없")
    )


def _denied(word: str, after: list[str]) -> bool:
    follows = after[0] if after else ""
    if not re.search(r"지(?:는|도|조차)?$", word) or not follows.startswith(("않", "못", "말")):
        return False
    return not (follows == "않을" and after[1:2] == ["수"])  # 하지 않을 수 없다: he did say it


def _of_noun(word: str, after: list[str]) -> bool:
    """Tell a verb that belongs to the noun after it: “…”고 묻는 기자들, “…”고 했다는 소문."""
    follows = after[0] if after else ""
    if not follows:
        return False
    if _RUMOUR.search(word):
        return bool(_SAYS.match(word)) and not _OWN.match(follows)
    return bool(_OTHERS.search(word)) and not _DEPENDENT.match(follows)
