"""How far one has come, as a page over the reader."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from reinvent_notes.stats import Stats
from reinvent_tui.charts import lines
from reinvent_tui.keys import NOTE, bindings

_WIDTH = 90  # cells, where there are so many
_FRAME = 6  # cells at both sides, and the scroll bar


class StatsScreen(ModalScreen[None]):
    DEFAULT_CSS = f"""
    StatsScreen {{ align: center middle; background: $background 60%; }}
    #stats {{ width: {_WIDTH}; max-width: 100%; height: auto; max-height: 100%; padding: 0 1; }}
    #stats {{ border: round $accent; background: $background; scrollbar-size-vertical: 1; }}
    """

    # as in a note, by the user's keys too
    BINDINGS = [*bindings(NOTE), Binding("q", "leave", "close", id="back", show=False)]

    def __init__(self, stats: Stats) -> None:
        super().__init__()
        self._stats = stats

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="stats"):
            yield Static(self._text(), id="stats-text", markup=False)  # at once, for keys that were typed ahead

    def on_mount(self) -> None:
        self._page.focus()

    def on_resize(self) -> None:
        self.query_one("#stats-text", Static).update(self._text())

    def _text(self) -> str:
        return "\n".join(lines(self._stats, min(self.app.size.width, _WIDTH) - _FRAME))

    @property
    def _page(self) -> VerticalScroll:
        return self.query_one("#stats", VerticalScroll)

    def action_scroll(self, lines: int) -> None:
        self._page.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        self._page.scroll_relative(y=pages * max(1, self._page.size.height - 2), animate=False)

    def action_sideways(self, steps: int) -> None: ...

    def action_top(self) -> None:
        self._page.scroll_home(animate=False)

    def action_bottom(self) -> None:
        self._page.scroll_end(animate=False)

    def action_leave(self) -> None:
        self.dismiss()
