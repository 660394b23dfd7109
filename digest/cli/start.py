"""`digest init`: a new newsletter's folder."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from digest.cli.show import out
from digest.config import STARTING_THEMES
from digest.errors import UsageError
from digest.shipped import shipped
from digest.write import write_files

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = {
    "en": ("2024-03-27-dbrx.md", "2024-03-27-amazon-anthropic.md", "2024-03-29-xz-backdoor.md"),
    "ko": ("2024-03-27-sk-hynix-hbm.md", "2024-03-28-ai-talent-war.md", "2024-03-29-jamba.md"),
}
_ZONES = {"en": "UTC", "ko": "Asia/Seoul"}
_NAMES = {"en": "My Digest", "ko": "나의 다이제스트"}


def init(folder: Path, name: str, language: str) -> None:
    """Write digest.toml and sample articles into a new or empty folder. Raises UsageError, WriteError."""
    if language not in SAMPLES:
        raise UsageError(f"--language: {language!r:.20} has no samples", mend="choose en or ko")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("is there already and not empty", where=str(folder), mend="name a new folder")
    title = " ".join((name or _NAMES[language]).split())
    if not title or not title.isprintable():
        raise UsageError(
            f"--name: {name!r:.60} is no name", mend="give it letters, and no control characters"
        )
    start = files("digest.cli").joinpath("starter.toml").read_text("utf-8")
    settings = start.format(
        name=json.dumps(title, ensure_ascii=False)[1:-1], language=language, timezone=_ZONES[language]
    )
    themes = STARTING_THEMES.read_text("utf-8")
    content = shipped("content")
    articles = {f"content/{sample}": (content / sample).read_bytes() for sample in SAMPLES[language]}
    pictures = {
        f"content/images/{p.name}": p.read_bytes() for p in sorted((content / "images").glob("*.jpg"))
    }
    wanted = {k: v for k, v in pictures.items() if any(k.encode() in text for text in articles.values())}
    ignored = b"out/\nstate/\n.digest/\n"
    made = {"digest.toml": (settings + themes[themes.index("[[theme]]") :]).encode(), ".gitignore": ignored}
    write_files(folder, {**made, **articles, **wanted})
    out.say(f"Made the newsletter {title!r} in {folder}/")
    out.say("  digest.toml   its name, languages and themes: change what you like")
    out.say(f"  content/      {len(articles)} sample articles: put your own here")
    out.say(f"\nNext: cd {folder} && digest build && digest preview", style="dim")
