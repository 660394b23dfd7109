"""How long it takes from a save to the repaint of the preview, in Chromium, on the sample edition.

    benchmarks/preview                     a save of each kind
    benchmarks/preview --save text --json  of one kind, for programs

A copy of the sample is previewed in a page that is open, and a file of it is saved: a `template`, an article's
`title` and `text`, and `digest.toml`. `repaint` is the milliseconds until the page has painted what came of it,
`made` how many of them the edition and its formats took: the median of 9 saves, with the least and the most.
Nothing else should be at work on the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from digest.preview import FromContent, at_work
from digest.preview.serving import Server, listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from digest.preview import Desk

ROOT = Path(__file__).resolve().parent.parent
GOAL = 300
ROUNDS, WARM = 9, 2
ARTICLE = "content/2024-03-27-dbrx.md"
SAVES: dict[str, tuple[str, Callable[[str, int], str]]] = {
    "template": ("templates/parts/story.mjml", lambda text, _: f"{text}\n"),
    "title": (ARTICLE, lambda text, _: text.replace("title: ", "title: A", 1)),
    "text": (ARTICLE, lambda text, n: f"{text}\nSentence {n} was written a moment ago by an editor.\n"),
    "config": ("digest.toml", lambda text, _: text.replace('tagline = "', 'tagline = "A', 1)),
}
"""What is saved: the file, and what it says after the n-th save."""
_PAINTED = """() => { window.painted = new Promise(done => new MutationObserver(() => done(Date.now()))
  .observe(document.body, { attributes: true, attributeFilter: ["data-version"] })) }"""
_IS_SEEN = "version => document.body.dataset.version === String(version)"


def measured(kind: str, letter: Path, desk: Desk, page: Page) -> dict[str, Any]:
    """Return the figures of one kind of save."""
    path, change = SAVES[kind]
    repaint, made = [], []
    for n in range(WARM + ROUNDS):
        settle(desk, page)
        text = change((letter / path).read_text("utf-8"), n)
        page.evaluate(_PAINTED)
        begun = time.time() * 1000
        (letter / path).write_text(text, "utf-8")
        repaint.append(page.evaluate("() => window.painted") - begun)
        made.append(desk.shown.seconds * 1000)
    took = repaint[WARM:]
    return {
        "save": kind,
        "repaint": statistics.median(took),
        "least": min(took),
        "most": max(took),
        "made": statistics.median(made[WARM:]),
    }


def settle(desk: Desk, page: Page) -> None:
    """Wait until what is on the desk has been checked, and the page has painted it."""
    while desk.shown.findings is None:
        time.sleep(0.02)
    page.wait_for_function(_IS_SEEN, arg=desk.shown.version)
    time.sleep(0.3)


@contextmanager
def previewed(letter: Path) -> Iterator[tuple[Desk, Page]]:
    """Serve the newsletter's preview and open it, as `digest preview` does."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        sys.exit("no Chromium on this machine; on Debian: apt install chromium")
    with listening() as at, at_work(FromContent(letter)) as desk, sync_playwright() as play:
        server = Server(desk)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [at]})
        thread.start()
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=found, args=flags)
        try:
            page = browser.new_page(viewport={"width": 1360, "height": 900})
            page.goto(f"http://127.0.0.1:{at.getsockname()[1]}/")
            yield desk, page
        finally:
            browser.close()
            server.should_exit = True
            thread.join()


def table(rows: list[dict[str, Any]]) -> None:
    """Print a line for each save, then whether the goal is reached."""
    print(f"{'save of':<12}{'repaint':>9}{'least':>8}{'most':>8}{'made':>8}")
    for row in rows:
        print(
            f"{row['save']:<12}{row['repaint']:9.0f}{row['least']:8.0f}{row['most']:8.0f}{row['made']:8.0f}"
        )
    most = max(row["repaint"] for row in rows)
    reached = "reached" if most < GOAL else "not reached"
    print(f"\nat most {most:.0f} ms from a save to the repaint (goal: under {GOAL}): {reached}")


def main() -> None:
    """Print the figures of each kind of save that was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--save", nargs="+", choices=SAVES, default=list(SAVES))
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        letter = Path(name)
        for part in ("content", "templates"):
            shutil.copytree(ROOT / part, letter / part)
        shutil.copy(ROOT / "digest.toml", letter)
        with previewed(letter) as (desk, page):
            rows = [measured(kind, letter, desk, page) for kind in options.save]
    if options.json:
        print(json.dumps(rows, indent=1))
    else:
        table(rows)


if __name__ == "__main__":
    main()
