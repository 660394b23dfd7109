"""The cells of a list: what of a text may stand there, and how one that a spreadsheet would run is written.

Excel, Calc and Sheets run a cell that begins with = + - @, some a tab or a line end before it, as a formula
(CWE-1236; OWASP ASVS 5.0, 1.2.10), full-width signs too where Japanese is typed (remembered, not looked up). Such a
cell gets an apostrophe in front, the spreadsheets' own mark of a text, and so does one that begins like a cell with
such a mark; an import takes it away again. So every text comes back as it was, and no cell of an export is ever run.
"""

from __future__ import annotations

import re

_RUN = "=+-@\t\r\n＝＋－＠"
_MARKED = re.compile(f"'(?=[{re.escape(_RUN)}'])")
_IN_NEED = re.compile(f"[{re.escape(_RUN)}]|'[{re.escape(_RUN)}']")

# C0, DEL, C1, and the separators of lines and paragraphs, all of which end a header for somebody.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROL_BUT_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]+")
_HALF = re.compile("[\ud800-\udfff]")


def shown(text: str) -> str:
    """Return the text as a cell that no spreadsheet runs."""
    return f"'{text}" if _IN_NEED.match(text) else text


def meant(cell: str) -> str:
    """Return what a cell means: `shown` undone."""
    return _MARKED.sub("", cell, count=1) if cell.startswith("'") else cell


def one_line_of(text: str) -> str:
    """Return the text without control characters and white space around it: a name, a tag, a column."""
    return _HALF.sub("\ufffd", " ".join(_CONTROL.sub(" ", text).split()))


def lines_of(text: str) -> str:
    """Return the text of an own field: lines and tabs stay, other control characters become a space."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HALF.sub("\ufffd", _CONTROL_BUT_LINES.sub(" ", unix)).strip()
