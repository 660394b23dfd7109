"""Front matter that Hugo, Jekyll, Buttondown and Pelican read alike.

The first three read YAML. Pelican takes each line for a name and a value (Python-Markdown's `meta`) and
would show the quotation marks of YAML, so a text stands without them. What YAML would take for its own gets a
no-break space beside it, which YAML takes for a letter like others and Pelican strips at both ends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.render.view import EditionView

# Begins with a letter, a digit or what is no ASCII (all of YAML's own marks are), and has words in it,
# so that it is no number, no day and none of YAML's names for yes, no and nothing.
_PLAIN = re.compile(r"(?=.*[^\W\d_]{2})(?:[^\W_]|[^\x00-\x7f])")
_NAMES = frozenset({"yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_SPACE = "\u00a0"


def front_matter(seen: EditionView, language: str) -> str:
    """Return the block between two lines of dashes; `title` is the sites' name of it, `subject` Buttondown's."""
    title = _scalar(seen.title)
    fields = {
        "title": title,
        "subject": title,
        "date": seen.date.isoformat(),
        "number": str(seen.number) if seen.number > 0 else "",
        "language": f'"{language}"' if language in _NAMES else language,  # Norwegian
        "description": _scalar(seen.preheader),
    }
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    return f"---\n{lines}---\n"


def _scalar(text: str) -> str:
    """Return a text of one line so that YAML reads it as it stands, spaces aside."""
    # A colon or a # is a mark of YAML only beside a plain space or at the end.
    shown = text.replace(": ", f":{_SPACE}").replace(" #", f"{_SPACE}#")
    shown += _SPACE if shown.endswith(":") else ""
    is_plain = _PLAIN.match(shown) and shown.lower() not in _NAMES
    return shown if is_plain or not shown else f"{_SPACE}{shown}"
