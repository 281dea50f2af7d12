"""The talks of a list, and how a format makes them of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from reinvent_notes import limits
from reinvent_notes.catalogs.entry import Entry
from reinvent_notes.catalogs.fields import Fields
from reinvent_notes.catalogs.rows import Row, Rows
from reinvent_notes.merged import Trust
from reinvent_notes.talk import Talk
from reinvent_notes.years import event_year, names_event

_SURE = 0.1  # of a list of talks so many items at least say that they are talks of the event

_AGREE = 0.9


class Catalog(NamedTuple):
    """A list of talks: what it is taken for, its talks in order, and what was skipped: where, and why."""

    format: str
    trust: Trust
    talks: tuple[Talk, ...]
    skipped: tuple[tuple[str, str], ...] = ()


Read = Callable[[Fields], Entry | str]


def catalog(format_: str, trust: Trust, rows: Rows, read: Read, year: int | None) -> Catalog | None:
    """The catalog of rows, of each of which `read` makes a talk or says why it is none.

    None when hardly an item is surely a talk of the event. `year` is for talks that do not say theirs; where it is
    unknown as well, it is the year of the others if they agree.
    """
    entries: list[Entry] = []
    skipped: list[tuple[str, str]] = []
    for row in rows.rows[: limits.TALKS_PER_FILE]:
        found = row.why or read(row.fields)
        if isinstance(found, str):
            skipped.append((row.where, found))
        else:
            entries.append(found)
            skipped += [(row.where, warning) for warning in found.warnings]
    skipped += _beyond(rows.rows)
    named = names_event(rows.event)
    sure = sum(entry.sure or (named and entry.described) for entry in entries)
    if sure < max(1, _SURE * len(entries)):
        return None
    year = event_year(rows.event) or year or _common_year(entries, trust)
    talks = (entry.talk if entry.talk.year or not year else replace(entry.talk, year=year) for entry in entries)
    return Catalog(f"{format_} ({rows.written})", trust, tuple(talks), tuple(skipped))


def _beyond(rows: Sequence[Row]) -> list[tuple[str, str]]:
    first = rows[limits.TALKS_PER_FILE : limits.TALKS_PER_FILE + 1]
    return [(row.where, f"it and all after it are beyond {limits.TALKS_PER_FILE:,} (TALKS_PER_FILE)") for row in first]


def _common_year(entries: Sequence[Entry], trust: Trust) -> int | None:
    """The year of all talks that say one. A catalog is of one event; of recordings nearly all must agree."""
    years = Counter(entry.talk.year for entry in entries if entry.talk.year)
    enough = trust == Trust.OFFICIAL or years.total() >= _AGREE * len(entries)
    return next(iter(years)) if len(years) == 1 and enough else None
