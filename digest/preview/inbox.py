"""The line in an inbox list: sender, subject and preheader, cut where each client cuts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.language import width

if TYPE_CHECKING:
    from digest.model import Edition


@dataclass(frozen=True, slots=True)
class Client:
    """How much a client shows, in columns (a Hangul or Han character takes two).

    `in_a_row` is the room that subject and preheader share where they stand in one row, else 0.
    """

    name: str
    sender: int
    subject: int
    preheader: int
    in_a_row: int = 0


CLIENTS = (
    Client("iPhone Mail", 30, 48, 99),
    Client("Gmail on a phone", 24, 38, 45),
    Client("Gmail in a browser", 20, 88, 110, in_a_row=110),
    Client("Outlook for Windows", 30, 54, 54),
    Client("Apple Mail on a Mac", 30, 70, 140),
)
"""The iPhone's are as measured on one (emailtooltester.com, "How long can a subject line be?"); the others lie between
what advice on the web gives, which differs by a third. A wider window or smaller type shows more."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a client shows; `rest` is what of the subject it does not."""

    client: str
    sender: str
    subject: str
    preheader: str
    in_a_row: bool
    subject_cut: bool
    preheader_cut: bool


def lines(edition: Edition) -> tuple[Line, ...]:
    """Return the edition's line in the list of each client."""
    return tuple(_line(client, edition) for client in CLIENTS)


def _line(client: Client, edition: Edition) -> Line:
    letter = edition.newsletter
    subject = cut(edition.subject, client.subject)
    room = client.in_a_row - width(subject) - 3 if client.in_a_row else client.preheader
    preheader = cut(edition.preheader, min(max(0, room), client.preheader))
    return Line(
        client=client.name,
        sender=cut(letter.from_name or letter.name, client.sender),
        subject=subject,
        preheader=preheader,
        in_a_row=bool(client.in_a_row),
        subject_cut=subject != _on_one_line(edition.subject),
        preheader_cut=preheader != _on_one_line(edition.preheader),
    )


def cut(text: str, columns: int) -> str:
    """Return a text as a client shows it in so many columns: whole, or its beginning and "…"."""
    text = _on_one_line(text)
    if width(text) <= columns:
        return text
    shown = ""
    for character in text:
        if width(shown) + width(character) > columns - 1:
            break
        shown += character
    return f"{shown.rstrip()}…" if shown else ""


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
