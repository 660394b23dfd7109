"""What a page says about its story: ld+json first, then OpenGraph and meta tags, then what stands on it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from digest.clean.html_date import moment_in
from digest.clean.html_dom import meta_values, squeeze, words_of
from digest.clean.html_picture import picture_of
from digest.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from lxml.etree import _Element as Element

_DATE_NAMES: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time",
    "article:published", "pubdate", "publishdate", "publish-date", "publication_date", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "date", "article:created_time",
)  # fmt: skip
_SUMMARY: Final = 25  # a shorter description is a slogan
_HEADS: Final = 40  # a page's headline is among its first headings
_SHORT_DATE: Final = 80  # a line longer than this is prose that happens to name a day

_BY: Final = re.compile(
    r"^(?:by|written by|author:?|von|par|por|di|door|av|af|text|글|글·사진|취재|文|作者)[\s:：]\s{0,9}",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r"\s{0,9}(?:선임|수습|인턴|전문|객원|시민|취재|정치|경제|사회|문화|논설|편집)?(?:기자|특파원|논설위원|논설실장|편집위원|앵커|記者)\s{0,9}$"
)
_SIGNED: Final = re.compile(
    r"(?:By|Von|Par|Por)\s(?P<latin>[^\W\d_][\w.'’-]{0,20}(?:\s[^\W\d_a-z][\w.'’-]{0,20}){1,3})|"
    r"(?P<korean>[가-힣]{2,4})\s?(?:선임|수습|인턴|전문)?\s?기자(?:\s?[=(]?[\w.+-]{1,64}@[\w.-]{1,64}\)?)?",
)
_BETWEEN: Final = re.compile(r"\s{0,9}(?:[,;|/·•、，]|\band\b|\bund\b|\bet\b|\by\b|\bog\b|&)\s{0,9}")
_ADDRESS: Final = re.compile(r"[(\[<]?[\w.+-]{1,64}@[\w.-]{1,255}[)\]>]?")
_NO_NAME: Final = re.compile(
    r"https?:|www\.|[<>{}=]|\d{3}|^(?:admin|administrator|editor|staff|webmaster|newsroom|news|online|redaktion|관리자|편집부|디지털뉴스부|None|null)$",
    re.IGNORECASE,
)
_HANDLE: Final = re.compile(r"[a-z0-9._-]+")  # an account's name
_DIVIDERS: Final = re.compile(r"\s[|\-–—:·«»‹›<]\s|\s?[|｜_]\s?")
_TAG_OK: Final = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$")


def metadata_of(root: Element, data: Mapping[str, Any], url: str) -> Metadata:
    """Return what the page says about its story; `data` is its ld+json article, `url` where it was found."""
    metas = meta_values(root)
    source = _source(metas, data)
    address = _canonical(root, metas, url)
    title = _title(root, metas, data, source or _site(address or url))
    language = _by_script(title) or _language(root, metas)
    return Metadata(
        title=title,
        byline=_byline(root, metas, data, f"{source} {_site(address or url)}"),
        source=source,
        url=address,
        published=_published(root, metas, data, language),
        language=language,
        tags=_tags(metas),
        image=picture_of(root, metas, data, address or url),
    )


def descriptions_of(root: Element, data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the page gives as its story's summary, in the order of trust; each may be cut short."""
    metas = meta_values(root)
    stated = [*_texts(data.get("description")), _first(metas, "og:description"), _first(metas, "description")]
    return tuple(dict.fromkeys(text for text in map(_plain, stated) if len(text) >= _SUMMARY))


def _texts(value: Any, key: str = "name") -> Iterator[str]:
    """Yield the strings of a schema.org value: a text, an object with a name, or a list of them."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield from (squeeze(name) for name in _listed(item.get(key)) if isinstance(name, str))
        elif isinstance(item, str):
            yield squeeze(item)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _first(metas: Mapping[str, list[str]], *names: str) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _plain(text: str) -> str:
    """Take out marks and references that a page wrote twice over, as in `&quot;` inside JSON."""
    for mark, letter in (("&quot;", '"'), ("&#039;", "'"), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">")):
        text = text.replace(mark, letter)
    return squeeze(re.sub(r"<[^<>]{0,200}>", " ", text).replace("&amp;", "&").replace("&nbsp;", " "))


def _title(root: Element, metas: Mapping[str, list[str]], data: Mapping[str, Any], source: str) -> str:
    """Return the heading that the page's meta titles hold, as it is what readers see; else those titles."""
    page_title = next((words_of(tag) for tag in root.iter("title")), "")
    named = [
        *_texts(data.get("headline")),
        _first(metas, "og:title"),
        _first(metas, "twitter:title"),
        page_title,
    ]
    named = [text for text in map(_plain, named) if text]
    heads = [text for text in map(words_of, islice(root.iter("h1", "h2"), _HEADS)) if len(text) > 3]
    folded = [_fold(text) for text in named]
    for head in heads:
        if any(_fold(head) in text and len(_fold(head)) * 2 >= len(text) for text in folded):
            return head
    if named:
        return _without_source(named[0], source)
    return next(iter(heads), "")


def _fold(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _without_source(title: str, source: str) -> str:
    """Cut the publication's name, and what follows it, off a page title's end or its start."""
    pieces = _DIVIDERS.split(title)
    if len(pieces) < 2 or not source:
        return title
    own = _fold(source)
    for edge in (-1, 0):
        folded = _fold(pieces[edge])
        if folded and (folded in own or own in folded) and len(pieces[edge]) < len(title) / 2:
            kept = (
                title[: title.rindex(pieces[edge])]
                if edge
                else title[title.index(pieces[0]) + len(pieces[0]) :]
            )
            return kept.strip(" |-–—:·«»‹›<｜_")
    return title


def _byline(
    root: Element, metas: Mapping[str, list[str]], data: Mapping[str, Any], source: str
) -> tuple[str, ...]:
    stated = [
        list(_texts(data.get("author"))),
        metas.get("article:author", []),
        metas.get("dable:author", []),
        metas.get("author", []),
        metas.get("parsely-author", []),
        metas.get("byl", []),
        [words_of(tag) for tag in islice(filter(_names_author, root.iter("a", "span", "div")), 4)],
    ]
    for texts in stated:
        names = tuple(dict.fromkeys(name for text in texts for name in _names(text, source)))
        if names:
            return names[:8]
    lines = (_SIGNED.fullmatch(squeeze(text)) for text in _short_texts(root))
    signed = {found["latin"] or found["korean"] for found in lines if found}
    # Several names are a page's other stories as well; only one can be told.
    return tuple(signed) if len(signed) == 1 else ()


def _names_author(tag: Element) -> bool:
    return tag.get("rel") == "author" or tag.get("itemprop") == "author"


def _names(text: str, source: str) -> Iterator[str]:
    # Facebook's `article:author` is the address of a profile, not a name.
    if len(text) > 200 or "://" in text or text.startswith(("/", "www.")):
        return
    text = _BY.sub("", _ADDRESS.sub("", _plain(text)))
    for piece in _BETWEEN.split(text):
        name = _ROLE.sub("", piece.strip(" ,.=()[]▶")).strip()
        if (
            1 < len(name) <= 60
            and not _NO_NAME.search(name)
            and _fold(name) not in _fold(source)
            and not _HANDLE.fullmatch(name)
        ):
            yield name


def _source(metas: Mapping[str, list[str]], data: Mapping[str, Any]) -> str:
    names = (_first(metas, "og:site_name"), *_texts(data.get("publisher")), _first(metas, "application-name"))
    return next((_plain(name) for name in names if name and len(name) <= 80 and "://" not in name), "")


def _canonical(root: Element, metas: Mapping[str, list[str]], url: str) -> str:
    linked = [
        tag.get("href") or "" for tag in root.iter("link") if (tag.get("rel") or "").lower() == "canonical"
    ]
    for candidate in (*linked[:1], _first(metas, "og:url"), url):
        address = _absolute(candidate, url)
        # A canonical link to the site's front page is a template's slip.
        if address and (urlsplit(address).path.strip("/") or urlsplit(address).query):
            return address
    return _absolute(url, url)


def _absolute(candidate: str, base: str) -> str:
    try:
        address = urljoin(base, candidate.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.hostname else ""


def _published(
    root: Element, metas: Mapping[str, list[str]], data: Mapping[str, Any], language: str
) -> datetime | None:
    stated = [*_texts(data.get("datePublished")), *(metas[name][0] for name in _DATE_NAMES if name in metas)]
    stated += [tag.get("datetime") or "" for tag in root.iter("time")]
    stated += [text for text in map(squeeze, _short_texts(root)) if len(text) <= _SHORT_DATE]
    return next((when for when in (moment_in(text, language) for text in stated) if when), None)


def _short_texts(root: Element) -> Iterator[str]:
    return (text for text in islice(map(str, root.itertext("*")), 20_000) if len(text) < 400)


def _language(root: Element, metas: Mapping[str, list[str]]) -> str:
    stated = (
        root.get("lang") or root.get("xml:lang") or "",
        _first(metas, "og:locale"),
        _first(metas, "content-language", "language"),
    )
    for text in stated:
        tag = text.strip().split(",")[0].split(".")[0].replace("_", "-")
        if _TAG_OK.match(tag):
            first, *rest = tag.split("-")
            return "-".join(
                [first.lower(), *(part.upper() if len(part) == 2 else part.title() for part in rest)]
            )
    return ""


def _by_script(title: str) -> str:
    """Return the language that a headline's letters are proof of; templates often declare a wrong one."""
    letters = [c for c in title if c.isalpha()]
    for tag, first, last in (("ko", "\uac00", "\ud7a3"), ("ja", "\u3041", "\u30fa")):
        if sum(first <= c <= last for c in letters) > (0.3 if tag == "ko" else 0.15) * len(letters) > 0:
            return tag
    return ""


def _site(address: str) -> str:
    """Return the longest label of an address's host, by which a page title may name the site."""
    try:
        labels = (urlsplit(address).hostname or "").split(".")[:-1]
    except ValueError:
        return ""
    return max(labels, key=len, default="")


def _tags(metas: Mapping[str, list[str]]) -> tuple[str, ...]:
    values = metas.get("article:tag") or metas.get("news_keywords") or metas.get("keywords") or []
    pieces = (piece.strip(" #") for value in values for piece in re.split(r"[,;，、]", value[:2000]))
    return tuple(dict.fromkeys(piece for piece in pieces if 0 < len(piece) <= 60))[:20]
