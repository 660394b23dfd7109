"""Who was met in the text so far, and whom a shorter name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.quote.korean.word_kinds import is_surname, is_title, parted
from digest.quote.korean.words import DEICTIC, DOUBLE_SURNAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.quote.korean.word_kinds import Speaker

REMEMBERED = 300
"""How many persons are remembered; a longer list is no article."""


class Known:
    """The persons met, by name, the latest last; of their roles the latest that was told."""

    def __init__(self, text: str) -> None:
        """`_words` holds every word of a name ever met and its surname: a quick no for all others."""
        self._text = text
        self._sure: dict[str, Speaker] = {}
        self._heard: dict[str, Speaker] = {}
        self._words: set[str] = set()

    def copy(self) -> Known:
        """Return a copy, to go on from here twice."""
        other = Known(self._text)
        other._sure, other._heard, other._words = dict(self._sure), dict(self._heard), set(self._words)
        return other

    def meet(self, speaker: Speaker, *, heard: bool = False) -> None:
        """Remember a person; `heard` for one whose name was not recognised as one for certain."""
        known = self._heard if heard else self._sure
        name = speaker.name.of(self._text) if speaker.name else ""
        before = known.pop(name, None)
        if before and not self._placed(speaker) and (not speaker.role or self._same_role(before, speaker)):
            speaker = speaker._replace(role=before.role, organisation=before.organisation)
        known[name] = speaker
        self._words.update((*name.split(), name[:1], name[:2]))
        if len(known) > REMEMBERED:
            del known[next(iter(known))]

    def between(self, start: int, end: int) -> Iterator[Speaker]:
        """Yield the persons whose names stand last in this range."""
        return (s for s in self._sure.values() if start <= s.span.start < end)

    def hears(self, read: Speaker, start: int) -> bool:
        """Tell whether a phrase read there begins as the name of somebody met does; a quick no for most."""
        if read.kind != "person" or not read.name:
            return False
        name = self._text[start + read.name.start : start + read.name.end].split(maxsplit=1)
        return bool(name) and name[0] in self._words

    def meant(self, speaker: Speaker, *, heard: bool = False) -> Speaker | None:
        """Return the one person met before whom this name can mean, None where it may be several."""
        if speaker.kind != "person" or not speaker.name:
            return None
        name = speaker.name.of(self._text).split()
        if not speaker.sure and len(name) > 1 and is_title(name[-1]):
            name = name[:-1]  # a foreign surname with a title
        if not name or name[0] not in self._words:
            return None
        others = (self._heard if heard else self._sure).items()
        close = [(full, other) for full, other in others if name[0] in full and other.span != speaker.span]
        able = [other for full, other in close if self._means(speaker, name, full.split(), other)]
        if len(able) != 1:
            return None
        role = able[0].role or speaker.role
        if speaker.short or not self._placed(speaker):
            return able[0]._replace(role=role)
        return able[0]._replace(role=speaker.role or role, organisation=speaker.organisation)

    def _placed(self, speaker: Speaker) -> bool:
        """Tell whether words before the name say where the person belongs, read or not; this firm is none."""
        before = self._text[speaker.span.start : speaker.name.start] if speaker.name else ""
        role = speaker.role.of(self._text) if speaker.role else ""
        words = before.replace(role, "").split() if role else before.split()
        return bool(speaker.organisation) or bool(words and words[0] not in DEICTIC)

    def told(self, speaker: Speaker) -> Speaker:
        """Return the person with what was told of them before, where this mention says less."""
        known = self._sure.get(speaker.name.of(self._text)) if speaker.name else None
        return known if known and known.span == speaker.span else speaker

    def _same_role(self, one: Speaker, other: Speaker) -> bool:
        return bool(one.role and other.role and one.role.of(self._text) == other.role.of(self._text))

    def _means(self, speaker: Speaker, name: list[str], full: list[str], other: Speaker) -> bool:
        """Tell whether `name` is short for the other's: 김 대표 for 김가나 대표, or a word of a foreign one."""
        if speaker.short:
            if len(full) != 1 or not _has_surname(full[0], name[0]):
                return False
            role = other.role.of(self._text).replace(" ", "") if other.role else ""
            return "".join(name[1:]) in role
        if len(full) == len(name):
            return full == name
        return len(full) > len(name) and (full[-len(name) :] == name or full[: len(name)] == name)


def _has_surname(full: str, surname: str) -> bool:
    """Tell whether a full name begins with that surname: 선우가나 with 선우, not with 선; 선우별 with either."""
    at = len(surname)
    if at == 1 and full.startswith(DOUBLE_SURNAMES) and not parted(full, 1):
        return False
    return full.startswith(surname) and len(full) > at and is_surname(surname)
