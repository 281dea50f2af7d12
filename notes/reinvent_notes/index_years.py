"""Which years a change bears on: the talks of all others are what they were, and need not be joined again.

Talks of different years are never one (`identity`). What ties years to each other all the same: a talk of which nothing
says the year may join one of any year that has its recording or its code; and years with a recording in common stay
together, which decides in what order its evidence is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reinvent_notes.index import Index
from reinvent_notes.index_documents import IndexDocuments
from reinvent_notes.reading import Reading
from reinvent_notes.talk import talk_id

Years = frozenset[int | None]


def years_touched(index: Index, before: Iterable[Reading], after: Iterable[Reading]) -> Years:
    """Those of changed documents' talks, and whatever is tied to them. None stands for talks without a year.

    `before` and `after` is what these documents said and say: without links, and with a year for every talk.
    """
    documents = IndexDocuments(index)
    said = [talk for reading in (*before, *after) for talk in reading["talks"]]
    years = {talk["year"] for talk in said} | _years_of(index, said, ())
    undated = [
        talk for name in documents.undated() for talk in documents.reading(name)["talks"] if talk["year"] is None
    ]
    if undated:
        years |= {None} | _years_of(index, undated, {group.year for group in index.groups})
    left = documents.years_with_the_same_recording()
    while tied := [pair for pair in left if not years.isdisjoint(pair)]:
        years.update(*tied)
        left = [pair for pair in left if pair not in tied]
    return frozenset(years)


def _years_of(index: Index, talks: Iterable[dict[str, Any]], years: Iterable[Any]) -> set[int | None]:
    """The years of all talks that have a recording of these, or in `years` one of their codes."""
    talks = list(talks)
    names = {talk_id(year, talk["code"], "") for talk in talks if talk["code"] for year in years if year}
    videos = {video for talk in talks for video in talk["videos"]}
    return {index.row(n).year for n in index.numbers_of(names, videos)}
