from __future__ import annotations

import pytest
from making import article, segments
from test_theme import THEMES

from digest.corrections import KEPT, Correction, correction, parse, with_correction, written
from digest.errors import ConfigError
from digest.load.corrections import load_corrections
from digest.theme import place, scorer, stale
from digest.work import FileCache

ODD = 'a "quoted" \\ line\nand another\t\x7f 인재 🙂 """'
RECIPES = Correction(
    "products", "x-1", "Soup for winter", "Leeks and potatoes are cooked in stock until soft."
)


def test_what_is_written_is_read_back() -> None:
    known = (Correction("security", "a-1", ODD, ODD * 3), RECIPES)
    assert parse(written(known)) == known
    assert parse(written(())) == ()


def test_a_later_correction_of_a_segment_takes_the_place_of_an_earlier_one() -> None:
    later = Correction("security", "x-1", "Soup for winter", "Leeks.")
    assert with_correction((RECIPES,), later) == (later,)
    assert parse(written((RECIPES, later))) == (later,)


def test_a_correction_holds_the_opening_without_the_subhead() -> None:
    (part,) = segments(article(f"## Soup\n\n{'Leeks and potatoes. ' * 60}"))
    made = correction(part, "products")
    assert (made.title, made.segment) == ("Soup", part.id)
    assert made.text.startswith("Leeks")
    assert KEPT - 2 <= len(made.text) <= KEPT


@pytest.mark.parametrize("name", ["words", "meaning"])
def test_a_correction_pins_its_segment_and_teaches_the_like_of_it(name: str) -> None:
    text = "Leeks and potatoes are cooked in stock, then blended. Cream makes it smooth."
    found = segments(
        article("Leeks, potatoes and stock. Cooked until soft.", name="1", title="A soup"),
        article(text, name="2", title="Another soup"),
    )
    before = scorer(name)(found, THEMES)[1]
    taught = (
        Correction("security", found[0].id, "A soup", "Leeks, potatoes and stock. Cooked until soft."),
        RECIPES,
    )
    placed = place(found, THEMES, scorer(name, taught), taught)
    assert placed[0].theme == "security"
    after = {score.theme: score for score in scorer(name, taught)(found, THEMES)[1]}
    assert after["products"].value > next(score.value for score in before if score.theme == "products")
    told = {reason.term: reason.via for reason in after["products"].reasons}
    assert told["Soup for winter"] == "correction"


def test_a_correction_of_the_segment_comes_before_the_editors_word_for_the_article() -> None:
    (part,) = segments(article("It is so. It was so.", theme="products"))
    (placed,) = place([part], THEMES, corrections=[Correction("security", part.id, "", "It is so.")])
    assert placed.theme == "security"


def test_a_correction_into_a_theme_that_is_gone_is_a_warning_and_pins_nothing() -> None:
    (part,) = segments(article("It is so. It was so.", theme="products"))
    gone = Correction("sport", part.id, "", "It is so.")
    assert place([part], THEMES, scorer("words", [gone]), [gone])[0].theme == "products"
    (problem,) = stale([gone], THEMES)
    assert str(problem).startswith("corrections.toml: speaks of an unknown theme 'sport'; themes: ai-talent")


@pytest.mark.parametrize(
    "text",
    ["[[correction]]\ntheme = 1\n", "[[correction]]\ntheme = 'a'\n", "correction = 3", "other = 1", "= ="],
)
def test_a_broken_file_is_one_line(text: str, tmp_path) -> None:
    (tmp_path / "corrections.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as error:
        load_corrections(tmp_path)
    assert str(error.value).startswith("corrections.toml: ")


def test_no_file_is_no_correction(tmp_path) -> None:
    assert load_corrections(tmp_path) == ()


def test_a_broken_or_forbidden_cache_forgets_and_the_run_goes_on(tmp_path) -> None:
    cache = FileCache(tmp_path / "cache")
    assert cache.read(["a"]) == {}
    cache.write({"a": b"1", "b": b"2"})
    assert cache.read(["b", "c", *map(str, range(2000))]) == {"b": b"2"}
    (tmp_path / "cache" / "cache.sqlite3").write_bytes(b"no database" * 999)
    assert cache.read(["a"]) == {}
    cache.write({"c": b"3"})
    assert cache.read(["a", "c"]) == {"c": b"3"}
    (tmp_path / "file").write_text("", "utf-8")
    blocked = FileCache(tmp_path / "file" / "cache")
    blocked.write({"a": b"1"})
    assert blocked.read(["a"]) == {}
