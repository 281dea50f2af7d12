"""How far one has come, as a page over the reader."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from reinvent_notes.stats import Stats
from reinvent_tui.charts import lines

_WIDTH = 90  # cells, where there are so many
_FRAME = 6  # cells at both sides, and the scroll bar


class StatsScreen(ModalScreen[None]):
    DEFAULT_CSS = f"""
    StatsScreen {{ align: center middle; background: $background 60%; }}
    #stats {{ width: {_WIDTH}; max-width: 100%; height: auto; max-height: 100%; padding: 0 1; }}
    #stats {{ border: round $accent; background: $background; scrollbar-size-vertical: 1; }}
    """

    BINDINGS = [
        Binding("escape,q", "dismiss", "close", show=False),
        Binding("j", "scroll('down')", "down", show=False),
        Binding("k", "scroll('up')", "up", show=False),
        Binding("space,ctrl+d", "scroll('page_down')", "a page down", show=False),
        Binding("ctrl+u", "scroll('page_up')", "a page up", show=False),
        Binding("g", "scroll('home')", "to the top", show=False),
        Binding("G", "scroll('end')", "to the end", show=False),
    ]

    def __init__(self, stats: Stats) -> None:
        super().__init__()
        self._stats = stats

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="stats"):
            yield Static(self._text(), id="stats-text", markup=False)  # at once, for keys that were typed ahead

    def on_mount(self) -> None:
        self.query_one("#stats").focus()

    def on_resize(self) -> None:
        self.query_one("#stats-text", Static).update(self._text())

    def _text(self) -> str:
        return "\n".join(lines(self._stats, min(self.app.size.width, _WIDTH) - _FRAME))

    def action_scroll(self, where: str) -> None:
        getattr(self.query_one("#stats"), f"scroll_{where}")(animate=False)
