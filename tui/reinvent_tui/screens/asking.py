"""One line to type the value of a mark in: a rating, a note of one's own."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reinvent_notes.marks import Mark, Value
from reinvent_notes.text import clean_line

_HINTS = {"rating": "1 to 5; 0 removes it, esc leaves it", "text": "enter keeps it, esc leaves it as it was"}
_LINE_END = "⏎"  # an input has one line


class AskScreen(ModalScreen[str | None]):
    """Ends with what was typed, or with None where it is to stay as it was."""

    BINDINGS = [Binding("escape", "dismiss", "leave it", show=False, priority=True)]

    def __init__(self, mark: Mark, now: Value | None) -> None:
        super().__init__()
        self._mark = mark
        self._is_digit = mark.kind == "rating"
        # a rating is typed over, a note is gone on with
        self._before = "" if now is None or self._is_digit else str(now).replace("\n", _LINE_END)

    def compose(self) -> ComposeResult:
        hint = _HINTS[self._mark.kind]
        asked = Input(self._before, placeholder=hint, id="asked", compact=True, select_on_focus=False)
        if self._is_digit:
            asked.restrict, asked.max_length = "[0-5]", 1
        with Horizontal(id="asking"):
            yield Static(f" {self._mark.label}: ", markup=False)
            yield asked

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._is_digit and event.value:
            self.dismiss("" if event.value == "0" else event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        # a mistyped digit never comes in: enter alone must not take a rating away
        self.dismiss(None if self._is_digit else event.value.replace(_LINE_END, "\n"))


class LineScreen(ModalScreen[str | None]):
    """One line of text; ends with it, or with None where nothing was typed."""

    BINDINGS = [Binding("escape", "dismiss", "leave it", show=False, priority=True)]

    def __init__(self, what: str, now: str, hint: str) -> None:
        super().__init__()
        self._what, self._now, self._hint = what, now, hint

    def compose(self) -> ComposeResult:
        with Horizontal(id="asking"):
            yield Static(f" {self._what}: ", markup=False)
            yield Input(self._now, placeholder=self._hint, id="asked", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(clean_line(event.value).strip() or None)


class SureScreen(ModalScreen[bool]):
    """Whether something is to be done to many talks."""

    BINDINGS = [
        Binding("enter,y", "dismiss(True)", "yes", show=False),
        Binding("escape,n,q", "dismiss(False)", "no", show=False),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        yield Static(f" {self._question}  enter does it, esc leaves it", id="sure", markup=False)
