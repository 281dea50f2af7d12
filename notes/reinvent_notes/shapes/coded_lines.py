"""Plain text in which a line `CODE title` or `Title (CODE)` starts a talk.

`re:Invent 2023 - title (CODE)` may end it, as a caption.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from reinvent_notes.recordings import recordings_in
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.page import Page
from reinvent_notes.talk import fold
from reinvent_notes.title import TitleLine

NAME = "lines with a code"
_SURE, _ALONE = 0.85, 0.5
_LINE_CHARS = 220
_STARTS = re.compile(r"\W{0,3}[A-Z]{2,6}[ -]?\d{3}")
_ENDS = re.compile(r"[(\[][A-Z]{2,6}[ -]?\d{3}(?:-[A-Z0-9]+)*[)\]]\s*$")

_Line = tuple[int, TitleLine]


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    document, about = page.document, page.about
    starts, captions = _coded_lines(page)
    findings = []
    for number, (index, title) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(document.lines)
        caption = _caption_of(title, captions, index, end)
        facts = {}
        if caption:
            end, said = caption
            title = replace(title, year=said.year)
            if fold(said.title) != fold(title.title):
                facts["titles"] = (title.title, said.title)
        sure = _SURE if len(starts) > 1 or index <= document.start + 2 else _ALONE
        why = "a line with its code stands alone"
        findings.append(Finding(NAME, sure, title, index, index + 1, end, year=about.year, facts=facts, why=why))
    return findings, []


def _caption_of(title: TitleLine, captions: dict[str | None, list[_Line]], start: int, end: int) -> _Line | None:
    """The first caption with the talk's code below its title and above the next talk's."""
    of_code = captions.get(title.code, [])
    at = bisect_right(of_code, start, key=lambda caption: caption[0])
    return of_code[at] if at < len(of_code) and of_code[at][0] < end else None


def _coded_lines(page: Page) -> tuple[list[_Line], dict[str | None, list[_Line]]]:
    """The lines that start a talk, and by code the captions that end one."""
    starts: list[_Line] = []
    ends: list[_Line] = []
    captions: dict[str | None, list[_Line]] = {}
    lines = page.document.lines
    for index in page.coded:
        line = lines[index]
        if len(line) > _LINE_CHARS or line.lstrip()[:1] in "#-*+|>[":
            continue
        title = page.read_title(line)
        if not title.title or not page.about.is_code(title.code):
            continue
        if title.official:
            captions.setdefault(title.code, []).append((index, title))
        elif recordings_in(line) or not _has_nothing_above(page, index):
            continue
        elif _STARTS.match(line):
            starts.append((index, title))
        elif _ENDS.search(line) and _has_text_below(page, index):
            ends.append((index, title))
    return (sorted(starts + ends) if len(ends) > 1 or not starts else starts), captions


def _has_nothing_above(page: Page, index: int) -> bool:
    """Nothing but a blank line or a divider is above."""
    return index == 0 or not any(map(str.isalnum, page.document.lines[index - 1]))


def _has_text_below(page: Page, index: int) -> bool:
    """A title is followed by a blank line or an underline; the last line of a paragraph too, but it is longer."""
    lines = page.document.lines
    return index + 1 < len(lines) and not any(map(str.isalnum, lines[index + 1][:80])) and ". " not in lines[index]
