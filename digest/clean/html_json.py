"""What a page says of its story in JSON: schema.org's ld+json, Next.js's and Arc's page data."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from digest.clean.html_dom import parse, squeeze, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

# https://schema.org/Article and its kinds that carry a story of their own.
_ARTICLES: Final = frozenset(
    {
        "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle",
        "OpinionNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "BlogPosting", "Report",
        "SocialMediaPosting", "LiveBlogPosting", "AdvertiserContentArticle", "ScholarlyArticle", "TechArticle",
    },
)  # fmt: skip
_FUSION: Final = re.compile(r"Fusion\.globalContent\s{0,9}=\s{0,9}(?=\{)")
_BODY_KEYS: Final = ("articleBody", "articlebody", "body", "content", "contents", "contentHtml", "bodyHtml")
_TAG: Final = re.compile(r"</?(?:p|div|br|figure|h[1-6]|span|a|strong|b|em)\b[^<>]{0,2000}>", re.IGNORECASE)
_DEEPEST: Final = 40
_MOST_NODES: Final = 50_000
_STORY: Final = 200
"""Characters (CJK ones count twice) that make a text long enough to be a story."""


def article_data(root: Element) -> Mapping[str, Any]:
    """Return the ld+json node that describes the page's article, or an empty mapping.

    Of several the one with the most of headline, author, date and text is taken, the first of equals.
    """
    best: Mapping[str, Any] = {}
    for node in _nodes(root):
        kinds = node.get("@type")
        named = {kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)}
        if named & _ARTICLES and _fullness(node) > _fullness(best):
            best = node
    return best


def story_in_json(root: Element, data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the paragraphs of the story as the page's JSON holds them, or nothing.

    Asked in turn: ld+json `articleBody`, Arc's `Fusion.globalContent`, Next.js's `__NEXT_DATA__`.
    """
    body = data.get("articleBody")
    found = _paragraphs(body) if isinstance(body, str) else ()
    if _long(found):
        return found
    for script in root.iter("script"):
        text = script.text or ""
        if script.get("id") == "__NEXT_DATA__":
            found = _richest(_load(text))
        elif (assignment := _FUSION.search(text)) is not None:
            found = _arc(_load_prefix(text[assignment.end() :]))
        else:
            continue
        if _long(found):
            return found
    return ()


def _fullness(node: Mapping[str, Any]) -> int:
    return sum(bool(node.get(key)) for key in ("headline", "author", "datePublished", "articleBody"))


def _nodes(root: Element) -> Iterator[Mapping[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from (node for node in _walk(_load(script.text or "")) if "@type" in node)


def _walk(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every object in a JSON value, outer ones first, without recursion."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    seen = 0
    while waiting and seen < _MOST_NODES:
        item, depth = waiting.pop()
        seen += 1
        if depth > _DEEPEST:
            continue
        if isinstance(item, dict):
            yield item
            waiting.extend((child, depth + 1) for child in reversed(list(item.values())))
        elif isinstance(item, list):
            waiting.extend((child, depth + 1) for child in reversed(item))


def _load(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _load_prefix(text: str) -> Any:
    """Read the JSON value at the start of a script's text, whatever follows it."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _arc(page: Any) -> tuple[str, ...]:
    """Arc Publishing keeps a story as `content_elements`, each with a type and its HTML."""
    elements = page.get("content_elements") if isinstance(page, dict) else None
    parts: list[str] = []
    for element in elements if isinstance(elements, list) else []:
        if isinstance(element, dict) and element.get("type") in {"text", "header", "raw_html"}:
            content = element.get("content")
            if isinstance(content, str):
                parts.extend(_paragraphs(content))
    return tuple(parts)


def _richest(value: Any) -> tuple[str, ...]:
    """Return the longest text that stands under a name for a story's body."""
    best: tuple[str, ...] = ()
    for node in _walk(value):
        for key in _BODY_KEYS:
            text = node.get(key)
            if isinstance(text, str) and len(text) > _STORY // 2:
                found = _paragraphs(text)
                if _weight(found) > _weight(best):
                    best = found
    return best


def _paragraphs(text: str) -> tuple[str, ...]:
    """Cut a body into paragraphs; it may be plain text, HTML, or HTML escaped once."""
    if "&lt;p" in text or "&lt;div" in text or "&lt;br" in text:
        root = parse(f"<div>{text}</div>")
        text = "".join(map(str, root.itertext("*"))) if root is not None else text
    if _TAG.search(text):
        text = re.sub(
            r"</?(?:p|div|br|figure|figcaption|h[1-6]|li|ul|ol|blockquote)\b[^<>]{0,2000}>", "\n\n", text
        )
    lines = text.split("\n")
    return tuple(line for line in map(_plain, lines) if line)


def _plain(line: str) -> str:
    if "<" not in line and "&" not in line:
        return squeeze(line)
    root = parse(f"<div>{line}</div>") if line.strip() else None
    return words_of(root) if root is not None else ""


def _weight(paragraphs: tuple[str, ...]) -> int:
    return sum(len(p) + sum(c > "\u2e80" for c in p) for p in paragraphs)


def _long(paragraphs: tuple[str, ...]) -> bool:
    return _weight(paragraphs) >= _STORY
