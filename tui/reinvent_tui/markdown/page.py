"""A note at a width: its lines, links and headings, laid out as far as they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reinvent_tui.markdown.blocks import Blocks
from reinvent_tui.markdown.lines import Laid, Leaf, Line, Link
from reinvent_tui.markdown.prose import TextLeaf
from reinvent_tui.markdown.styles import CODE_BLOCK, DEFAULT_STYLES, Palette
from reinvent_tui.markdown.wrap import cells


@dataclass(frozen=True, slots=True)
class NoteLink:
    """A link, numbered from 1, and where it is: (line, from, to) in cells, for every line that it is on.

    The address is what the note says, without control characters. Whoever opens it checks it.
    """

    number: int
    text: str
    url: str
    places: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class NoteHeading:
    """A heading, and the line where it begins."""

    level: int
    text: str
    line: int


class Rendered:
    """The lines of a note at a width. What is laid out stays; `extend` adds to it until `complete`."""

    def __init__(self, blocks: Blocks, width: int, styles: Mapping[str, Style]) -> None:
        self.width = max(width, 2)
        self.widest = self.width  # tables and code may be wider, so that the pane scrolls sideways
        self.lines: list[Line] = []
        self.links: list[NoteLink] = []
        self.headings: list[NoteHeading] = []
        self.wide: set[int] = set()  # lines of blocks that are wider than the note
        self.complete = False
        self._blocks = blocks
        self._next = 0
        self._palette = Palette(styles)
        self._strips: dict[int, Strip] = {}

    def extend(self, lines: int | None = None) -> bool:
        """Lay out at least so many more lines, or all; whether the note is complete now."""
        goal = None if lines is None else len(self.lines) + lines
        leaves = self._blocks.leaves
        while not self.complete and (goal is None or len(self.lines) < goal):
            if self._next < len(leaves) or self._blocks.more():
                self._take(leaves[self._next])
                self._next += 1
            else:
                self.complete = True
        return self.complete

    def strip(self, y: int) -> Strip:
        """A line as it is painted."""
        strip = self._strips.get(y)
        if strip is None:
            strip = self._strips[y] = self._paint(self.lines[y])
        return strip

    def _take(self, leaf: Leaf) -> None:
        laid = leaf.lay(self.width)
        if leaf.gap:
            self.lines += [leaf.stand.blank] * leaf.gap
        top = len(self.lines)
        self.lines += laid.lines
        if laid.widest > self.width:
            self.widest = max(self.widest, laid.widest)
            self.wide.update(range(top, len(self.lines)))
        if laid.places:
            self._take_links(laid, top)
        if isinstance(leaf, TextLeaf) and leaf.level:
            self.headings.append(NoteHeading(leaf.level, leaf.prose.text.replace("\n", " "), top))

    def _take_links(self, laid: Laid, top: int) -> None:
        found: dict[Link, list[tuple[int, int, int]]] = {}
        for link, line, start, end in laid.places:
            places = found.setdefault(link, [])
            if places and places[-1][0] == top + line and places[-1][2] == start:
                start = places.pop()[1]  # parts in different styles are one place
            places.append((top + line, start, end))
        for link, places in found.items():
            self.links.append(NoteLink(len(self.links) + 1, link.text, link.url, tuple(places)))

    def _paint(self, line: Line) -> Strip:
        text, spans, fill, late, row = line
        palette = self._palette
        if late is not None:
            spans = [*spans, *late(row, len(text))]
        segments = []
        at = 0
        for start, end, bits in spans:
            if start > at:
                segments.append(Segment(text[at:start], palette[0]))
            segments.append(Segment(text[start:end], palette[bits]))
            at = end
        if at < len(text):
            segments.append(Segment(text[at:], palette[0]))
        size = cells(text)
        if fill > size:
            segments.append(Segment(" " * (fill - size), palette[CODE_BLOCK]))
            size = fill
        return Strip(segments, size)


def layout(
    blocks: Blocks, width: int, styles: Mapping[str, Style] = DEFAULT_STYLES, lines: int | None = None
) -> Rendered:
    """A note at a width (2 at least), all of it or about so many lines."""
    rendered = Rendered(blocks, width, styles)
    rendered.extend(lines)
    return rendered
