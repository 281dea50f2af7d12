"""Lengths, dates and people as lists write them."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from typing import Any

from reinvent_notes.catalogs.fields import texts
from reinvent_notes.text import clean_line
from reinvent_notes.years import valid, year_of_date

_LONGEST = 600  # minutes; a larger number is of seconds
_HOURS = 4
_CLOCK = re.compile(r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?\s*(?P<half>[ap]\.?m\b)?", re.I)
_SPAN = re.compile(r"(?<![\d:])(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?![\d:])")
_SPOKEN = re.compile(r"\s*(?:PT)?(?:(?P<hours>\d{1,2}(?:\.\d{1,2})?)\s*h[a-z]*)?\s*(?:(?P<minutes>\d{1,4}))?", re.I)
_SLASHES = re.compile(r"(?<!\d)(?P<one>\d{1,2})[/.](?P<two>\d{1,2})[/.](?P<year>(?:20)?[1-4]\d)(?!\d)")
_COMPACT = re.compile(r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)")
_MONTH_IN_HYPHENS = re.compile(r"(?<=\d)-(?=[A-Za-z])|(?<=[A-Za-z])-(?=20\d\d)")
_ISO = re.compile(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d")
_EPOCH = range(1_300_000_000, 4_100_000_000)  # seconds, from before the first event on
_MILLI = 1000
_VALUE_CHARS = 200  # of a longer text none is a date, a length or a person


def minutes(value: Any) -> int | None:
    """A length in whole minutes: `60`, `60 minutes`, `1 hour`, `1:02:11`, `PT45M`; a large number is of seconds."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value) or not 0 < value <= _LONGEST * 60:
            return None
        return int(value) if value <= _LONGEST else int(value) // 60
    text = next(iter(texts(value)), "")[:_VALUE_CHARS].strip()
    span = _SPAN.fullmatch(text)
    if span:
        hours, part = int(span[1] or 0), int(span[2])
        # no talk is so short that `1:30` could be minutes
        return (part * 60 + int(span[3]) if not span[1] and part <= _HOURS else hours * 60 + part) or None
    spoken = _SPOKEN.match(text)
    total = int(float(spoken["hours"] or 0) * 60) + int(spoken["minutes"] or 0) if spoken else 0
    return minutes(total) if total else None


def minutes_of_seconds(value: Any) -> int | None:
    """A length that is given in seconds, in whole minutes."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= _LONGEST * 60:
        return int(value) // 60 or None
    return None


def minutes_between(start: Any, end: Any) -> int | None:
    """From one time to another on the same clock; `10:00 - 11:00` alone says both."""
    begins, ends = _moments(start), _moments(end)
    if not begins or not (ends or len(begins) > 1):
        return None
    (kind, first), (other, last) = begins[0], (ends or begins)[-1]
    length = (last - first) % (24 * 60)
    return length if kind == other and 0 < length <= _LONGEST else None


def _moments(value: Any) -> list[tuple[str, int]]:
    """The times in a value, in minutes: since 1970, or on the clock."""
    number = _epoch(value)
    if number is not None:
        return [("date", number // 60)]
    text = next(iter(texts(value)), "")[:_VALUE_CHARS]
    # the time within a date is the clock's as well, so that both can be set against each other
    found = []
    for match in _CLOCK.finditer(text):
        hour = int(match["hour"])
        if match["half"]:
            hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
        found.append(("clock", hour * 60 + int(match["minute"])))
        if _ISO.match(text):  # what follows in it is the zone
            break
    return found


def _epoch(value: Any) -> int | None:
    if isinstance(value, dict):
        value = value.get("timestamp")
    if not isinstance(value, int):
        return None
    return next((number for number in (value, value // _MILLI) if number in _EPOCH), None)


def day_of(value: Any) -> str | None:
    """The day that a value names, as written in years.py's words: `2022-12-01`, or a longer text that names one."""
    number = _epoch(value)
    if number is not None:
        return datetime.fromtimestamp(number, UTC).date().isoformat()
    text = _MONTH_IN_HYPHENS.sub(" ", clean_line(next(iter(texts(value)), "")[:_VALUE_CHARS]))
    slashes = _SLASHES.search(text)
    if slashes:
        one, two = int(slashes["one"]), int(slashes["two"])
        month, day = (two, one) if one > 12 or "." in slashes.group() else (one, two)
        return _iso(2000 + int(slashes["year"][-2:]), month, day)
    compact = _COMPACT.fullmatch(text)
    if compact:
        return _iso(int(compact["year"]), int(compact["month"]), int(compact["day"]))
    return text if year_of_date(text) else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def event_year_of_day(day: str) -> int | None:
    """The year of the event that was held, or recorded, around a day; in spring and summer there is none."""
    month = int(day[5:7]) if re.match(r"20\d\d[-/.]\d\d", day) else 12
    return None if 4 <= month <= 9 else year_of_date(day)


def year(value: Any) -> int | None:
    """A bare year."""
    text = next(iter(texts(value, numbers=True)), "").strip()
    return valid(int(text)) if re.fullmatch("20[0-9][0-9]", text) else None
