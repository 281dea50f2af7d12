"""Every mark ever made, as a value that can be changed, joined with another, and asked."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from reinvent_notes.mark_subject import Subject
from reinvent_notes.marks import BY_NAME, LAST_PLACE, WHATEVER, Change, Mark, Marked, Value, age


class Entry(NamedTuple):
    """How one mark of one talk stands. A value of None is a removal, `changed` is in ms since the epoch."""

    value: Value | None
    changed: int

    def newer_than(self, other: Entry) -> bool:
        return age(self.changed, self.value) > age(other.changed, other.value)


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
        wanted = list(changes)
        numbers = self._numbers(of={talk_id for c in wanted for talk_id in (c.subject.id, *c.subject.former_ids)})
        inverse, last = [], max(self.talks, default=0)
        end = self._end_of_queue() if any(change.is_to_the_end for change in wanted) else 0
        for change in wanted:
            subject, mark, value, was = change
            if change.is_to_the_end:  # only here is it known who else is there: a program may have queued just now
                value = end = min(end + 1, LAST_PLACE)
            number = self._find(subject, numbers)
            before = None if number is None else self.marks.get((number, mark.value))
            stands = before.value if before else None
            if (before is None and value is None) or was not in (WHATEVER, stands):
                continue
            if number is None:
                # Numbers come from the clock, so that none is ever given to a second talk.
                number = last = max(last + 1, now)
                self.talks[number] = subject
                numbers.setdefault(subject.id, []).append(number)
            kept = int(value) if isinstance(value, bool) else value
            self.marks[number, mark.value] = Entry(kept, max(now, before.changed + 1 if before else 0))
            inverse.append(Change(subject, mark, stands, kept))
        return tuple(reversed(inverse))

    def _end_of_queue(self) -> int:
        """The last place that any talk has, also one that is in no source now."""
        queue = Mark.QUEUED.value
        return max((int(value or 0) for (_, name), (value, _) in self.marks.items() if name == queue), default=0)

    def rename(self, old: Subject, new: Subject) -> int | None:
        """`old` is now known as `new`. Its number, None when it has no marks.

        It is joined with another only when nothing is left that tells the two apart.
        """
        number = self._find(old, self._numbers())
        return None if number is None else self._become(number, new)

    def _become(self, number: int, new: Subject) -> int:
        found = sorted({number, *(n for n, talk in self.talks.items() if talk.knowledge == new.knowledge)})
        talks = [new, self.talks[number], *(self.talks[n] for n in found)]
        ids = dict.fromkeys(talk_id for talk in talks for talk_id in (talk.id, *talk.former_ids))
        for other in found[1:]:
            self._join(other, found[0])
        del ids[new.id]
        self.talks[found[0]] = new._replace(former_ids=tuple(ids))
        return found[0]

    def absorb(self, newer: Ledger) -> int:
        """Join a later record of the same marks. Returns how many of its marks belong to no known talk."""
        places: dict[int, int] = {}
        for number, subject in newer.talks.items():
            mine = self.talks.get(number)
            if mine is not None and (mine == subject or mine.shares_a_name(subject)):
                places[number] = number if mine == subject else self._become(number, subject)
                continue
            numbers = self._numbers(but=newer.talks)  # what both have is not another that this one is
            place = self._find(subject, numbers)
            if place is not None:
                places[number] = self._become(place, subject)
            else:
                places[number] = number if mine is None else max(*self.talks, *newer.talks) + 1
                self.talks[places[number]] = subject
        numbers = self._numbers()
        for number in [number for number, place in places.items() if place not in self.talks]:
            joined = self._find(newer.talks[number], numbers)  # with one that turned out to be the same
            if joined is not None:
                places[number] = joined
        lost = 0
        for (number, name), entry in newer.marks.items():
            place = places.get(number, number)
            if place not in self.talks:
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

    def join(self, records: Iterable[Marked], now: int) -> int:
        """Join records that were made elsewhere; returns how many marks are changed by that.

        Of each mark of each talk the newest change stays, whichever is told first and however often; a note of one's
        own that lost stays in `superseded`. Two talks are one only where all that is known of them is the same: what
        may be the same is for those to say who see all of them.
        """
        numbers = {talk.knowledge: number for number, talk in self.talks.items()}
        traces = {(lost.subject.knowledge, lost.mark, lost.entry) for lost in self.superseded.values()}
        last, joined = max(self.talks, default=0), 0
        for record in records:
            number = numbers.get(record.subject.knowledge)
            if number is None:
                number = last = numbers[record.subject.knowledge] = max(last + 1, now)
                self.talks[number] = record.subject
            self.talks[number] = talk = _known_as_both(self.talks[number], record.subject)
            for mark, theirs in _entries(record):
                mine = self.marks.get((number, mark.value))
                is_newer = mine is None or theirs.newer_than(mine)
                if is_newer:
                    self.marks[number, mark.value] = theirs
                    joined += 1
                loser = mine if is_newer else theirs
                if mark.kind == "text" and loser and loser.value and mine != theirs:
                    trace = talk.knowledge, mark.value, loser
                    if trace not in traces:
                        self._supersede(Superseded(talk, mark.value, loser))
                    traces.add(trace)
        return joined

    def marked(self, *, removed_too: bool = False, of: Container[int] | None = None) -> list[Marked]:
        """Every talk, or each `of` these, that has a mark now, or also that had one, in the order first marked."""
        values: dict[int, dict[Mark, Value]] = {}
        changed: dict[int, dict[Mark, int]] = {}
        for (number, name), (value, when) in self.marks.items():
            if of is not None and number not in of:
                continue
            mark = BY_NAME.get(name)
            if mark is None:
                continue
            changed.setdefault(number, {})[mark] = when
            if value is not None:
                values.setdefault(number, {})[mark] = True if mark.kind == "flag" else value
        numbers = sorted(changed if removed_too else values)
        return [Marked(self.talks[number], values.get(number, {}), changed[number]) for number in numbers]

    def _numbers(self, *, of: Set[str] | None = None, but: Container[int] = ()) -> dict[str, list[int]]:
        """The talks that have or had each id, or each `of` these; without some."""
        numbers: dict[str, list[int]] = {}
        for number, talk in self.talks.items():
            if of is not None and talk.id not in of and of.isdisjoint(talk.former_ids):
                continue
            if number not in but:
                for talk_id in (talk.id, *talk.former_ids):
                    numbers.setdefault(talk_id, []).append(number)
        return numbers

    def _find(self, subject: Subject, numbers: Mapping[str, list[int]]) -> int | None:
        """The talk that knows the same; else of those with an id in common the one that surely is the same."""
        ids = (subject.id, *subject.former_ids)
        found = list(dict.fromkeys(number for talk_id in ids for number in numbers.get(talk_id, ())))
        for number in found:
            if self.talks[number].knowledge == subject.knowledge:
                return number
        ties = [(tie, -number) for number in found if (tie := self.talks[number].tie(subject)) and tie.balance > 0]
        return -max(ties)[1] if ties else None

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


def _known_as_both(one: Subject, other: Subject) -> Subject:
    """One name for two of the same knowledge, whichever comes first."""
    former = tuple(sorted({*one.former_ids, *other.former_ids} - {one.id}))
    videos = min(one.videos, other.videos)
    changed = videos != one.videos or set(former) != set(one.former_ids)
    return one._replace(videos=videos, former_ids=former) if changed else one


def _entries(record: Marked) -> Iterator[tuple[Mark, Entry]]:
    for mark, changed in record.changed.items():
        value = record.values.get(mark)
        yield mark, Entry(int(value) if isinstance(value, bool) else value, changed)
