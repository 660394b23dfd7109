"""The mail as one reader's client shows it: in that scheme, with or without pictures, inverted by force."""

from __future__ import annotations

from typing import Literal

Scheme = Literal["light", "dark", "forced"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark", "forced")

# Links open beside the preview. What a client inverts by force is the light mail, but for its pictures.
_LINKS = '<base target="_blank">'
_FORCED = (
    "<style>html{background:#ffffff;filter:invert(1) hue-rotate(180deg)}"
    "img{filter:invert(1) hue-rotate(180deg)}</style>"
)


def seen(page: str, scheme: Scheme) -> str:
    """Return the mail as a reader of that scheme sees it, whatever this machine's own is."""
    for asked in ("dark", "light"):
        answer = "all" if asked == ("dark" if scheme == "dark" else "light") else "not all"
        for spelling in (f"(prefers-color-scheme:{asked})", f"(prefers-color-scheme: {asked})"):
            page = page.replace(spelling, answer)
    before, head, after = page.partition("</head>")
    return f"{before}{_LINKS}{_FORCED if scheme == 'forced' else ''}{head}{after}"


def policy(*, pictures: bool) -> str:
    """Return the Content-Security-Policy of the mail: nothing runs, loads or is sent, but for pictures."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src http: https: data: 'self'" if pictures else "img-src 'none'",
            "style-src 'unsafe-inline'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
            # The same origin, so that the page around it can read it; no scripts, so that it can read nothing.
            "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox",
        )
    )
