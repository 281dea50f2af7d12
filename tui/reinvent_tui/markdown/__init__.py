"""A note's Markdown as styled lines: the only place that knows how a note looks.

    blocks = convert(markdown)                    the parse; knows no width, can be kept
    page = layout(blocks, width, styles, lines=80)   the first lines at a width
    page.extend(400); page.complete               the rest, when there is time
    page.lines[y].text, page.strip(y)             a line as text, and as it is painted

The way through the rooms: `parser` (markdown-it-py, one top-level block at a time) -> `blocks` and `frames`
(what each block is, and in which quotes and lists it stands) -> `inline` and `tags`, collected by `builder`
(its text) -> `prose`, `code`, `table` (its lines at a width, by `wrap`) -> `page`. What would take too long, and so
is shown as `written`, is in `reinvent_notes.limits`, how everything looks in `styles`.
"""

from reinvent_tui.markdown.blocks import Blocks, convert
from reinvent_tui.markdown.lines import Line
from reinvent_tui.markdown.page import NoteHeading, NoteLink, Rendered, layout
from reinvent_tui.markdown.styles import DEFAULT_STYLES, STYLE_NAMES

__all__ = [
    "DEFAULT_STYLES",
    "STYLE_NAMES",
    "Blocks",
    "Line",
    "NoteHeading",
    "NoteLink",
    "Rendered",
    "convert",
    "layout",
]
