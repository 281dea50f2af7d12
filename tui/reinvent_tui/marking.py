"""Marks as the user makes them: on and off, undone and done again, each said in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reinvent_notes.library import Library
from reinvent_notes.marks import Change, Mark, Value
from reinvent_notes.shelves import moved
from reinvent_tui.wording import change_text, counted


class Step(NamedTuple):
    """What was done, how the opposite is said, and the changes that take it back."""

    said: str
    opposite: str
    back: Sequence[Change]


class History:
    """Everything done to marks since the reader was opened. What changes them raises MarksError, and then nothing
    has changed."""

    def __init__(self, library: Library, key_of: Mapping[str, str]) -> None:
        """`key_of`: how the key that does something is called, by its id."""
        self._library = library
        self._key_of = key_of
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def toggle(self, n: int, mark: Mark) -> str:
        """Set a mark, or remove it."""
        is_on = mark in self._library.marks(n)
        return self._set(n, mark, None if is_on else self._library.default_value(mark))

    def set(self, n: int, mark: Mark, typed: str) -> str:
        """Give a mark the value that was typed, or remove it where that is empty. CallError for one that is none."""
        return self._set(n, mark, mark.parse(typed))

    def _set(self, n: int, mark: Mark, value: Value | None) -> str:
        title, before = self._library.index.row(n).title, self._library.marks(n).get(mark)
        said, opposite = (f"{change_text(mark, one)}: {title}" for one in (value, before))
        return self._do(said, opposite, [self._library.change(n, mark, value)])

    def set_all(self, numbers: Sequence[int], mark: Mark, name: str, *, is_on: bool) -> str:
        """Set a mark on talks that have it not, or remove it from those that do: one step."""
        value = self._library.default_value(mark)
        said, opposite = (
            f"{change_text(mark, one)}: {counted(len(numbers))} of {name}"
            for one in ((value, None) if is_on else (None, value))
        )
        changes = [self._library.change(n, mark, value if is_on else None) for n in numbers]
        return self._do(said, opposite, changes)

    def move(self, n: int, by: int) -> str:
        """Move a talk in the queue, towards its beginning with a number below 0."""
        title, marked = self._library.index.row(n).title, self._library.in_sight(Mark.QUEUED)
        count = len(marked)
        if n not in dict(marked):
            is_queued = Mark.QUEUED in self._library.marks(n)
            return f"{'Hidden, so not in the queue' if is_queued else 'Not queued'}: {title}"
        place, values = moved(marked, n, by)
        if not values:
            return f"{'First' if by < 0 else 'Last'} in the queue: {title}"
        said, opposite = (f"{one} of {count} in the queue: {title}" for one in (place, place - by))
        return self._do(said, opposite, [self._library.change(m, Mark.QUEUED, v) for m, v in values.items()])

    def _do(self, said: str, opposite: str, changes: Sequence[Change]) -> str:
        self._done.append(Step(said, opposite, self._library.apply(changes)))
        self._undone.clear()
        return said

    def undo(self) -> str:
        if not self._done:
            return "Nothing to undo"
        step = self._done[-1]
        again = self._library.apply(step.back)
        self._done.pop()
        self._undone.append(Step(step.opposite, step.said, again))
        left = f". {self._key_of['undo']} again undoes {len(self._done):,} more" if self._done else ""
        return step.opposite + left

    def redo(self) -> str:
        if not self._undone:
            return "Nothing to redo"
        step = self._undone[-1]
        back = self._library.apply(step.back)
        self._undone.pop()
        self._done.append(Step(step.opposite, step.said, back))
        left = f". {self._key_of['redo']} again does {len(self._undone):,} more" if self._undone else ""
        return step.opposite + left
