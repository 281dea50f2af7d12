"""The marks that a user puts on talks: the one table of them, what their values may be, and how they change.

Pure values: no file is touched here (`mark_store` keeps them). A mark is known by its talk and its name, and
carries when it last changed, so that two records of the same marks can be joined: the newest change wins. For
that a removal is remembered too, as a value of None.

To add a mark, add a member to `Mark`; a new kind of value also needs a row in `_KINDS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import NamedTuple

from reinvent_notes.errors import CallError
from reinvent_notes.text import clean, clean_line

NOTE_CHARS = 100_000  # a longer note of one's own is refused, never cut
POSITION_SECONDS = 100 * 3600  # a place in a recording lies before this
UNWATCHED_GLYPHS = ("○", ".")  # a talk without `watched` and `position`: the glyph, and in plain ASCII

Value = str | int


class Mark(Enum):
    """One kind of mark. `Mark("watched")` finds it by name, `.value` is the name.

    kind      what its values are, see `_KINDS`
    glyph     how lists show it, and `plain` in ASCII; empty where lists show none
    label     what it is called before a person
    state     the word for a talk that has it: `is:<state>`
    key       the letter that sets it in the reader
    options   the command line's words to set it and to remove it; a flag, date or order needs no value
    """

    WATCHED = ("watched", "date", "●", "*", "watched", "watched", "m", ("watched", "unwatched"))
    QUEUED = ("queued", "order", "›", ">", "queued", "queued", "a", ("queue", "unqueue"))
    FAVOURITE = ("favourite", "flag", "★", "+", "favourite", "favourite", "s", ("favourite", "unfavourite"))
    HIDDEN = ("hidden", "flag", "", "", "hidden", "hidden", "x", ("hide", "unhide"))
    RATING = ("rating", "rating", "", "", "rating", "rated", "r", ("rating", None))
    NOTE = ("note", "text", "", "", "own note", "noted", "c", ("note", None))
    POSITION = ("position", "position", "◐", "o", "stopped at", "begun", None, ("position", None))

    kind: str
    glyph: str
    plain: str
    label: str
    state: str
    key: str | None
    options: tuple[str, str | None]

    def __new__(
        cls,
        name: str,
        kind: str,
        glyph: str,
        plain: str,
        label: str,
        state: str,
        key: str | None,
        options: tuple[str, str | None],
    ) -> Mark:
        mark = object.__new__(cls)
        mark._value_ = name
        mark.kind, mark.glyph, mark.plain = kind, glyph, plain
        mark.label, mark.state, mark.key, mark.options = label, state, key, options
        return mark

    def parse(self, given: str | int | None) -> Value | None:
        """The value to keep, or None for "no such mark": blank, `none`, false, a place of 0:00.

        Kept are: an ISO date, an order from 1, True, 1 to 5, the clean text, whole seconds. What was parsed
        already stays as it is. CallError names what is accepted.
        """
        accepted, value_of = _KINDS[self.kind]
        text = ""
        try:
            text = "" if given is None else str(given)  # which Python refuses for a number of 5,000 digits
            if self.kind != "text":
                text = text.strip().lower()
            if not text.strip() or (text == "none" and self.kind != "text"):
                return None
            return value_of(text)
        except ValueError:
            shown = repr(clean_line(text)) if 0 < len(text) <= 40 else "what was given"
            raise CallError(f"{self.value} takes {accepted}, not {shown}") from None


Marks = Mapping[Mark, Value]  # the marks on one talk


def _date(text: str) -> str:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError
    return date.fromisoformat(text).isoformat()


def _whole(text: str, lowest: int, highest: int) -> int:
    if not re.fullmatch("[0-9]{1,16}", text) or not lowest <= int(text) <= highest:
        raise ValueError
    return int(text)


def _flag(text: str) -> bool | None:
    if text in ("true", "yes", "1"):
        return True
    if text in ("false", "no", "0"):
        return None
    raise ValueError


def _note(text: str) -> str | None:
    kept = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(kept) > NOTE_CHARS:
        raise ValueError
    return kept if kept.strip() else None


def _position(text: str) -> int | None:
    clock = re.fullmatch("(?:(?:([0-9]{1,2}):)?([0-9]{1,4}):)?([0-9]{1,6})", text)
    if not clock:
        raise ValueError
    hours, minutes, seconds = clock.groups()
    if (minutes and (len(seconds) != 2 or int(seconds) > 59)) or (hours and (len(minutes) != 2 or int(minutes) > 59)):
        raise ValueError
    total = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    if total >= POSITION_SECONDS:
        raise ValueError
    return total or None


_KINDS: Mapping[str, tuple[str, Callable[[str], Value | None]]] = {
    "date": ("a date as YYYY-MM-DD", _date),
    "order": ("a whole number from 1", lambda text: _whole(text, 1, 2**53)),
    "flag": ("true or false", _flag),
    "rating": ("a whole number from 1 to 5, or none", lambda text: _whole(text, 1, 5)),
    "text": (f"text of at most {NOTE_CHARS:,} characters", _note),
    "position": ("M:SS, H:MM:SS or seconds, under 100 hours", _position),
}


def position_text(seconds: int) -> str:
    """A place in a recording as people write it: 750 -> `12:30`, 3723 -> `1:02:03`."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a mark remembers of its talk, so that it finds the talk again when its sources changed."""

    id: str
    year: int | None
    code: str | None
    videos: tuple[str, ...]
    title: str
    former_ids: tuple[str, ...] = ()

    def contradicts(self, other: Subject) -> bool:
        """Whether the two are different talks, although one has an id that the other once had by mistake."""
        alike = self.title == other.title or set(self.videos) & set(other.videos)
        return not alike and None not in (self.code, other.code) and self.code != other.code


@dataclass(frozen=True, slots=True)
class Change:
    """A mark to set, or with a value of None to remove."""

    subject: Subject
    mark: Mark
    value: Value | None


@dataclass(frozen=True, slots=True)
class Marked:
    """One talk's marks. `changed`: milliseconds since the epoch, of removed marks too."""

    subject: Subject
    values: Mapping[Mark, Value]
    changed: Mapping[Mark, int]


def next_queue_order(marked: Iterable[Marked]) -> int:
    """The place after the last talk of the queue."""
    return max((int(talk.values.get(Mark.QUEUED, 0)) for talk in marked), default=0) + 1


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


@dataclass(slots=True)
class Ledger:
    """Every mark ever made, removed ones included.

    Talks are numbered, in the order in which they were first marked. A mark goes by its name here, not as a
    `Mark`, so that one that a later version of the program made passes through unharmed.
    """

    talks: dict[int, Subject] = field(default_factory=dict)
    marks: dict[tuple[int, str], Entry] = field(default_factory=dict)
    superseded: dict[int, Superseded] = field(default_factory=dict)

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
        self.talks[found[0]] = replace(new, former_ids=tuple(ids))
        return found[0]

    def absorb(self, newer: Ledger) -> int:
        """Join a later record of the same marks. Returns how many of its marks belong to no known talk."""
        numbers = self._numbers()
        for number, subject in newer.talks.items():
            if self.talks.get(number) == subject:
                continue
            if self._find(subject, numbers) is None:
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
            mine = self.marks.get((place, name))
            if mine is None or entry.newer_than(mine):
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
