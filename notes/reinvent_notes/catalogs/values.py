"""Lengths, times, dates and people as lists write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from reinvent_notes import lengths, people
from reinvent_notes.catalogs.fields import texts
from reinvent_notes.years import valid, year_of_date

_CLOCK = re.compile(r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?\s*(?P<half>[ap]\.?m\b)?", re.I)
_SLASHES = re.compile(r"(?<!\d)(?P<one>\d{1,2})[/.](?P<two>\d{1,2})[/.](?P<year>(?:20)?[1-4]\d)(?!\d)")
_COMPACT = re.compile(r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)")
_MONTH_IN_HYPHENS = re.compile(r"(?<=\d)-(?=[A-Za-z])|(?<=[A-Za-z])-(?=20\d\d)")
_ISO = re.compile(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d")
_EPOCH = range(1_300_000_000, 4_100_000_000)  # seconds, from before the first event on
_MILLI = 1000
_VALUE_CHARS = 200  # of a longer text none is a date or a length

_NAMES = "fullName full_name fullname displayName name speakerName speaker title label value".split()
_FIRST = "firstName first_name firstname givenName given_name".split()
_LAST = "lastName last_name lastname familyName family_name surname".split()


def minutes(value: Any) -> int | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return lengths.of_number(value)
    return lengths.minutes(_text(value), in_column=True)


def _text(value: Any) -> str:
    return next(iter(texts(value)), "")[:_VALUE_CHARS]


def minutes_between(start: Any, end: Any) -> int | None:
    """From one time to another on the same clock; `10:00 - 11:00` alone says both."""
    begins, ends = _moments(start), _moments(end)
    if not begins or not (ends or len(begins) > 1):
        return None
    (kind, first), (other, last) = begins[0], (ends or begins)[-1]
    length = (last - first) % (24 * 60)
    return length if kind == other and 0 < length <= lengths.LONGEST else None


def _moments(value: Any) -> list[tuple[str, int]]:
    """The times in a value, in minutes: since 1970, or on the clock."""
    number = _epoch(value)
    if number is not None:
        return [("date", number // 60)]
    text = _text(value)
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
    text = _MONTH_IN_HYPHENS.sub(" ", " ".join(_text(value).split()))
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


def speakers(values: Iterable[Any]) -> list[str]:
    """The names in what an item says of its speakers, each once."""
    return list(dict.fromkeys(name for value in values for name in _names(value)))


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from people.names(value) or ([" ".join(value.split())] if people.could_be_name(value) else [])
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            first, last = _first_text(one, _FIRST), _first_text(one, _LAST)
            yield from people.names_in_entry(f"{first} {last}" if first and last else _first_text(one, _NAMES))
        elif isinstance(one, str) and one is not value:
            yield from people.names_in_entry(one)


def _first_text(value: dict[str, Any], keys: Iterable[str]) -> str:
    return next((text for key in keys if isinstance(text := value.get(key), str) and text.strip()), "")
