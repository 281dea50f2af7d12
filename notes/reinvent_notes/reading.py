"""What one document says of talks: notes in any shape, or a list of talks as data."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reinvent_notes import catalogs, limits, shapes, text
from reinvent_notes.document import Collection, Document, folders_of, make_document
from reinvent_notes.errors import Refused
from reinvent_notes.evidence import About
from reinvent_notes.folders import LIST_ENDINGS
from reinvent_notes.inline import plain
from reinvent_notes.merged import Trust
from reinvent_notes.shapes import house
from reinvent_notes.shapes.finding import Finding
from reinvent_notes.shapes.named_file import title_from_name
from reinvent_notes.sources import Found
from reinvent_notes.talk import UNKNOWN, without_unknown
from reinvent_notes.title import read_title
from reinvent_notes.years import event_year, named_years, year_in_name, year_of_date

# What was understood of one document, in a form that can be kept: talks (with the file each links to), the page as
# one talk in case an index page lists it, what an index page says of its folder, and what to tell the user.
Reading = dict[str, Any]

WHOLE_PAGE = -1
_UNKNOWN = {**UNKNOWN, "target": None}
_TOLD: Reading = {"about": "", "shapes": [], "skipped": []}

_INDEX_PAGE = re.compile(r"(?:readme|_?index|home|toc|summary|contents)\.\w+")
_MAP_OF_CONTENT = re.compile(r"\bmoc\b")


def read_one(found: Found, context: Collection, *, explained: bool = False) -> Reading:
    """What one document says, and if `explained` how that was found. A document that cannot be read says why."""
    try:
        data, warnings = text.decode_data(text.read_bytes(found.file), found.name)
        listed = _listed(found, data, context)
    except Refused as refusal:
        return _reading(context, warnings=[str(refusal)], refused=True)
    if listed:
        listed["warnings"][:0] = [f"{found.name}:{line}: {what}" for line, what in warnings]
        return listed
    clean = text.clean_lines(data, warnings)
    document = make_document(clean.lines, found.name, folders_of(found.file), clean.warnings, context)
    return _noted(document, context, explained=explained)


def talks_in(reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every talk of a reading by its number; WHOLE_PAGE is the document as one talk."""
    yield from enumerate(reading["talks"])
    if reading["page"]:
        yield WHOLE_PAGE, reading["page"]


def kept(reading: Reading) -> Reading:
    """A reading as the index keeps it: without what is not known, and what is told of `parse` alone."""
    page = reading["page"]
    said = {name: value for name, value in reading.items() if name not in _TOLD}
    talks = [without_unknown(talk) for talk in reading["talks"]]
    return {**said, "talks": talks, "page": without_unknown(page) if page else None}


def restored(said: Reading, bodies: Mapping[int, str]) -> Reading:
    """One that was kept, with the words of the note of each talk, by its number."""
    page = said["page"]
    talks = [{**_UNKNOWN, **talk} for talk in said["talks"]]
    reading = {**_TOLD, **said, "talks": talks, "page": {**_UNKNOWN, **page} if page else None}
    for number, talk in talks_in(reading):
        for note in talk["notes"]:
            note["markdown"] = bodies[number]
    return reading


def look_into(path: Path, name: str) -> None:
    """Raises Refused for a file that is neither notes nor a list of talks that can be read."""
    data, _ = text.decode_data(text.read_bytes(path), name)
    if path.suffix.lower() in LIST_ENDINGS and not catalogs.read(data, name, None):
        raise Refused("holds no list of talks", where=name, remedy="the README says which lists are read")


def _listed(found: Found, data: str, context: Collection) -> Reading | None:
    """The talks of a list that is data; None for notes."""
    rows = catalogs.rows_of(data, found.name)
    year = (_year_of_names(found.path) or context.year) if rows else None
    catalog = catalogs.talks_of_rows(rows, year) if rows else None
    if catalog is None:
        is_data = found.file.lower().endswith(tuple(LIST_ENDINGS))
        return _reading(context, about="data, and no list of talks") if is_data else None
    count = len(catalog.talks)
    return _reading(
        context,
        about=f"{catalog.format}, {f'year {year}' if year else 'no year'}",
        talks=[{**talk.as_dict(), "target": None} for talk in catalog.talks],
        trust=catalog.trust,
        undated=[number for number, talk in enumerate(catalog.talks) if talk.year is None],
        shapes=[text.counted(count)],
        skipped=[[where, why] for where, why in catalog.skipped],
        warnings=list(catalog.warnings),
    )


def _year_of_names(path: Path) -> int | None:
    """The year that a list's own name gives, then the folders around it, nearest first.

    A date is most often when it was exported, and says less than a folder that is named after the event.
    """
    own, folders = path.stem, folders_of(str(path))
    dated = year_of_date(own)
    return (
        event_year(own)
        or (year_in_name(own) if dated is None else None)
        or next((year for name in folders if (year := event_year(name))), None)
        or dated
        or next((year for name in folders if (year := year_of_date(name) or year_in_name(name))), None)
    )


def _noted(document: Document, context: Collection, *, explained: bool) -> Reading:
    understood = shapes.read(document)
    known = understood.about
    page = None if understood.findings else _whole_page(document, known.year)
    talks = [{**finding.said(document), "target": finding.target} for finding in understood.findings]
    return _reading(
        context,
        **(_explanation(understood) if explained else {}),
        talks=talks,
        trust=Trust.FRONT_MATTER if understood.shapes == [house.NAME] else Trust.NOTES,
        undated=[number for number, talk in enumerate(talks) if talk["year"] is None],
        page=page.said(document) if page else None,
        collection=_said_of_folder(document, known) if is_index_page(document.name) else None,
        warnings=[f"{document.name}:{line}: {what}" for line, what in _warnings(document, understood)],
    )


def _warnings(document: Document, understood: shapes.Reading) -> Iterator[tuple[int, str]]:
    yield from document.warnings
    for skip in understood.beyond:
        yield skip.line + 1, f"{skip.why}; skipped, split the file"
    titles = [(one.line, document.lines[one.line], one.title.title) for one in understood.findings]
    for number, line, title in titles:
        if _is_cut(line, title):
            yield number + 1, f"its title is cut at {limits.TITLE_CHARS:,} characters (TITLE_CHARS)"
    for number, line, title in titles:
        if _is_read_in_part(line, title):
            chars = f"{limits.INLINE_CHARS:,}"
            yield number + 1, f"only its first {chars} characters are read for a title (INLINE_CHARS)"


def _is_cut(line: str, title: str) -> bool:
    """Whether a line says more than the title that was made of it; of an item or a sentence a title is a part."""
    return len(title) * 2 > limits.TITLE_CHARS < len(line) and len(plain(line)) == limits.TITLE_CHARS


def _is_read_in_part(line: str, title: str) -> bool:
    """Whether a line goes on where its title ends, beyond what was looked at: its markup is longer than its words."""
    return len(line) > limits.INLINE_CHARS and limits.TITLE_CHARS > len(plain(line)) < len(title) * 2


def _said_of_folder(document: Document, known: About) -> list[bool | int | None]:
    """What an index page says of the pages around it; one that lists several years says none of them."""
    several = len(named_years(document.text)) > 1
    return [known.event or known.mentions, None if several else known.year]


def _reading(context: Collection, **said: Any) -> Reading:
    nothing: Reading = {"talks": [], "undated": [], "page": None, "collection": None, "refused": False}
    return {
        **_TOLD,
        **nothing,
        "trust": Trust.NOTES,
        "warnings": [],
        **said,
        "context": list(context),
    }


def _explanation(understood: shapes.Reading) -> Reading:
    return {
        "about": str(understood.about),
        "shapes": [_told(understood, shape) for shape in understood.shapes],
        "skipped": [[skip.line + 1, skip.why] for skip in understood.skipped],
    }


def _told(understood: shapes.Reading, shape: str) -> str:
    """How many talks a shape found, and what made them talks: `headings: 2 talks: a code in the heading (0.95): 2`."""
    reasons = [(finding.why, finding.sure) for finding in understood.findings if finding.shape == shape]
    count = len(reasons)
    by_reason = Counter(reasons).most_common() if count > 1 else [(reason, 1) for reason in reasons]
    why = "; ".join(f"{number} by {why} (sure {sure:.2f})" for (why, sure), number in by_reason)
    return f"{shape}: {text.counted(count)}: {why}"


def is_index_page(name: str) -> bool:
    name = os.path.basename(name).lower()  # noqa: PTH119 - PurePath.name takes ten times as long
    return _INDEX_PAGE.fullmatch(name) is not None or ("moc" in name and _MAP_OF_CONTENT.search(name) is not None)


def _whole_page(document: Document, year: int | None) -> Finding | None:
    """The document as one talk, which it is if an index page lists it as one."""
    heading = next(iter(document.outline.headings), None)
    title = read_title(heading.title) if heading else title_from_name(document.stem)
    if not title.title:
        return None
    line, start = (heading.line, heading.body) if heading else (0, document.start)
    return Finding("a linked file", 0.5, title, line, start, len(document.lines), year=year)
