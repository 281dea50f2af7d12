"""One line to type the value of a mark in: a rating, a note of one's own, where one stopped."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input, Static

from reinvent_notes.errors import ReinventError
from reinvent_notes.marks import Mark, Value, position_text
from reinvent_notes.text import clean_line
from reinvent_tui.screens.bottom import BottomScreen, LineScreen
from reinvent_tui.widgets.line_input import LineInput
from reinvent_tui.wording import error_text

_HINTS = {
    "rating": "1 to 5; 0 removes it, esc leaves it",
    "text": "enter keeps it, esc leaves it as it was",
    "position": "12:30 or 1:02:30; empty removes it, esc leaves it",
}
_EDITOR_FROM = 60  # columns: on a narrower screen what is typed takes the room
_LINE_END = "⏎"  # an input has one line


class AskScreen(LineScreen[None]):
    """Ends once what was typed is kept, or is to stay as it was."""

    BINDINGS = [Binding("tab", "edit", "in the editor", show=False, priority=True)]

    def __init__(self, mark: Mark, now: Value | None, keep: Callable[[str], None]) -> None:
        """`keep` is given what was typed; where that raises ReinventError, what was typed stays to be seen."""
        super().__init__()
        self._mark, self._keep = mark, keep
        self._is_digit, self._is_text = mark.kind == "rating", mark.kind == "text"
        # a rating or a place is typed over, a note is gone on with
        self._before = "" if now is None or self._is_digit else str(now).replace("\n", _LINE_END)
        if self._before and mark.kind == "position":
            self._before = position_text(int(self._before))

    def compose(self) -> ComposeResult:
        about = {"restrict": "[0-5]", "max_length": 1} if self._is_digit else {}
        is_edited = self._is_text and self.app.size.width >= _EDITOR_FROM
        after = [Static(" tab: in your editor ", markup=False)] if is_edited else []
        yield Static(id="wrong", markup=False)
        hint = _HINTS[self._mark.kind]
        yield from self.line(self._mark.label, self._before, hint, *after, select_on_focus=not self._is_text, **about)

    def on_mount(self) -> None:
        if self._is_text:
            self.query_one(LineInput).line_end = _LINE_END

    def action_edit(self) -> None:
        if not self._is_text:
            return
        from reinvent_tui.screens.editing import edit_text

        asked = self.query_one(Input)
        try:
            text = edit_text(self.app, asked.value.replace(_LINE_END, "\n"))
        except ReinventError as error:
            self._refuse(error)
        else:
            asked.value = text.replace("\n", _LINE_END)
            self._answer(text)

    def _answer(self, text: str) -> None:
        try:
            if self._is_digit or text != self._before.replace(_LINE_END, "\n"):
                self._keep(text)
        except ReinventError as error:
            self._refuse(error)
        else:
            self.dismiss()

    def _refuse(self, error: ReinventError) -> None:
        """Say what is wrong; what was typed stays."""
        wrong = self.query_one("#wrong", Static)
        wrong.update(f" {error_text(error)}")
        wrong.display = True
        if self._is_digit:
            self.query_one(Input).clear()  # the next one may be kept

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._is_digit and event.value:
            self._answer("" if event.value == "0" else event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self._is_digit:  # a mistyped one never comes in: enter alone must not take a rating away
            self.dismiss()
        else:
            self._answer(event.value.replace(_LINE_END, "\n"))


class TextScreen(LineScreen[str | None]):
    """Ends with the text, or with None where nothing was typed."""

    def __init__(self, what: str, now: str, hint: str) -> None:
        super().__init__()
        self._asked = what, now, hint

    def compose(self) -> ComposeResult:
        yield from self.line(*self._asked)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(clean_line(event.value).strip() or None)


class SureScreen(BottomScreen[bool]):
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
