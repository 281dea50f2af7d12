"""Talks under bold lines: `**ARC207 - Title**`, `**Title**` with a recording below it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from reinvent_notes.inline import LINK, plain
from reinvent_notes.recordings import recordings_in
from reinvent_notes.sections import (
    is_announcement,
    is_aside,
    is_marker,
    names_keynote,
)
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.own_recording import own_recording
from reinvent_notes.shapes.page import Page
from reinvent_notes.title import TitleLine

NAME = "bold lines"
_CODE, _RECORDING, _KEYNOTE, _OFFICIAL = 0.88, 0.78, 0.6, 0.45
_WHY = {
    _CODE: "a code in the bold line",
    _RECORDING: "a recording below the bold line",
    _KEYNOTE: "the bold line says whose keynote",
    _OFFICIAL: "the event's name in the bold line",
}
_BOLD = re.compile(
    r"(?:\d+[.)]\s+)?(?:\*\*|__)(?P<label>(?:session|talk|title)\s*:\s*)?(?P<text>[^*_].*?)(?:\*\*|__)(?P<rest>.*)",
    re.I,
)
_MARKED = re.compile(r"\n[^\S\n]*+(?:\*(?! )|_|\d{1,4}[.)][^\S\n]+(?:\*\*|__))")
_LABEL = re.compile(r"(?:session|talk|title|session title)\s*:?", re.I)
_FIELD = re.compile(r"[^\W\d_][\w ()/]{0,30}:")  # `**Video:** …`
_ITALIC = re.compile(r"(?:\*(?!\*)|_(?!_))(?P<text>[^*_]{2,60})(?:\*|_)\s*$")
_REMARK = re.compile(r"\s+(?:->|=>|→|https?:|<http|[-–—]+\s+[*_(]|\()")
_REST_CHARS = 80  # more text behind the bold words makes them the beginning of a paragraph
_LINE_CHARS = 1000
_REACH = 12  # lines below a bold title in which its recording stands


@dataclass(slots=True)
class _Line:
    """A line that is bold or begins so; `subject` is the italic line above, `is_field`: it begins with a label."""

    line: int
    title: TitleLine
    subject: str
    is_field: bool
    following: int = 0  # the next bold line that is no field, or heading
    section: int = 0  # the next heading
    sure: float = 0.0


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    lines = _bold_lines(page)
    after = len(page.document.lines)
    for bold in reversed(lines):
        bold.section = page.next_heading(bold.line)
        bold.following = min(after, bold.section)
        bold.sure = _weigh(page, bold)
        after = after if bold.is_field else bold.line
    if any(bold.sure == _CODE for bold in lines):
        for bold in lines:
            bold.sure = bold.sure or (_KEYNOTE if names_keynote(bold.title.title) else 0.0)
    ends = [bold.line for bold in lines if bold.sure or (not bold.is_field and is_marker(bold.title.title))]
    findings = []
    for bold in lines:
        sections = page.sections(bold.line)
        if not bold.sure or any(is_announcement(section) for section in sections):
            continue
        sections = (bold.subject, *sections) if bold.subject else sections
        # bold words within a note do not end it; the next talk, track or day does
        at = bisect_right(ends, bold.line)
        end = min(ends[at] if at < len(ends) else bold.section, bold.section)
        year = page.year(bold.line)
        why = _WHY[bold.sure]
        findings.append(Finding(NAME, bold.sure, bold.title, bold.line, bold.line + 1, end, sections, year, why=why))
    return findings, []


def _bold_lines(page: Page) -> list[_Line]:
    found: list[_Line] = []
    subject = ""
    lines = page.document.lines
    for index in page.document.lines_with(_MARKED):
        text = lines[index].strip()
        if len(lines[index]) > _LINE_CHARS or index in page.fenced:
            continue
        italic = _ITALIC.fullmatch(text)
        if italic and not lines[index - 1].strip():
            subject = plain(italic["text"])
        match = _BOLD.match(text)
        title = _title(page, match) if match else None
        if match and title and title.title:
            found.append(_Line(index, title, subject, _is_field(match)))
    return found


def _is_field(match: re.Match[str]) -> bool:
    text = match["text"].strip()
    if match["label"] or _LABEL.fullmatch(text):
        return False
    return _FIELD.fullmatch(text if text.endswith(":") else text + match["rest"].strip()[:1]) is not None


def _title(page: Page, match: re.Match[str]) -> TitleLine | None:
    """The title in a bold line, with the code or recording behind it."""
    rest = match["rest"]
    if _LABEL.fullmatch(match["text"].strip()):
        return page.read_title(rest.strip(" :"))
    if rest.strip() and len(plain(rest)) > _REST_CHARS and not LINK.match(rest.strip()):
        return None
    title = page.read_title(match["text"])
    if title.code and not title.title:
        return _behind_code(page, title.code, rest)
    if not title.code and (code := page.read_title(plain(rest)).code):
        title = page.read_title(f"{match['text']} ({code})")._replace(recording=title.recording)
    behind = recordings_in(rest)
    return title._replace(recording=behind[0][1]) if behind and not title.recording else title


def _behind_code(page: Page, code: str, rest: str) -> TitleLine:
    """`**SVS303** Testing in production — *my remark* [recording](…)`: the title ends at a link or remark."""
    behind = recordings_in(rest)
    shown = _REMARK.split(LINK.sub("", rest), maxsplit=1)[0]
    title = page.read_title(shown.strip(" -–—:|"))
    return title._replace(code=code, recording=behind[0][1] if behind else None)


def _weigh(page: Page, bold: _Line) -> float:
    title, about = bold.title, page.about
    if title.code and about.is_code(title.code):
        return _CODE
    if title.official:
        return _CODE if title.recording else _OFFICIAL
    name = title.title
    if bold.is_field or is_marker(name) or is_aside(name) or not about.recordings_count or len(name.split()) < 2:
        return 0.0
    end = min(bold.following, bold.line + _REACH)
    if title.recording or own_recording(page.document, bold.line + 1, end, name, None, about.year):
        return _RECORDING
    return _KEYNOTE if names_keynote(name) else 0.0
