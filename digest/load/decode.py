"""Bytes to text: which encoding a file is in, and text without what no reader sees."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    # The four bytes of UTF-32 come first: they begin with UTF-16's two.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SIGNATURES: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, or a document made of one"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)

# Names mean the larger set that browsers read them as: https://encoding.spec.whatwg.org/#names-and-labels
_WIDER: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    # ASCII bytes can't say that they are UTF-16.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-32": "utf-8",
}

# Korean Windows writes these names, which Python's table lacks.
_LABELS: Final = {
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "x-windows-949": "cp949",
    "x-sjis": "cp932",
}

_DECLARED: Final = re.compile(
    rb"""<(?:meta\b[^>]{0,400}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_HINT: Final = re.compile(r"(?:.{0,200}?charset\s{0,9}=)?\s{0,9}[\"']?([\w.:-]{2,40})", re.IGNORECASE)

# UTF-8 that was read as Latin-1 and written as UTF-8 again, where a control character gives it away.
_TWICE: Final = re.compile(
    "[\u00c2-\u00f4](?:[\u0080-\u009f][\u0080-\u00bf]{0,2}|[\u00a0-\u00bf]{1,2}[\u0080-\u009f])"
)

_HEAD: Final = 16_384  # a declaration stands in a page's head
_SAMPLE: Final = 131_072  # enough to tell a language's letters by
_BROKEN_SHARE: Final = 0.02  # of the letters beyond ASCII: a stray byte or a cut end, not another encoding

_UNSEEN: Final = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))),
    0x09: "\t",
    **dict.fromkeys((0x0A, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029), "\n"),
    0xFEFF: None,
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # JSON can spell half a character, no file can hold it
}


def decode(data: bytes, hint: str = "") -> tuple[str, str]:
    """Return the text of a file and the name of its encoding, as Python writes it.

    `hint` is an encoding's name or a Content-Type header. Asked in turn: a byte order mark, UTF-8
    (text beyond ASCII that is valid UTF-8 by chance is next to impossible, so it overrules a page's
    false claim), the hint, what HTML or XML declares, and the shape of the bytes. Line ends of every
    kind become a newline; other control characters than newline and tab, and byte order marks, go.

    Raises ValueError, with the cause, for binary data and for bytes that no encoding explains.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], name), name
    _refuse_binary(data)
    claims = [name for name in (_known(_from_hint(hint)), _known(_from_markup(data))) if name]
    # ISO-2022 writes all its letters in ASCII bytes, so it is asked before UTF-8.
    shifting = [name for name in claims if name.startswith(("iso2022", "hz"))]
    for name in (*shifting, "utf-8", *claims):
        try:
            return visible(data.decode(name)), name
        except UnicodeDecodeError:
            continue
    for name in (*claims, "utf-8", _guess(data)):
        if name:
            try:
                return _tolerant(data, name), name
            except ValueError:
                continue
    raise ValueError("text in no encoding that can be told (tried what it declares, UTF-8 and its shape)")


def visible(text: str) -> str:
    """Return the text with a newline for line ends of every kind and without control characters."""
    text = _TWICE.sub(_written_once, text)
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)


def _written_once(found: re.Match[str]) -> str:
    try:
        return found[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _tolerant(data: bytes, name: str) -> str:
    """Decode with a few broken letters marked; raises ValueError where they are more than a few."""
    text = data.decode(name, errors="replace")
    broken = text.count("\ufffd")
    if broken > 1 + _BROKEN_SHARE * sum(c > "\x7f" for c in text):
        raise ValueError(f"not {name}: {broken} characters can't be read")
    return visible(text)


def _refuse_binary(data: bytes) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise ValueError(f"binary data: {what}")
    sample = data[:_SAMPLE]
    # Tab, line ends, form feed and escape (ISO-2022) are text's own; a few NULs are a slip.
    odd = len(sample) - len(sample.translate(None, bytes((*range(9), *range(14, 27), *range(28, 32)))))
    if odd > 3 + len(sample) // 100:
        raise ValueError("binary data: control characters all through it")


def _from_hint(hint: str) -> str:
    found = _HINT.match(hint.strip()[:300])
    return found[1] if found else ""


def _from_markup(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD])
    return found[1].decode("ascii", "replace") if found else ""


def _known(label: str) -> str:
    """Return Python's name for an encoding's label, else an empty string."""
    label = label.strip().lower()
    try:
        info = codecs.lookup(_LABELS.get(label, label))
    except (LookupError, ValueError):
        return ""
    # Python's table also holds codecs that are no encodings of text, such as base64 and zip.
    return _WIDER.get(info.name, info.name) if getattr(info, "_is_text_encoding", True) else ""


def _guess(data: bytes) -> str:
    """Return the encoding that the bytes look like, else an empty string."""
    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:
        # Cut at a byte that is never the second half of a letter.
        sample = sample[: max(sample.rfind(b" "), sample.rfind(b"\n"), sample.rfind(b"<"), 0) or _SAMPLE]
    asian = _east_asian(sample)
    if asian:
        return asian
    best = from_bytes(sample).best()
    return _known(best.encoding) if best else ""


def _east_asian(sample: bytes) -> str:
    """Tell the double-byte encodings of Korean, Chinese and Japanese apart by their commonest letters.

    KS X 1001 has all its Hangul in rows B0 to C8, where GB 2312 has the first half, by sound, of its
    common characters; Japanese shows by its kana, which the other two leave to foreign words.
    """
    if sum(byte > 0x7F for byte in sample) < 8:
        return ""
    for name, first, last, share in (
        ("cp932", "\u3041", "\u30fe", 0.25),
        ("euc_jp", "\u3041", "\u30fe", 0.25),
        ("cp949", "\uac00", "\ud7a3", 0.70),
        ("gb18030", "\u4e00", "\u9fff", 0.60),
    ):
        try:
            letters = [c for c in sample.decode(name) if c > "\x7f"]
        except UnicodeDecodeError:
            continue
        if letters and sum(first <= c <= last for c in letters) >= share * len(letters):
            return name
    return ""
