"""`digest theme SEGMENT THEME`: put a passage into its theme, and let the next build learn from it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from digest.cli.show import out
from digest.corrections import FILE, correction, with_correction, written
from digest.errors import UsageError
from digest.load.corrections import load_corrections
from digest.model import OTHER
from digest.write import read_edition, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from digest.config import Config
    from digest.model import Edition, Segment


def correct(config: Config, folder: Path, segment_id: str, theme: str) -> None:
    """Record that a segment of a built edition belongs into a theme. Raises UsageError, InputError, WriteError."""
    known = [*(declared.id for declared in config.themes), OTHER]
    if theme not in known:
        near = difflib.get_close_matches(theme, known, 1)
        mend = f"did you mean {near[0]!r}?" if near else "themes: " + ", ".join(known)
        raise UsageError(f"no theme {theme!r:.60}", mend=mend)
    segment = _segment(read_edition(folder), segment_id)
    corrections = with_correction(load_corrections(config.root), correction(segment, theme))
    write_files(config.root, {FILE: written(corrections).encode()})
    out.say(f"{FILE}: “{segment.title}” belongs into {theme}")
    out.say("Build again to see what it taught: digest build", style="dim")


def _segment(edition: Edition, segment_id: str) -> Segment:
    segments = {p.segment.id: p.segment for p in edition.placements}
    found = [key for key in segments if key == segment_id or (segment_id and key.startswith(segment_id))]
    if segment_id in segments or len(found) == 1:
        return segments[segment_id if segment_id in segments else found[0]]
    near = found or difflib.get_close_matches(segment_id, segments, 3, 0.5)
    offered = ", ".join(f"{key} “{segments[key].title:.30}”" for key in near[:3])
    mend = f"did you mean {offered}?" if near else "`digest explain` lists them"
    what = (
        f"more than one segment begins with {segment_id!r:.40}" if found else f"no segment {segment_id!r:.40}"
    )
    raise UsageError(what, where=f"edition {edition.id}", mend=mend)
