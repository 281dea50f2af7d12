"""Which re:Invent a text is about.

Trusted in this order: the talk's own line or caption; its front matter; the headings above it; the page's title;
the file's name; what the page says most often; the folders' names, nearest first; a date in front matter, file
name or text. A date in January to March belongs to the event of the year before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from reinvent_notes import front_matter
from reinvent_notes.document import Document

FIRST_EVENT = 2012
_LAST = 2099

_EVENT_YEAR = re.compile(
    r"re[:_\- ]?\s?invent(?:ion)?\s*[-_,:(#]?\s*(?P<after>20\d\d|['’]\d\d)(?!\d)"
    r"|(?<!\d)(?P<before>20\d\d)[-_ ]*(?:aws[-_ ]*)?re[:_\- ]?\s?invent",
    re.I,
)
_ANY_EVENT = re.compile(r"(?<![a-z])re[:_\- ]?\s?invent(?!\w*(?:ed|ing|ion|or|s)\b)", re.I)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_DATE = re.compile(r"(?<!\d)(?P<year>20\d\d)[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_DATE = re.compile(
    rf"\b(?:(?:\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?\s+"
    r"(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?P<year>20\d\d)\b",
    re.I,
)


def event_year(text: str) -> int | None:
    """The year in `re:Invent 2022`, `reinvent-2019`, `2021 re:Invent`, `re:Invent '18`."""
    match = _EVENT_YEAR.search(text)
    if not match:
        return None
    year = match["after"] or match["before"]
    return valid(2000 + int(year[-2:]) if len(year) == 3 else int(year))


def names_event(text: str) -> bool:
    return _ANY_EVENT.search(text) is not None


def most_named_year(lines: Iterable[str]) -> int | None:
    counts = Counter(year for line in lines if "nvent" in line.lower() and (year := event_year(line)))
    return counts.most_common(1)[0][0] if counts else None


def year_in_name(name: str) -> int | None:
    """The year that a folder or heading carries alone: `2019`, `reinvent2018`, `notes-2017`."""
    return event_year(name) or next((year for found in _YEAR.findall(name) if (year := valid(int(found)))), None)


def year_of_date(text: str) -> int | None:
    for pattern in (_DATE, _LONG_DATE):
        match = pattern.search(text)
        if match:
            month = match["month"].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            return valid(int(match["year"]) - (number <= 3))
    return None


def valid(year: int) -> int | None:
    return year if FIRST_EVENT <= year <= _LAST else None


def year_of_page(document: Document) -> int | None:
    """The year of the whole page, where its parts do not say."""
    front = document.front
    stated = front_matter.text_of(front, "year", "reinvent", "edition")
    if stated and stated.isdigit() and valid(int(stated)):
        return int(stated)
    first_heading = document.outline.headings[:1]
    for text in (front_matter.text_of(front, "title"), *(heading.title for heading in first_heading)):
        if text and (year := event_year(text)):
            return year
    return (
        event_year(document.stem)
        or most_named_year(document.lines)
        or next((year for name in document.folders if (year := event_year(name))), None)
        or document.collection.year
        or year_in_name(document.stem)
        or next((year for name in document.folders if (year := year_in_name(name))), None)
        or year_of_date(front_matter.text_of(front, "date", "created", "published") or "")
        or year_of_date(document.stem)
        or next((year for line in document.lines[:200] if (year := year_of_date(line))), None)
    )
