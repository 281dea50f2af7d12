"""Talks in another order than that in which they are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reinvent_notes.index import Index
from reinvent_notes.marks import Mark, Marks
from reinvent_notes.talk import fold


def ordered(index: Index, marks: Callable[[int], Marks], numbers: Sequence[int], by: str) -> list[int]:
    """The places of these talks in an order of `query.SORTS`; those for which it is unknown come last, as they were."""
    values = _values(index, marks, numbers, by)
    known = [at for at, value in enumerate(values) if value is not None]
    unknown = [at for at, value in enumerate(values) if value is None]
    return sorted(known, key=lambda at: values[at]) + unknown  # type: ignore[arg-type,return-value]


def _values(index: Index, marks: Callable[[int], Marks], numbers: Sequence[int], by: str) -> Sequence[str | int | None]:
    if by == "length":
        minutes = index.values_of("minutes", numbers)
        return [minutes[n] for n in numbers]
    if by == "rating":
        ratings = [marks(n).get(Mark.RATING) for n in numbers]
        return [-int(rating) if rating is not None else None for rating in ratings]
    if by == "watched":
        return [marks(n).get(Mark.WATCHED) for n in numbers]
    rows = index.rows_of(numbers)
    if by == "title":
        return [fold(row.title) for row in rows]
    if by == "code":
        return [row.code for row in rows]
    return [-row.year if row.year else None for row in rows]
