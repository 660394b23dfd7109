"""Draw the pictures of the README from the sample edition (`python docs/take_pictures.py`).

Builds the edition of content/ into a temporary folder, opens its mail in Chromium at three widths,
light and dark, and writes docs/pictures/*.png with a palette of 128 colours. Needs the extra `dev`
and a Chromium that is already on the machine; nothing is downloaded.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SHOTS = (  # name, width, height, colour scheme, pixels down the page
    ("edition-600-light", 600, 1500, "light", 0),
    ("edition-600-dark", 600, 1500, "dark", 0),
    ("edition-320-light", 320, 1500, "light", 0),
    ("edition-1280-light", 1280, 1000, "light", 0),
    ("edition-sections-light", 600, 1500, "light", 1500),
)


def main() -> None:
    """Build, shoot, write."""
    chromium = next(
        (p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))), None
    )
    if chromium is None:
        sys.exit("no Chromium on this machine; on Debian: apt install chromium")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        build = [sys.executable, "-c", "from digest.cli import main; main()", "build", "-C", str(ROOT)]
        subprocess.run([*build, "--week", "2024-W13", "--out", folder], check=True)
        page = Path(folder) / "2024-W13" / "email.html"
        with sync_playwright() as playwright:
            arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
            for name, width, height, scheme, down in SHOTS:
                (PICTURES / f"{name}.png").write_bytes(shot(browser, page, (width, height), scheme, down))
                print(f"docs/pictures/{name}.png")
            browser.close()


def shot(browser: Browser, page: Path, size: tuple[int, int], scheme: str, down: int) -> bytes:
    """Return a picture of a part of the page as PNG."""
    view = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    view.goto(page.as_uri())
    clip = {"x": 0, "y": down, "width": size[0], "height": size[1]}
    whole = Image.open(io.BytesIO(view.screenshot(full_page=True, clip=clip)))
    view.close()
    out = io.BytesIO()
    whole.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
