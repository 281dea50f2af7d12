"""One talk in one file, whose code stands in the name of the file or of its folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from reinvent_notes import front_matter
from reinvent_notes.limits import TITLE_CHARS
from reinvent_notes.sections import is_furniture, is_marker
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.page import Page
from reinvent_notes.talk import base_code, fold
from reinvent_notes.title import TitleLine, code_in_name, codes_in_name, read_title
from reinvent_notes.years import names_event

NAME = "a file named after its talk"


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    document, about = page.document, page.about
    name = PurePath(document.name).name
    folder = document.folders[0] if document.folders else ""
    code = code_in_name(name) or code_in_name(folder)
    if not code or not about.is_code(code):
        return [], []
    if any(title.code and base_code(title.code) != base_code(code) for title in page.titles):
        return [], []  # the headings say more than the name
    others = {base_code(other) for other in codes_in_name(name)} - {base_code(code)}
    if others and any(base_code(page.read_title(document.lines[line]).code or "") in others for line in page.coded):
        return [], []  # it is named after several talks, which its lines tell apart
    finding = _whole(page, code, folder)
    return ([finding] if finding.title.title else []), []


def _whole(page: Page, code: str, folder: str) -> Finding:
    """The whole file as one talk; its title from the first heading that is one, front matter, or the name."""
    document = page.document
    headings = list(zip(page.headings, page.titles, strict=True))
    first = next(((heading, title) for heading, title in headings if not is_marker(title.title)), None)
    stated = front_matter.text_of(document.front, "title")
    line, start = 0, document.start
    if first and (first[0].line <= document.start + 10 or not stated):
        heading, title = first
        line, start = heading.line, heading.body
        again = next((h for h, t in headings if h.line >= start and fold(t.title) == fold(title.title)), None)
        if again and not document.body(start, again.line):
            start = again.body  # a second heading that repeats the first
    elif stated:
        title = read_title(stated)
    elif named := _first_line(page, code):
        line, title = named
        start = line + 1
    else:
        title = title_from_name(document.stem)
        if is_furniture(title.title) or not title.title:
            title = title_from_name(folder)
            title = replace(title, title="") if is_marker(title.title) or names_event(folder) else title
    title = replace(title, code=title.code or code)
    year = page.about.year
    return Finding(NAME, 0.97, title, line, start, len(document.lines), year=year, why="a code in the file's name")


def _first_line(page: Page, code: str) -> tuple[int, TitleLine] | None:
    """A plain first line that has the file's code, and a title."""
    lines = page.document.lines
    line = next((at for at in range(page.document.start, len(lines)) if lines[at].strip()), None)
    title = read_title(lines[line]) if line is not None and len(lines[line]) <= TITLE_CHARS else None
    same = title is not None and title.code is not None and base_code(title.code) == base_code(code)
    return (line, title) if line is not None and title is not None and same and title.title else None


def title_from_name(name: str) -> TitleLine:
    """`dat324-expedia-flies` -> `Expedia flies`, DAT324."""
    title = read_title(name.replace("_", " "))
    words = title.title if " " in title.title else title.title.replace("-", " ")
    return replace(title, title=words[:1].upper() + words[1:])
