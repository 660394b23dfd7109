"""Article text that looks like a service's tag, made to arrive as text.

The rule, the same for every service: what opens a tag is pulled apart, so that no tag can begin.

- In words a ZERO WIDTH NON-JOINER follows the character that opens a tag (`{` or `*`), whatever stands next, and
  follows a reference to it such as `&#123;` (our Markdown has some), which comes back as that character wherever a
  service parses the text before it fills it in. What stands between is invisible, and stays there.
- In an address, where an invisible character would lead elsewhere, what RFC 3986 does not allow as it is
  (`{`, `}`, `|`) is percent-encoded.
- In a style sheet a space is put between, and only where a tag would begin.
"""

from __future__ import annotations

import re

_ZWNJ = "\u200c"
_ADDRESS = re.compile(r"""https?://[^\s<>"')\]]+""", re.IGNORECASE)
_STYLE = re.compile(r"(<style\b[^>]*>.*?</style\s*>)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"""(<[a-zA-Z/](?:[^<>"']|"[^"]*"|'[^']*')*>)""")
_LINKS = re.compile(
    r"""(\s(?:href|src|srcset|background|action|poster|cite)\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.IGNORECASE,
)
_OPENS = {
    "{": re.compile(r"\{|&#0*123(?:;|(?!\d))|&#[xX]0*7[bB](?:;|(?![0-9a-fA-F]))|&lcub;|&lbrace;"),
    "*": re.compile(r"\*|&#0*42(?:;|(?!\d))|&#[xX]0*2[aA](?:;|(?![0-9a-fA-F]))|&ast;|&midast;"),
}
_UNFIT = {"{": "%7B", "}": "%7D", "|": "%7C"}
_AFTER = {"{": "{%#$", "*": "|"}
"""What makes a tag of the character before it: Django's and Handlebars' braces, Mailchimp's stars."""


def in_text(text: str, opens: str) -> str:
    """Return plain text or Markdown without a tag that begins with the character `opens`."""
    return _outside(_ADDRESS, text, opens)


def in_html(page: str, opens: str) -> str:
    """Return a page of HTML without a tag that begins with the character `opens`.

    A browser shows the same words and follows the same links.
    """
    pieces = _STYLE.split(page)
    pieces[1::2] = [_apart(style, opens) for style in pieces[1::2]]
    pieces[::2] = [_in_body(piece, opens) for piece in pieces[::2]]
    return "".join(pieces)


def _in_body(page: str, opens: str) -> str:
    pieces = _TAG.split(page)
    pieces[1::2] = [_in_tag(tag, opens) for tag in pieces[1::2]]
    pieces[::2] = [_marked(words, opens) for words in pieces[::2]]
    return "".join(pieces)


def _in_tag(tag: str, opens: str) -> str:
    pieces = _LINKS.split(tag)  # words, then name and value of each link
    pieces[2::3] = [_encoded(value) for value in pieces[2::3]]
    pieces[::3] = [_marked(words, opens) for words in pieces[::3]]
    return "".join(pieces)


def _outside(address: re.Pattern[str], text: str, opens: str) -> str:
    end, done = 0, []
    for found in address.finditer(text):
        done += [_marked(text[end : found.start()], opens), _encoded(found[0])]
        end = found.end()
    return "".join([*done, _marked(text[end:], opens)])


def _marked(words: str, opens: str) -> str:
    return _OPENS[opens].sub(rf"\g<0>{_ZWNJ}", words)


def _encoded(address: str) -> str:
    address = _OPENS["{"].sub("{", address)
    return re.sub(r"[{|}]", lambda found: _UNFIT[found[0]], address)


def _apart(style: str, opens: str) -> str:
    return re.sub(rf"{re.escape(opens)}(?=[{re.escape(_AFTER[opens])}])", f"{opens} ", style)
