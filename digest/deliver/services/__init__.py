"""Services: who holds the list and takes a whole edition. One short file each; `SERVICES` names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.deliver.services import buttondown, mailchimp, resend_broadcast

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.deliver.setup import Setup
    from digest.protocols import Broadcaster

__all__ = ["SERVICES"]

SERVICES: dict[str, Callable[[Setup], Broadcaster]] = {
    "buttondown": buttondown.service,
    "mailchimp": mailchimp.service,
    "resend_broadcast": resend_broadcast.service,
}
