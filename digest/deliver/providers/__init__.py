"""Providers: who sends the messages. One short file each; `PROVIDERS` names them as digest.toml does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.deliver.providers import anymail, eml, postmark, resend, ses, smtp
from digest.deliver.setup import Setup

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.protocols import Provider

__all__ = ["PROVIDERS", "Setup"]

PROVIDERS: dict[str, Callable[[Setup], Provider]] = {
    "anymail": anymail.provider,
    "file": eml.provider,
    "postmark": postmark.provider,
    "resend": resend.provider,
    "ses": ses.provider,
    "smtp": smtp.provider,
}
