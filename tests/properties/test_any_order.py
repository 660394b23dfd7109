"""In whatever order articles come, the edition is the same."""

from __future__ import annotations

from dataclasses import replace

import strategies as some
from hypothesis import given
from hypothesis import strategies as st

from digest.codec import from_json, to_json
from digest.merge import merge
from digest.model import Origin
from digest.pipeline import build_edition
from digest.theme import place

SAME = (
    "A fund put $2.5bn into Fernwood, the maker of chips, on Wednesday. The second payment came days "
    "before the option ran out, and no outside investment by the fund has been larger."
)
texts = st.lists(
    st.one_of(some.body, some.paragraph, st.just(SAME), some.paragraph.map(f"{SAME} {{}}".format)),
    min_size=2,
    max_size=6,
)


@some.WHOLE
@given(texts, st.randoms(use_true_random=False))
def test_themes_and_merges_do_not_depend_on_the_order(bodies, random):
    parts = [
        part
        for n, text in enumerate(bodies)
        for part in some.segments_of(text, "ko" if n % 2 else "en", f"Title {n}")
        for part in [renamed(part, n)]
    ]
    shuffled = random.sample(parts, len(parts))
    placed, again = place(parts, some.THEMES), place(shuffled, some.THEMES)
    assert {p.segment.id: p for p in placed} == {p.segment.id: p for p in again}
    assert merge(placed) == merge(random.sample(again, len(again)))


def renamed(part, n):
    """Give the article an id and a path of its own, as a file of its own would."""
    article = replace(part.article, id=f"{n:012}", origin=Origin(f"content/{n}.md"))
    return replace(part, article=article, id=part.id.replace(part.article.id, article.id))


@some.WHOLE
@given(texts, st.randoms(use_true_random=False))
def test_permuted_files_give_the_same_edition(bodies, random):
    files = {f"{n}.md": some.front(f"Title {n}", text) for n, text in enumerate(bodies)}
    files["good.md"] = some.front("A good one", some.ENGLISH[0] + " " + some.ENGLISH[1])
    files["rows.jsonl"] = (
        '{"title": "Row one", "text": "One. Two."}\n{"title": "Row two", "text": "Three. Four."}\n'
    )
    with some.laid(files) as root:
        paths = [root / "content" / name for name in files]
        once = build_edition(some.config(root), paths, now=some.NOW)
        again = build_edition(some.config(root), random.sample(paths, len(paths)), now=some.NOW)
        folder = build_edition(some.config(root), now=some.NOW)
    written = to_json(once.edition)
    # Compared before they are asserted: pytest would work for minutes on the difference of two long texts.
    same = [to_json(other.edition) == written for other in (again, folder)]
    assert same == [True, True]
    assert set(again.report.problems) == set(once.report.problems)
    assert replace(again.report, problems=()) == replace(once.report, problems=())


@some.WHOLE
@given(texts)
def test_an_edition_reads_back_as_it_was_written(bodies):
    files = {f"{n}.md": some.front(f"Title {n}", text) for n, text in enumerate(bodies)}
    files["good.md"] = some.front("A good one", some.ENGLISH[0])
    with some.laid(files) as root:
        edition = build_edition(some.config(root), now=some.NOW).edition
    text = to_json(edition)
    back = from_json(text)
    same = [back == edition, to_json(back) == text]
    assert same == [True, True]
