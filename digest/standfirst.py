"""Standfirst: a story → how the edition tells it: headline, kicker, one or two sentences."""

from __future__ import annotations

import math
import re
from itertools import combinations, islice
from typing import TYPE_CHECKING

from digest.language import each_sentence, terms, width
from digest.model import Brief, Span, Standfirst, Story

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model import Segment

LONGEST = 440
"""Characters of a standfirst (a wide one counts two): two sentences stay inside it, or one is taken."""
LONGEST_HEADLINE = 160
"""Characters of a first sentence that is a headline, where an item of a roundup has no other."""
_LOOKED_AT = 30
"""Sentences among which is chosen: news has said what it is about by then."""
_LEAD = 3
"""Sentences of a lead: elsewhere than in Korean, the standfirst is of these."""
_TITLE, _EARLY, _FIRST = 0.7, 0.25, 0.05
"""What a Korean sentence gains that has all the terms of the title, and one that stands early (half of
it at the third); and what two English ones gain of which one is the first."""

# Sentences that lean on the one before: alone they say of nobody what they say.
_LEANS = re.compile(
    r"[\"'“‘(]*(?:"
    r"(?:he|she|they|it|his|her|their|its|this|that|these|those|but|and|however|also|meanwhile|instead|then|so"
    r"|another)\b"
    r"|그는|그녀는|그들|이는|이를|이에|이런|이러한|이어|이들|이렇게|이처럼|이같은|이와|그러나|하지만|또\s|또한|그런데"
    r"|그래서|따라서|특히|반면|즉|다만|한편|예를|이때|당시|그리고|때문에|그동안|결국)",
    re.IGNORECASE,
)


def tell(story: Story) -> Brief:
    """Return the story with its headline, kicker and standfirst.

    A story from the opening of an article has the article's own title and standfirst; one from a
    later passage its subhead, the article's title as its kicker, and sentences taken verbatim. An
    item of a roundup has its first sentence for a headline.
    """
    segment = story.lead.segment
    meta = segment.article.meta
    if _is_item(segment):
        return _item(story, segment)
    first = _is_first(segment)
    headline = meta.title if first else segment.title
    kicker = meta.kicker if first else (meta.title if segment.heading else "")
    own = Standfirst(meta.standfirst) if first and meta.standfirst else None
    return Brief(story, headline, own or _taken(segment, headline, 0), kicker)


def _item(story: Story, segment: Segment) -> Brief:
    text, meta = segment.article.text, segment.article.meta
    opening = next((span for span in _sentences(segment)), None)
    if opening is None or width(opening.of(text)) > LONGEST_HEADLINE:
        return Brief(story, meta.title, _taken(segment, meta.title, 0), meta.kicker)
    headline = " ".join(opening.of(text).split()).removesuffix(".")
    return Brief(story, headline, _taken(segment, headline, 1), meta.title)


def _is_first(segment: Segment) -> bool:
    """Tell whether nothing but headings stands in the article before this segment."""
    return all(b.kind == "subhead" for b in segment.article.blocks if b.span.end <= segment.span.start)


def _is_item(segment: Segment) -> bool:
    """Tell whether the segment was cut from its neighbours where no subhead stands."""
    blocks = segment.article.blocks
    after = next((b for b in blocks if b.span.start >= segment.span.end), None)
    return not segment.heading and (not _is_first(segment) or (after is not None and after.kind != "subhead"))


def _sentences(segment: Segment) -> Iterator[Span]:
    text = segment.article.text
    for block in segment.blocks:
        if block.kind in ("paragraph", "item"):
            yield from each_sentence(text, block.span)


def _taken(segment: Segment, title: str, skipped: int) -> Standfirst:
    """Take the sentences that say the most of the passage, the first `skipped` left out.

    In Korean one, near to the others and to the title (TextRank's likeness, Mihalcea and Tarau 2004,
    summed); elsewhere two of the lead, which is hard to beat, the nearest to the rest of the passage.
    """
    text = segment.article.text
    spans = list(islice(_sentences(segment), skipped, _LOOKED_AT))
    if not spans:
        return Standfirst("")
    words = [frozenset(terms(span.of(text))) for span in spans]
    central = _central(words)
    leaning = [bool(_LEANS.match(text, span.start)) for span in spans]
    widths = [width(span.of(text)) for span in spans]
    if segment.article.meta.language.startswith("ko"):
        told = frozenset(terms(title))
        worth = [
            round(near + _TITLE * len(told & found) / max(1, len(told)) + _EARLY / (1 + n / 2), 6)
            for n, (near, found) in enumerate(zip(central, words, strict=True))
        ]
        order = sorted(range(len(spans)), key=lambda n: (leaning[n], widths[n] > LONGEST, -worth[n], n))
        return _standfirst(text, [spans[order[0]]])
    pairs = [
        (one, two)
        for one, two in combinations(range(min(_LEAD, len(spans))), 2)
        if widths[one] + widths[two] <= LONGEST and not (one and leaning[one])
    ]
    if not pairs:
        return _standfirst(text, spans[:1])
    central[0] += _FIRST
    chosen = max(pairs, key=lambda pair: (round(central[pair[0]] + central[pair[1]], 6), -sum(pair)))
    return _standfirst(text, [spans[n] for n in chosen])


def _central(words: Sequence[frozenset[str]]) -> list[float]:
    """Return how near each sentence is to all others by shared terms, the nearest 1."""
    sums = [0.0] * len(words)
    logs = [math.log(len(found)) if len(found) > 1 else 0.0 for found in words]
    for one, two in combinations(range(len(words)), 2):
        if logs[one] and logs[two] and (shared := len(words[one] & words[two])):
            likeness = shared / (logs[one] + logs[two])
            sums[one] += likeness
            sums[two] += likeness
    most = max(sums) or 1.0
    return [value / most for value in sums]


def _standfirst(text: str, spans: Sequence[Span]) -> Standfirst:
    return Standfirst(" ".join(" ".join(span.of(text).split()) for span in spans), tuple(spans))
