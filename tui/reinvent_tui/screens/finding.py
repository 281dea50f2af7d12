"""One line to type in what to find in the note; all that is found is seen while one types."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input, Static

from reinvent_tui.screens.bottom import LineScreen
from reinvent_tui.widgets.note import NotePane

_EVERY = 0.1  # seconds: more of a long note may have been laid out


class FindScreen(LineScreen[None]):
    BINDINGS = [
        Binding("escape", "give_up", "back to where one was", show=False, priority=True),
        Binding("down", "next(1)", "the next", show=False, priority=True),
        Binding("up", "next(-1)", "the one before", show=False, priority=True),
    ]

    def __init__(self, note: NotePane) -> None:
        super().__init__()
        self._note, self._place = note, note.place
        self._before: str | None = note.wanted

    def compose(self) -> ComposeResult:
        hint = "↑ ↓ go on, enter keeps it, esc ends it"
        yield from self.line("find", self._note.wanted, hint, Static("", id="found", markup=False))

    def on_mount(self) -> None:
        self.set_interval(_EVERY, self._show_count)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value != self._before:  # what was looked for before may be gone on with
            self._note.find_typed(event.value, self._place)
            self._before = None
        self._show_count()

    def _show_count(self) -> None:
        self.query_one("#found", Static).update(f" {self._note.found} " if self._note.found else "")

    def action_next(self, by: int) -> None:
        self._note.find_next(by)
        self._show_count()

    def on_input_submitted(self) -> None:
        self.dismiss()

    def action_give_up(self) -> None:
        self._note.stop_finding()
        self._note.go_to(self._place)
        self.dismiss()
