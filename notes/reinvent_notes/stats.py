"""How far somebody has come: by year and track, week by week, in hours, and how it was liked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from reinvent_notes.library import Library
from reinvent_notes.marks import Mark


class Part(NamedTuple):
    """A year (`name` is None where it is unknown), or a track of one. `minutes` were watched, as far as is known."""

    name: str | None
    watched: int
    talks: int
    minutes: int
    without_length: int  # watched talks of unknown length
    tracks: tuple[Part, ...] = ()


class Week(NamedTuple):
    monday: date
    watched: int
    minutes: int
    without_length: int


class Stats(NamedTuple):
    """`years` are those of the library, without what is hidden, as in the tree. What was done stays done: weeks and
    ratings also count talks that are hidden, or in no source now."""

    total: Part
    marks: Mapping[Mark, int]  # how many talks of the library have each, and are not hidden
    elsewhere: int  # watched talks that are in no source now
    watched_and_hidden: int
    years: tuple[Part, ...]
    weeks: tuple[Week, ...]  # in which talks were watched
    ratings: Mapping[int, int]  # 5 to 1


def stats(library: Library) -> Stats:
    seen, hidden = dict(library.marked(Mark.WATCHED)), library.having(Mark.HIDDEN)
    minutes = library.index.values_of("minutes", list(seen))
    watched: dict[tuple[int | None, str | None], list[int | None]] = {}
    days: list[tuple[str, int | None]] = []
    for row in library.index.rows_of(list(seen)):
        if row.n not in hidden:
            watched.setdefault((row.year, row.track), []).append(minutes[row.n])
        days.append((str(seen[row.n].values[Mark.WATCHED]), minutes[row.n]))
    elsewhere = [str(one.values[Mark.WATCHED]) for one in library.unplaced if Mark.WATCHED in one.values]
    rated = Counter(
        one.values.get(Mark.RATING) for one in (*dict(library.marked(Mark.RATING)).values(), *library.unplaced)
    )
    years = _years(library, watched)
    return Stats(
        _sum("", years),
        {mark: len(library.in_sight(mark)) for mark in Mark} | {Mark.HIDDEN: len(hidden)},
        len(elsewhere),
        len(seen.keys() & hidden),
        years,
        _weeks([*days, *((day, None) for day in elsewhere)]),
        {stars: rated[stars] for stars in range(5, 0, -1)},
    )


def _years(library: Library, watched: Mapping[tuple[int | None, str | None], list[int | None]]) -> tuple[Part, ...]:
    tracks: dict[int | None, list[Part]] = {}
    hidden = library.index.counts_by_branch(library.having(Mark.HIDDEN))
    for year, track, _, every in library.index.groups:
        size = every - hidden.get((year, track), 0)  # type: ignore[arg-type]  # the index's own branches are of years
        if not size:
            continue
        lengths = watched.get((year, track), [])  # type: ignore[arg-type]
        part = Part(track, len(lengths), size, *_lengths(lengths))
        tracks.setdefault(year, []).append(part)  # type: ignore[arg-type]
    return tuple(_sum(str(year) if year else None, parts) for year, parts in tracks.items())


def _sum(name: str | None, parts: Iterable[Part]) -> Part:
    parts = tuple(parts)
    return Part(
        name,
        sum(part.watched for part in parts),
        sum(part.talks for part in parts),
        sum(part.minutes for part in parts),
        sum(part.without_length for part in parts),
        parts,
    )


def _weeks(days: Iterable[tuple[str, int | None]]) -> tuple[Week, ...]:
    weeks: dict[date, list[int | None]] = {}
    for day, length in days:
        moment = date.fromisoformat(day)
        weeks.setdefault(moment - timedelta(days=moment.weekday()), []).append(length)
    return tuple(Week(monday, len(found), *_lengths(found)) for monday, found in sorted(weeks.items()))


def _lengths(found: list[int | None]) -> tuple[int, int]:
    """The minutes that are known, and of how many talks none are."""
    return sum(filter(None, found)), found.count(None)
