"""The detail pane: the talk under the cursor, painted line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reinvent_tui.keys import NOTE, bindings
from reinvent_tui.messages import Left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reinvent_notes.index import Row
    from reinvent_notes.marks import Marks
    from reinvent_notes.talk import Talk
    from reinvent_tui.widgets.talk_page import TalkPage

_WIDEST_TEXT = 90  # longer lines are hard to read
_MARGIN = 2
_FIRST_LINES, _MORE_LINES = 120, 400  # laid out before the first paint, and in each pause after it
_COLOURS = (
    *("title", "dim", "accent", "watch", "skim", "skip"),
    *("heading", "link", "code", "block", "keyword", "string", "number"),
)


class NotePane(ScrollView, can_focus=True):
    """One talk to read. `show` paints in the same frame; a long note's rest is laid out afterwards."""

    BINDINGS = bindings(NOTE)
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"note--{name}" for name in _COLOURS}

    def __init__(self) -> None:
        super().__init__(id="note")
        self._page: TalkPage | None = None
        self._marks: Marks = {}
        self._related: Sequence[Row] = ()
        self._message = ""

    @property
    def talk(self) -> Talk | None:
        return self._page.talk if self._page else None

    def show(self, talk: Talk, marks: Marks, related: Sequence[Row]) -> None:
        """Another talk from its top, or the same one where it was."""
        before = self.talk
        if before != talk:
            self._related = related
            self._page = self._new_page(talk)
        self._marks = marks
        if before is None or before.id != talk.id:
            self.scroll_to(0, 0, animate=False)
        self._lay_out()

    def say(self, message: str) -> None:
        """Show a sentence in place of a talk."""
        self._page, self._message = None, message
        self._lay_out()

    def _new_page(self, talk: Talk) -> TalkPage:
        from reinvent_tui.widgets.talk_page import (
            TalkPage,  # the renderer is not on the way to the first paint
        )

        colours = {name: self.get_component_rich_style(f"note--{name}", partial=True) for name in _COLOURS}
        return TalkPage(talk, self._related, colours)

    # laying out

    @property
    def _text_width(self) -> int:
        return max(10, min(_WIDEST_TEXT, self.size.width - 2 * _MARGIN))

    @property
    def _left(self) -> int:
        return max(_MARGIN, (self.size.width - self._text_width) // 2 if self.size.width > _WIDEST_TEXT + 20 else 0)

    def _lay_out(self) -> None:
        if self._page and self.size.width:
            seen = self.scroll_offset.y + 2 * self.size.height
            self._page.lay_out(self._marks, self._text_width, max(_FIRST_LINES, seen))
        self._measure()
        self.refresh()
        self._continue()

    def _continue(self) -> None:
        """Lay out the rest of a long note in slices, so that the screen never waits for it."""
        if self._page and not self._page.complete:
            self.set_timer(0.01, self._lay_out_more)

    def _lay_out_more(self) -> None:
        if self._page:
            self._page.extend(_MORE_LINES)
            self._measure()
            self._continue()

    def _measure(self) -> None:
        height, widest = (self._page.height, self._page.widest) if self._page else (1, 0)
        self.virtual_size = Size(max(self.size.width, widest + self._left + _MARGIN), height + 1)

    # painting

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        y += self.scroll_offset.y
        strip = self._page.line(y) if self._page else self._message_line(y)
        if strip is None:
            return Strip.blank(width, base)
        line = Strip([Segment(" " * self._left, base), *strip]).apply_style(base)
        left = self.scroll_offset.x
        return line.crop(left, left + width).adjust_cell_length(width, base)

    def _message_line(self, y: int) -> Strip | None:
        from textwrap import wrap

        lines = wrap(self._message, self._text_width)
        return Strip([Segment(lines[y])]) if y < len(lines) else None

    # moving

    def action_scroll(self, lines: int) -> None:
        self.scroll_relative(y=lines, animate=False)

    def action_sideways(self, steps: int) -> None:
        self.scroll_relative(x=8 * steps, animate=False)

    def action_page(self, pages: int) -> None:
        self.scroll_relative(y=pages * max(1, self.size.height - 2), animate=False)

    def action_top(self) -> None:
        self.scroll_to(0, 0, animate=False)

    def action_bottom(self) -> None:
        if self._page:
            self._page.extend()
        self._measure()
        self.scroll_to(y=self.max_scroll_y, animate=False)

    def action_leave(self) -> None:
        self.post_message(Left())

    def on_resize(self, event: events.Resize) -> None:
        """Keep the place in the text, not the line number, which depends on the width."""
        before = self.virtual_size.height
        place = self.scroll_offset.y / before if before else 0
        self._lay_out()
        if place:
            self.scroll_to(y=round(place * self.virtual_size.height), animate=False)

    def notify_style_update(self) -> None:
        """The theme changed: the page is made again with its colours."""
        super().notify_style_update()
        if self._page:
            self._page = self._new_page(self._page.talk)
            self._lay_out()
