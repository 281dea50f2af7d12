"""Talks under bold lines: `**ARC207 - Title**`, `**Title**` with a recording below it."""

from __future__ import annotations

import re

from reinvent_notes.document import Document
from reinvent_notes.evidence import About
from reinvent_notes.sections import is_announcement, is_day, is_marker, kind_in_title
from reinvent_notes.shapes.details import is_part_of_the_day, own_recording
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.places import sections_above, year_above
from reinvent_notes.title import LINK, TitleLine, plain, read_title

NAME = "bold lines"
_CODE, _RECORDING, _KEYNOTE, _OFFICIAL = 0.88, 0.78, 0.6, 0.45
_BOLD = re.compile(
    r"(?:\d+[.)]\s+)?(?:\*\*|__)(?P<label>(?:session|talk|title)\s*:\s*)?(?P<text>[^*_].*?)(?:\*\*|__)(?P<rest>.*)",
    re.I,
)
_LABEL = re.compile(r"(?:session|talk|title|session title)\s*:?", re.I)
_ITALIC = re.compile(r"(?:\*(?!\*)|_(?!_))(?P<text>[^*_]{2,60})(?:\*|_)\s*$")
_REST_CHARS = 80  # more text behind the bold words makes them the beginning of a paragraph


def find(document: Document, about: About) -> tuple[list[Finding], list[Skip]]:
    lines = _bold_lines(document)
    findings = []
    for number, (line, title, subject) in enumerate(lines):
        following = lines[number + 1][0] if number + 1 < len(lines) else len(document.lines)
        heading = next((h.line for h in document.outline.headings if h.line > line), following)
        end = min(following, heading)
        sure = _weigh(document, title, line, end, about)
        if not sure:
            continue
        sections = sections_above(document, line)
        if any(is_announcement(section) for section in sections):
            continue
        sections = (subject, *sections) if subject else sections
        end = _note_end(document, lines[number + 1 :], title, line, end, about)
        findings.append(
            Finding(NAME, sure, title, line, line + 1, end, sections, year_above(document, line) or about.year)
        )
    return findings, []


def _note_end(
    document: Document,
    following: list[tuple[int, TitleLine, str]],
    title: TitleLine,
    line: int,
    end: int,
    about: About,
) -> int:
    """Bold words within a note do not end it; the next talk, track or day does."""
    headings = [heading.line for heading in document.outline.headings if heading.line > line]
    last = headings[0] if headings else len(document.lines)
    for other, said, subject in following:
        if other >= last:
            break
        after = next((at for at, _, _ in following if at > other), last)
        if _weigh(document, said, other, min(after, last), about) or is_day(said.title) or is_marker(said.title):
            return other
    return last


def _bold_lines(document: Document) -> list[tuple[int, TitleLine, str]]:
    """(line, title, the italic line above as its subject) of every line that is bold or begins so."""
    found: list[tuple[int, TitleLine, str]] = []
    subject = ""
    fenced = {line for fence in document.outline.fences for line in fence}
    for index, line in enumerate(document.lines):
        text = line.strip()
        if index in fenced or not text:
            continue
        italic = _ITALIC.fullmatch(text)
        if italic and not document.lines[index - 1].strip():
            subject = plain(italic["text"])
        match = _BOLD.match(text)
        if not match:
            continue
        rest = match["rest"]
        title = read_title(match["text"])
        if _LABEL.fullmatch(match["text"].strip()):
            title = read_title(rest.strip(" :"))
        elif rest.strip() and len(plain(rest)) > _REST_CHARS and not LINK.match(rest.strip()):
            continue
        elif not title.code and (code := read_title(plain(rest)).code):
            title = read_title(f"{match['text']} ({code})")
        if title.title:
            found.append((index, title, subject))
    return found


def _weigh(document: Document, title: TitleLine, line: int, end: int, about: About) -> float:
    words = len(title.title.split())
    if title.code and about.is_code(title.code):
        return _CODE
    if title.official:
        return _CODE if title.recording else _OFFICIAL
    if is_marker(title.title) or is_part_of_the_day(title.title) or not about.recordings_count or words < 2:
        return 0.0
    if own_recording(document, line, min(end, line + 12), title.title, None, about.year):
        return _RECORDING
    return _KEYNOTE if kind_in_title(title.title) == "keynote" and words <= 8 else 0.0
