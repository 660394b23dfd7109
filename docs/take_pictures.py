"""Draw the pictures of the README and the docs from the sample articles (`python docs/take_pictures.py`).

Builds the edition of content/ in each look, in English (with its Korean articles) and in Korean, opens
the mails in Chromium, and writes docs/pictures/*.png with a palette of 128 colours. With words, only
the pictures whose names begin with one of them. Needs the extra `dev` and a Chromium that is already
on the machine; nothing is downloaded.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from digest.config import LOOKS, load_config
from digest.pipeline import build_edition
from digest.render import render_edition
from digest.write import write_files

if TYPE_CHECKING:
    from collections.abc import Sequence

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
                (PICTURES / f"{shot.name}.png").write_bytes(drawn)
                print(f"docs/pictures/{shot.name}.png {len(drawn) / 1000:.0f} kB")
        browser.close()


def mails(language: str, folder: Path) -> Path:
    """Build the edition once, write its mail in each look beside its pictures, and return the folder."""
    config = load_config(ROOT / "digest.toml")
    letter = replace(config.newsletter, **(KOREAN if language == "ko" else {}))
    built = build_edition(replace(config, newsletter=letter), now=datetime.now(UTC))
    looks = {look: replace(built.edition, newsletter=replace(letter, look=look)) for look in LOOKS}
    made = {f"{look}.html": render_edition(seen).fill().html.encode() for look, seen in looks.items()}
    write_files(folder, {**built.pictures, **made})
    return folder


def taken(browser: Browser, page: Path, shot: Shot) -> bytes:
    """Return a picture of a part of the page as PNG."""
    view = browser.new_page(viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.scheme)
    view.goto(page.as_uri())
    clip = {"x": 0, "y": shot.down, "width": shot.width, "height": shot.height}
    whole = Image.open(io.BytesIO(view.screenshot(full_page=True, clip=clip)))
    view.close()
    out = io.BytesIO()
    whole.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
