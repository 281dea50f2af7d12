"""Which years a change bears on: the talks of all others are what they were, and need not be joined again.

Talks of different years are never one (`identity`). What ties years to each other all the same: a talk of which nothing
says the year may join one of any year that has its recording or its code; and years with a recording in common stay
together, which decides in what order its evidence is told.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from typing import Any

from reinvent_notes.collection import are_coded
from reinvent_notes.index import Index
from reinvent_notes.index_documents import IndexDocuments
from reinvent_notes.reading import Reading
from reinvent_notes.talk import talk_id
from reinvent_notes.title import code_in_name

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


def bear_on_others(
    kept: IndexDocuments,
    after: Collection[Reading],
    files: Iterable[str],
    before: Collection[str],
    now: Collection[str],
) -> bool:
    """Whether other documents may be understood otherwise because of changes in these files.

    Links may lead there, and folders say by their files' names what they are about and lend each other's talks a year.
    `after` is what the files say now; `before` and `now` are all files there were and are.
    """
    if kept.are_linking() or any(talk["target"] for reading in after for talk in reading["talks"]):
        return True
    places = {os.path.split(file) for file in files}
    undated = {os.path.dirname(file) for file in kept.undated().values()}
    if any(reading["undated"] for reading in after) or any(folder in undated for folder, _ in places):
        return True
    coded = {folder for folder, name in places if code_in_name(name)}
    return any(_is_coded(folder, before) != _is_coded(folder, now) for folder in coded)


def _is_coded(folder: str, files: Iterable[str]) -> bool:
    return are_coded(name for within, name in map(os.path.split, files) if within == folder)
