"""Cleans a page pasted as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.clean.cleaned import Cleaned


def clean_dump(text: str) -> Cleaned | None:
    """Return the story of a pasted page."""
    del text
    return None
