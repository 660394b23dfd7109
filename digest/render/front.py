"""Front matter that Hugo, Jekyll, Buttondown and Pelican read alike.

The first three read YAML. Pelican takes each line for a name and a value (Python-Markdown's `meta`) and
would show the quotation marks of YAML, so a value stands without them wherever both can read it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from digest.render.view import EditionView

# Begins with a letter, a digit or what is no ASCII (all of YAML's own marks are), and has words in it,
# so that it is no number, no day and none of YAML's names for yes, no and nothing.
_PLAIN = re.compile(r"(?=.*[^\W\d_]{2})(?:[^\W_]|[^\x00-\x7f])(?!.*(?:: | #|:$))")
_NAMES = frozenset({"yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})


def front_matter(seen: EditionView, language: str) -> str:
    """Return the block between two lines of dashes; `title` is the sites' name of it, `subject` Buttondown's."""
    title = _scalar(seen.title)
    fields = {
        "title": title,
        "subject": title,
        "date": seen.date.isoformat(),
        "number": str(seen.number) if seen.number > 0 else "",
        "language": _scalar(language),
        "description": _scalar(seen.preheader),
    }
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    return f"---\n{lines}---\n"


def _scalar(text: str) -> str:
    """Return a text as YAML reads it back: as it is, with spaces that mean nothing to YAML, or quoted."""
    # A colon or a # is a mark of YAML only beside a plain space.
    for shown in (text, text.replace(": ", ":\u00a0").replace(" #", "\u00a0#")):
        if _PLAIN.match(shown) and shown.lower() not in _NAMES:
            return shown
    return yaml.safe_dump(text, allow_unicode=True, width=10**6, default_style='"').strip() if text else ""
