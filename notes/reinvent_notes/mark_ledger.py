"""Every mark ever made, as a value that can be changed, joined with another, and asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reinvent_notes.marks import Change, Mark, Marked, Subject, Value


class Entry(NamedTuple):
    """How one mark of one talk stands. A value of None is a removal, `changed` is in ms since the epoch."""

    value: Value | None
    changed: int

    def newer_than(self, other: Entry) -> bool:
        """One order on all machines: by time, within a millisecond by value, so that joining commutes."""
        return self._rank() > other._rank()

    def _rank(self) -> tuple[int, str]:
        return self.changed, "" if self.value is None else f"{type(self.value).__name__} {self.value}"


class Superseded(NamedTuple):
    """An entry that lost when two talks with marks turned out to be one; `subject` is the talk it was of."""

    subject: Subject
    mark: str
    entry: Entry


class Ledger:
    """Every mark ever made, removed ones included.

    Talks are numbered, in the order in which they were first marked. A mark goes by its name here, not as a
    `Mark`, so that one that a later version of the program made passes through unharmed.
    """

    __slots__ = ("marks", "superseded", "talks")

    def __init__(
        self,
        talks: dict[int, Subject] | None = None,
        marks: dict[tuple[int, str], Entry] | None = None,
        superseded: dict[int, Superseded] | None = None,
    ) -> None:
        self.talks = talks or {}
        self.marks = marks or {}
        self.superseded = superseded or {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ledger) and all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def copy(self) -> Ledger:
        return Ledger(self.talks.copy(), self.marks.copy(), self.superseded.copy())

    def apply(self, changes: Iterable[Change], now: int) -> tuple[Change, ...]:
        """Make the changes at `now` (ms). Returns those that take them back, in the order to apply them."""
        numbers, inverse, last = self._numbers(), [], max(self.talks, default=0)
        for subject, mark, value in ((c.subject, c.mark, c.value) for c in changes):
            number = self._find(subject, numbers)
            before = None if number is None else self.marks.get((number, mark.value))
            inverse.append(Change(subject, mark, before.value if before else None))
            if before is None and value is None:
                continue
            if number is None:
                # Numbers come from the clock, so that none is ever given to a second talk.
                number = last = numbers[subject.id] = max(last + 1, now)
                self.talks[number] = subject
            kept = int(value) if isinstance(value, bool) else value
            self.marks[number, mark.value] = Entry(kept, max(now, before.changed + 1 if before else 0))
        return tuple(reversed(inverse))

    def rename(self, old: Subject, new: Subject) -> int | None:
        """`old` is now known as `new`; two talks become one. Its number, None when it has no marks."""
        ids = dict.fromkeys((old.id, new.id, *old.former_ids, *new.former_ids))
        numbers = self._numbers()
        exact = {number for number, talk in self.talks.items() if talk.id in (old.id, new.id)}
        former = {numbers[talk_id] for talk_id in ids if talk_id in numbers}
        found = sorted(exact | {number for number in former if not self.talks[number].contradicts(new)})
        if not found:
            return None
        for number in found:
            ids |= dict.fromkeys((self.talks[number].id, *self.talks[number].former_ids))
        for number in found[1:]:
            self._join(number, found[0])
        del ids[new.id]
        self.talks[found[0]] = new._replace(former_ids=tuple(ids))
        return found[0]

    def absorb(self, newer: Ledger) -> int:
        """Join a later record of the same marks. Returns how many of its marks belong to no known talk."""
        numbers = self._numbers()
        for number, subject in newer.talks.items():
            mine = self.talks.get(number)
            if mine == subject:
                continue
            if mine is not None and mine.id in subject.former_ids:
                self.rename(mine, subject)
                numbers = self._numbers()
            elif self._find(subject, numbers) is None:
                numbers[subject.id] = number if number not in self.talks else max(self.talks) + 1
                self.talks[numbers[subject.id]] = subject
            else:
                self.rename(subject, subject)
                numbers = self._numbers()
        places = {number: self._find(subject, numbers) for number, subject in newer.talks.items()}
        lost = 0
        for (number, name), entry in newer.marks.items():
            place = places.get(number, number)
            if place is None or place not in self.talks:
                lost += 1
                continue
            before = self.marks.get((place, name))
            if before is None or entry.newer_than(before):
                self.marks[place, name] = entry
        known = set(self.superseded.values())
        for loser in newer.superseded.values():
            if loser not in known:
                self._supersede(loser)
        return lost

    def marked(self) -> list[Marked]:
        """Every talk that has a mark now, in the order first marked."""
        values: dict[int, dict[Mark, Value]] = {}
        changed: dict[int, dict[Mark, int]] = {}
        for (number, name), (value, when) in self.marks.items():
            mark = _BY_NAME.get(name)
            if mark is None:
                continue
            changed.setdefault(number, {})[mark] = when
            if value is not None:
                values.setdefault(number, {})[mark] = True if mark.kind == "flag" else value
        return [Marked(self.talks[number], values[number], changed[number]) for number in sorted(values)]

    def _numbers(self) -> dict[str, int]:
        """Which talk an id means: the talk that has it, else one that once had it."""
        former = {talk_id: number for number, talk in self.talks.items() for talk_id in talk.former_ids}
        return former | {talk.id: number for number, talk in self.talks.items()}

    def _find(self, subject: Subject, numbers: Mapping[str, int]) -> int | None:
        for talk_id in (subject.id, *subject.former_ids):
            number = numbers.get(talk_id)
            if number is not None:
                known = self.talks[number]
                if known.id == subject.id or not known.contradicts(subject):
                    return number
        return None

    def _join(self, number: int, into: int) -> None:
        for name in [name for talk, name in self.marks if talk == number]:
            theirs, mine = self.marks.pop((number, name)), self.marks.get((into, name))
            if mine is None or theirs.newer_than(mine):
                self.marks[into, name] = theirs
            if mine is not None and mine != theirs:
                loser, talk = (mine, into) if theirs.newer_than(mine) else (theirs, number)
                self._supersede(Superseded(self.talks[talk], name, loser))
        del self.talks[number]

    def _supersede(self, loser: Superseded) -> None:
        self.superseded[max(self.superseded, default=0) + 1] = loser


_BY_NAME = {mark.value: mark for mark in Mark}
