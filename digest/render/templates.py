"""Jinja environments, one a format, and a template's failure as one line with its place."""

from __future__ import annotations

import re
import traceback
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateNotFound
from jinja2 import TemplateSyntaxError as JinjaSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.ext import Extension
from jinja2.lexer import Token
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from digest.errors import TemplateError
from digest.render.folders import Folders
from digest.render.inline import Passage, markdown_address, markdown_words
from digest.render.view import (
    ContentsView,
    Credit,
    EditionView,
    PictureView,
    QuoteView,
    SectionView,
    StoryView,
    ThemeView,
)
from digest.render.wrap import display_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping
    from pathlib import Path

    from jinja2.lexer import TokenStream
    from jinja2.runtime import Context

    from digest.render.folders import Stamp

KINDS = ("mjml", "html", "txt", "md")


class Written(str):
    """Markdown or plain text that a template's own function wrote: printed as it is."""

    __slots__ = ()


_OURS = (
    Passage,
    EditionView,
    SectionView,
    StoryView,
    QuoteView,
    ContentsView,
    Credit,
    PictureView,
    ThemeView,
)
_PUBLIC: dict[type, frozenset[str]] = {
    kind: frozenset(name for name in dir(kind) if not name.startswith("_")) for kind in _OURS
}


class _Sandbox(SandboxedEnvironment):
    """Jinja's sandbox, which spends half its time asking whether our own frozen values are safe."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a public attribute of a value we made, an entry of a table, and else what Jinja allows."""
        kind = type(obj)
        if kind is dict and attribute in obj:
            return obj[attribute]
        if attribute in _PUBLIC.get(kind, ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template: plain, as each include goes through all of them."""
        return {**self.globals, **(d or {})}

    def call(self, context: Context, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a function that we gave to the templates, or what Jinja allows."""
        if function is voice:
            return voice(*args)  # Jinja's own keywords mean nothing to it
        return super().call(context, function, *args, **kwargs)


@lru_cache(maxsize=32)
def environment(kind: str, look: str, own: tuple[Path, ...]) -> SandboxedEnvironment:
    """Return the environment of a format ("mjml", "html", "txt" or "md") of a look.

    Whatever a template prints is made fit for its format: in HTML by autoescape, in the others by
    `finalize`. Names that do not exist are errors. Templates are kept until `renew` finds them changed.
    """
    finalize: Callable[[object], object] | None = {"txt": _as_words, "md": _as_markdown}.get(kind)
    env = _Sandbox(
        loader=Folders(look, own),
        autoescape=kind in {"mjml", "html"},
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # see `renew`
        cache_size=-1,  # all: they are few, and each include asks
    )
    env.globals.update(voice=voice, columns=columns)
    env.filters.update(link=_link, spoken=_spoken)
    env.filters["underlined"] = lambda text, mark="-": Written(mark * display_width(_as_words(text)))
    return env


_seen: dict[tuple[str, tuple[Path, ...]], Stamp] = {}
"""The files of a look's folders as they were when its templates were last asked for."""


def renew(look: str, own: tuple[Path, ...]) -> None:
    """Forget the templates of a look that have changed on disk, for all formats.

    Asked once for an edition; Jinja itself would ask the disk at each include, which takes longer than all
    else in a render.
    """
    now = Folders(look, own).stamp()
    if _seen.get((look, own)) == now:
        return
    for kind in KINDS:
        kept = environment(kind, look, own).cache or {}
        for key in [key for key, template in kept.items() if not template.is_up_to_date]:
            del kept[key]
    _seen[look, own] = now


def _as_words(value: object) -> str:
    if isinstance(value, Passage):
        return value.words()
    return str(value)


def _as_markdown(value: object) -> str:
    if isinstance(value, Passage):
        return value.markdown()
    return value if isinstance(value, Written) else markdown_words(str(value))


def _link(words: object, url: str) -> Written:
    """Return a Markdown link, or the words alone where there is no address."""
    text = _as_markdown(words)
    return Written(f"[{text}]({markdown_address(url)})" if url and text else text)


_NOTHING = Markup()


def voice(passage: Passage) -> Markup:
    """Return the attributes that name a passage's language where it is not the edition's."""
    if not (passage.lang or passage.dir):
        return _NOTHING
    lang = f' lang="{escape(passage.lang)}"' if passage.lang else ""
    return Markup(lang + (f' dir="{escape(passage.dir)}"' if passage.dir else ""))  # noqa: S704 (escaped)


def _spoken(passage: Passage) -> Markup:
    """Return a passage that stands among other words, in an element only where its language differs."""
    attributes = voice(passage)
    return Markup("<span{}>{}</span>").format(attributes, passage) if attributes else escape(passage)


def columns(stories: tuple[StoryView, ...]) -> tuple[tuple[StoryView, ...], tuple[StoryView, ...]]:
    """Cut stories in two where the columns come out about as high; read down, then across."""
    heights = [_height(story) for story in stories]
    cuts = range(1, len(stories))
    cut = min(cuts, key=lambda n: (abs(sum(heights[:n]) - sum(heights[n:])), -n), default=len(stories))
    return stories[:cut], stories[cut:]


def _height(story: StoryView) -> int:
    # Pixels in a column of 264: about 26 columns of headline a line, 34 of text.
    picture = story.picture
    box = picture.within(264, 264) if picture else 0
    tall = box * picture.height // picture.width if picture and picture.width else box // 2
    lines = display_width(story.headline.text) // 26 * 27 + display_width(story.standfirst.text) // 34 * 26
    return tall + lines + 110


def printed(env: SandboxedEnvironment, name: str, context: Mapping[str, Any]) -> str:
    """Return what a template prints. Raises TemplateError with file and line."""
    folders = env.loader
    assert isinstance(folders, Folders)  # noqa: S101 (environment() made it)
    try:
        text = env.get_template(name).render(context)
        text.encode()  # a template can spell half a character, which no file holds
    except JinjaSyntaxError as error:
        where = folders.place(error.filename or error.name or name, error.lineno)
        raise TemplateError(f"template does not parse: {error.message}", where=where) from error
    except TemplateNotFound as error:
        looked = ", ".join(dict.fromkeys(root.name for root in folders.roots))
        mend = f"put the file into {looked}/{folders.look}/ or choose another look"
        raise TemplateError(
            f"template is missing: {error.name}", where=_line(env, error), mend=mend
        ) from error
    except TemplateError:
        raise
    except (UndefinedError, SecurityError) as error:
        raise TemplateError(
            f"template cannot be filled in: {error.message}", where=_line(env, error)
        ) from error
    except Exception as error:  # a template is a program: it can fail in every way a program can
        cause = f"{type(error).__name__}: {error}"[:200]
        raise TemplateError(f"template cannot be filled in: {cause}", where=_line(env, error)) from error
    return text


def _line(env: SandboxedEnvironment, error: Exception) -> str:
    """Return the innermost line of a template that the error passed through (Jinja rewrites them)."""
    folders = env.loader
    assert isinstance(folders, Folders)  # noqa: S101 (environment() made it)
    roots = tuple(map(str, folders.roots))
    frames = traceback.extract_tb(error.__traceback__)
    inside = [f for f in frames if f.filename.startswith(roots)]
    return folders.place(inside[-1].filename, inside[-1].lineno or 1) if inside else ""


_MARK = re.compile("\ue000([^\ue001]*):(\\d+)\ue001")


class LineMarks(Extension):
    """Marks every line that a template prints with the template's name and line."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Put a mark before each line of the text between Jinja's own marks."""
        for token in stream:
            if token.type == "data":
                lines = token.value.split("\n")
                marked = (
                    f"\ue000{stream.name}:{token.lineno + n}\ue001{part}" for n, part in enumerate(lines)
                )
                yield Token(token.lineno, "data", "\n".join(marked))
            else:
                yield token


def traced(env: SandboxedEnvironment, name: str, context: Mapping[str, Any], line: int) -> tuple[str, str]:
    """Return which template line printed line `line` of the output, and the output down to it."""
    folders = env.loader
    assert isinstance(folders, Folders)  # noqa: S101 (environment() made it)
    text = printed(env.overlay(extensions=[LineMarks]), name, context)
    down_to = "\n".join(text.split("\n")[:line]) if line else ""
    marks = _MARK.findall(down_to) or [(name, "1")]
    template, at = marks[-1]
    return folders.place(folders.find(template) or template, int(at)), _MARK.sub("", down_to)
