"""A list that paints only the lines on the screen, whatever its length. The tree and the results are such lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip

from reinvent_tui.keys import LIST, bindings
from reinvent_tui.messages import Chosen, Left, Pointed
from reinvent_tui.widgets.lines_view import LinesView
from reinvent_tui.widgets.looks import Looks


def fitted(text: str, width: int) -> str:
    """Text in exactly so many cells, with an ellipsis where it had to be cut."""
    if cell_len(text) <= width:
        return set_cell_size(text, max(0, width))
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…" if width > 0 else ""


class RowList(LinesView, can_focus=True):
    """`row_height` lines for each row; subclasses say how many rows there are and paint one."""

    BINDINGS = bindings(LIST)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--dim", "rows--accent", "rows--match"}

    row_height = 1
    cursor = reactive(0, init=False, repaint=False)  # two rows are painted, not all
    virtual_size = reactive(Size(0, 0), layout=False, repaint=False)  # rows below the screen may come and go

    def __init__(self, on_move: Callable[[], None], **arguments: str) -> None:
        super().__init__(**arguments)  # type: ignore[arg-type]  # id and classes only
        self._on_move = on_move
        self.looks = Looks(self, "rows")
        self.is_away = False

    def put_away(self, is_away: bool) -> None:
        """Make way for another list, or come back. With a class all its styles would be worked out anew, at a key."""
        self.is_away = is_away
        self.styles.display = "none" if is_away else None

    # what subclasses say

    def row_count(self) -> int:
        raise NotImplementedError

    def paint_row(self, row: int, line: int, width: int) -> list[Segment]:
        """The segments of one of a row's lines, at most `width` cells."""
        raise NotImplementedError

    # painting

    def rows_changed(self) -> None:
        """Rows came or went: measure and paint again, with the cursor on a row that exists."""
        self.measure_rows()
        self.refresh()

    def measure_rows(self) -> None:
        self.measure(Size(self.size.width, self.row_count() * self.row_height))
        self.set_reactive(RowList.cursor, max(0, min(self.cursor, self.row_count() - 1)))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        row, line = divmod(y + self.scroll_offset.y, self.row_height)
        base = self.looks.base
        if row >= self.row_count():
            return Strip.blank(width, base)
        if row == self.cursor:
            base += self.looks["cursor"]
            if self.has_focus:
                base += Style(bold=True)
        segments = [
            Segment(text, base + style if style else base) for text, style, _ in self.paint_row(row, line, width)
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.looks.forget()

    # moving

    def watch_cursor(self, before: int, now: int) -> None:
        for row in (before, now):
            self.refresh(Region(0, row * self.row_height - self.scroll_offset.y, self.size.width, self.row_height))
        self.show_row(now)
        self._on_move()

    def show_row(self, row: int) -> None:
        """Scroll as little as needed to have the row on the screen; by force, as a list that grew has no bar yet. What
        is not laid out yet has no height, and on_resize comes back to it."""
        top, height = row * self.row_height, self.size.height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)
        elif height and top + self.row_height > self.scroll_offset.y + height:
            self.scroll_to(y=top + self.row_height - height, animate=False, force=True)

    def move_to(self, row: int) -> None:
        if self.row_count():
            self.cursor = max(0, min(row, self.row_count() - 1))

    def action_move(self, rows: int) -> None:
        self.move_to(self.cursor + rows)

    def action_page(self, pages: int) -> None:
        self.move_to(self.cursor + pages * max(1, self.size.height // self.row_height - 1))

    def action_top(self) -> None:
        self.move_to(0)

    def action_bottom(self) -> None:
        self.move_to(self.row_count() - 1)

    def action_choose(self) -> None:
        if self.row_count():
            self.post_message(Chosen())

    def action_leave(self) -> None:
        self.post_message(Left())

    def action_fold(self) -> None:
        """Lists without branches page, as hands expect of the space bar."""
        self.action_page(1)

    def action_close(self) -> None: ...

    def action_expand(self) -> None: ...

    def on_click(self, event: events.Click) -> None:
        row = (event.y + self.scroll_offset.y) // self.row_height
        if row < self.row_count():
            is_again = row == self.cursor
            self.move_to(row)
            self.clicked(is_again=is_again, is_double=event.chain > 1)

    def clicked(self, *, is_again: bool, is_double: bool) -> None:
        """The row under the cursor: the first click shows it, another one goes in."""
        if is_again or is_double:
            self.action_choose()
        else:
            self.post_message(Pointed())

    def on_resize(self) -> None:
        self.measure_rows()  # it was painted in its new size already
        self.show_row(self.cursor)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
