"""Marks as the user makes them: on and off, undone and done again, each said in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reinvent_notes.library import Library
from reinvent_notes.marks import Change, Mark, Value
from reinvent_tui.wording import mark_text


class Step(NamedTuple):
    """What was done, and the changes that take it back."""

    said: str
    back: Sequence[Change]


class History:
    """Everything done to marks since the reader was opened."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def toggle(self, n: int, mark: Mark) -> str:
        """Set a mark, or remove it; raises MarksError, and then nothing has changed."""
        is_on = mark in self._library.marks(n)
        said = f"Not {mark.label}" if is_on else mark.label
        return self._set(n, mark, None if is_on else self._library.default_value(mark), said)

    def set(self, n: int, mark: Mark, typed: str) -> str:
        """Give a mark the value that was typed, or remove it where that is empty; raises as `toggle` does."""
        value = mark.parse(typed)
        said = f"No {mark.label}" if value is None else mark.label if mark.kind == "text" else mark_text(mark, value)
        return self._set(n, mark, value, said)

    def _set(self, n: int, mark: Mark, value: Value | None, done: str) -> str:
        said = f"{done}: {self._library.index.row(n).title}"
        self._done.append(Step(said[:1].upper() + said[1:], self._library.mark([n], mark, value)))
        self._undone.clear()
        return self._done[-1].said

    def undo(self) -> str:
        if not self._done:
            return "Nothing to undo"
        step = self._done[-1]
        again = self._library.apply(step.back)
        self._done.pop()
        self._undone.append(Step(step.said, again))
        left = f". u again undoes {len(self._done)} more" if self._done else ""
        return f"Undone: {step.said}{left}"

    def redo(self) -> str:
        if not self._undone:
            return "Nothing to redo"
        step = self._undone[-1]
        back = self._library.apply(step.back)
        self._undone.pop()
        self._done.append(Step(step.said, back))
        return f"Done again: {step.said}"
