"""Marks as the user makes them: on and off, undone and done again, each said in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from reinvent_notes.errors import Refused
from reinvent_notes.library import Library
from reinvent_notes.marks import WHATEVER, Change, Mark, Value
from reinvent_notes.shelves import moved, queue
from reinvent_notes.text import counted
from reinvent_tui.wording import change_text


class Step(NamedTuple):
    """Something done to marks. `back`: the changes that take it back; `says`: what was done, by one of the changes;
    `about`: to what, by their number."""

    back: Sequence[Change]
    says: Callable[[Change], str]
    about: Callable[[int], str]


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
        marks = self._library.marks(n)
        return self._set(n, mark, None if mark in marks else mark.default(marks))

    def set(self, n: int, mark: Mark, typed: str, was: Value | None = WHATEVER) -> str:
        """Give a mark the value that was typed, or remove it where that is empty. CallError for one that is none,
        Refused where the mark is not what it `was` any more."""
        return self._set(n, mark, mark.parse(typed), was)

    def _set(self, n: int, mark: Mark, value: Value | None, was: Value | None = WHATEVER) -> str:
        title = self._library.index.row(n).title
        return self._do([self._library.change(n, mark, value)._replace(was=was)], _changed, lambda count: title)

    def set_all(self, numbers: Sequence[int], mark: Mark, name: str, *, is_on: bool) -> str:
        """Set a mark on talks that have it not, or remove it from those that do: one step."""
        library = self._library
        changes = [library.change(n, mark, mark.default(library.marks(n)) if is_on else None) for n in numbers]
        return self._do(changes, _changed, lambda count: f"{counted(count)} of {name}")

    def move(self, n: int, by: int) -> str:
        """Move a talk in the queue, towards its beginning with a number below 0."""
        row, marked = self._library.index.row(n), self._library.in_sight(Mark.QUEUED)
        if n not in dict(marked):
            is_queued = Mark.QUEUED in self._library.marks(n)
            return f"{'Hidden, so not in the queue' if is_queued else 'Not queued'}: {row.title}"
        values = moved(marked, n, by)
        if not values:
            return f"{'First' if by < 0 else 'Last'} in the queue: {row.title}"
        changes = [self._library.change(m, Mark.QUEUED, value) for m, value in values.items()]
        return self._do(changes, lambda change: self._place(row.id), lambda count: row.title)

    def _place(self, talk_id: str) -> str:
        index = self._library.index
        order, n = queue(index, self._library.in_sight(Mark.QUEUED)), index.number_of(talk_id)
        return f"{order.index(n) + 1} of {len(order)} in the queue" if n in order else "Not queued"

    def _do(self, changes: Sequence[Change], says: Callable[[Change], str], about: Callable[[int], str]) -> str:
        back = self._library.apply(changes)
        if not back and changes[0].was != WHATEVER:
            raise Refused(f"the {changes[0].mark.label} was changed elsewhere meanwhile")
        if back:
            self._done.append(Step(back, says, about))
            self._undone.clear()
        return f"{says(changes[0])}: {about(len(changes))}"

    def undo(self) -> str:
        return self._take_back(self._done, self._undone, "undo", "undoes")

    def redo(self) -> str:
        return self._take_back(self._undone, self._done, "redo", "does")

    def _take_back(self, steps: list[Step], opposite: list[Step], key: str, does: str) -> str:
        """The last of the steps, but for marks that somebody else has changed since."""
        if not steps:
            return f"Nothing to {key}"
        back, says, about = steps[-1]
        again = self._library.apply(back)
        steps.pop()
        taken = {(change.subject, change.mark) for change in again}
        left = [change for change in back if (change.subject, change.mark) not in taken]
        told = []
        if again:
            opposite.append(Step(again, says, about))
            told.append(f"{says(next(change for change in back if change not in left))}: {about(len(again))}")
        if left:
            names = left[0].subject.title if len(left) == 1 else counted(len(left))
            told.append(f"Changed elsewhere since, so left alone: {names}")
        if steps:
            told.append(f"{self._key_of[key]} again {does} {len(steps):,} more")
        return ". ".join(told)


def _changed(change: Change) -> str:
    return change_text(change.mark, change.value)
