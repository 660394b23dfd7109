"""Draw the pictures of the README and the docs from the sample articles (`python docs/take_pictures.py`).

Builds the edition of content/ in each look, in English (with its Korean articles) and in Korean, opens
the mails and the preview in Chromium, and writes docs/pictures/*.png with a palette of 256 colours. With
words, only the pictures whose names begin with one of them. Needs the extra `dev` and a Chromium that is
already on the machine; nothing is downloaded.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from digest.config import LOOKS, load_config
from digest.pipeline import build_edition
from digest.preview import FromContent, at_work
from digest.preview.serving import Server, listening
from digest.render import render_edition
from digest.write import write_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import Page

    from digest.preview import Desk

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
KOREAN = {
    "name": "주간 다이제스트",
    "tagline": "인공지능의 한 주",
    "language": "ko",
    "languages": ("ko",),
    "publisher": "주간 다이제스트",
    "address": "서울시 견본구 보기로 12",
    "reason": "주간 다이제스트 구독을 신청하셔서 보내 드립니다.",
}


@dataclass(frozen=True)
class Shot:
    """A picture to take: of which mail, how wide and high, from how far down the page."""

    name: str
    width: int
    height: int
    scheme: str
    down: int = 0
    look: str = "broadsheet"
    language: str = "en"


SHOTS = (
    Shot("edition-600-light", 600, 1500, "light"),
    Shot("edition-600-dark", 600, 1500, "dark"),
    Shot("edition-320-light", 320, 1500, "light"),
    Shot("edition-1280-light", 1280, 1000, "light"),
    Shot("edition-sections-light", 600, 1500, "light", down=1500),
    *(
        Shot(f"{look}-{language}-{scheme}", 640, 1300, scheme, look=look, language=language)
        for look in LOOKS
        for language in ("en", "ko")
        for scheme in ("light", "dark")
    ),
    *(Shot(f"{look}-ko-phone", 360, 1300, "light", look=look, language="ko") for look in LOOKS),
)


@dataclass(frozen=True)
class Preview:
    """A picture of the preview to take: what is chosen in it, what is clicked, what is changed in the sample.

    A change is a file, some words of it, and what stands there in their place.
    """

    name: str
    choices: str = ""
    scheme: str = "light"
    click: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()


_DBRX = "content/2024-03-27-dbrx.md"
PREVIEWS = (
    Preview("preview-light"),
    Preview("preview-dark", "scheme=dark", "dark"),
    Preview("preview-phone", "frame=phone"),
    Preview("preview-inverted", "frame=phone&scheme=forced"),
    Preview("preview-trace", click=".stories .quote"),
    Preview(
        "preview-findings",
        click="#panel .warning .go",
        changes=((_DBRX, "https://", "http://"), (_DBRX, "src: content/images", "src: pictures")),
    ),
    Preview("preview-inbox", "format=inbox"),
    Preview("preview-fault", changes=(("templates/parts/story.mjml", "{% if", "{% fi"),)),
)


def main(wanted: Sequence[str]) -> None:
    """Build, shoot, write."""
    chromium = next(
        (p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))), None
    )
    if chromium is None:
        sys.exit("no Chromium on this machine; on Debian: apt install chromium")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = {language: mails(language, Path(folder) / language) for language in ("en", "ko")}
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for shot in SHOTS:
            if not wanted or shot.name.startswith(tuple(wanted)):
                drawn = taken(browser, pages[shot.language] / f"{shot.look}.html", shot)
                keep(shot.name, drawn)
        chosen = [shot for shot in PREVIEWS if not wanted or shot.name.startswith(tuple(wanted))]
        if chosen:
            take_previews(browser, Path(folder) / "previewed", chosen)
        browser.close()


def keep(name: str, drawn: bytes) -> None:
    """Write a picture and say so."""
    (PICTURES / f"{name}.png").write_bytes(drawn)
    print(f"docs/pictures/{name}.png {len(drawn) / 1000:.0f} kB")


def mails(language: str, folder: Path) -> Path:
    """Build the edition once, write its mail in each look beside its pictures, and return the folder."""
    config = load_config(ROOT / "digest.toml")
    letter = replace(config.newsletter, **(KOREAN if language == "ko" else {}))
    built = build_edition(replace(config, newsletter=letter), now=datetime.now(UTC))
    looks = {look: replace(built.edition, newsletter=replace(letter, look=look)) for look in LOOKS}
    made = {f"{look}.html": render_edition(seen).fill().html.encode() for look, seen in looks.items()}
    write_files(folder, {**built.pictures, **made})
    return folder


def take_previews(browser: Browser, folder: Path, shots: Sequence[Preview]) -> None:
    """Preview a copy of the sample as `digest preview` does, and take the pictures."""
    for part in ("content", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "digest.toml", folder)
    with listening() as at, at_work(FromContent(folder)) as desk:
        server = Server(desk)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [at]})
        thread.start()
        try:
            save(
                folder, {"digest.toml": (folder / "digest.toml").read_text("utf-8")}, desk
            )  # models are read
            for shot in shots:
                with changed(folder, shot, desk):
                    view = browser.new_page(viewport={"width": 1360, "height": 900}, color_scheme=shot.scheme)
                    view.goto(f"http://127.0.0.1:{at.getsockname()[1]}/?{shot.choices}")
                    keep(shot.name, previewed(view, shot))
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def changed(folder: Path, shot: Preview, desk: Desk) -> Iterator[None]:
    """Change what the picture asks for, until it is taken; both times wait until the desk has seen it."""
    before = {path: (folder / path).read_text("utf-8") for path, _, _ in shot.changes}
    after = dict(before)
    for path, old, new in shot.changes:
        after[path] = after[path].replace(old, new, 1)
    save(folder, after, desk)
    yield
    save(folder, before, desk)


def save(folder: Path, files: Mapping[str, str], desk: Desk) -> None:
    """Save the files and wait until the desk has made and checked what came of them."""
    while not desk.shown.version:
        time.sleep(0.05)
    version = desk.shown.version
    for path, text in files.items():
        (folder / path).write_text(text, "utf-8")
    while (files and desk.shown.version == version) or not (desk.shown.fault or desk.shown.findings):
        time.sleep(0.05)


def previewed(view: Page, shot: Preview) -> bytes:
    """Return a picture of the preview's page once it shows what is asked for."""
    view.wait_for_function("() => document.body.dataset.version")
    if shot.click:
        view.locator(shot.click).first.click()
    view.mouse.move(0, 0)
    view.wait_for_timeout(500)
    drawn = reduced(view.screenshot())
    view.close()
    return drawn


def taken(browser: Browser, page: Path, shot: Shot) -> bytes:
    """Return a picture of a part of the page as PNG."""
    view = browser.new_page(viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.scheme)
    view.goto(page.as_uri())
    clip = {"x": 0, "y": shot.down, "width": shot.width, "height": shot.height}
    drawn = reduced(view.screenshot(full_page=True, clip=clip))
    view.close()
    return drawn


def reduced(screenshot: bytes) -> bytes:
    """Return a picture as PNG, with a palette: a third of the size."""
    whole, out = Image.open(io.BytesIO(screenshot)), io.BytesIO()
    whole.convert("RGB").quantize(256, kmeans=2, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
