"""Which features of caniemail's list a page uses: elements, attributes, properties, values, selectors."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.check.css import declarations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

    from digest.check.css import Declaration, Sheet

_ELEMENTS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "html-h1-h6"),
    **dict.fromkeys(("ul", "ol", "dl"), "html-lists"),
    **dict.fromkeys(("article", "aside", "details", "figcaption", "figure", "footer"), "html-semantics"),
    **dict.fromkeys(("header", "main", "mark", "nav", "section", "summary", "time"), "html-semantics"),
    **dict.fromkeys(("map", "area"), "html-image-maps"),
    "link": "html-link",
    "base": "html-base",
    "source": "html-picture",
    "br": "",
    "meta": "",
    "form": "html-form",
}
_NAMED = frozenset(
    """
    align aria-describedby aria-hidden aria-label aria-labelledby aria-live background cellpadding cellspacing dir
    height hidden lang popover required role target valign width
    """.split()  # noqa: SIM905 -- as a list it is 20 lines
)
_ATTRIBUTES = {
    "srcset": "html-srcset",
    "sizes": "html-srcset",
    "loading": "html-loading-attribute",
    "inert": "css-inert-attribute",
    "usemap": "html-image-maps",
}
_PROPERTIES = {
    **dict.fromkeys(("column-gap", "row-gap"), "css-gap"),
    **dict.fromkeys(("left", "right", "top", "bottom"), "css-left-right-top-bottom"),
    **dict.fromkeys(
        ("columns", "column-width", "column-rule", "column-span"), "css-column-layout-properties"
    ),
    **dict.fromkeys(("block-size", "inline-size"), "css-block-inline-size"),
    **dict.fromkeys(("outline-color", "outline-style", "outline-width"), "css-outline"),
    "-webkit-mask-image": "css-mask-image",
}
_FAMILIES = (
    (re.compile(r"(margin|padding)-(inline|block)-(?:start|end)"), "css-{}-{}-start-end"),
    (re.compile(r"(margin|padding)-(?:inline|block)"), "css-{}-inline-block"),
    (re.compile(r"border-(?:start|end)-(?:start|end)-radius"), "css-border-radius-logical"),
    (re.compile(r"border-(?:top|bottom)-(?:left|right)-radius"), "css-border-radius"),
    (re.compile(r"border-(?:inline|block)(?:-(?:start|end))?"), "css-border-inline-block"),
    (re.compile(r"border-(?:inline|block)-.*"), "css-border-inline-block-longhand"),
    (re.compile(r"(margin|padding)-(?:top|right|bottom|left)"), "css-{}"),
    (re.compile(r"border-(?:top|right|bottom|left|color|style|width).*"), "css-border"),
    (re.compile(r"border-image-.*"), "css-border-image"),
    (re.compile(r"(animation|transition|scroll-snap|grid-template)-.*"), "css-{}"),
)
_VALUES = (
    (re.compile(r"\bcalc\("), "css-unit-calc"),
    (re.compile(r"\b(clamp|min|max)\("), "css-function-{}"),
    (re.compile(r"\blight-dark\("), "css-function-light-dark"),
    (re.compile(r"\b(linear|radial|conic)-gradient\("), "css-{}-gradient"),
    (re.compile(r"\b(rgba?)\("), "css-{}"),
    (re.compile(r"\b(?:ok)?l(?:ch|ab)\("), "css-modern-color"),
    (re.compile(r"\bvar\("), "css-variables"),
    (re.compile(r"\b(?:fit|min|max)-content\b"), "css-intrinsic-size"),
    (re.compile(r"\b(?:system-ui|ui-(?:serif|sans-serif|rounded|monospace))\b"), "css-sytem-ui"),
    (re.compile(r"^initial$"), "css-unit-initial"),
    (re.compile(r"(?<![\w#.-])-?\d*\.?\d+(ch|cm|em|ex|in|mm|pc|pt|px|rem|vh|vmax|vmin|vw)\b"), "css-unit-{}"),
    (re.compile(r"(?<![\w#.-])-?\d*\.?\d+%"), "css-unit-percent"),
)
_QUOTED = re.compile(r"""url\([^)]*\)|"[^"]*"|'[^']*'""")
_SELECTORS = (
    (re.compile(r"\.[\w-]"), "css-selector-class"),
    (re.compile(r"#[\w-]"), "css-selector-id"),
    (re.compile(r"(?:^|[\s>+~])[a-zA-Z]"), "css-selector-type"),
    (re.compile(r"\*"), "css-selector-universal"),
    (re.compile(r"\["), "css-selector-attribute"),
    (re.compile(r">"), "css-selector-child"),
    (re.compile(r"\+"), "css-selector-adjacent-sibling"),
    (re.compile(r"~"), "css-selector-general-sibling"),
    (re.compile(r"[\w\])]\s+[\w.#\[*:]"), "css-selector-descendant"),
    (re.compile(r"\.[\w-]+\.|[\w-]\.[\w-]"), "css-selector-chaining"),
    (re.compile(r"(?<!:):([\w-]+)"), "css-pseudo-class-{}"),
    (re.compile(r"::?(after|before|first-letter|first-line|marker|placeholder)\b"), "css-pseudo-element-{}"),
)
_INSIDE = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_AT_RULES = {
    "@media": "css-at-media",
    "@supports": "css-at-supports",
    "@import": "css-at-import",
    "@font-face": "css-at-font-face",
    "@keyframes": "css-at-keyframes",
}
_MEDIA = re.compile(r"(prefers-color-scheme|prefers-reduced-motion|orientation|hover|device-pixel-ratio)")


def used(elements: Iterable[Element], sheet: Sheet, html: str, *, has_comments: bool) -> frozenset[str]:
    """Return the features that a page uses; among them are names that caniemail does not have."""
    found = set(_of_sheet(sheet))
    for element in elements:
        found.update(_of_element(element))
        style = element.get("style")
        if style:
            found.update(_of_style(style))
    if html.lstrip()[:15].lower() == "<!doctype html>":
        found.add("html-doctype")
    if has_comments:
        found.add("html-comments")
    return frozenset(found)


def _of_element(element: Element) -> Iterator[str]:
    tag = str(element.tag)
    yield _ELEMENTS.get(tag, f"html-{tag}")
    for name in element.keys():  # noqa: SIM118 -- an element iterates over its children, not its attributes
        yield f"html-{name}" if name in _NAMED else _ATTRIBUTES.get(str(name), "")
    if tag == "a":
        href = element.get("href") or ""
        yield "html-anchor-links" if href.startswith("#") and len(href) > 1 else ""
        yield "html-mailto-links" if href.startswith("mailto:") else ""
    elif tag == "img":
        yield _picture(element.get("src") or "")
    elif tag in {"input", "button"}:
        yield f"html-{tag}-{element.get('type', 'text' if tag == 'input' else 'submit')}"
    elif tag == "meta" and element.get("name") == "color-scheme":
        yield "html-meta-color-scheme"


def _picture(src: str) -> str:
    if src.startswith("data:"):
        return "image-base64"
    kind = re.split(r"[?#]", src)[0].rpartition(".")[2].lower()
    return "image-" + {"jpeg": "jpg", "tif": "tiff", "heic": "heif"}.get(kind, kind)


@lru_cache(maxsize=1024)
def _of_style(text: str) -> frozenset[str]:
    return frozenset(_of_declarations(declarations(text)))


def _of_declarations(declared: Iterable[Declaration]) -> Iterator[str]:
    for each in declared:
        if each.name.startswith("--"):
            yield "css-variables"
            continue
        yield from _of_value(each.name, each.value)
        if each.important:
            yield "css-important"


@lru_cache(maxsize=4096)
def _of_value(name: str, value: str) -> frozenset[str]:
    found = {_PROPERTIES.get(name) or next(_families(name), f"css-{name}")}
    bare = _QUOTED.sub("", value.lower())
    if name == "display":
        found.add(f"css-display-{bare.removeprefix('inline-')}")
    if name == "background" and "url(" in value:
        found.add("css-background-image")
    for pattern, slug in _VALUES:
        found |= {slug.format(*match.groups()) for match in pattern.finditer(bare)}
    return frozenset(found)


def _families(name: str) -> Iterator[str]:
    return (slug.format(*match.groups()) for pattern, slug in _FAMILIES if (match := pattern.fullmatch(name)))


def _of_sheet(sheet: Sheet) -> Iterator[str]:
    if sheet.comments:
        yield "css-comments"
    for at_rule in sheet.at_rules:
        yield _AT_RULES.get(re.split(r"[\s({]", at_rule.replace("-webkit-", ""))[0].lower(), "")
        if at_rule.startswith("@media"):
            yield from (f"css-at-media-{name}" for name in _MEDIA.findall(at_rule.lower()))
    for rule in sheet.rules:
        yield from _of_declarations(rule.declarations)
        if len(rule.selectors) > 1:
            yield "css-selector-grouping"
        for selector in rule.selectors:
            yield from _of_selector(selector)


@lru_cache(maxsize=1024)
def _of_selector(selector: str) -> frozenset[str]:
    # What stands in brackets has no combinators of the selector's own.
    bare = _INSIDE.sub(lambda match: "[]" if match[0].startswith("[") else "", selector)
    return frozenset(
        slug.format(*match.groups()) for pattern, slug in _SELECTORS for match in pattern.finditer(bare)
    )
