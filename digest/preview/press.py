"""The press: an edition in its formats and what is wrong with them, as digest.toml asks for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.check import check_edition
from digest.check.settings import options_of
from digest.deliver import make_letter
from digest.model import Subscriber
from digest.render.settings import own_logo, render_configured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.check import Finding
    from digest.config import Config
    from digest.model import Edition, Rendered
    from digest.preview.source import Made

_READER = Subscriber("ann@example.com", "Ann Reader")


def rendered(config: Config, edition: Edition) -> Rendered:
    """Return the edition as its templates stand now. Raises ConfigError."""
    return render_configured(config, edition)


def pictures(config: Config, made: Made) -> dict[str, bytes]:
    """Return the edition's own pictures, the logo among them. Raises ConfigError."""
    return {**made.pictures, **own_logo(config)}


def checked(config: Config, edition: Edition, page: Rendered) -> tuple[Finding, ...]:
    """Return what `digest check` would find. Raises ConfigError."""
    return check_edition(edition, page, options_of(config))


def at_home(page: Rendered) -> Rendered:
    """Return the formats filled in for the preview: the edition's own pictures come from this machine."""
    return page.fill(picture_url="images/")


def message(edition: Edition, page: Rendered, pictures: Mapping[str, bytes]) -> bytes:
    """Return the message that a reader would get now. Raises ConfigError where there is no sender."""
    return make_letter(edition, page, pictures, now=datetime.now(UTC)).raw(_READER)
