"""Deliver: a built edition to its subscribers, one message each.

`read_subscribers` reads the list, `make_letter` encodes the edition once and makes each reader's message of it,
a provider (`digest.deliver.providers`) sends it.
"""

from __future__ import annotations

from digest.deliver.letter import make_letter, read_letter
from digest.deliver.subscribers import read_subscribers

__all__ = ["make_letter", "read_letter", "read_subscribers"]
