"""The talks of a list, and how a format makes them of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from reinvent_notes.catalogs.fields import Row, Rows
from reinvent_notes.catalogs.item import Item
from reinvent_notes.merged import Trust
from reinvent_notes.talk import Talk
from reinvent_notes.years import event_year, names_event

_SURE = 0.1  # of a list of talks so many items at least say that they are talks of the event
_AGREE = 0.9  # of recordings so many must be of one year, for the others to be of it too


class Catalog(NamedTuple):
    """A list of talks: what it is taken for, its talks in order, what was skipped (where, and why), and what is to
    be told of talks that were kept, in whole sentences."""

    format: str
    trust: Trust
    talks: tuple[Talk, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


class Format(NamedTuple):
    """A kind of list: whose word it is, which rows are its own, and the talk that a row is, or why it is none.

    `read` is told as well whether the list as a whole is the event's.
    """

    name: str
    trust: Trust
    fits: Callable[[Rows], bool]
    read: Callable[[Row, bool], Item | str]


def talks_of(rows: Rows, format_: Format, year: int | None) -> Catalog | None:
    """The talks of rows; None when hardly an item is surely a talk of the event.

    `year` is for talks that do not say theirs; where it is unknown as well, it is the year of the others if they agree.
    """
    named = names_event(rows.event)
    items: list[Item] = []
    skipped: list[tuple[str, str]] = []
    warnings: list[str] = []
    for row in rows.rows[: rows.most]:
        found = row.why or format_.read(row, named)
        if isinstance(found, str):
            skipped.append((row.where, found))
        else:
            items.append(found)
            warnings += [f"{rows.name}: {row.where}: {warning}" for warning in found.warnings]
    for row in rows.rows[rows.most :][:1]:
        beyond = f"it and all after it are beyond {rows.most:,} (TALKS_PER_FILE)"
        warnings.append(f"{rows.name}: {row.where}: {beyond}")
    sure = sum(item.sure or (named and item.described) for item in items)
    if sure < max(1, _SURE * len(items)):
        return None
    year = event_year(rows.names_within) or year or _common_year(items, format_.trust)
    talks = (item.talk if item.talk.year or not year else replace(item.talk, year=year) for item in items)
    return Catalog(f"{format_.name} ({rows.written})", format_.trust, tuple(talks), tuple(skipped), tuple(warnings))


def _common_year(items: Sequence[Item], trust: Trust) -> int | None:
    """The year of all talks that say one. A catalog is of one event; of recordings nearly all must agree."""
    years = Counter(item.talk.year for item in items if item.talk.year)
    enough = trust == Trust.OFFICIAL or years.total() >= _AGREE * len(items)
    return next(iter(years)) if len(years) == 1 and enough else None
