"""The scorer `words`: a theme's keywords, phrases and examples, weighed by how rare they are.

For a segment and a theme, each keyword or phrase that is found adds `rarity * use`, where `use`
grows with the count and levels off (as in BM25, Robertson and Zaragoza 2009, section 3.4, with
k1 = 1.2 and b = 0.5), and the nearest three of the examples and corrections add their nearness (the
cosine of TF-IDF vectors).
What is said in a headline counts three times. All of it is kept as reasons, so a score can be
explained by adding them up.
"""

from __future__ import annotations

import math
import re
from bisect import bisect
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from digest.bags import Bag, bag, bag_of
from digest.language import terms
from digest.model import Reason, Score
from digest.theme.likeness import likeness
from digest.theme.seeds import seeds_of
from digest.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from digest.corrections import Correction
    from digest.model import Segment, Theme
    from digest.theme.seeds import Seed
    from digest.work import Each

_K1, _B = 1.2, 0.5
_PHRASE, _EXAMPLE = 1.6, 3.0
_NEAREST = (1.0, 0.5, 0.25)
"""How the nearest examples count: what several say is surer than what one says, but not twice as sure."""
_FAR = 0.02
"""Cosine under which an example has a word in common by chance."""
_HALFWAY = 3.0
"""The sum of reasons that scores 0.5; sums are mapped to 0..1 by sum / (sum + _HALFWAY)."""
_WIDE = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class _Used:
    """What was found in a text: how long it is, how often each form stands in it, its terms where asked for."""

    length: int
    uses: Mapping[str, int]
    terms: Bag | None


@dataclass(frozen=True, slots=True)
class _Key:
    """A keyword or phrase as a theme writes it."""

    word: str
    via: Literal["keyword", "phrase"]


def score_by_words(
    segments: Sequence[Segment],
    themes: Sequence[Theme],
    corrections: Sequence[Correction] = (),
    each: Each = one_by_one,
) -> tuple[tuple[Score, ...], ...]:
    """Return the themes' scores for each segment, the best first (the `ThemeScorer` protocol).

    Rarity is counted over all the segments given, so it does not depend on their order. Scores are
    rounded to 6 digits before they are compared, so the order does not depend on the processor.
    """
    keys = {theme.id: _keys(theme) for theme in themes}
    forms = _forms(keys.values())
    seeds = [seed for seed in seeds_of(themes, corrections) if seed.via in ("example", "correction")]
    used = each(partial(_used, forms=forms, counted=bool(seeds)), [_words(segment) for segment in segments])
    rarity = _rarity([found.uses for found in used], forms)
    nearness = _nearness([found.terms for found in used if found.terms], seeds, each)
    mean = sum(found.length for found in used) / max(1, len(used)) or 1.0
    ranked = []
    for found, near in zip(used, nearness or [{}] * len(used), strict=True):
        length = 1 - _B + _B * found.length / mean
        scores = [
            _score(theme.id, (*_found(found.uses, keys[theme.id], rarity, length), *near.get(theme.id, ())))
            for theme in themes
        ]
        ranked.append(tuple(sorted(scores, key=lambda score: (-score.value, score.theme))))
    return tuple(ranked)


def named_in(titles: Sequence[str], themes: Sequence[Theme], each: Each = one_by_one) -> list[set[str]]:
    """Return for each title the themes of which a keyword or phrase stands in it; one Hangul syllable is too little."""
    keys = {theme.id: _keys(theme) for theme in themes}
    forms = tuple(form for form in _forms(keys.values()) if len(form.strip()) > 1)
    used = each(partial(_used, forms=forms, counted=False), titles)
    return [{name for name, of in keys.items() if not of.keys().isdisjoint(found.uses)} for found in used]


def _score(theme: str, reasons: Iterable[Reason]) -> Score:
    ordered = tuple(sorted(reasons, key=lambda r: (-r.weight, r.term)))
    total = math.fsum(reason.weight for reason in ordered)
    return Score(theme, round(total / (total + _HALFWAY), 6), ordered)


def _words(segment: Segment) -> str:
    meta = segment.article.meta
    heading = f"{segment.title}\n{meta.kicker}\n{' '.join(meta.tags)}\n"
    return f"{heading * 3}{segment.text}"


def _keys(theme: Theme) -> Mapping[str, _Key]:
    """Return a theme's keywords and phrases by their forms."""
    found: dict[str, _Key] = {}
    declared: tuple[tuple[Literal["keyword", "phrase"], Mapping[str, tuple[str, ...]]], ...] = (
        ("keyword", theme.keywords),
        ("phrase", theme.phrases),
    )
    for via, by_language in declared:
        for word in (word for language in sorted(by_language) for word in by_language[language]):
            form = " ".join(word.casefold().split()) if _WIDE.search(word) else f" {' '.join(terms(word))} "
            if form.strip():
                found.setdefault(form, _Key(word, via))
    return found


def _forms(keys: Iterable[Mapping[str, _Key]]) -> tuple[str, ...]:
    """Return the forms of all themes' keys, each once: a wide one as it stands, a Latin one between spaces."""
    return tuple(dict.fromkeys(form for of in keys for form in of))


def _used(text: str, forms: tuple[str, ...], *, counted: bool) -> _Used:
    """Return how often each form stands in a text: a wide one in its letters, a Latin one in its stems."""
    listed = terms(text)
    latin = listed[: bisect(listed, 0, key=lambda term: 1 if _WIDE.match(term) else 0)]  # the wide come last
    folded, stems = " ".join(text.casefold().split()), f" {' '.join(latin)} "
    by_need = _by_need(forms)
    ruled_in = sorted(by_need.keys() & {*listed, ""})
    found = [(form, folded if form[0] != " " else stems) for need in ruled_in for form in by_need[need]]
    uses = {form: count for form, where in found if (count := where.count(form))}
    return _Used(len(folded), uses, bag_of(listed) if counted else None)


@lru_cache(maxsize=8)
def _by_need(forms: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """Return the forms by a term without which they can't stand in a text: most are ruled out by a look at that."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form in forms:
        found[_needed(form)].append(form)
    return found


def _needed(form: str) -> str:
    """Return a term that stands in every text that holds the form ("" where none has to).

    A Latin form is made of whole stems; a wide one may stand inside longer words, so of its terms
    only a pair of wide characters stands in each of them.
    """
    if form[0] == " ":
        return form.split(maxsplit=1)[0]
    return next((term for term in terms(form) if len(term) == 2 and _WIDE.match(term)), "")


def _rarity(uses: Sequence[Mapping[str, int]], forms: Iterable[str]) -> dict[str, float]:
    """Return for each form between about 0.3 (in every text) and 1 (in none).

    Twenty unseen texts are counted in, so that an edition of two segments is judged soberly.
    """
    total = len(uses) + 20
    texts = Counter(form for used in uses for form in used)
    return {
        form: math.log((total + 1) / (texts[form] + 1)) / math.log(total + 1) * 0.7 + 0.3 for form in forms
    }


def _found(
    used: Mapping[str, int], keys: Mapping[str, _Key], rarity: Mapping[str, float], length: float
) -> Iterable[Reason]:
    for form, uses in used.items():
        if form in keys:
            key = keys[form]
            use = uses * (_K1 + 1) / (uses + _K1 * length)
            weight = rarity[form] * use * (_PHRASE if key.via == "phrase" else 1.0)
            yield Reason(key.word, key.via, round(weight, 4))


def _nearness(texts: Sequence[Bag], seeds: Sequence[Seed], each: Each) -> list[dict[str, list[Reason]]]:
    """Return for each text and theme the nearest examples and corrections as reasons."""
    found = []
    table = np.round(likeness(texts, each(bag, [seed.text for seed in seeds])), 6)
    for near in table:
        reasons: defaultdict[str, list[Reason]] = defaultdict(list)
        like = np.flatnonzero(near > _FAR)
        for number in like[np.argsort(-near[like], kind="stable")].tolist():
            told = reasons[seeds[number].theme]
            if len(told) < len(_NEAREST):
                weight = float(near[number]) * _EXAMPLE * _NEAREST[len(told)]
                told.append(Reason(seeds[number].name, seeds[number].via, round(weight, 4)))
        found.append(dict(reasons))
    return found
