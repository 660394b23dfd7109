"""What a page says about its story: ld+json first, then OpenGraph and meta tags, then what stands on it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from digest.clean.html_dom import meta_values, squeeze, words_of
from digest.clean.html_picture import picture_of
from digest.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

_DATE_NAMES: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time",
    "article:published", "pubdate", "publishdate", "publish-date", "publication_date", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "date", "article:created_time",
)  # fmt: skip
_DATE: Final = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:-|\.\s?|/|년\s?|年)(?P<m>\d{1,2})(?:-|\.\s?|/|월\s?|月)(?P<d>\d{1,2})(?!\d)"
    r"(?:일|日|\.)?(?:(?:T|\s{0,3}\(.\)|\s|&nbsp;){0,4}(?P<half>오전|오후|AM|PM)?\s?(?P<h>\d{1,2})(?::|시\s?|時)(?P<n>\d\d)"
    r"(?::(?P<s>\d\d))?(?:\.\d{1,9})?\s?(?P<z>Z|[+-]\d\d:?\d\d)?)?",
)
_SUMMARY: Final = 25  # a shorter description is a slogan
_HEADS: Final = 40  # a page's headline is among its first headings
_SHORT_DATE: Final = 80  # a line longer than this is prose that happens to name a day
# A date without a zone is in the zone where the language is at home; UTC where a language has many.
_HOURS: Final = {"ko": 9, "ja": 9, "zh": 8, "vi": 7, "id": 7, "th": 7}

_BY: Final = re.compile(
    r"^(?:by|written by|von|par|por|di|door|av|af|text|글|글·사진|취재|文|作者)[\s:：]\s{0,9}", re.IGNORECASE
)
_ROLE: Final = re.compile(
    r"\s{0,9}(?:선임|수습|인턴|전문|객원|시민|취재|정치|경제|사회|문화|논설|편집)?(?:기자|특파원|논설위원|논설실장|편집위원|앵커|記者)\s{0,9}$"
)
_BETWEEN: Final = re.compile(r"\s{0,9}(?:[,;|/·•、，]|\band\b|\bund\b|\bet\b|\by\b|&)\s{0,9}")
_ADDRESS: Final = re.compile(r"[(\[<]?[\w.+-]{1,64}@[\w.-]{1,255}[)\]>]?")
_NO_NAME: Final = re.compile(
    r"https?:|www\.|[<>{}=]|\d{3}|^(?:admin|administrator|editor|staff|webmaster|newsroom|news|online|redaktion|관리자|편집부|디지털뉴스부|None|null)$",
    re.IGNORECASE,
)
_DIVIDERS: Final = re.compile(r"\s[|\-–—:·«»‹›<]\s|\s?[|｜_]\s?")
_TAG_OK: Final = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$")


def metadata_of(root: Element, data: Mapping[str, Any], url: str) -> Metadata:
    """Return what the page says about its story; `data` is its ld+json article, `url` where it was found."""
    metas = meta_values(root)
    source = _source(metas, data)
    language = _language(root, metas)
    address = _canonical(root, metas, url)
    return Metadata(
        title=_title(root, metas, data, source),
        byline=_byline(root, metas, data, source),
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
    return ()


def _names_author(tag: Element) -> bool:
    return tag.get("rel") == "author" or tag.get("itemprop") == "author"


def _names(text: str, source: str) -> Iterator[str]:
    if len(text) > 200:
        return
    text = _BY.sub("", _ADDRESS.sub("", _plain(text)))
    for piece in _BETWEEN.split(text):
        name = _ROLE.sub("", piece.strip(" ,.=()[]▶")).strip()
        if 1 < len(name) <= 60 and not _NO_NAME.search(name) and _fold(name) != _fold(source):
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
    stated += [text for text in _short_lines(root) if len(text) <= _SHORT_DATE]
    return next((when for when in (_moment(text, language) for text in stated) if when), None)


def _short_lines(root: Element) -> Iterator[str]:
    for number, text in enumerate(map(str, root.itertext("*"))):
        if number > 20_000:
            return
        if len(text) < 400 and any(c.isdigit() for c in text):
            yield squeeze(text)


def _moment(text: str, language: str) -> datetime | None:
    found = _DATE.search(text[:400])
    if not found:
        return None
    hour = int(found["h"] or 0)
    if (found["half"] or "") in {"오후", "PM"} and hour < 12:
        hour += 12
    hours = _HOURS.get(language.partition("-")[0], 0)
    zone = timezone(timedelta(hours=hours))
    if found["z"]:
        sign = -1 if found["z"].startswith("-") else 1
        digits = found["z"].strip("Z+-").replace(":", "") or "0000"
        zone = timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
    try:
        return datetime(
            int(found["y"]), int(found["m"]), int(found["d"]), hour, int(found["n"] or 0), tzinfo=zone
        )
    except ValueError:
        return None


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


def _tags(metas: Mapping[str, list[str]]) -> tuple[str, ...]:
    values = metas.get("article:tag") or metas.get("news_keywords") or metas.get("keywords") or []
    pieces = (piece.strip(" #") for value in values for piece in re.split(r"[,;，、]", value[:2000]))
    return tuple(dict.fromkeys(piece for piece in pieces if 0 < len(piece) <= 60))[:20]
