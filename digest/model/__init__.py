"""Every value that travels through Digest, in the order of the pipeline.

document → article → segment → placement → story → quote → brief → section → edition → rendered

All are frozen. A later value holds the earlier one, so every line of an edition leads back to a
character range of a source. Offsets are Python string indices (code points), the end exclusive.
"""

from __future__ import annotations

from digest.model.edition import (
    ContentsLine,
    Edition,
    LeftOut,
    Newsletter,
    Report,
    Section,
    Selection,
    Window,
)
from digest.model.message import CLIPPED, NEAR, Field, Rendered
from digest.model.sending import (
    Draft,
    Handover,
    Inline,
    Letter,
    Message,
    Parts,
    Receipt,
    Subscriber,
    Traits,
)
from digest.model.source import (
    Article,
    Block,
    Document,
    File,
    Metadata,
    Origin,
    Picture,
    Problem,
    Segment,
    Span,
)
from digest.model.story import (
    OTHER,
    Attribution,
    Brief,
    Placement,
    Quote,
    Reason,
    Score,
    Standfirst,
    Story,
    Theme,
)

__all__ = [
    "CLIPPED",
    "NEAR",
    "OTHER",
    "Article",
    "Attribution",
    "Block",
    "Brief",
    "ContentsLine",
    "Document",
    "Draft",
    "Edition",
    "Field",
    "File",
    "Handover",
    "Inline",
    "LeftOut",
    "Letter",
    "Message",
    "Metadata",
    "Newsletter",
    "Origin",
    "Parts",
    "Picture",
    "Placement",
    "Problem",
    "Quote",
    "Reason",
    "Receipt",
    "Rendered",
    "Report",
    "Score",
    "Section",
    "Segment",
    "Selection",
    "Span",
    "Standfirst",
    "Story",
    "Subscriber",
    "Theme",
    "Traits",
    "Window",
]
