"""Who was met in the text so far, and whom a shorter name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.quote.korean.word_kinds import is_title
from digest.quote.korean.words import SURNAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.quote.korean.word_kinds import Speaker

REMEMBERED = 300
"""How many persons are remembered; a longer list is no article."""


class Known:
    """The persons met, by name, the latest last; of their roles the latest that was told."""

    def __init__(self, text: str) -> None:
        """`_words` holds every word of a name ever met and its first letter: a quick no for all others."""
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
        if before and not speaker.organisation and (not speaker.role or self._same_role(before, speaker)):
            speaker = speaker._replace(role=before.role, organisation=before.organisation)
        known[name] = speaker
        self._words.update((*name.split(), name[:1]))
        if len(known) > REMEMBERED:
            del known[next(iter(known))]

    def between(self, start: int, end: int) -> Iterator[Speaker]:
        """Yield the persons whose names stand last in this range."""
        return (s for s in self._sure.values() if start <= s.span.start < end)

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
        return able[0]._replace(role=able[0].role or speaker.role)

    def _same_role(self, one: Speaker, other: Speaker) -> bool:
        return bool(one.role and other.role and one.role.of(self._text) == other.role.of(self._text))

    def _means(self, speaker: Speaker, name: list[str], full: list[str], other: Speaker) -> bool:
        """Tell whether `name` is short for the other's: 김 대표 for 김가나 대표, or a word of a foreign one."""
        if speaker.short:
            if len(full) != 1 or len(full[0]) < 2 or full[0][0] != name[0] or name[0] not in SURNAMES:
                return False
            role = other.role.of(self._text).replace(" ", "") if other.role else ""
            return "".join(name[1:]) in role
        if len(full) == len(name):
            return full == name
        return len(full) > len(name) and (full[-len(name) :] == name or full[: len(name)] == name)
