"""Parity: what one format of an edition tells, all of them tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown_it import MarkdownIt

from digest.check.example import Example
from digest.check.page import Page
from digest.check.proof import MARKDOWN, PAGE, TEXT, WEB, shortened
from digest.check.rule import Fault, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

    from digest.check.proof import Proof

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_UTM = re.compile(r"(?<=[?&])utm(?:_|%5F)[^&#]*&?")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_DASH = "—"
"""What stands before an attribution where no mark tells it from the quote."""
_LISTED = re.compile(r"^(?:\[(\d+)\] )?([a-z][a-z0-9+.-]*:\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class _Told:
    """What a format tells: all its words as letters, and what of them is a headline, a quote, a link."""

    name: str
    letters: str
    items: dict[str, tuple[str, ...]]
    numbers: frozenset[str]
    links: frozenset[str]

    def has(self, kind: str, item: str) -> bool:
        if kind == "number":
            return item in self.numbers
        if kind == "link" and item in self.links:
            return True
        return _letters(item) in self.letters


def _unlike(proof: Proof) -> Iterator[Fault]:
    told = _formats(proof) if proof.rendered.web else ()
    for there in told:
        missing: dict[tuple[str, str], list[str]] = {}
        for other in told:
            for kind, items in other.items.items():
                lost = [i for i in items if not there.has(kind, i) and not _spared(proof, there, kind, i)]
                if other is not there and lost:
                    missing.setdefault((kind, other.name), lost)
        for (kind, name), lost in missing.items():
            more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
            what = f"the {kind} “{shortened(lost[0])}”{more} of {name} is not in it"
            yield Fault(Place(there.name), what, "print it in the templates of this format too")


def _spared(proof: Proof, there: _Told, kind: str, item: str) -> bool:
    """Tell whether a format may lack it: the mail what it has no room for, the text what a picture shows."""
    if kind not in {"number", "link"}:
        return False
    pictures = [b.picture for b in proof.edition.briefs if b.picture]
    spared = [f"{p.caption} {p.credit}" for p in pictures] if kind == "number" else []
    if there.name == PAGE and proof.rendered.problems:
        spared += [b.standfirst.text for b in proof.edition.briefs]
    return any(item in (_NUMBER.findall(text) if kind == "number" else _address(text)) for text in spared)


def _formats(proof: Proof) -> tuple[_Told, ...]:
    rendered = proof.rendered
    pages = _of_page(PAGE, proof.page), _of_page(WEB, Page(rendered.web))
    return (*pages, _of_text(rendered.text), _of_markdown(rendered.markdown))


def _of_page(name: str, page: Page) -> _Told:
    shown = " ".join(run.text for run in page.runs if not _is_hidden(run.element))
    blocks = [e for e in page.elements if e.tag == "blockquote"]
    parts = [[_words(p) for p in block.iter("p")] for block in blocks]
    links = [link.href for link in page.links if not link.href.startswith("#")]
    links += [e.get("href") or "" for e in page.elements if e.tag == "link" and e.get("rel") == "canonical"]
    return _told(
        name,
        shown,
        headlines=[_words(e) for e in page.elements if e.tag in {"h2", "h3"}],
        quotes=[words for words, *_ in filter(None, parts)],
        attributions=[words for _, *rest in filter(None, parts) for words in rest],
        links=links,
    )


def _is_hidden(element: Element) -> bool:
    return any("display:none" in (e.get("style") or "") for e in (element, *element.iterancestors()))


def _words(element: Element) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())


def _of_text(text: str) -> _Told:
    listed = [(match[1], match[2]) for match in _LISTED.finditer(text)]
    words = _LISTED.sub("", text)
    for number in filter(None, (number for number, _ in listed)):
        words = words.replace(f"[{number}]", "")
    return _told(TEXT, words, links=[url for _, url in listed])


def _of_markdown(text: str) -> _Told:
    blocks: dict[str, list[str]] = {"heading": [], "blockquote": [], "": []}
    links: list[str] = []
    inside = [""]
    for token in MarkdownIt("commonmark").parse(_FRONT.sub("", text)):
        kind, _, end = token.type.rpartition("_")
        if kind == "blockquote" or (kind == "heading" and token.tag in {"h2", "h3"}):
            inside = [*inside, kind] if end == "open" else inside[:-1]
        elif token.type == "inline":
            children = token.children or []
            shown = "".join(t.content if t.type in {"text", "code_inline"} else " " for t in children)
            blocks[inside[-1]].append(shown)
            links += [str(t.attrs["href"]) for t in children if "href" in t.attrs]
    quoted = blocks["blockquote"]
    is_said = [words.startswith(_DASH) for words in quoted]
    return _told(
        MARKDOWN,
        "\n".join(words for those in blocks.values() for words in those),
        headlines=blocks["heading"],
        quotes=[words for words, said in zip(quoted, is_said, strict=True) if not said],
        attributions=[words for words, said in zip(quoted, is_said, strict=True) if said],
        links=links,
    )


def _told(
    name: str,
    shown: str,
    *,
    headlines: Iterable[str] = (),
    quotes: Iterable[str] = (),
    attributions: Iterable[str] = (),
    links: Iterable[str] = (),
) -> _Told:
    addresses = dict.fromkeys(map(_address, links))
    numbers = dict.fromkeys(_NUMBER.findall(shown))
    items = {
        "headline": tuple(headlines),
        "quote": tuple(quotes),
        "attribution": tuple(attributions),
        "link": tuple(addresses),
        "number": tuple(numbers),
    }
    return _Told(name, _letters(shown), items, frozenset(numbers), frozenset(addresses))


def _address(url: str) -> str:
    """Return an address as all formats spell it, without what is added for statistics."""
    return unquote(_UTM.sub("", url).rstrip("?&"))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


_TITLE = "A maker of chips hires a team"
_STORY = f'<h2><a href="https://letter.example/a">{_TITLE}</a></h2>'
_LINKED = f"# The Letter\n\n## [{_TITLE}](https://letter.example/a)\n\n[Unsubscribe]({{leave}}) {{address}}\n"
_PLAIN_TEXT = "{title} [1]\n\nUnsubscribe:\n{leave}\n{address}\n\n[1] https://letter.example/a\n"

RULES = (
    Rule(
        "parity",
        "error",
        "Every headline, quote, attribution, link and number of one format is in HTML, text, Markdown and web page.",
        "Who reads the plain text or the page on the web shall read the same edition (RFC 2046, 5.1.4).",
        _unlike,
        bad=Example(body=_STORY, text=_PLAIN_TEXT.replace("{title}", "Chips"), markdown=_LINKED, web=_STORY),
        good=Example(body=_STORY, text=_PLAIN_TEXT.replace("{title}", _TITLE), markdown=_LINKED, web=_STORY),
    ),
)
