"""Preview: an edition as its reader will see it, served to this machine only and renewed on every save.

The desk holds what is shown and makes it anew, the watch tells it what was saved, the application serves it,
and the page (page.html, preview.css, preview.js) shows it. The mail stands in a sandboxed frame in which
nothing may run; the page's own script reaches into it, for the scroll, for a click, for a mark.
"""

from __future__ import annotations

from digest.preview.app import make_app
from digest.preview.desk import Desk, at_work
from digest.preview.serving import serve
from digest.preview.source import FromBuilt, FromContent

__all__ = ["Desk", "FromBuilt", "FromContent", "at_work", "make_app", "serve"]
