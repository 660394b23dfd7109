"""The persons, organisations and papers that speak in an article, and what it says of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from digest.model import Attribution, Span
from digest.quote.english import words as w
from digest.quote.english.mention import BEFORE_ROLE, Mention, asides, is_role
from digest.quote.english.names import alike, tokens

if TYPE_CHECKING:
    from digest.quote.english.names import Token
    from digest.quote.english.people import People


_NEAR = 3000


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke: the attribution, and the mention's own place."""

    attribution: Attribution
    at: int
    gender: str = ""

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self.attribution.name


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quotation already read: where it stands, its speaker, the end of its attribution."""

    start: int
    end: int
    paragraph: int
    speaker: Speaker | None


@dataclass(slots=True)
class Scene:
    """What has been read of an article; before `floor`, another segment, nobody goes on speaking."""

    view: str
    narration: str
    paragraphs: tuple[Span, ...]
    people: People
    byline: tuple[str, ...] = ()
    floor: int = 0
    spoken: list[Spoken] = field(default_factory=list)


def person(scene: Scene, mention: Mention) -> Speaker | None:
    """Return the person of a full name, under the form in which the article first names them."""
    words = [t.text for t in tokens(scene.view, mention.end - len(mention.name), mention.end)]
    name = scene.people.known(words, mention.begin) or mention.name
    return _speaker(scene, replace(mention, name=name))


def word(scene: Scene, mention: Mention) -> Speaker | None:
    """Resolve a lone word: a surname (or first name) of exactly one person named in full before."""
    if mention.name.lower() in w.TIME | w.FUNCTION:
        return None
    names = scene.people.full(mention.name.rsplit(maxsplit=1)[-1], mention.begin)
    if " " in mention.name:
        names = tuple(n for n in names if n.lower().endswith(mention.name.lower()))
    wanted = _cue_gender(mention)
    if len(names) > 1 and wanted:
        names = tuple(n for n in names if scene.people.gender(n) == wanted)
    if len(names) == 1:
        return _speaker(scene, replace(mention, name=names[0]))
    return None if names else _unknown(scene, mention)


def _unknown(scene: Scene, mention: Mention) -> Speaker | None:
    """Resolve a word that no full name before has: a role, a company, else a person of one name."""
    low = mention.name.lower()
    if low.removesuffix("s") in w.ROLE | w.NOMINAL or low in w.NOMINAL:
        return Speaker(Attribution("unnamed", role=mention.name), mention.begin)
    titled = bool(mention.role or _cue_gender(mention) or set(mention.cues) & w.HONORIFIC)
    if not titled and scene.people.common(low):
        return None
    if not titled and (mention.name in scene.people.houses or _house(scene, mention)):
        return Speaker(Attribution("organisation", mention.name), mention.begin)
    return _speaker(scene, mention)


def _house(scene: Scene, mention: Mention) -> bool:
    """Tell a company from a surname by its spelling (OpenAI), or by an "it" soon after the name."""
    name = mention.name
    inner = any(c.isupper() for c in name[2:]) and not name.startswith(
        ("Mc", "Mac", "De", "Di", "La", "Le", "O")
    )
    near = scene.narration[max(0, mention.begin - _NEAR) : mention.end + _NEAR]
    return inner or re.search(rf"\b{re.escape(name)}(?: \w+){{0,4}} its?\b", near) is not None


def _cue_gender(mention: Mention) -> str:
    cues = set(mention.cues)
    if cues & (w.HONORIFIC_HE | w.ROLE_HE):
        return "he"
    return "she" if cues & (w.HONORIFIC_SHE | w.ROLE_SHE) else ""


def _speaker(scene: Scene, mention: Mention) -> Speaker | None:
    name = mention.name
    if _writer(scene, name) or name not in scene.view:
        return None
    role, house = mention.role, mention.organisation
    if not role:
        role, introduced = introduction(scene, name)
        house = house or introduced
    gender = _cue_gender(mention) or scene.people.gender(name)
    return Speaker(Attribution("person", name, role, house), mention.begin, gender)


def _writer(scene: Scene, name: str) -> bool:
    words = name.split()
    return any(words == b.split() or alike(b.split(), words) for b in scene.byline if b.split())


def introduction(scene: Scene, name: str) -> tuple[str, str]:
    """Return the role and organisation that stand beside the first mention of a full name."""
    at = scene.people.first_at(name)
    if at < 0 or not scene.narration.startswith(name, at):
        return "", ""
    end = at + len(name)
    role = _role_before(scene.narration, at)
    mention = Mention("person", name, at, end, role)
    stop = re.search(r"[.;:\n\x01\"“”(]", scene.narration[end : end + 200])
    limit = end + (stop.start() if stop else 200)
    found = asides(scene.narration, mention, end, limit)
    return found.role, found.organisation


def _role_before(narration: str, at: int) -> str:
    words = tokens(narration, max(0, at - 80), at)
    kept: list[Token] = []
    for token in reversed(words):
        after = kept[0].start if kept else at
        gap = narration[token.end : after]
        fits = gap.isspace() or (gap == ". " and token.low in w.HONORIFIC)
        if not fits or token.low in BEFORE_ROLE or len(kept) >= 5:
            break
        kept.insert(0, token)
    while kept and kept[-1].low in w.HONORIFIC and not is_role(kept[-1]):
        kept.pop()
    if not kept or not is_role(kept[-1]):
        return ""
    lower = next((n for n, t in enumerate(kept) if not t.capital), 0)
    return narration[kept[lower].start : kept[-1].end]


def named(scene: Scene, name: str, at: int) -> Speaker | None:
    """Return the person of that full name."""
    return _speaker(scene, Mention("person", name, at, at))
