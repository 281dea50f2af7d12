"""Plain text in which a line `CODE title` starts a talk, and perhaps `re:Invent 2023 - title (CODE)` ends it."""

from __future__ import annotations

import re
from dataclasses import replace

from reinvent_notes.document import Document
from reinvent_notes.evidence import About
from reinvent_notes.recordings import recordings_in
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.talk import fold
from reinvent_notes.title import TitleLine, read_title

NAME = "lines that start with a code"
_LINE_CHARS = 220
_STARTS = re.compile(r"\W{0,3}[A-Z]{2,6}[ -]?\d{3}")


def find(document: Document, about: About) -> tuple[list[Finding], list[Skip]]:
    starts, captions = _coded_lines(document, about)
    findings = []
    for number, (index, title) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(document.lines)
        caption = next(((at, said) for at, said in captions if index < at < end and said.code == title.code), None)
        facts = {}
        if caption:
            end, said = caption
            title = replace(title, year=said.year)
            if fold(said.title) != fold(title.title):
                facts["titles"] = (title.title, said.title)
        sure = 0.85 if len(starts) > 1 or index <= document.start + 2 else 0.5
        findings.append(Finding(NAME, sure, title, index, index + 1, end, year=about.year, facts=facts))
    return findings, []


def _coded_lines(document: Document, about: About) -> tuple[list[tuple[int, TitleLine]], list[tuple[int, TitleLine]]]:
    """The lines that start a talk, and the captions that end one."""
    starts: list[tuple[int, TitleLine]] = []
    captions: list[tuple[int, TitleLine]] = []
    fenced = {line for fence in document.outline.fences for line in fence}
    for index, line in enumerate(document.lines):
        if not line.strip() or len(line) > _LINE_CHARS or index in fenced or line.lstrip()[:1] in "#-*+|>[":
            continue
        title = read_title(line)
        if not about.is_code(title.code, words=2) or not title.title:
            continue
        if title.official:
            captions.append((index, title))
        elif _STARTS.match(line) and not recordings_in(line) and _stands_alone(document, index):
            starts.append((index, title))
    return starts, captions


def _stands_alone(document: Document, index: int) -> bool:
    """Nothing but a blank line or a divider is above."""
    return index == 0 or not any(char.isalnum() for char in document.lines[index - 1])
