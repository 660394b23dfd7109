"""The desk: what is shown now, and the thread that makes it anew when something was saved."""

from __future__ import annotations

import queue
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from digest.check import Finding
from digest.config import FILE, load_config
from digest.errors import DigestError
from digest.preview import press
from digest.preview.bell import Bell
from digest.preview.watch import Saved, Sources, sources, watch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.config import Config
    from digest.model import Edition, Rendered
    from digest.preview.source import Made, Source

_QUIET = 0.15
"""Seconds without a save after which the edition is checked: first the page is to be seen."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in the way: the place (`file:line`, may be empty), the cause, the mend."""

    where: str
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader of the preview sees: an edition in its formats, or the fault in place of it.

    `version` counts what was made, from 1; 0 is before the first. `findings` is None until it was
    checked. `seconds` is how long it took to make.
    """

    version: int = 0
    made: Made | None = None
    rendered: Rendered | None = None
    findings: tuple[Finding, ...] | None = None
    fault: Fault | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def edition(self) -> Edition | None:
        """The edition, if there is one to be seen."""
        return self.made.edition if self.made and self.rendered else None


class Desk:
    """Holds what is shown. One thread calls `renew` and `check`; any thread may read `shown`."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.shown = Shown()
        self.bell = Bell()
        self.saved: queue.SimpleQueue[Saved | None] = queue.SimpleQueue()
        self.config: Config | None = None
        self._made: Made | None = None

    def renew(self, saved: Saved) -> None:
        """Make anew what the saved files go into: the page alone for a template, else the edition too."""
        began = time.perf_counter()
        shown = Shown(self.shown.version + 1)
        try:
            if saved.edition or self._made is None or self.config is None:
                self._made = None
                self.config = load_config(self.source.root / FILE)
                self._made = self.source.made(self.config)
            rendered = press.rendered(self.config, self._made.edition)
            pictures = press.pictures(self.config, self._made)
            shown = replace(shown, made=self._made, rendered=rendered, pictures=pictures)
        except DigestError as error:
            shown = replace(shown, fault=Fault(error.where, error.what, error.mend))
        except Exception as error:  # noqa: BLE001 -- whatever an editor saves, the preview stays and says so
            what = f"the build failed: {type(error).__name__}: {error}"[:500]
            shown = replace(shown, fault=Fault("", what, ""))
        self.shown = replace(shown, seconds=time.perf_counter() - began)
        self.bell.ring()

    def check(self) -> None:
        """Find what is wrong with what is shown."""
        shown = self.shown
        if shown.edition and shown.rendered and self.config and shown.findings is None:
            try:
                findings = press.checked(self.config, shown.edition, shown.rendered)
            except DigestError as error:
                findings = (Finding("check", "error", error.where, error.what, error.mend),)
            except Exception as error:  # noqa: BLE001 -- as above
                what = f"the check failed: {type(error).__name__}: {error}"[:500]
                findings = (Finding("check", "error", "", what, ""),)
            self.shown = replace(shown, findings=findings)
            self.bell.ring()

    def sources(self) -> Sources:
        """Return what the edition and its page are made from now."""
        return sources(self.source.made_from(self.config), self.source.root / "templates")

    def work(self) -> None:
        """Make what is asked for in `saved`, until that says None."""
        while True:
            try:
                waits = _QUIET if self.shown.edition and self.shown.findings is None else None
                saved = self.saved.get(timeout=waits)
            except queue.Empty:
                self.check()
                continue
            while saved and not self.saved.empty():
                more = self.saved.get()
                saved = saved | more if more else None
            if saved is None:
                return
            self.renew(saved)


@contextmanager
def at_work(source: Source) -> Iterator[Desk]:
    """Give a desk that makes its first edition at once and another at each save, until the end."""
    desk = Desk(source)
    stop = threading.Event()
    # The watch first: it notes how things are before the desk reads them.
    threads = (
        threading.Thread(target=watch, args=(desk.sources, desk.saved.put, stop), name="watch", daemon=True),
        threading.Thread(target=desk.work, name="desk", daemon=True),
    )
    desk.saved.put(Saved(edition=True))
    for thread in threads:
        thread.start()
    try:
        yield desk
    finally:
        stop.set()
        desk.saved.put(None)
        desk.bell.close()
        for thread in threads:
            thread.join(2)
