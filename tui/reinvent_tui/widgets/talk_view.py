"""A talk on the screen, painted line by line: what the detail pane is, without what is done in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.strip import Strip

from reinvent_tui.widgets.lines_view import LinesView
from reinvent_tui.widgets.looks import Looks
from reinvent_tui.widgets.overlays import laid_over, replaced
from reinvent_tui.widgets.place import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reinvent_notes.index import Row
    from reinvent_notes.marks import Marks
    from reinvent_notes.talk import Note, Talk
    from reinvent_tui.widgets.finding import Finding
    from reinvent_tui.widgets.talk_page import Link, TalkPage

_WIDEST_TEXT = 90  # longer lines are hard to read
_MARGIN = 2
_COLOURS = (
    *("title", "dim", "accent", "watch", "skim", "skip"),
    *("heading", "link", "code", "block", "keyword", "string", "number"),
)


def load_renderer() -> None:
    """What the first talk that is shown needs, so that it need not wait for it. For a thread of its own."""
    from reinvent_tui.markdown import convert, layout
    from reinvent_tui.widgets import talk_page  # noqa: F401

    layout(convert("words"), _WIDEST_TEXT)


class TalkView(LinesView, can_focus=True):
    """One talk to read. `show` paints in the same frame; a long note's rest is laid out afterwards."""

    DEFAULT_CSS = """
    TalkView {
        .note--title { text-style: bold; color: $foreground; }
        .note--dim { color: $text-muted; }
        .note--accent { color: $text-accent; }
        .note--watch { color: $text-success; }
        .note--skim { color: $text-warning; }
        .note--skip { color: $text-error; }
        .note--heading { color: $text-secondary; }
        .note--link { color: $text-secondary; }
        .note--code { color: $text-accent; }
        .note--block { background: $panel; }
        .note--keyword { color: $text-secondary; }
        .note--string { color: $text-success; }
        .note--number { color: $text-warning; }
        .note--match { color: $text-accent; text-style: bold underline; }
        .note--current { color: $text-accent; text-style: bold reverse; }
        .note--hint { color: $background; background: $accent; text-style: bold; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"note--{name}" for name in (*_COLOURS, "match", "current", "hint")}

    def __init__(self) -> None:
        super().__init__(id="note")
        self._page: TalkPage | None = None
        self._marks: Marks = {}
        self._related: Sequence[Row] = ()
        self._message = ""
        self._sources: Sequence[str] = ()
        self._looks = Looks(self, "note")
        self._place: Place | None = None  # to go to when there is a size to lay out for
        self._finding: Finding | None = None
        self._hints: list[tuple[str, Link]] = []
        self._hints_from = 0  # the first line when they were shown; they stay where they are on the screen

    @property
    def talk(self) -> Talk | None:
        return self._page.talk if self._page else None

    @property
    def note_read(self) -> Note | None:
        """The note in the first line; above all of them the first."""
        return self._page.note_at(self.scroll_offset.y) if self._page else None

    @property
    def place(self) -> Place:
        """Where in the text the pane is."""
        if self._place is not None or not self._page:
            return self._place or Place()
        return self._page.place_at(self.scroll_offset.y)

    def show(
        self, talk: Talk, marks: Marks, related: Sequence[Row], sources: Sequence[str], place: Place | None = None
    ) -> None:
        """Another talk from its top, or the same one where it was, if not told from where.

        `sources` are sentences on where it comes from.
        """
        before, stays = self._page, False
        if before is None or before.talk.id != talk.id:
            self._finding = None
            if self.scroll_offset.x:
                self.scroll_to(x=0, animate=False)
        if place is None and before is not None and before.talk.id == talk.id:
            place, stays = self.place, True
        if before is None or before.talk != talk or self._sources != sources:
            self._related, self._sources = related, sources
            self._page = self._new_page(talk)
        self._marks = marks
        self._lay_out(place or Place(), before if stays and self._page is not before else None)

    def say(self, message: str) -> None:
        """Show a sentence in place of a talk."""
        self._page, self._message, self._finding = None, message, None
        self._lay_out(Place())

    def _new_page(self, talk: Talk) -> TalkPage:
        from reinvent_tui.widgets.talk_page import TalkPage  # the renderer is not on the way to the first paint

        return TalkPage(talk, self._related, self._sources, self._colours())

    def _colours(self) -> dict[str, Style]:
        return {name: self._looks[name] for name in _COLOURS}

    # laying out

    @property
    def _text_width(self) -> int:
        return max(10, min(_WIDEST_TEXT, self.size.width - 2 * _MARGIN))

    @property
    def _left(self) -> int:
        return max(_MARGIN, (self.size.width - self._text_width) // 2 if self.size.width > _WIDEST_TEXT + 20 else 0)

    def _lay_out(self, place: Place, before: TalkPage | None = None) -> None:
        """Lay out what is on the screen when the pane is at a place, and hardly more. `before`: the page until now,
        where its text is another one: what was in the first line stays there."""
        self._place, y = (None if self.size.width else place), 0
        if self._page and self.size.width:
            self._page.lay_out(self._marks, self._text_width, self.size.height)
            top = self.scroll_offset.y
            like = self._page.line_like(before, top) if before and top else None
            y = self._page.line_of(place) if like is None else max(0, like)
            while self._page.height < y + self.size.height and not self._page.complete:
                self._page.extend()
        if self._finding and self._page:
            at = self._finding.y
            moved = self._page.line_like(before, at) if before and at is not None else None
            self._finding = self._finding.again(self._page, moved)
        self._measure()
        self.scroll_to(y=y, animate=False, force=True)  # the bar comes later, if there is none yet
        self.refresh()
        if self._finding and self._finding.y is None:
            self.go_to_match()
        self._continue()

    def _continue(self) -> None:
        """Lay out the rest of a long note in slices, so that the screen never waits for it."""
        if self._page and not self._page.complete:
            self.set_timer(0.01, self._lay_out_more)

    def _lay_out_more(self) -> None:
        if self._page:
            self._page.extend()
            self._measure()
            if self._finding:
                self._finding.look()
                if self._finding.y is None:
                    self.go_to_match()
                self.refresh()
            self._continue()

    def _measure(self) -> None:
        height, widest = (self._page.height, self._page.widest) if self._page else (1, 0)
        # no wider than what is wider than the text, or a bar that scrolls nothing would take a line
        width = widest + self._left + _MARGIN if widest > self._text_width else 1
        self.measure(Size(width, height + 1))

    # painting

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self._looks.base
        y += self.scroll_offset.y
        strip = self._page.line(y) if self._page else self._message_line(y)
        if strip is None:
            return Strip.blank(width, base)
        if self._finding:
            for start, end, is_current in self._finding.places_on(y):
                strip = laid_over(strip, start, end, self._looks["current" if is_current else "match"])
        # one strip, where each step would make another: they are most of what a line costs
        size = self._left + strip.cell_length
        segments = [*Segment.apply_style([Segment(" " * self._left), *strip], base)]
        if size < width:
            segments.append(Segment(" " * (width - size), base))
        line = self._with_hints(Strip(segments, max(size, width)), y)
        if size <= width:
            return line
        left = self.scroll_offset.x if self._page and self._page.is_wide(y) else 0
        return line.crop(left, left + width).adjust_cell_length(width, base)

    def _with_hints(self, line: Strip, y: int) -> Strip:
        """A hint stands before its link: in the blank that is there, and where it is longer over the link's begin."""
        if not self._hints:
            return line
        from reinvent_tui.markdown.wrap import cells  # not on the way to the first paint

        for hint, link in self._hints:
            row, start, _ = link.places[0]
            if row - self._hints_from == y - self.scroll_offset.y:
                text = line.text
                at = next((n for n in range(len(text)) if cells(text[:n]) >= start + self._left), len(text)) - 1
                line = laid_over(replaced(line, at, hint), at, at + len(hint), self._looks["hint"])
        return line

    def _message_line(self, y: int) -> Strip | None:
        from textwrap import wrap

        lines = wrap(self._message, self._text_width)
        return Strip([Segment(lines[y])]) if y < len(lines) else None

    # what was found

    def go_to_match(self, y: int = 0) -> None:
        if self._finding:
            self._finding.start_at(y)
        self.show_match()

    def show_match(self) -> None:
        y = self._finding.y if self._finding else None
        if y is not None and not self.scroll_offset.y <= y < self.scroll_offset.y + self.size.height - 1:
            self.scroll_to(y=max(0, y - self.size.height // 3), animate=False, force=True)
        if y is not None and self._page and self._page.is_wide(y):
            self._show_sideways(y)
        self.refresh()

    def _show_sideways(self, y: int) -> None:
        """What was found may stand in a column that is not on the screen."""
        from reinvent_tui.markdown.wrap import cells  # not on the way to the first paint

        strip = self._page.line(y) if self._page else None
        text, left = strip.text if strip else "", self.scroll_offset.x
        for start, end, is_current in self._finding.places_on(y) if self._finding else ():
            first, last = (self._left + cells(text[:at]) for at in (start, end))
            if is_current and not left <= first <= last <= left + self.size.width:
                self.scroll_to(x=max(0, first - self.size.width // 3), animate=False, force=True)

    # another size, other colours

    def on_resize(self, event: events.Resize) -> None:
        """Keep the place in the text, not the line number, which depends on the width."""
        self._lay_out(self.place)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks.forget()
        self.call_later(self._restyle)  # when the components have their new styles too

    def _restyle(self) -> None:
        """Where the theme changed, the page is made again with its colours."""
        if self._page and self._page.colours != self._colours():
            place = self.place
            self._page = self._new_page(self._page.talk)
            self._lay_out(place)
