"""The word lists of `words.toml`: endings as tuples, whole words as frozen sets."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def _read() -> dict[str, list[str]]:
    data = tomllib.loads(files("digest.quote.korean").joinpath("words.toml").read_text("utf-8"))
    return {key: words.split() for key, words in data.items()}


def ends_in(endings: Iterable[str]) -> Callable[[str], bool]:
    """Return what tells whether a word has one of many endings; it looks only at those with its last letter."""
    by_last: dict[str, tuple[str, ...]] = {}
    for ending in endings:
        by_last[ending[-1]] = (*by_last.get(ending[-1], ()), ending)
    return lambda word: word.endswith(by_last.get(word[-1:], ()))


_LISTS = _read()

SURNAMES = frozenset(_LISTS["surnames"])
DOUBLE_SURNAMES = tuple(_LISTS["double_surnames"])
TITLES = tuple(_LISTS["titles"])
NO_TITLES = frozenset(_LISTS["no_titles"])
NO_TITLE_ENDS = tuple(_LISTS["no_title_ends"])
HALLS = tuple(_LISTS["halls"])
VAGUE = tuple(_LISTS["vague"])
GROUPS = tuple(_LISTS["groups"])
MEDIA_KINDS = frozenset(_LISTS["media_kinds"])
MEDIA = tuple(_LISTS["media"])
ORGANISATIONS = tuple(_LISTS["organisations"])
NO_ORGANISATIONS = frozenset(_LISTS["no_organisations"])
COUNTRIES = frozenset(_LISTS["countries"])
KINDS = frozenset(_LISTS["kinds"])
THINGS = tuple(_LISTS["things"])
ADVERBS = frozenset(_LISTS["adverbs"])
PRONOUNS = frozenset(_LISTS["pronouns"])
DEICTIC = frozenset(_LISTS["deictic"])
GIVEN = frozenset(_LISTS["given"])
NAMING = tuple(w.replace("_", " ") for w in _LISTS["naming"])
WRITTEN = tuple(w.replace("_", " ") for w in _LISTS["written"])
LABELS = tuple(_LISTS["labels"])
SAID = tuple(_LISTS["said"])
NAME_SYLLABLES = frozenset(_LISTS["name_syllables"])
PLACES = frozenset(_LISTS["places"])
BARE_ENDS = tuple(_LISTS["bare_ends"])
SURE_TITLES = tuple(_LISTS["sure_titles"])
IN_TITLE = frozenset(_LISTS["in_title"])
NAMED_BEFORE = frozenset(_LISTS["named_before"])
RELATIONS = tuple(_LISTS["relations"])
AIDES = tuple(_LISTS["aides"])
BARE_ORGANISATIONS = frozenset(_LISTS["bare_organisations"])
COMMON_SURNAMES = frozenset(_LISTS["common_surnames"])
NOUN_ENDS = frozenset(_LISTS["noun_ends"])
OCCUPATIONS = tuple(_LISTS["occupations"])
GIVING = tuple(_LISTS["giving"])
STANCES = tuple(_LISTS["stances"])
HEARD = tuple(_LISTS["heard"])
ACADEMIC = tuple(_LISTS["academic"])
SUBJECTS = frozenset(_LISTS["subjects"])
FOREIGN_SYLLABLES = frozenset(_LISTS["foreign_syllables"])
LOANS = tuple(_LISTS["loans"])
OCCASIONS = tuple(_LISTS["occasions"])
UTTERANCES = tuple(_LISTS["utterances"])
MODIFIERS = frozenset(_LISTS["modifiers"])
