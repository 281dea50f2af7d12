"""Plain text in which a line `CODE title` starts a talk, and perhaps `re:Invent 2023 - title (CODE)` ends it."""

from __future__ import annotations

import re
from dataclasses import replace

from reinvent_notes.document import Document
from reinvent_notes.shapes.entry import Entry
from reinvent_notes.shapes.reading import Reading
from reinvent_notes.talk import fold
from reinvent_notes.title import TitleLine, read_title
from reinvent_notes.years import year_of_page

NAME = "lines that start with a code"
_LINE_CHARS = 220
_STARTS = re.compile(r"\W{0,3}[A-Z]{2,6}[ -]?\d{3}")


def read(document: Document) -> Reading | None:
    starts: list[tuple[int, TitleLine]] = []
    captions: list[tuple[int, TitleLine]] = []
    fenced = {line for fence in document.outline.fences for line in fence}
    for index, line in enumerate(document.lines):
        if not line.strip() or len(line) > _LINE_CHARS or index in fenced or line.lstrip()[:1] in "#-*+|>[":
            continue
        title = read_title(line)
        if not title.code or not title.title:
            continue
        if title.official:
            captions.append((index, title))
        elif _STARTS.match(line) and (index == 0 or not document.lines[index - 1].strip()):
            starts.append((index, title))
    if not starts:
        return None
    talks, page_year = [], year_of_page(document)
    for number, (index, title) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(document.lines)
        caption = next(((at, said) for at, said in captions if index < at < end and said.code == title.code), None)
        if caption:
            end, said = caption[0], caption[1]
            title = replace(title, year=said.year)
        talk = Entry(title, index, index + 1, end, year=page_year).talk(document)
        if caption and fold(said.title) != fold(talk.title):
            talk = replace(talk, titles=(*talk.titles, said.title))
        talks.append(talk)
    sure = 0.85 if len(starts) > 1 or starts[0][0] <= document.start + 2 else 0.5
    return Reading(NAME, sure, f"{len(starts)} lines start with a code", tuple(talks))
