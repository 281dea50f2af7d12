"""One talk in one file, whose name or whose folder's has the code, or that is named after a keynote."""

from __future__ import annotations

import re
from functools import lru_cache

from reinvent_notes import front_matter
from reinvent_notes.limits import TITLE_CHARS
from reinvent_notes.sections import is_furniture, is_marker, names_keynote
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.page import Page
from reinvent_notes.talk import base_code, fold
from reinvent_notes.title import TitleLine, code_in_name, codes_in_name, read_title
from reinvent_notes.years import names_event

_DATE = re.compile(r"20\d\d(?:-\d\d-\d\d)?[-_ .]+(?=[A-Za-z]{2,6}-?\d{3}(?!\d))")
NAME = "a file named after its talk"
_CODE, _KEYNOTE = 0.97, 0.65


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    document, about = page.document, page.about
    folder = document.folders[0] if document.folders else ""
    named = codes_in_name(document.name.rpartition("/")[2])
    code = named[0] if named else _code_of_folder(folder)
    if not code or not about.is_code(code):
        return _keynote(page), []
    if any(title.code and base_code(title.code) != base_code(code) for title in page.titles):
        return [], []  # the headings say more than the name
    others = {base_code(other) for other in named} - {base_code(code)}
    if others and any(base_code(page.read_title(document.lines[line]).code or "") in others for line in page.coded):
        return [], []  # it is named after several talks, which its lines tell apart
    finding = _whole(page, code, folder)
    return ([finding] if finding.title.title else []), []


@lru_cache(maxsize=1024)  # a folder has many files
def _code_of_folder(name: str) -> str | None:
    return code_in_name(name)


def _keynote(page: Page) -> list[Finding]:
    """A file whose name and first heading both say whose keynote; surer talks within it make it a page of talks."""
    first = page.titles[0] if page.titles else None
    if first is None or not page.about.recordings_count or not names_keynote(first.title):
        return []
    if not names_keynote(title_from_name(page.document.stem).title):
        return []
    line, start, end = page.headings[0].line, page.headings[0].body, len(page.document.lines)
    why = "its name and its first heading say whose keynote"
    return [Finding(NAME, _KEYNOTE, first, line, start, end, year=page.about.year, why=why)]


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
        folded = fold(title.title)
        again = next((h for h, t in headings if h.line >= start and fold(t.title) == folded), None)
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
            title = title._replace(title="") if is_marker(title.title) or names_event(folder) else title
    title = title._replace(code=title.code or code)
    year = page.about.year
    return Finding(NAME, _CODE, title, line, start, len(document.lines), year=year, why="a code in the file's name")


def _first_line(page: Page, code: str) -> tuple[int, TitleLine] | None:
    """A plain first line that has the file's code, and a title."""
    lines = page.document.lines
    line = next((at for at in range(page.document.start, len(lines)) if lines[at].strip()), None)
    title = read_title(lines[line]) if line is not None and len(lines[line]) <= TITLE_CHARS else None
    same = title is not None and title.code is not None and base_code(title.code) == base_code(code)
    return (line, title) if line is not None and title is not None and same and title.title else None


def title_from_name(name: str) -> TitleLine:
    """`dat324-expedia-flies` -> `Expedia flies`, DAT324."""
    title = read_title(_DATE.sub("", name.rpartition("___")[2]).replace("_", " "))  # Logseq writes `page___its part`
    words = title.title if " " in title.title else title.title.replace("-", " ")
    return title._replace(title=words[:1].upper() + words[1:])
