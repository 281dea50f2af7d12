"""A document as the shapes share it: what it is about, its headings read once, and what stands above each line."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from urllib.parse import unquote

from reinvent_notes import limits
from reinvent_notes.document import Document, lines_found
from reinvent_notes.evidence import About
from reinvent_notes.inline import LINK, plain
from reinvent_notes.shapes.finding import Skip
from reinvent_notes.title import TitleLine, may_hold_code, read_title
from reinvent_notes.years import names_event, stated_year, year_of_section

_WIKI_LINK = re.compile(r"\[\[(?P<name>[^\[\]|#]+)(?:[|#][^\[\]]*)?\]\]")
_LOOSE_LINK = re.compile(r"\]\((?P<url>[^()]+\.md)\)")
_LINE_CHARS = 5_000  # nobody names a talk by its code further into a line
_DIGITS = re.compile(b"000")
_SPONSORED = re.compile(b"00-S")
_KEYNOTE = re.compile("ynote")  # few other words have a y: found three times as fast as by e
_ZEROS = bytes.maketrans(b"123456789", b"000000000")


class Page:
    """Lines are counted from 0."""

    def __init__(self, document: Document, about: About) -> None:
        self.document = document
        self.about = about
        self._read: dict[str, TitleLine] = {}
        self._stated = stated_year(document)
        self.headings = document.outline.headings
        self.titles = [self.read_title(heading.title) for heading in self.headings]
        self._lines = [heading.line for heading in self.headings]
        self._parents = _parents([heading.level for heading in self.headings])
        self._sections: dict[int, tuple[str, ...]] = {}
        self._years: dict[int, int | None] = {}
        self.beyond: list[Skip] = []  # what is not looked at any more

    def read_title(self, line: str) -> TitleLine:
        """What a line says, which several shapes may ask."""
        title = self._read.get(line)
        if title is None:
            title = self._read[line] = read_title(line)
        return title

    @cached_property
    def fenced(self) -> set[int]:
        return {line for fence in self.document.outline.fences for line in fence}

    @cached_property
    def coded(self) -> list[int]:
        """The lines of text, outside headings and fences, that may hold a code or a recording."""
        document, lines = self.document, self.document.lines
        # any three digits, as what starts with one of ten characters is searched for four times slower
        digits = document.text.encode("ascii", "replace").translate(_ZEROS)
        found = {*document.recorded, *lines_found(_DIGITS, digits, b"\n")}
        if self.about.event and b"00-S" in digits:
            found.update(lines_found(_SPONSORED, digits, b"\n"))
        coded = (
            number
            for number in sorted(found.difference(self._lines, self.fenced))
            if ("youtu" in (line := lines[number]) or "{" in line or may_hold_code(line[:_LINE_CHARS]))
        )
        most = limits.most(limits.CODED_LINES, len(document.text))
        kept = list(islice(coded, most))
        if (more := next(coded, None)) is not None:
            self.beyond.append(Skip(more, f"more than {most:,} lines with codes or recordings (CODED_LINES)"))
        return kept

    @cached_property
    def keynotes(self) -> list[int]:
        """The lines of text, outside headings and fences, that speak of a keynote."""
        found = set(self.document.lines_with(_KEYNOTE))
        return sorted(found.difference(self._lines, self.fenced)) if found else []

    def next_heading(self, line: int) -> int:
        """The line of the first heading below a line, or the end of the document."""
        at = bisect_right(self._lines, line)
        return self._lines[at] if at < len(self._lines) else len(self.document.lines)

    def sections(self, line: int) -> tuple[str, ...]:
        """The titles of the headings above a line, nearest first."""
        at = bisect_left(self._lines, line) - 1
        if at not in self._sections:
            self._sections[at] = tuple(self.section_name(above) for above in self._above(at))
        return self._sections[at]

    def section_name(self, number: int) -> str:
        """What a heading says of those below it: the page's title keeps the event's name, and so is no subject."""
        title = self.headings[number].title
        return plain(title) if number == 0 and names_event(title) else self.titles[number].title

    def year(self, line: int) -> int | None:
        """The year that front matter states, else the headings above a line, else the page."""
        if self._stated:
            return self._stated
        at = bisect_left(self._lines, line) - 1
        if at not in self._years:
            years = (year_of_section(self.headings[above].title) for above in self._above(at))
            self._years[at] = next((year for year in years if year), self.about.year)
        return self._years[at]

    def _above(self, at: int) -> Iterator[int]:
        while at >= 0:
            yield at
            at = self._parents[at]


def _parents(levels: list[int]) -> list[int]:
    """For each heading the number of the one that it is below, or -1."""
    found: list[int] = []
    open_ones: list[int] = []
    for number, level in enumerate(levels):
        while open_ones and levels[open_ones[-1]] >= level:
            open_ones.pop()
        found.append(open_ones[-1] if open_ones else -1)
        open_ones.append(number)
    return found


def link_target(text: str) -> str | None:
    """The file in the same collection that a line links to, as written there; None for addresses and anchors."""
    if "](" not in text and "[[" not in text:
        return None
    for match in LINK.finditer(text):
        url = unquote(match["url"])
        if not match["image"] and "://" not in url and not url.startswith(("#", "mailto:", "/")) and _is_note(url):
            return url.partition("#")[0]
    loose = _LOOSE_LINK.search(text)
    if loose and "://" not in loose["url"]:
        return unquote(loose["url"])
    wiki = _WIKI_LINK.search(text)
    return wiki["name"].strip() if wiki else None


def _is_note(url: str) -> bool:
    return url.partition("#")[0].endswith((".md", ".markdown", ".txt", "/")) or "." not in url.rpartition("/")[2]
