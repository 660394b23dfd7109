"""Prints how well Korean direct speech and its speakers are found on a folder of labelled passages.

    python benchmarks/measure_quotes_ko.py [--data DIR] [--show KIND]

DIR (default ../shared/data) holds quotes-ko/*.jsonl, in the format of its README. Figures: exact
span F1, not-quotes shown, parts joined, and the speaker (right, partial, wrong). Two baselines are
measured in the same run: every double-marked stretch, and a rule of endings with the nearest name.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from table import Row

from digest.model import Article, Block, Metadata, Origin, Segment, Span
from digest.quote.korean import find_korean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TRIMMED = "“”\"'‘’`＂ \n\t\r.,"
Found = list[tuple[list[tuple[int, int]], dict[str, Any] | None]]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[1] / "../shared/data")
    parser.add_argument("--show", choices=("missed", "extra", "wrong", "open", "partial", "joined", "all"))
    options = parser.parse_args()
    found = list(measured(options.data / "quotes-ko", options.show))
    for name, count, speed in found:
        print(f"{name:22}{line_of(count)}  {speed:.0f} passages/s")
    if not found:
        print(f"quotes-ko: no passages in {options.data}")


def measured(folder: Path, show: str | None = None) -> Iterator[tuple[str, Counter[str], float]]:
    """Yield the name, counts and passages a second of this finder and the baselines."""
    passages = [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
        if line.strip()
    ]
    for name, finder in FINDERS.items() if passages else ():
        begun = time.perf_counter()
        found = [finder(passage["text"]) for passage in passages]
        took = time.perf_counter() - begun
        count: Counter[str] = Counter()
        for passage, quotes in zip(passages, found, strict=True):
            score(passage, quotes, count, show if finder is ours else None)
        yield name, count, len(passages) / took


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of the quality table."""
    found = {name: (count, speed) for name, count, speed in measured(folder)}
    figures = {
        "exact F1": lambda n: 2 * n["exact"] / max(1, n["gold"] + n["pred"]),
        "scare quotes shown (count)": lambda n: float(n["shown"]),
        "right speaker": lambda n: n["right"] / max(1, n["known"]),
        "wrong speaker": lambda n: n["wrong"] / max(1, n["named"]),
    }
    for metric, figure in figures.items() if found else ():
        values = {name: figure(count) for name, (count, _) in found.items()}
        yield Row("quote", "quotes-ko", "ko", metric, values.pop("this"), values, found["this"][1])


def ours(text: str) -> Found:
    """Find quotes with digest."""
    blocks = tuple(Block("paragraph", Span(m.start(), m.end())) for m in re.finditer(r"[^\n]+", text))
    article = Article("a", Origin("a"), Metadata(language="ko"), text, blocks)
    found: Found = []
    for quote in find_korean(Segment("s", article, Span(0, len(text)))):
        said, speaker = quote.attribution, None
        if said:
            words = said.name or said.role
            at = nearest_place(text, words, quote.spans[0].start)
            speaker = {
                "name": " ".join(dict.fromkeys(filter(None, (words, said.role)))),
                "span": (at, at + len(words)),
            }
            if said.name:
                speaker["name"] = said.name
        found.append(([(s.start, s.end) for s in quote.spans], speaker))
    return found


def nearest_place(text: str, words: str, at: int) -> int:
    """Return where the words stand nearest before the offset, else after it."""
    before = text.rfind(words, 0, at)
    return before if before >= 0 else text.find(words, at)


def every_double(text: str) -> Found:
    """Baseline: every stretch in double marks, no speaker."""
    return [([m.span(1)], None) for m in re.finditer(r"[\"“]([^\"“”]+)[\"”]", text)]


def nearest(text: str) -> Found:
    """Baseline: double marks before a particle of quotation, spoken by the nearest name with a title."""
    found: Found = []
    for m in re.finditer(r"[\"“]([^\"“”]+)[\"”](?=(?:이?라)?(?:고|며|면서|는))", text):
        names = list(
            re.finditer(
                r"[가-힣]{2,4} [가-힣]*(?:장|원|표|자|관|수|리|령|사)(?=[은는이가도])", text[: m.start()]
            )
        )
        found.append(([m.span(1)], {"name": names[-1][0], "span": names[-1].span()} if names else None))
    return found


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take marks and white space off the ends."""
    while start < end and text[start] in TRIMMED:
        start += 1
    while end > start and text[end - 1] in TRIMMED:
        end -= 1
    return start, end


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return intersection over union."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def judge(pred: dict[str, Any], gold: dict[str, Any] | None) -> str:
    """Say whether the predicted speaker is right, partial or wrong (the rule of the set's score.py)."""
    if not gold:
        return "wrong"
    at, name = gold.get("spans", {}), gold.get("name")
    want = [gold[key] for key in ("role", "organisation") if gold.get(key)]
    text, span = pred["name"], tuple(pred["span"])

    def touches(*places: Any) -> bool:
        return any(overlap(span, tuple(p)) > 0 for p in places if p)

    parts = (at.get("role"), at.get("organisation"))
    here = (gold.get("mention"), gold.get("span"))
    if name:
        same = text == name or (
            (len(text) > 1 and (name in text if len(name) > 1 else text[:2] == name + " "))
            or (len(text) > 1 and text in name)
        )
        if touches(*here, at.get("name")) or same:
            return "right"
        return "partial" if touches(*parts) or text in want else "wrong"
    if not want:
        return "partial" if touches(gold.get("mention")) else "wrong"
    return "right" if touches(*here, *parts) or all(w in text for w in want) else "wrong"


def score(passage: dict[str, Any], found: Found, count: Counter[str], show: str | None) -> None:
    """Count one passage, printing the cases of the kind asked for."""
    text = passage["text"]

    def tell(kind: str, what: object) -> None:
        count[kind] += 1
        if show in (kind, "all"):
            print(f"{kind:8} {passage['id']}: {what}")

    gold = {trim(text, *s) for q in passage["quotes"] for s in q["spans"]}
    pred = {trim(text, *s) for spans, _ in found for s in spans}
    count["gold"] += len(gold)
    count["pred"] += len(pred)
    count["exact"] += len(pred & gold)
    for kind, spans in (("missed", gold - pred), ("extra", pred - gold)):
        for s in sorted(spans):
            tell(kind, text[slice(*s)])
    nots = [trim(text, *s) for s in passage["not_quotes"]]
    count["nots"] += len(nots)
    count["shown"] += sum(any(overlap(n, p) >= 0.8 for p in pred) for n in nots)
    for quote in passage["quotes"]:
        first = trim(text, *quote["spans"][0])
        hits = ((s, w) for s, w in found if any(overlap(first, trim(text, *x)) >= 0.8 for x in s))
        count["two"] += len(quote["spans"]) > 1
        if hit := next(hits, None):
            score_quote(text, quote, hit, count, tell)


def score_quote(
    text: str,
    quote: dict[str, Any],
    hit: tuple[list[tuple[int, int]], dict[str, Any] | None],
    count: Counter[str],
    tell: Callable[[str, object], None],
) -> None:
    """Count one quotation that was found: its parts and its speaker."""
    spans, said = hit
    words = text[slice(*quote["spans"][0])][:20]
    if len(spans) != len(quote["spans"]):
        tell("joined", [text[slice(*s)][:20] for s in spans])
    elif len(spans) > 1:
        count["two_ok"] += 1
    speaker = quote["speaker"] or {}
    names = [speaker.get(k) for k in ("name", "role", "organisation")]
    count["known"] += any(names)
    if said:
        count["named"] += 1
        tell(judge(said, quote["speaker"]), (said["name"], names, words))
    elif any(names):
        tell("open", (names, words))


def line_of(n: Counter[str]) -> str:
    """Return the figures on one line."""
    f1 = 2 * n["exact"] / max(1, n["gold"] + n["pred"])
    right, wrong = n["right"] / max(1, n["known"]), n["wrong"] / max(1, n["named"])
    return (
        f"F1 {f1:.3f}  not-quotes shown {n['shown']}/{n['nots']}  joined {n['two_ok']}/{n['two']}"
        f"  speaker right {right:.3f} ({n['right']}/{n['known']})  wrong {wrong:.3f} ({n['wrong']}/{n['named']})"
    )


FINDERS: dict[str, Callable[[str], Found]] = {
    "this": ours,
    "every double mark": every_double,
    "ending, nearest name": nearest,
}

if __name__ == "__main__":
    main()
