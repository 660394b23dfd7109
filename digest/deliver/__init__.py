"""Deliver: a built edition to its readers.

    letter/     what all messages of a sending share, encoded once; DKIM; the headers
    readers/    lists of subscribers, read and written
    run/        the sending: ledger → connections → ledger; its pace, its log, its stop
    providers/  who sends messages          services/  who holds the list and takes an edition whole
    wire/       how bytes travel to either

`make_letter` and `read_letter` make and read back a letter, `read_subscribers` reads a list.
"""

from __future__ import annotations

from digest.deliver.letter import make_letter, read_letter
from digest.deliver.readers import read_subscribers

__all__ = ["make_letter", "read_letter", "read_subscribers"]
