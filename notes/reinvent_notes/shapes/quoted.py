"""Talks named in bold quotation marks within a text: `I went to **"Title" (CODE)**, which …`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reinvent_notes.recordings import recordings_in
from reinvent_notes.sections import holds_talks, is_announcement
from reinvent_notes.shapes.details import talking
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.page import Page
from reinvent_notes.title import TitleLine, read_title

NAME = "titles in bold quotation marks"
_CODE, _TOLD = 0.9, 0.7
_PARAGRAPH_LINES = 15
_CODED = r"\s*\((?P<{}>[A-Z]{{2,6}} ?\d{{3}}(?:-[A-Z0-9]+)*)\)"
_MARKS = (re.compile(r"\*\*[\"“„«]"), re.compile(r"__[\"“„«]"))
_QUOTED = re.compile(
    rf"(?:\*\*|__)[\"“„«]\s?(?P<title>[^\"“”„»*]{{8,160}}?)[,.]?\s?[\"“”»](?:{_CODED.format('inside')})?(?:\*\*|__)"
    rf"(?:{_CODED.format('behind')})?"
)


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    findings: list[Finding] = []
    skipped: list[Skip] = []
    for line, match in _quoted(page):
        title = _title(match)
        end = _end_of_paragraph(page, line)
        text = " ".join(page.document.lines[line:end])
        sections = page.sections(line)
        if any(is_announcement(section) for section in sections):
            continue
        coded = page.about.is_code(title.code)
        told = coded or talking(text) or recordings_in(text) or any(map(holds_talks, sections[:1]))
        if coded or (page.about.recordings_count and told):
            why = "a quoted title with its code" if coded else "a quoted title in a text on a talk"
            sure = _CODE if coded else _TOLD
            findings.append(Finding(NAME, sure, title, line, line, end, sections, page.year(line), why=why))
        else:
            skipped.append(Skip(line, "a quoted title, but the text around it speaks of no talk"))
    return findings, skipped


def _quoted(page: Page) -> Iterator[tuple[int, re.Match[str]]]:
    """The first such title of each line."""
    for line in page.document.lines_with(*_MARKS):
        text = page.document.lines[line]
        if line not in page.fenced and text.lstrip()[:1] not in "|#":
            match = _QUOTED.search(text, 0, 2000)
            if match:
                yield line, match


def _title(match: re.Match[str]) -> TitleLine:
    code = match["inside"] or match["behind"]
    return read_title(f"{match['title']} ({code})" if code else match["title"])


def _end_of_paragraph(page: Page, line: int) -> int:
    lines = page.document.lines
    last = min(len(lines), line + _PARAGRAPH_LINES)
    while line < last and lines[line].strip():
        line += 1
    return line
