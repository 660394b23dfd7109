"""MJML to HTML, and where in the templates it went wrong when it does not compile.

mjml-python names a byte offset at best and for the commonest faults nothing, so the place is found
by reading the same text as XML (lxml tells line and cause) with the lines of the templates marked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree
from mjml import mjml2html

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.errors import TemplateError

# What HTML names and XML does not; declared so that only true faults are found.
_ENTITIES = "<!DOCTYPE mjml [{}]>".format(
    "".join(
        f'<!ENTITY {name} "&#{code};">'
        for name, code in (
            ("nbsp", 160),
            ("zwnj", 8204),
            ("mdash", 8212),
            ("ndash", 8211),
            ("middot", 183),
            ("copy", 169),
            ("hellip", 8230),
        )
    )
)


def compiled(mjml: str, traced: Callable[[int, str], TemplateError]) -> str:
    """Return the HTML of `mjml`.

    Loads nothing: no fonts, no icons, no includes. `traced(line, cause)` makes the error of a
    line of `mjml` (0 where none is known).
    """
    try:
        return mjml2html(mjml, fonts={}, disable_comments=False)
    except ValueError as error:
        raise traced(*_fault(mjml, str(error))) from error


def _fault(mjml: str, said: str) -> tuple[int, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        etree.fromstring(f"{_ENTITIES}{mjml}".encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        cause = re.sub(r", line \d+, column \d+.*", "", str(error.msg))
        return error.lineno or 0, cause
    return 0, " ".join(said.split())
