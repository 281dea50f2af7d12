"""One talk in one file, whose code stands in the name of the file or of its folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from reinvent_notes import front_matter
from reinvent_notes.document import Document
from reinvent_notes.sections import is_marker
from reinvent_notes.shapes.entry import Entry
from reinvent_notes.shapes.reading import Reading
from reinvent_notes.talk import base_code, fold
from reinvent_notes.title import TitleLine, code_in_name, read_title
from reinvent_notes.years import year_of_page

NAME = "a file named after its talk"


def read(document: Document) -> Reading | None:
    name = PurePath(document.name).name
    code = code_in_name(name) or (code_in_name(document.folders[0]) if document.folders else None)
    if not code:
        return None
    headings = [(heading, read_title(heading.title)) for heading in document.outline.headings]
    others = [title.code for _, title in headings if title.code and base_code(title.code) != base_code(code)]
    if others:
        return None  # the headings say more than the name
    first = next(((heading, title) for heading, title in headings if not is_marker(title.title)), None)
    stated = front_matter.text_of(document.front, "title")
    if first:
        heading, title = first
        line, start = heading.line, heading.body
        again = next((h for h, t in headings if h.line >= start and fold(t.title) == fold(title.title)), None)
        if again and not document.body(start, again.line):
            start = again.body  # a second heading that repeats the first
    elif stated:
        title, line, start = read_title(stated), 0, document.start
    else:
        title, line, start = _from_name(document.stem), 0, document.start
    title = replace(title, code=title.code or code)
    entry = Entry(title, line, start, len(document.lines), year=year_of_page(document))
    return Reading(NAME, 0.95, f"the name {name!r} holds the code {code}", (entry.talk(document),))


def _from_name(stem: str) -> TitleLine:
    """`dat324-expedia-flies` -> `Expedia flies`."""
    words = read_title(stem.replace("_", " ")).title
    if " " not in words:
        words = words.replace("-", " ")
    return TitleLine(words[:1].upper() + words[1:])
