"""Puts a speaker into the article's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from digest.model import Attribution
from digest.quote.korean.words import MEDIA

if TYPE_CHECKING:
    from digest.quote.korean.word_kinds import Speaker

_CAPTION = re.compile(r"\([^()A-Za-z]*\)$")
_ALIAS = "(가명)"
"""Marks a name that is not the person's own; it is shown with the name."""
_WRITERS = ("기자", "특파원", "논설위원")


def attribution(text: str, speaker: Speaker) -> Attribution | None:
    """Return the attribution; None for nobody, and for a reporter, who may be the article's writer."""
    name, role, organisation = (
        _CAPTION.sub("", span.of(text)) if span else ""
        for span in (speaker.name, speaker.role, speaker.organisation)
    )
    if role.endswith(_WRITERS) or name.endswith(_WRITERS):
        return None
    if speaker.kind == "unnamed":
        return Attribution("unnamed", role=role)
    if speaker.kind in ("pronoun", "role") or not name:
        return None
    paper = _abbreviated(text, name)
    if paper or speaker.kind in ("paper", "organisation"):
        kind: Literal["organisation", "paper"] = (
            "organisation" if speaker.kind == "organisation" and not paper else "paper"
        )
        return Attribution(kind, paper or name)
    if name.startswith("한 "):
        return Attribution("unnamed", role=name)  # 한 위원: "a member" as well as a surname
    alias = name + _ALIAS
    return Attribution("person", alias if alias in text else name, role, organisation)


def _abbreviated(text: str, name: str) -> str:
    """Return the paper that the text bound to these letters: 가나저널(GNJ)."""
    if not name.isascii() or " " in name:
        return ""
    at = text.find(f"({name})")
    words = text[max(0, at - 30) : at].split() if at > 0 else []
    return words[-1] if words and words[-1].endswith(MEDIA) else ""
