"""The whole program on one screen: a folder of articles → an edition."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from digest.edition import compose
from digest.edition.window import ANY_WEEK, When, edition_id, inside, window_of
from digest.errors import InputError
from digest.load import load
from digest.load.corrections import load_corrections
from digest.load.pictures import measure
from digest.meaning import vectors
from digest.merge import merge
from digest.model import Article, Edition, Problem, Report, Window
from digest.quote import verify
from digest.select import select
from digest.standfirst import tell
from digest.study import articles_of, study
from digest.theme import OTHER_THEME, place, scorer, to_look_at
from digest.theme.reading import reading
from digest.work import FileCache, Workshop

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from digest.config import Config
    from digest.work import Each

_T = TypeVar("_T")
Progress = Callable[[str, int], None]
"""Called as each step begins, with its name and how many things it takes in."""


@dataclass(frozen=True, slots=True)
class Build:
    """An edition, what became of the input, and the bytes of its pictures by their `src`."""

    edition: Edition
    report: Report
    pictures: Mapping[str, bytes]


def build_edition(
    config: Config,
    paths: Sequence[Path] = (),
    *,
    now: datetime,
    when: When = ANY_WEEK,
    numbered: Callable[[str], int] = lambda _edition_id: 1,
    jobs: int = 1,
    progress: Progress = lambda _step, _count: None,
) -> Build:
    """Turn articles into an edition.

    `paths` are files and folders (none: the newsletter's content folder), `when` the window asked
    for, `numbered` tells an edition's number by its id, `now` stands for a date where no article has
    one, `jobs` is the number of processes: the bytes do not depend on it.
    Raises ConfigError, InputError (a named path can't be used, or no article is left), UsageError
    (no such window), SelfCheckError (a quote that is not in its source), StoppedError.
    """
    with Workshop(FileCache(config.cache), jobs) as each:
        return _built(config, paths, now, when, numbered, each, progress)


def _built(
    config: Config,
    paths: Sequence[Path],
    now: datetime,
    when: When,
    numbered: Callable[[str], int],
    each: Each,
    progress: Progress,
) -> Build:
    progress("load", len(paths) or 1)
    files, unread = _parted(load(paths or [config.root / config.content.folder], config.root))
    progress("clean", len(files))
    found = each(partial(articles_of, zone=config.zone), files)
    cleaned, unclean = _parted(article for articles in found for article in articles)
    articles, again = _each_once(cleaned)
    readable = [a for a in articles if _is_readable(a, config)]
    window = window_of(when, readable, config.zone, now)
    current = measure((a for a in readable if inside(a, window, config.zone)), config.root, each)
    if not current.articles:
        raise _nothing(window, readable, [*unread, *unclean])

    progress("study", len(current.articles))
    meaning = None if config.scoring.scorer == "words" else partial(vectors, each=each)
    studies = each(partial(study, model="small" if meaning else None), current.articles)
    segments = [segment for one in studies for segment in one.segments]
    quotes = [quote for one in studies for quote in one.quotes]
    verify(quotes)
    progress("theme", len(segments))
    corrections = load_corrections(config.root)
    fits = scorer(config.scoring.scorer, corrections, each)
    placements = place(segments, config.themes, fits, corrections, each)
    progress("merge", len(placements))
    stories = merge(
        placements, (lambda parts: meaning([reading(p) for p in parts])) if meaning else None, each
    )
    progress("standfirst", len(stories))
    briefs = tell(stories, each)
    progress("select", len(briefs))
    themes = (*config.themes, OTHER_THEME)
    selection = select(briefs, quotes, themes, config.edition, config.newsletter.language)
    progress("edition", len(briefs))
    edition = compose(
        selection,
        newsletter=config.newsletter,
        edition_id=edition_id(window),
        number=numbered(edition_id(window)),
        window=window,
        themes=themes,
        placements=placements,
        quotes=quotes,
    )
    bad = (*unread, *unclean, *current.problems, *to_look_at(placements, config.themes, corrections))
    report = _report(articles, readable, current.articles, bad, again)
    shown = {brief.picture.src for brief in edition.briefs if brief.picture}
    return Build(edition, report, {src: data for src, data in current.pictures.items() if src in shown})


def _report(
    articles: Sequence[Article],
    readable: Sequence[Article],
    current: Sequence[Article],
    bad: Sequence[Problem],
    again: Sequence[Problem],
) -> Report:
    """Count what became of the input: `articles` are each one once, and of them the others."""
    duplicates = sum(problem.code == "duplicate" for problem in again)
    undated = [_undated(article) for article in current if article.meta.published is None]
    skipped = [p for p in bad if p.severity == "error"]
    others = [p for p in bad if p.severity != "error"]
    return Report(
        read=len(articles) + duplicates + len(skipped),
        used=len(current),
        skipped=len(skipped),
        duplicates=duplicates,
        outside=len(readable) - len(current),
        undated=len(undated),
        other_languages=len(articles) - len(readable),
        problems=(*skipped, *others, *again, *undated),
    )


def _parted(items: Iterable[_T | Problem]) -> tuple[list[_T], list[Problem]]:
    good: list[_T] = []
    bad: list[Problem] = []
    for item in items:
        if isinstance(item, Problem):
            bad.append(item)
        else:
            good.append(item)
    return good, bad


def _each_once(articles: Sequence[Article]) -> tuple[list[Article], list[Problem]]:
    """Drop an article that stood before: the same id (URL or path), or the same words from the same source.

    Two texts with one URL and nothing else in common (a site that names its front page as the address
    of each story) are both kept, the second under an id of its own, with a warning.
    """
    seen: dict[Hashable, Article] = {}
    kept: list[Article] = []
    again: list[Problem] = []
    # In which order the paths were named tells nothing, so it decides nothing.
    for article in sorted(articles, key=lambda a: (a.origin.path, a.origin.line)):
        said = (article.meta.source, article.meta.title, article.text)
        before = seen.get(article.id) or seen.get(said)
        if before and before.meta.title != article.meta.title and before.text != article.text:
            what = f"gives the same url as {before.origin}, and tells another story"
            again.append(Problem("same-url", what, str(article.origin), "give each its own url", "warning"))
            article = replace(article, id=hashlib.sha256(f"{article.origin}".encode()).hexdigest()[:12])  # noqa: PLW2901
            before = None
        if before is None:
            kept.append(article)
            seen[article.id] = seen[said] = article
        else:
            what = f"is the same article as {before.origin}"
            again.append(Problem("duplicate", what, str(article.origin), "delete one of them", "note"))
    return kept, again


def _is_readable(article: Article, config: Config) -> bool:
    languages = config.newsletter.languages
    return not languages or article.meta.language in languages


def _undated(article: Article) -> Problem:
    mend = "add `published: …`, or it is in every week's edition"
    return Problem("undated", "has no date and counts as this week's", str(article.origin), mend, "note")


def _nothing(window: Window, readable: Sequence[Article], problems: Sequence[Problem]) -> InputError:
    if readable:
        what = f"none of {len(readable)} articles is from {window.since} to {window.until}"
        return InputError(
            what, mend="choose another week with --week, or other days with --since and --until"
        )
    if problems:
        return InputError(
            f"no article could be used: {problems[0].what}", where=problems[0].where, mend=problems[0].mend
        )
    return InputError(
        "no article here", mend="put articles (.md, .txt, .html, .json) into the content folder"
    )
