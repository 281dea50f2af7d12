"""The quotes and list items that are open at a point of a note, and what they put before its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reinvent_tui.markdown.lines import Line, Prefix, Stand
from reinvent_tui.markdown.styles import MARKER, QUOTE, QUOTE_BAR

if TYPE_CHECKING:
    from markdown_it.token import Token

_BULLETS = "•◦▪‣"
_BAR = Prefix("│ ", ((0, 1, QUOTE_BAR),))
_NOTHING = Prefix()
_EMPTY_LINE = Line("")


class Frame:
    """A quote or list item."""

    __slots__ = ("bits", "blank", "bullet", "first", "listed", "marker", "rest")

    def __init__(self, outer: Frame | None, marker: Prefix, after: Prefix, bits: int, listed: bool) -> None:
        before = outer.rest if outer else _NOTHING
        self.marker: Prefix = marker  # a bar, or a bullet or number
        self.first: Prefix = before.then(marker)  # before the line that has the marker
        self.rest: Prefix = before.then(after)  # before every other line
        bars = tuple(span for span in self.rest.spans if span[2] == QUOTE_BAR)
        self.blank: Line = Line(self.rest.text.rstrip(), bars)  # an empty line within it
        self.bits: int = bits | (outer.bits if outer else 0)
        self.listed: bool = listed or (outer is not None and outer.listed)
        self.bullet: Frame | None = None  # the items of every bullet list in it


class OpenList:
    """A list, and what its next item looks like."""

    __slots__ = ("bullet", "digits", "mark", "number", "outer")

    def __init__(
        self, mark: str, bullet: Frame | None = None, number: int = 0, digits: int = 0, outer: Frame | None = None
    ) -> None:
        self.mark = mark
        self.bullet = bullet  # shared by all items
        self.number = number
        self.digits = digits
        self.outer = outer  # what its numbers stand in


class Frames:
    """All that is open. A marker is shown before the first block of its item only."""

    def __init__(self) -> None:
        self._open: list[Frame] = []
        self._lists: list[OpenList] = []
        self._bullet: Frame | None = None  # the items of every bullet list that stands in nothing
        self._closed: OpenList | None = None  # the list that was closed last
        self._marked = 0  # how many of the open frames have shown their marker
        self._common = 0  # how many of them the previous block stood in too

    @property
    def top(self) -> Frame | None:
        return self._open[-1] if self._open else None

    @property
    def bits(self) -> int:
        return self._open[-1].bits if self._open else 0

    @property
    def listed(self) -> bool:
        return bool(self._open) and self._open[-1].listed

    @property
    def unmarked(self) -> bool:
        """Whether the next block is the first one of its item (or quote)."""
        return self._marked < len(self._open)

    @property
    def bulleted(self) -> bool:
        """Whether the innermost list has bullets."""
        return bool(self._lists) and self._lists[-1].bullet is not None

    def open_quote(self, *, has_bar: bool = True) -> None:
        bar, bits = (_BAR, QUOTE) if has_bar else (_NOTHING, 0)
        self._open.append(Frame(self.top, bar, bar, bits, False))

    def open_bullets(self, mark: str) -> None:
        top = self.top
        bullet = top.bullet if top else self._bullet
        if bullet is None:
            glyph = _BULLETS[len(self._lists) % len(_BULLETS)]
            bullet = Frame(top, Prefix(f" {glyph} ", ((1, 2, MARKER),)), Prefix("   "), 0, True)
            if top:
                top.bullet = bullet
            else:
                self._bullet = bullet
        self._lists.append(OpenList(mark, bullet))

    def open_numbers(self, tokens: list[Token], place: int, goes_on: bool) -> None:
        """Open an ordered list; all its numbers are as wide as the last one. In `* 1. Text` the number takes the place
        of the bullet."""
        token = tokens[place]
        number = int(token.attrs.get("start", 1))
        before = self._closed
        if goes_on and before and before.digits and before.mark == token.markup:
            number = before.number
        items = 0
        for at in range(place + 1, len(tokens)):
            level = tokens[at].level - token.level
            if level <= 0:
                break
            items += level == 1 and tokens[at].nesting == 1
        outer = self.top
        if outer and self._marked == len(self._open) - 1 and self.bulleted and outer is self._lists[-1].bullet:
            outer = self._open[-2] if self._marked else None
            self._marked += 1
        self._lists.append(OpenList(token.markup, None, number, len(str(number + items - 1)), outer))

    def close_list(self) -> None:
        self._closed = self._lists.pop()

    def open_item(self) -> None:
        owner = self._lists[-1]
        if owner.bullet:
            self._open.append(owner.bullet)
            return
        marker = f" {owner.number:>{owner.digits}}{owner.mark} "
        owner.number += 1
        numbered = Prefix(marker, ((1, len(marker) - 1, MARKER),))
        self._open.append(Frame(owner.outer, numbered, Prefix(" " * len(marker)), 0, True))

    def open_footnote(self, label: str) -> None:
        """Its lines hang, less far than a long label is."""
        marker = Prefix(f"[{label}] ", ((0, len(label) + 2, MARKER),))
        self._open.append(Frame(self.top, marker, Prefix(" " * min(4, len(marker.text))), 0, True))

    def close(self) -> None:
        self._open.pop()
        self._marked = min(self._marked, len(self._open))
        self._common = min(self._common, len(self._open))

    def stand(self, box: str = "") -> Stand:
        """Where the next block stands. A task's box takes the place of its bullet."""
        blank = self._open[self._common - 1].blank if self._common else _EMPTY_LINE
        if not self._open:
            return Stand(blank, _NOTHING, _NOTHING)
        top = self._open[-1]
        unmarked = len(self._open) - self._marked
        self._marked = self._common = len(self._open)
        if not unmarked:
            return Stand(blank, top.rest, top.rest)
        first = top.first
        if unmarked > 1:
            inner = len(self._open) - unmarked
            first = self._open[inner - 1].rest if inner else _NOTHING
            for frame in self._open[inner:]:
                first = first.then(frame.marker)
        if box:
            first = Prefix(f"{first.text[:-2]}{box} ", first.spans)
        return Stand(blank, first, top.rest)
