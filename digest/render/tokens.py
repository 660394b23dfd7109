"""Design tokens, from the general to the particular, each single key replaced by the next.

Shipped, the look's own, what was chosen in a word (`fonts`, `density`, `accent`), the editor's
templates/tokens.toml, what digest.toml says.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from digest.config import lightened
from digest.errors import ConfigError, TemplateError
from digest.render.safe import out_picture, picture_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from digest.model import Theme
    from digest.render.folders import Folders
    from digest.render.languages import Speech

    Tokens = dict[str, Any]

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_LANGUAGE = re.compile("[a-z]{2,3}")
_BY_LANGUAGE = ("font", "size")
_CHOICES = {"fonts": ("serif", "sans"), "density": ("airy", "dense")}
"""What is chosen in a word: the first needs nothing, the second lays the table of its name over the rest."""


class LookError(ConfigError):
    """A design token that digest.toml may not say so; `key` is its place under [look], dots between."""

    def __init__(self, key: str, cause: str, mend: str = "") -> None:
        super().__init__(f"look: {key}: {cause}", where="digest.toml", mend=mend)
        self.key = key


def _wrong(key: str, cause: str, mend: str, overrides: Mapping[str, Any]) -> ConfigError:
    """Return the error of a token that is chosen in digest.toml or in the editor's file of tokens."""
    if key.partition(".")[0] in overrides:
        return LookError(key, cause, mend)
    return ConfigError(f"look: {key}: {cause}", where="templates/tokens.toml", mend=mend)


def design(folders: Folders, overrides: Mapping[str, Any]) -> Tokens:
    """Return the tokens of a look, all languages in them.

    Raises TemplateError for a file that is no TOML or of the wrong shape, and ConfigError for a key
    of `overrides` that no file knows or that has a value of the wrong kind.
    """
    shipped, own = folders.token_files()
    general = _all_laid({}, shipped)
    particular = _all_laid(general, own)
    _check(overrides, particular, ())
    chosen = _chosen(laid(particular, overrides, LookError), overrides)
    tokens = _all_laid(general, ((chosen, LookError), *own, (overrides, LookError)))
    _check_logo(tokens["logo"], overrides)
    return tokens


def styles(tokens: Tokens, here: Speech) -> Tokens:
    """Return the tokens as templates see them: those of the language `here`, escaped for style="…"."""
    own = {key: _for_language(tokens, key, here.locale.language) for key in _BY_LANGUAGE}
    start, end = ("right", "left") if here.direction == "rtl" else ("left", "right")
    shown: Tokens = _for_styles({**tokens, **own})
    return {**shown, "start": start, "end": end}


def recoloured(themes: Iterable[Theme], tokens: Tokens) -> tuple[Theme, ...]:
    """Return the themes in the colours that the tokens give them."""
    themes, colours = tuple(themes), tokens["theme"]
    known = {theme.id: {"colour": "", "dark_colour": ""} for theme in themes}
    _check(colours, known, ("theme",))
    return tuple(_in_colours(t, colours[t.id]) if t.id in colours else t for t in themes)


def _in_colours(theme: Theme, given: Mapping[str, str]) -> Theme:
    colour = given.get("colour") or theme.colour
    made = lightened(colour) if given.get("colour") else theme.dark_colour
    return replace(theme, colour=colour, dark_colour=given.get("dark_colour") or made)


def with_logo(tokens: Tokens, folder: str) -> Tokens:
    """Return the tokens with the logo's address as it goes out, like any picture's."""
    return {**tokens, "logo": {**tokens["logo"], "src": out_picture(tokens["logo"]["src"], folder)}}


def laid(base: Tokens, more: Mapping[str, Any], wrong: Callable[[str, str], ConfigError]) -> Tokens:
    """Return the tokens `base` with those of `more` in their places; a table stays a table."""
    out = dict(base)
    for key, value in more.items():
        known = base.get(key)
        if isinstance(known, dict) != isinstance(value, dict) and key in base:
            raise wrong(key, "has to be a table" if isinstance(known, dict) else "has to be a single value")
        out[key] = laid(known, value, wrong) if isinstance(known, dict) else value
    return out


def _all_laid(
    base: Tokens, layers: Iterable[tuple[Mapping[str, Any], Callable[[str, str], ConfigError]]]
) -> Tokens:
    for layer, wrong in layers:
        base = laid(base, layer, wrong)
    return base


def _chosen(tokens: Tokens, overrides: Mapping[str, Any]) -> Tokens:
    """Return what the words stand for that were chosen, by whichever file."""

    def wrong(key: str, cause: str, mend: str = "") -> ConfigError:
        return _wrong(key, cause, mend, overrides)

    out: Tokens = {}
    for key, words in _CHOICES.items():
        if tokens[key] not in words:
            raise wrong(key, f"no such choice {tokens[key]!r:.40}", " or ".join(map(repr, words)))
        if tokens[key] == words[1]:
            out = laid(out, tokens[words[1]], wrong)
    if accent := tokens["accent"]:
        if not _COLOUR.fullmatch(str(accent)):
            raise wrong("accent", f"{accent!r:.40} is no colour", "write it as #rrggbb")
        light, dark = (dict.fromkeys(("link", "rule"), c) for c in (accent, lightened(accent)))
        out = laid(out, {"light": light, "dark": dark}, wrong)
    return out


def _check(more: Mapping[str, Any], known: Mapping[str, Any], at: tuple[str, ...]) -> None:
    """Raise ConfigError for the first key of `more` that is unknown or has a value of the wrong kind."""
    for key, value in more.items():
        here = (*at, key)
        if here == ("theme",):  # its keys are the edition's themes: see `recoloured`
            continue
        name, wanted = ".".join(here), _wanted(known, here, value)
        if wanted is None:
            near = difflib.get_close_matches(key, known, 1, 0.6)
            mend = f"did you mean {near[0]!r}?" if near else "known here: " + ", ".join(known)
            raise LookError(name, "no such design token", mend)
        if type(value) is not type(wanted):
            kind = {str: "text in quotes", int: "a whole number", dict: "a table"}.get(
                type(wanted), "a number"
            )
            raise LookError(name, f"has to be {kind}, not {value!r:.40}")
        if isinstance(value, dict):
            _check(value, wanted, here)
        elif value != wanted and _is_colour(here) and not _COLOUR.fullmatch(value):
            raise LookError(name, f"{value!r:.40} is no colour", "write it as #rrggbb")


def _wanted(known: Mapping[str, Any], at: tuple[str, ...], value: object) -> Any:
    """Return the token that stands at a key so far; a language may have any token of its table."""
    key = at[-1]
    if len(at) > 1 and at[-2] in _BY_LANGUAGE and isinstance(value, dict) and _LANGUAGE.fullmatch(key):
        return {k: v for k, v in known.items() if not isinstance(v, dict)}
    return known.get(key)


def _is_colour(at: tuple[str, ...]) -> bool:
    return at[0] in {"light", "dark", "theme"} or at in {("accent",), ("logo", "ground")}


def _check_logo(logo: Tokens, overrides: Mapping[str, Any]) -> None:
    if logo["src"] and not picture_address(logo["src"]):
        mend = "give a web address, or a path inside the newsletter's folder"
        raise _wrong("logo.src", f"{logo['src']!r:.60} is no address of a picture", mend, overrides)
    if logo["src"] and logo["width"] <= 0:
        raise _wrong("logo.width", "is missing", "say how many pixels wide it is shown", overrides)


def _for_language(tokens: Tokens, key: str, language: str) -> Tokens:
    """Return the tokens of a table, with those of the table under it that bears the language's name."""
    own = tokens[key].get(language, {})
    if not isinstance(own, dict):
        raise TemplateError(f"design token {key}.{language} has to be a table", where="templates/tokens.toml")
    return {**tokens[key], **own}


def _for_styles(token: Any) -> Any:
    """Escape tokens for style="…", all but the apostrophes of a font's name: &#39; is five times as long."""
    if isinstance(token, dict):
        return {key: _for_styles(value) for key, value in token.items()}
    return Markup(str(escape(token)).replace("&#39;", "'")) if isinstance(token, str) else token  # noqa: S704
