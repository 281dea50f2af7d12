"""The marks that a user puts on talks: the one table of them, what their values may be, and how they change.

Pure values: no file is touched here (`mark_store` keeps them). A mark is known by its talk and its name, and
carries when it last changed, so that two records of the same marks can be joined: the newest change wins. For
that a removal is remembered too, as a value of None.

To add a mark, add a member to `Mark`; a new kind of value also needs a row in `_KINDS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import NamedTuple

from reinvent_notes import limits
from reinvent_notes.errors import CallError
from reinvent_notes.mark_subject import Subject

POSITION_SECONDS = 100 * 3600  # a place in a recording lies before this
LAST = -1  # of a change: behind whatever is the last of the queue by then
WHATEVER = -2  # of a change: whatever the mark is now; no mark has this value
LAST_PLACE = 2**53  # of the queue; JSON holds no greater number for sure
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
    HIDDEN = ("hidden", "flag", "×", "x", "hidden", "hidden", "x", ("hide", "unhide"))
    RATING = ("rating", "rating", "", "", "rating", "rated", "r", ("rating", None))
    NOTE = ("note", "text", "", "", "own note", "noted", "c", ("note", None))
    POSITION = ("position", "position", "◐", "o", "stopped at", "begun", "p", ("position", None))

    kind: str
    glyph: str
    plain: str
    label: str
    state: str
    key: str
    options: tuple[str, str | None]

    def __new__(
        cls,
        name: str,
        kind: str,
        glyph: str,
        plain: str,
        label: str,
        state: str,
        key: str,
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
            from reinvent_notes.text import clean_line

            shown = repr(clean_line(text)) if 0 < len(text) <= 40 else "what was given"
            raise CallError(f"{self.value} takes {accepted}, not {shown}") from None

    def default(self, marks: Marks) -> Value:
        """What it says when it is set without a value, on a talk that has these marks: the end of the queue; today, or
        when the talk was watched first."""
        if self.kind == "date":
            return marks.get(self, date.today().isoformat())
        return LAST if self.kind == "order" else True


BY_NAME = {mark.value: mark for mark in Mark}  # `Mark(name)` raises for other names
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
    from reinvent_notes.text import clean  # not on the way to the first paint

    kept = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(kept) > limits.NOTE_CHARS:
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
    "order": ("a whole number from 1", lambda text: _whole(text, 1, LAST_PLACE)),
    "flag": ("true or false", _flag),
    "rating": ("a whole number from 1 to 5, or none", lambda text: _whole(text, 1, 5)),
    "text": (f"text of at most {limits.NOTE_CHARS:,} characters (NOTE_CHARS)", _note),
    "position": ("M:SS, H:MM:SS or seconds, under 100 hours", _position),
}


def position_text(seconds: int) -> str:
    """A place in a recording as people write it: 750 -> `12:30`, 3723 -> `1:02:03`."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


class Change(NamedTuple):
    """A mark to set, or with a value of None to remove. Of an order it may be LAST.

    One that is not what it `was` any more is left as it is: somebody else has changed it.
    """

    subject: Subject
    mark: Mark
    value: Value | None
    was: Value | None = WHATEVER

    @property
    def is_to_the_end(self) -> bool:
        return self.mark.kind == "order" and self.value == LAST

    def parsed(self) -> Change:
        """With its value as it is kept; CallError for one that the mark does not take."""
        return self if self.is_to_the_end else self._replace(value=self.mark.parse(self.value))


class Marked(NamedTuple):
    """One talk's marks. `changed`: milliseconds since the epoch, of removed marks too."""

    subject: Subject
    values: Mapping[Mark, Value]
    changed: Mapping[Mark, int]

    def in_force(self) -> Marked:
        """What was watched since it was queued is not in the queue any more."""
        watched, queued = (self.changed.get(mark, 0) for mark in (Mark.WATCHED, Mark.QUEUED))
        if Mark.WATCHED not in self.values or Mark.QUEUED not in self.values or watched <= queued:
            return self
        return self._replace(values={mark: value for mark, value in self.values.items() if mark is not Mark.QUEUED})

    def joined(self, other: Marked) -> Marked:
        """The marks of both, under this one's name, where two turned out to be one talk: of each mark the newer."""
        theirs = {mark for mark in other.changed if mark not in self.changed or other.age(mark) > self.age(mark)}
        values = {mark: value for mark, value in self.values.items() if mark not in theirs}
        values |= {mark: value for mark, value in other.values.items() if mark in theirs}
        return Marked(self.subject, values, {**self.changed, **{mark: other.changed[mark] for mark in theirs}})

    def age(self, mark: Mark) -> tuple[int, str]:
        return age(self.changed[mark], self.values.get(mark))


def age(changed: int, value: Value | None) -> tuple[int, str]:
    """The greater is the newer. One order on all machines: by time, within a millisecond by value."""
    return changed, "" if value is None else str(int(value) if isinstance(value, bool) else value)
