"""Which re:Invent a text is about.

What is trusted in which order stands in CONTRIBUTING.md under "Which year a talk is of". A date in January to March
belongs to the event of the year before.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from reinvent_notes import front_matter
from reinvent_notes.document import Document
from reinvent_notes.sections import MONTH

FIRST_EVENT = 2012
_LAST = 2099

_EVENT_YEAR = re.compile(
    r"re[:_\- ]?\s?invent(?:ion)?\s*[-_,:(#]?\s*(?P<after>20\d\d|['’]\d\d)(?!\d)"
    r"|(?<!\d)(?P<before>20\d\d)[-_ ]*(?:aws[-_ ]*)?re[:_\- ]?\s?invent(?!or)",
    re.I,
)
_ANY_EVENT = re.compile(r"(?<![a-z])re[:_\- ]?\s?invent(?!\w*(?:ed|ing|ion|ive|or|ory|ories|s)\b)", re.I)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_STATED = re.compile("20[0-9][0-9]")
_DATE = re.compile(r"(?<!\d)(?P<year>20\d\d)[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>0?[1-9]|[12]\d|3[01])(?!\d)")
_NUMBERS = {
    name: number
    for number, names in enumerate("jan feb mar apr may jun jul aug sep oct,okt,out nov dec,dez,dic".split(), 1)
    for name in names.split(",")
}
_LONG_DATE = re.compile(
    rf"(?:\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:de\s+)?)?\b(?P<month>{MONTH})\b[.,]?(?:\s+de)?\s+"
    r"(?:(?P<day_after>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>20\d\d)\b",
    re.I,
)


def event_year(text: str) -> int | None:
    """The year in `re:Invent 2022`, `reinvent-2019`, `2021 re:Invent`, `re:Invent '18`."""
    match = _EVENT_YEAR.search(text) if _may_name_event(text) else None
    return _year_of(match) if match else None


def _may_name_event(text: str) -> bool:
    """A quick look: one string is found twenty times as fast as a pattern."""
    return "nvent" in text.lower()


def _year_of(match: re.Match[str]) -> int | None:
    year = match["after"] or match["before"]
    return valid(2000 + int(year[-2:]) if len(year) == 3 else int(year))


def names_event(text: str) -> bool:
    return _may_name_event(text) and _ANY_EVENT.search(text) is not None


def most_named_year(text: str) -> int | None:
    if not _may_name_event(text):
        return None
    counts = Counter(year for match in _EVENT_YEAR.finditer(text) if (year := _year_of(match)))
    return counts.most_common(1)[0][0] if counts else None


def named_years(text: str) -> set[int]:
    """Every year whose event a text names."""
    return {year for match in _EVENT_YEAR.finditer(text) if (year := _year_of(match))}


def year_of_section(heading: str) -> int | None:
    """The year that a heading gives to the talks below it; a number in a long one is no year."""
    return event_year(heading) or year_of_date(heading) or (year_in_name(heading) if len(heading) < 40 else None)


def in_event_week(text: str) -> bool:
    """Whether a text names a day on which the event was held: the days around 1 December, earlier at first."""
    match = _date_in(text)
    said = match.groupdict() if match else {}
    day = int(said.get("day") or said.get("day_after") or 0)
    if not match or not day:
        return False
    year, month = int(match["year"]), _number_of_month(match["month"])
    if 2013 <= year <= 2015:
        return (year, month) in ((2013, 11), (2014, 11), (2015, 10)) and 5 <= day <= 16
    return year >= FIRST_EVENT and ((month == 11 and day >= 25) or (month == 12 and day <= 8))


def year_in_name(name: str) -> int | None:
    """The year that a folder or heading carries alone: `2019`, `reinvent2018`, `notes-2017`."""
    return event_year(name) or next((year for found in _YEAR.findall(name) if (year := valid(int(found)))), None)


def year_of_date(text: str) -> int | None:
    match = _date_in(text)
    return valid(int(match["year"]) - (_number_of_month(match["month"]) <= 3)) if match else None


def _date_in(text: str) -> re.Match[str] | None:
    if "20" not in text:  # nearly never, and found a hundred times as fast
        return None
    return _DATE.search(text) or _LONG_DATE.search(text)


def _number_of_month(month: str) -> int:
    return int(month) if month.isdigit() else _NUMBERS[month.lower()[:3]]


def valid(year: int) -> int | None:
    return year if FIRST_EVENT <= year <= _LAST else None


def stated_year(document: Document) -> int | None:
    """The year that the front matter gives, which is trusted before all but a talk's own line."""
    stated = front_matter.text_of(document.front, "year", "reinvent", "edition") or ""
    return valid(int(stated)) if _STATED.fullmatch(stated) else None


@lru_cache(maxsize=1024)  # a folder has many files
def _event_year_of_folders(folders: tuple[str, ...]) -> int | None:
    return next((year for name in folders if (year := event_year(name))), None)


@lru_cache(maxsize=1024)
def _year_in_folders(folders: tuple[str, ...]) -> int | None:
    return next((year for name in folders if (year := year_in_name(name))), None)


def year_of_page(document: Document) -> int | None:
    """The year of the whole page, where its parts do not say."""
    front = document.front
    stated = stated_year(document)
    if stated:
        return stated
    first_heading = document.outline.headings[:1]
    named = (front_matter.text_of(front, key) for key in ("event", "conference", "title"))
    for text in (*named, *(heading.title for heading in first_heading)):
        if text and (year := event_year(text)):
            return year
    return (
        event_year(document.stem)
        or most_named_year(document.text)
        or _event_year_of_folders(document.folders)
        or year_of_date(document.stem)
        or year_in_name(document.stem)
        or _year_in_folders(document.folders[:1])
        or document.collection.year
        or _year_in_folders(document.folders)
        or year_of_date(front_matter.text_of(front, "date", "created", "published") or "")
        or next((year for line in document.lines[:200] if (year := year_of_date(line))), None)
    )
