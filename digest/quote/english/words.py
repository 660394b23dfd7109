"""The word lists of `words.toml`, as frozen sets."""

from __future__ import annotations

import tomllib
from importlib.resources import files


def _read() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("digest.quote.english").joinpath("words.toml").read_text("utf-8"))
    return {key: frozenset(words.split()) for key, words in data.items()}


_LISTS = _read()

SAY = _LISTS["say"]
JUDGE = _LISTS["judge"]
ADVERB = _LISTS["adverb"]
FUNCTION = _LISTS["function"]
TIME = _LISTS["time"]
STOP = _LISTS["stop"]
PARTICLE = _LISTS["particle"]
ABBREVIATION = _LISTS["abbreviation"]
HONORIFIC_HE = _LISTS["honorific_he"]
HONORIFIC_SHE = _LISTS["honorific_she"]
HONORIFIC = _LISTS["honorific"] | HONORIFIC_HE | HONORIFIC_SHE
ROLE = _LISTS["role"]
ROLE_HE = _LISTS["role_he"]
ROLE_SHE = _LISTS["role_she"]
ORGANISATION = _LISTS["organisation"]
BUSINESS = _LISTS["business"]
NO_FORENAME = _LISTS["forename_never"]
PAPER = _LISTS["paper"]
FORENAME_TOO = _LISTS["forename_too"]
STANDING = _LISTS["standing"]
NOMINAL = _LISTS["nominal"]
NAMING = _LISTS["naming"]
OBJECT = _LISTS["object"]
TITLE_CUE = _LISTS["title_cue"]
PRONOUN = frozenset(("he", "she", "it", "they"))
NOBODY = _LISTS["pronoun_none"]
CONJUNCTION = _LISTS["conjunction"]
LEAD = _LISTS["lead"]
BE = _LISTS["be"]
ARTICLE = _LISTS["article"]
AFTER_VERB = _LISTS["after_verb"]
DETERMINER = _LISTS["determiner"]
VERB = _LISTS["verb"]
TELLING = _LISTS["telling"]
RECEIVED = _LISTS["received"]
UTTERANCE = _LISTS["utterance"]
