"""Deliver: a built edition to its subscribers, one message each.

`read_subscribers` reads the list, `compose` makes the message, a provider sends it;
`file_provider` is the one that needs nothing: it writes each message into a file.
"""

from __future__ import annotations

from digest.deliver.eml import file_provider
from digest.deliver.message import compose
from digest.deliver.subscribers import read_subscribers

__all__ = ["compose", "file_provider", "read_subscribers"]
