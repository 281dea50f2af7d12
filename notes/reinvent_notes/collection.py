"""The documents of one file or folder, understood together.

Index pages are read first: what they say of the event and its year holds for the files around and below them, and
their lists, tables and links join the talks that those files are about. Notes by different files stay apart here;
that they are about one talk is for `identity` to say.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any

from reinvent_notes import identity, shapes
from reinvent_notes.document import Collection, Document, read_document
from reinvent_notes.errors import Refused
from reinvent_notes.evidence import About
from reinvent_notes.shapes.finding import Finding
from reinvent_notes.shapes.named_file import title_from_name
from reinvent_notes.sources import Found
from reinvent_notes.talk import Talk
from reinvent_notes.title import code_in_name, read_title
from reinvent_notes.years import named_years

# What was understood of one document, in a form that can be kept: talks (with the file each links to), the page as
# one talk in case an index page lists it, what an index page says of its folder, and what to tell the user.
Reading = dict[str, Any]
Known = Callable[[Found, Collection], Reading | None]
Progress = Callable[[int, int], None]  # documents read, documents in all

_YEAR_UNKNOWN = (
    "{}: nothing says which year; its talks are under Year unknown; put the year in front matter, title or folder name"
)
_CODED_FILES = 3
_INDEX_PAGE = re.compile(r"(?:readme|_?index|home|toc|summary|contents)\.\w+|.*\bmoc\b.*", re.I)


def read_all(
    documents: Sequence[Found], known: Known | None = None, progress: Progress | None = None
) -> Iterator[tuple[Found, Reading]]:
    """Every document's reading, in their order; `known` may answer for those that need not be read again.

    Index pages are read first, for what they say of the documents around them.
    """
    folders = _coded_folders(documents)
    ordered = sorted(documents, key=lambda found: (not _is_index_page(found), len(found.path.parts)))
    readings: dict[Found, Reading] = {}
    for number, found in enumerate(ordered):
        if progress:
            progress(number, len(ordered))
        context = _context(found.path.parent, folders)
        reading = (known(found, context) if known else None) or read_one(found, context)
        if reading["collection"]:
            event, year = reading["collection"]
            folders[found.path.parent] = Collection(event or context.event, year or context.year)
        readings[found] = reading
    in_order = [(found, readings[found]) for found in documents]
    _lend_years(in_order)
    yield from in_order


def _lend_years(readings: Sequence[tuple[Found, Reading]]) -> None:
    """Talks of a page that says no year are of the year of all the other pages in its folder, if that is one year."""
    years: dict[Path, set[int | None]] = {}
    for found, reading in readings:
        dated = {talk["year"] for number, talk in enumerate(reading["talks"]) if number not in reading["undated"]}
        years.setdefault(found.path.parent, set()).update(dated)
    for found, reading in readings:
        around = years[found.path.parent]
        year = next(iter(around)) if len(around) == 1 else None
        for number in reading["undated"]:
            reading["talks"][number]["year"] = year
        unknown = _YEAR_UNKNOWN.format(found.name)
        others = [warning for warning in reading["warnings"] if warning != unknown]
        reading["warnings"] = [*others, unknown] if reading["undated"] and year is None else others


def read_one(found: Found, context: Collection) -> Reading:
    """What one document says. A document that cannot be read says why."""
    try:
        document = read_document(found.path, found.name, context)
    except Refused as refusal:
        return _reading(context, warnings=[str(refusal)], refused=True)
    understood = shapes.read(document)
    known = understood.about
    page = None if understood.findings else _whole_page(document, known.year)
    talks = [{**finding.talk(document).as_dict(), "target": finding.target} for finding in understood.findings]
    return _reading(
        context,
        about=str(known),
        talks=talks,
        undated=[number for number, talk in enumerate(talks) if talk["year"] is None],
        page=page.talk(document).as_dict() if page else None,
        collection=_said_of_folder(document, known) if _is_index_page(found) else None,
        shapes=[_told(understood, shape) for shape in understood.shapes],
        skipped=[[skip.line + 1, skip.why] for skip in understood.skipped],
        warnings=[f"{found.name}:{line}: {what}" for line, what in document.warnings],
    )


def _said_of_folder(document: Document, known: About) -> list[bool | int | None]:
    """What an index page says of the pages around it; one that lists several years says none of them."""
    several = len(named_years("\n".join(document.lines))) > 1
    return [known.event or known.mentions, None if several else known.year]


def _reading(context: Collection, **said: Any) -> Reading:
    nothing: Reading = {"about": "", "talks": [], "undated": [], "page": None, "collection": None, "refused": False}
    return {**nothing, "shapes": [], "skipped": [], "warnings": [], **said, "context": list(context)}


def _told(understood: shapes.Reading, shape: str) -> str:
    """How many talks a shape found, and what made them talks: `headings: 2 talks: a code in the heading (0.95): 2`."""
    reasons = Counter((finding.why, finding.sure) for finding in understood.findings if finding.shape == shape)
    count = reasons.total()
    why = "; ".join(f"{number} by {why} (sure {sure:.2f})" for (why, sure), number in reasons.most_common())
    return f"{shape}: {count} talk{'s' * (count != 1)}: {why}"


def _coded_folders(documents: Sequence[Found]) -> dict[Path, Collection]:
    """Folders with several files named by code are about the event, whatever else they say."""
    coded = Counter(found.path.parent for found in documents if code_in_name(found.path.name))
    return {folder: Collection(event=True) for folder, count in coded.items() if count >= _CODED_FILES}


def _is_index_page(found: Found) -> bool:
    return _INDEX_PAGE.fullmatch(found.path.name) is not None


def _context(folder: Path, folders: dict[Path, Collection]) -> Collection:
    return next((folders[place] for place in (folder, *folder.parents) if place in folders), Collection())


def _whole_page(document: Document, year: int | None) -> Finding | None:
    """The document as one talk, which it is if an index page lists it as one."""
    heading = next(iter(document.outline.headings), None)
    title = read_title(heading.title) if heading else title_from_name(document.stem)
    if not title.title:
        return None
    line, start = (heading.line, heading.body) if heading else (0, document.start)
    return Finding("a linked file", 0.5, title, line, start, len(document.lines), year=year)


def talks(readings: Iterable[tuple[Found, Reading]]) -> list[Talk]:
    """The talks of a collection, each once: lists and tables joined with the files that they are about."""
    readings = list(readings)
    listed: list[tuple[Talk, str | None, Path]] = []
    for found, reading in readings:
        listed += [(Talk.from_dict(talk), talk["target"], found.path) for talk in reading["talks"]]
    by_file: dict[str, list[int]] = {}
    for number, (_, _, path) in enumerate(listed):
        by_file.setdefault(os.path.normpath(path), []).append(number)
    pages = {os.path.normpath(found.path): reading["page"] for found, reading in readings}
    stems = {PurePath(name).stem: name for name in pages}
    entries = [talk for talk, _, _ in listed]
    linked: list[tuple[int, int]] = []
    dropped: set[int] = set()
    for number, (talk, target, path) in enumerate(listed):
        name = _target(target, path, pages, stems) if target else None
        if name is None:
            continue
        there = by_file.get(name, [])
        if len(there) == 1:
            linked.append((there[0], number))
        elif not there and pages[name] and not talk.notes:
            by_file[name] = [len(entries)]
            linked.append((len(entries), number))
            entries.append(Talk.from_dict(pages[name]))
        elif len(there) > 1 and not (talk.code or talk.videos):
            dropped.add(number)  # it links to a page of talks, and is none
    return _joined(entries, linked, dropped)


def _joined(entries: list[Talk], linked: list[tuple[int, int]], dropped: set[int]) -> list[Talk]:
    """Entries with notes come first: their words are trusted before those of a list."""
    order = sorted(
        (number for number in range(len(entries)) if number not in dropped),
        key=lambda number: not entries[number].notes,
    )
    place = {number: index for index, number in enumerate(order)}
    pairs = [(place[a], place[b]) for a, b in linked if a in place and b in place]
    merged = identity.merge([entries[number] for number in order], linked=pairs, notes_apart=True)
    return [entry.talk for entry in merged]


def _target(target: str, path: Path, pages: dict[str, Any], stems: dict[str, str]) -> str | None:
    """The document that a link in `path` leads to; a wiki link names it without its folder."""
    name = os.path.normpath(path.parent / target)
    candidates = (name, f"{name}.md", f"{name}{os.sep}README.md", f"{name}{os.sep}index.md")
    found = next((candidate for candidate in candidates if candidate in pages), None)
    return found or stems.get(PurePath(target).name) or stems.get(PurePath(target).stem)
