"""An edition rendered as its newsletter's digest.toml says: the one way for all commands."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from digest.errors import ConfigError
from digest.render import render_edition
from digest.render.folders import Folders
from digest.render.safe import PICTURES
from digest.render.tokens import LookError, design

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from digest.config import Config
    from digest.model import Edition, Rendered

_SHOWN = (".png", ".jpg", ".jpeg", ".gif")
"""What every mail program shows; Outlook for Windows shows no WebP, and nobody SVG (caniemail.com)."""


def render_configured(config: Config, edition: Edition) -> Rendered:
    """Return the edition in its formats, with the design, the links and the pictures' address of digest.toml.

    Raises what `render_edition` does, a wrong design token with its line in digest.toml.
    """
    try:
        return render_edition(
            edition,
            [config.templates],
            _overrides(config),
            utm=config.links.utm,
            pictures=config.pictures.base_url,
        )
    except LookError as error:
        raise _located(config, error) from None


def own_logo(config: Config) -> dict[str, bytes]:
    """Return the bytes of the logo by the name it goes out by, where it is a file of the newsletter's.

    Raises ConfigError for one that is not there or that mail programs do not show.
    """
    try:
        src = _logo(config)
    except LookError as error:
        raise _located(config, error) from None
    if not src or "://" in src:
        return {}
    data = _bytes(config, src)
    suffix = (config.root / src).suffix.lower()
    return {f"{PICTURES}{hashlib.sha256(data).hexdigest()[:16]}{suffix}": data}


def _logo(config: Config) -> str:
    tokens = design(Folders(config.newsletter.look, (config.templates,)), config.look)
    return str(tokens["logo"]["src"])


def _overrides(config: Config) -> Mapping[str, Any]:
    """Return the design tokens that digest.toml sets, the logo's file by the name it goes out by."""
    name = next(iter(own_logo(config)), "")
    return {**config.look, "logo": {**config.look.get("logo", {}), "src": name}} if name else config.look


def _bytes(config: Config, src: str) -> bytes:
    def wrong(cause: str, mend: str) -> ConfigError:
        where = config.line("look", "logo", "src")
        return ConfigError(f"look: logo.src: {src!r:.60} {cause}", where=where, mend=mend)

    path: Path = config.root / src
    if path.suffix.lower() not in _SHOWN:
        raise wrong("is no picture that mail programs show", "give a PNG, JPEG or GIF file")
    try:
        if not path.resolve(strict=True).is_relative_to(config.root.resolve()):
            raise wrong("leads out of the newsletter's folder", "put the file into it")
        return path.read_bytes()
    except (OSError, RuntimeError):  # Python 3.11 says RuntimeError where links lead in a circle
        raise wrong("is no file that can be read", "give its path from the newsletter's folder") from None


def _located(config: Config, error: LookError) -> ConfigError:
    where = config.line("look", *error.key.split("."))
    return ConfigError(error.what, where=where, mend=error.mend)
