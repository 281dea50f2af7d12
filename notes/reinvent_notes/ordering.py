"""Talks in another order than that in which they are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reinvent_notes.columns import Column
from reinvent_notes.index import Index
from reinvent_notes.marks import Mark, Marks
from reinvent_notes.talk import fold

_COLUMNS = {"year": "year", "code": "code", "length": "minutes"}


def ordered(
    index: Index,
    marks: Callable[[int], Marks],
    numbers: Sequence[int],
    by: str,
    ranks: Sequence[int | None] | None = None,
) -> list[int]:
    """The places of these talks in an order of `query.SORTS`; those for which it is unknown come last, as they were.

    `ranks`: what `ranks` found for it.
    """
    values = [ranks[index.places[n]] for n in numbers] if ranks else _values(index, marks, numbers, by)
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


def ranks(index: Index, by: str) -> list[int | None] | None:
    """Where each talk, by its place, stands in an order that no mark has a part in; None where it is unknown. To look
    at every row takes ten times as long. Nothing as long as the index is not complete."""
    found: list[int | None] = [None] * index.count
    if by == "title":
        lines = index.search_blob("titles").decode().split("\n")[1:]
        titles = [line.partition("|")[0] for line in lines]  # of several the first
        before, rank = "", 0
        for place in sorted(range(len(titles)), key=titles.__getitem__):
            rank += titles[place] != before
            found[place], before = rank, titles[place]
        return found if titles else None
    blob = index.search_blob(f"column {_COLUMNS[by]}") if by in _COLUMNS else b""
    column = Column(blob, index.count)
    for at in range(len(column.values)):
        for place in column.places(at):
            found[place] = -at if by == "year" else at
    return found if blob else None
