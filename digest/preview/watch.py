"""The watch: tells the desk what was saved.

Folders are watched one by one and not as trees, for a newsletter's own folder may hold much that is none of
its business; a new folder shows as a change of the one above it, and then a new round begins.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import watch as changes_in

from digest.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from threading import Event

    _File = tuple[Path, int, int]

_STEP, _LONGEST, _LOOK_UP = 5, 40, 500
"""Milliseconds: a save is over when nothing more came for so long, or after so long at the latest; and
how often to look up whether to stop."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save asks for: another edition, or only another page of the same one."""

    edition: bool

    def __or__(self, other: Saved) -> Saved:
        return Saved(self.edition or other.edition)


@dataclass(frozen=True, slots=True)
class Sources:
    """The files and folders that an edition is made from, and those that only its page is made from."""

    edition: tuple[Path, ...]
    page: tuple[Path, ...]

    def saved(self, paths: Iterable[Path]) -> Saved | None:
        """Return what a save of these files asks for, None where they go into nothing."""
        asked = None
        for path in paths:
            if _is_among(path, self.edition):
                return Saved(edition=True)
            if _is_among(path, self.page):
                asked = Saved(edition=False)
        return asked

    def folders(self) -> frozenset[Path]:
        """Return every folder that there is of them, and the one above each, in which it may appear."""
        found: set[Path] = set()
        for path in (*self.edition, *self.page):
            found.add(path.parent)
            for folder, inner, _ in os.walk(path):
                inner[:] = [name for name in inner if not name.startswith(".")]
                found.add(Path(folder))
        return frozenset(folder for folder in found if folder.is_dir())


def sources(edition: tuple[Path, ...], templates: Path) -> Sources:
    """Return the sources of an edition whose editor keeps templates of their own in `templates`."""
    return Sources(edition, tuple(dict.fromkeys((templates, shipped("templates")))))


def _files(folders: Iterable[Path]) -> frozenset[_File]:
    """Return what lies in the folders, each with the time of its last change and its size."""
    found = set()
    for folder in folders:
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                about = entry.stat()
                found.add((Path(entry.path), about.st_mtime_ns, about.st_size))
    return frozenset(found)


def _is_among(path: Path, those: tuple[Path, ...]) -> bool:
    return any(path == one or path.is_relative_to(one) for one in those)


def watch(now: Callable[[], Sources], tell: Callable[[Saved], object], stop: Event) -> None:
    """Call `tell` at every save until `stop` is set; `now` gives the sources, which a save may change."""
    while not stop.is_set():
        folders = now().folders()
        missed: frozenset[_File] | None = _files(folders)
        rounds = changes_in(
            *folders,
            recursive=False,
            step=_STEP,
            debounce=_LONGEST,
            rust_timeout=_LOOK_UP,
            yield_on_timeout=True,
            stop_event=stop,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )
        for changes in rounds:
            paths = {Path(path) for _, path in changes}
            if missed is not None:  # until now nobody may have listened yet
                paths |= {path for path, *_ in missed ^ _files(folders)}
                missed = None
            saved = now().saved(paths)
            if saved:
                tell(saved)
            if now().folders() != folders:
                tell(Saved(edition=True))  # for what is saved before the next round begins
                break
