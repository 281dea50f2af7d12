"""The headings of a note, to go to one of them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reinvent_notes.talk import fold
from reinvent_tui.widgets.talk_page import Heading


class ContentsScreen(ModalScreen[int | None]):
    """Typing narrows the headings down. Ends with the number of the one that was chosen."""

    DEFAULT_CSS = """
    ContentsScreen { align: center middle; background: $background 60%; }
    #contents { width: 72; max-width: 100%; height: auto; max-height: 90%; padding: 0 1; }
    #contents { border: round $accent; background: $background; }
    #contents-search { height: 1; border: none; background: $panel; }
    #contents-list { height: auto; max-height: 100%; margin-top: 1; border: none; padding: 0; background: $background; }
    """

    BINDINGS = [
        Binding("escape", "dismiss", "close", show=False, priority=True),
        Binding("down", "move('cursor_down')", "down", show=False, priority=True),
        Binding("up", "move('cursor_up')", "up", show=False, priority=True),
        Binding("pagedown", "move('page_down')", "a page down", show=False, priority=True),
        Binding("pageup", "move('page_up')", "a page up", show=False, priority=True),
    ]

    def __init__(self, headings: Sequence[Heading], at: int) -> None:
        super().__init__()
        self._headings, self._at = headings, at

    def compose(self) -> ComposeResult:
        with Vertical(id="contents"):
            yield Input(placeholder="find a heading; enter goes there", id="contents-search", compact=True)
            headings = OptionList(id="contents-list", compact=True)
            headings.can_focus = False
            yield headings

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def on_mount(self) -> None:
        self._show("")

    def _show(self, wanted: str) -> None:
        found = [(n, h) for n, h in enumerate(self._headings) if fold(wanted) in fold(h.text)]
        options = [Option(Content("  " * heading.depth + heading.text), id=str(n)) for n, heading in found]
        headings = self.query_one(OptionList)
        headings.clear_options()
        headings.add_options(options)
        if options:
            headings.highlighted = 0 if wanted else self._at

    def action_move(self, how: str) -> None:
        getattr(self.query_one(OptionList), f"action_{how}")()

    def on_input_submitted(self) -> None:
        headings = self.query_one(OptionList)
        if headings.highlighted is not None and headings.option_count:
            self.dismiss(int(headings.get_option_at_index(headings.highlighted).id or 0))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(int(event.option.id or 0))
