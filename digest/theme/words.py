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
from typing import TYPE_CHECKING, Literal

from digest.language import terms
from digest.model import Reason, Score
from digest.theme.likeness import likeness
from digest.theme.seeds import seeds_of
from digest.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from digest.corrections import Correction
    from digest.model import Segment, Theme
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
class _Text:
    """A segment as it is searched: folded, as stems, and as counted terms; its headline thrice."""

    folded: str
    stems: str
    counts: Counter[str]

    def uses(self, key: _Key) -> int:
        """Return how often a keyword stands in the text."""
        return self.folded.count(key.form) if key.wide else self.stems.count(key.form)


@dataclass(frozen=True, slots=True)
class _Key:
    """A keyword or phrase in the form it is searched in.

    `needs` is a term without which it can't stand in a text: most are ruled out by a look at that.
    """

    word: str
    via: Literal["keyword", "phrase"]
    form: str
    wide: bool
    needs: str


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
    texts = each(_text, [_words(segment) for segment in segments])
    keys = {theme.id: _keys(theme) for theme in themes}
    found = _Search(key for theme_keys in keys.values() for key in theme_keys)
    uses = [found.uses(text) for text in texts]
    rarity = _rarity(uses, found.forms)
    nearness = _nearness(texts, themes, corrections)
    mean = sum(len(t.folded) for t in texts) / max(1, len(texts)) or 1.0
    ranked = []
    for text, used, near in zip(texts, uses, nearness, strict=True):
        length = 1 - _B + _B * len(text.folded) / mean
        scores = [
            _score(theme.id, (*_found(used, keys[theme.id], rarity, length), *near.get(theme.id, ())))
            for theme in themes
        ]
        ranked.append(tuple(sorted(scores, key=lambda score: (-score.value, score.theme))))
    return tuple(ranked)


def named_in(titles: Iterable[str], themes: Sequence[Theme]) -> list[set[str]]:
    """Return for each title the themes of which a keyword or phrase stands in it; one Hangul syllable is too little."""
    keys = {theme.id: [key for key in _keys(theme) if len(key.form.strip()) > 1] for theme in themes}
    texts = [_text(title) for title in titles]
    return [{name for name, of in keys.items() if any(text.uses(key) for key in of)} for text in texts]


def _score(theme: str, reasons: Iterable[Reason]) -> Score:
    ordered = tuple(sorted(reasons, key=lambda r: (-r.weight, r.term)))
    total = math.fsum(reason.weight for reason in ordered)
    return Score(theme, round(total / (total + _HALFWAY), 6), ordered)


def _words(segment: Segment) -> str:
    meta = segment.article.meta
    heading = f"{segment.title}\n{meta.kicker}\n{' '.join(meta.tags)}\n"
    return f"{heading * 3}{segment.text}"


def _text(words: str) -> _Text:
    listed = terms(words)
    latin = listed[: bisect(listed, 0, key=lambda term: 1 if _WIDE.match(term) else 0)]  # the wide come last
    return _Text(" ".join(words.casefold().split()), f" {' '.join(latin)} ", Counter(listed))


def _keys(theme: Theme) -> tuple[_Key, ...]:
    found: dict[str, _Key] = {}
    declared: tuple[tuple[Literal["keyword", "phrase"], Mapping[str, tuple[str, ...]]], ...] = (
        ("keyword", theme.keywords),
        ("phrase", theme.phrases),
    )
    for via, by_language in declared:
        for word in (word for language in sorted(by_language) for word in by_language[language]):
            wide = bool(_WIDE.search(word))
            form = " ".join(word.casefold().split()) if wide else f" {' '.join(terms(word))} "
            if form.strip():
                found.setdefault(form, _Key(word, via, form, wide, _needed(form, wide=wide)))
    return tuple(found.values())


def _needed(form: str, *, wide: bool) -> str:
    """Return a term that stands in every text that holds the form ("" where none has to).

    A Latin form is made of whole stems; a wide one may stand inside longer words, so of its terms
    only a pair of wide characters stands in each of them.
    """
    if not wide:
        return form.split(maxsplit=1)[0]
    return next((term for term in terms(form) if len(term) == 2 and _WIDE.match(term)), "")


class _Search:
    """All the keywords of all themes, found in a text at once."""

    def __init__(self, keys: Iterable[_Key]) -> None:
        unlike = {key.form: key for key in keys}
        self.forms = tuple(unlike)
        self._by_need: defaultdict[str, list[_Key]] = defaultdict(list)
        for key in unlike.values():
            self._by_need[key.needs].append(key)

    def uses(self, text: _Text) -> dict[str, int]:
        """Return how often each form that stands in the text does."""
        ruled_in = (self._by_need.keys() & text.counts.keys()) | {""}
        counted = {key.form: text.uses(key) for need in ruled_in for key in self._by_need.get(need, ())}
        return {form: count for form, count in counted.items() if count}


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
    used: Mapping[str, int], keys: Sequence[_Key], rarity: Mapping[str, float], length: float
) -> Iterable[Reason]:
    for key in keys:
        uses = used.get(key.form, 0)
        if uses:
            use = uses * (_K1 + 1) / (uses + _K1 * length)
            weight = rarity[key.form] * use * (_PHRASE if key.via == "phrase" else 1.0)
            yield Reason(key.word, key.via, round(weight, 4))


def _nearness(
    texts: Sequence[_Text], themes: Sequence[Theme], corrections: Sequence[Correction]
) -> list[dict[str, list[Reason]]]:
    """Return for each text and theme the nearest examples and corrections as reasons."""
    seeds = [seed for seed in seeds_of(themes, corrections) if seed.via in ("example", "correction")]
    found = []
    for near in likeness([text.counts for text in texts], [Counter(terms(seed.text)) for seed in seeds]):
        reasons: defaultdict[str, list[Reason]] = defaultdict(list)
        for number in sorted(near, key=lambda n: (-round(near[n], 6), n)):
            told = reasons[seeds[number].theme]
            if near[number] > _FAR and len(told) < len(_NEAREST):
                weight = near[number] * _EXAMPLE * _NEAREST[len(told)]
                told.append(Reason(seeds[number].name, seeds[number].via, round(weight, 4)))
        found.append(dict(reasons))
    return found
