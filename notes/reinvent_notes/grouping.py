"""The talks of a library in branches of another kind than year and track."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from reinvent_notes.index import Group, Index
from reinvent_notes.talk import fold

GROUPINGS = (
    "year",
    "track",
    "kind",
    "level",
    "speaker",
    "source",
)  # "year" is the order in which talks are kept: year, track
_FIELDS = {"track": "track", "kind": "kind", "level": "level", "speaker": "speakers", "source": "sources"}
_LABELS: dict[str, Callable[[Any], list[str]]] = {
    "track": lambda value: [value or "No track"],
    "kind": lambda value: [value[:1].upper() + value[1:] if value else "Kind unknown"],
    "level": lambda value: [f"Level {value}" if value else "Level unknown"],
    "speaker": lambda value: json.loads(value) if value else ["Speaker unknown"],
}
_LAST = ("No track", "Kind unknown", "Level unknown", "Speaker unknown")


class Grouping(NamedTuple):
    """Branches, each with one for every year below it, and the numbers of the talks in their order."""

    groups: tuple[Group, ...]
    numbers: list[int]


def grouped(index: Index, by: str) -> Grouping:
    """The talks by one of GROUPINGS other than "year"; a talk of several speakers or sources stands below each."""
    years = {row.n: row.year for row in index.rows()}
    shelves: dict[str, dict[int | None, list[int]]] = {}
    labels = _sources(index) if by == "source" else _LABELS[by]
    for n, value in index.field_of_all(_FIELDS[by]):
        for label in labels(value):
            shelves.setdefault(label, {}).setdefault(years[n], []).append(n)
    groups: list[Group] = []
    numbers: list[int] = []
    for label in sorted(shelves, key=lambda label: (label in _LAST, fold(label), label)):
        for year, talks in shelves[label].items():
            groups.append(Group(label, str(year or "Year unknown"), len(numbers), len(talks)))
            numbers += talks
    return Grouping(tuple(groups), numbers)


def _sources(index: Index) -> Callable[[Any], list[str]]:
    """The files and folders that were added, of whose documents a talk was made."""
    from reinvent_notes.index_documents import IndexDocuments

    source_of = IndexDocuments(index).sources()
    return lambda value: list(dict.fromkeys(source_of[name] for name in json.loads(value)))
