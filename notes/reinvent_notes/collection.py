"""The documents of one file or folder, understood together.

Index pages are read first: what they say of the event and its year holds for the files around and below them, and
their lists, tables and links join the talks that those files are about. Notes by different files stay apart here;
that they are about one talk is for `identity` to say.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path, PurePath
from typing import Any

from reinvent_notes import identity
from reinvent_notes.document import Collection
from reinvent_notes.merged import Entry, Trust
from reinvent_notes.reading import WHOLE_PAGE, Reading, is_index_page, read_one
from reinvent_notes.sources import Found
from reinvent_notes.talk import Talk
from reinvent_notes.title import code_in_name

Known = Callable[[Found, Collection], Reading | None]
Progress = Callable[[int, int], None]  # documents read, documents in all

_YEAR_UNKNOWN = "{}: nothing says which year; its talks are under Year unknown; {}"
_SAY_IT_IN_NOTES = "put the year in front matter, title or folder name"
_SAY_IT_IN_A_LIST = "name the file reinvent-YEAR{}, or give it a year column"
_CODED_FILES = 3


def read_all(
    documents: Sequence[Found],
    known: Known | None = None,
    progress: Progress | None = None,
    *,
    explained: bool = False,
) -> Iterator[tuple[Found, Reading]]:
    """Every document's reading, in their order; `known` may answer for those that need not be read again.

    Index pages are read first, for what they say of the documents around them.
    """
    folders = _coded_folders(documents)
    ordered = sorted(documents, key=lambda found: (not is_index_page(found.name), found.file.count(os.sep)))
    readings: dict[Found, Reading] = {}
    for number, found in enumerate(ordered):
        if progress:
            progress(number, len(ordered))
        folder = os.path.dirname(found.file)
        context = _context(folder, folders)
        reading = (known(found, context) if known else None) or read_one(found, context, explained=explained)
        if reading["collection"]:
            event, year = reading["collection"]
            folders[folder] = Collection(event or context.event, year or context.year)
        readings[found] = reading
    in_order = [(found, readings[found]) for found in documents]
    _lend_years(in_order)
    yield from in_order


def _lend_years(readings: Sequence[tuple[Found, Reading]]) -> None:
    """Talks of a page that says no year are of that of all other pages of its source in its folder, if that is one."""
    years: defaultdict[tuple[str, str], set[int | None]] = defaultdict(set)
    folders = [(found.within, os.path.dirname(found.file)) for found, _ in readings]
    for folder, (_, reading) in zip(folders, readings, strict=True):
        undated = set(reading["undated"])
        years[folder].update(talk["year"] for number, talk in enumerate(reading["talks"]) if number not in undated)
    for folder, (found, reading) in zip(folders, readings, strict=True):
        if not reading["undated"] and not reading["warnings"]:
            continue
        around = years[folder]
        year = next(iter(around)) if len(around) == 1 else None
        for number in reading["undated"]:
            reading["talks"][number]["year"] = year
        is_list = reading["trust"] in (Trust.OFFICIAL, Trust.RECORDINGS)
        remedy = _SAY_IT_IN_A_LIST.format(found.path.suffix) if is_list else _SAY_IT_IN_NOTES
        unknown = _YEAR_UNKNOWN.format(found.name, remedy)
        others = [warning for warning in reading["warnings"] if warning != unknown]
        reading["warnings"] = [*others, unknown] if reading["undated"] and year is None else others


def _coded_folders(documents: Sequence[Found]) -> dict[str, Collection]:
    folders: dict[str, list[str]] = {}
    for found in documents:
        folder, name = os.path.split(found.file)
        folders.setdefault(folder, []).append(name)
    return {folder: Collection(event=True) for folder, names in folders.items() if are_coded(names)}


def are_coded(names: Iterable[str]) -> bool:
    """Whether several of a folder's files are named by code: then it is about the event, whatever else they say."""
    coded = (name for name in names if code_in_name(name))
    return sum(1 for _ in islice(coded, _CODED_FILES)) == _CODED_FILES


def _context(folder: str, folders: dict[str, Collection]) -> Collection:
    while folder not in folders:
        folder, within = os.path.dirname(folder), folder
        if folder == within:
            return Collection()
    return folders[folder]


def talks(readings: Iterable[tuple[Found, Reading]]) -> list[Talk]:
    """The talks of a collection, each once: lists and tables joined with the files that they are about."""
    found, linked = entries(readings)
    return [entry.talk for entry in identity.merge(found, linked=linked, notes_apart=True)]


def entries(
    readings: Iterable[tuple[Found, Reading]], years: Container[int | None] | None = None
) -> tuple[list[Entry], list[tuple[int, int]]]:
    """What each document says of each talk, and which of them (by number) link to one another's file.

    With `years` the talks of these alone, of documents without links.
    """
    readings = list(readings)
    found: list[Entry] = []
    targets: list[tuple[int, str, Path]] = []
    places: list[tuple[str, int]] = []  # each file, and how many entries there were before it
    for document, reading in readings:
        places.append((document.file, len(found)))
        for number, talk in enumerate(reading["talks"]):
            if years is None or talk["year"] in years:
                if talk["target"]:
                    targets.append((len(found), talk["target"], document.path))
                found.append(entry(document, reading, number))
    if not targets:
        return found, []
    by_file: dict[str, list[int]] = {}
    for (file, start), (_, end) in pairwise((*places, ("", len(found)))):
        by_file.setdefault(os.path.normpath(file), []).extend(range(start, end))
    return _linked(
        found,
        targets,
        by_file,
        {os.path.normpath(document.path): (document, reading) for document, reading in readings},
    )


def entry(document: Found, reading: Reading, number: int) -> Entry:
    """What a document says of its talk of this number, or as WHOLE_PAGE of the one that it is itself."""
    talk = reading["page"] if number == WHOLE_PAGE else reading["talks"][number]
    return Entry(Talk.from_dict({**talk, "sources": (document.name,)}), Trust(reading["trust"]), number)


def _linked(
    found: list[Entry],
    targets: list[tuple[int, str, Path]],
    by_file: dict[str, list[int]],
    readings: dict[str, tuple[Found, Reading]],
) -> tuple[list[Entry], list[tuple[int, int]]]:
    """Join what lists link to: a file that holds one talk, or that is one talk because a list links to it."""
    stems = {PurePath(name).stem: name for name in readings}
    linked: list[tuple[int, int]] = []
    dropped: set[int] = set()
    for number, target, path in targets:
        name = _target(target, path, readings, stems)
        if name is None:
            continue
        talk = found[number].talk
        there = by_file.get(name, [])
        page = readings[name][1]["page"]
        if len(there) == 1:
            linked.append((there[0], number))
        elif not there and page and not talk.notes:
            by_file[name] = [len(found)]
            linked.append((len(found), number))
            found.append(entry(*readings[name], WHOLE_PAGE))
        elif len(there) > 1 and not (talk.code or talk.videos):
            dropped.add(number)  # it links to a page of talks, and is none
    place = {number: at for at, number in enumerate(n for n in range(len(found)) if n not in dropped)}
    pairs = [(place[one], place[two]) for one, two in linked if one in place and two in place]
    return [found[number] for number in place], pairs


def _target(target: str, path: Path, pages: dict[str, Any], stems: dict[str, str]) -> str | None:
    """The document that a link in `path` leads to; a wiki link names it without its folder."""
    name = os.path.normpath(path.parent / target)
    candidates = (name, f"{name}.md", f"{name}{os.sep}README.md", f"{name}{os.sep}index.md")
    found = next((candidate for candidate in candidates if candidate in pages), None)
    return found or stems.get(PurePath(target).name) or stems.get(PurePath(target).stem)
