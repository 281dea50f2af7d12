"""A title and the lines below it -> a Talk. Every shape ends here, so that all talks are read alike."""

from __future__ import annotations

from dataclasses import dataclass

from reinvent_notes.document import Document
from reinvent_notes.sections import kind_in_title, kind_of_section, track_of_section
from reinvent_notes.shapes.details import details
from reinvent_notes.talk import Note, Talk, code_prefix, level_of_code
from reinvent_notes.title import TitleLine
from reinvent_notes.tracks import TRACKS, track_of_code


@dataclass(frozen=True, slots=True)
class Entry:
    """A talk as a shape found it: its title line and the lines [start, end) that belong to it."""

    title: TitleLine
    line: int
    start: int
    end: int
    sections: tuple[str, ...] = ()  # the headings above it, nearest first
    year: int | None = None  # what the page around it says

    def talk(self, document: Document) -> Talk:
        year = self.title.year or self.year
        below = details(document, self.start, self.end, self.title.title, self.title.code, year)
        code = self.title.code or below.code
        title = self.title.title or code or ""
        talk_kind = below.kind or kind(self.sections, title, code)
        recording = self.title.recording or below.recording
        body = document.body(self.start, self.end)
        return Talk(
            title=title,
            year=year,
            code=code,
            track=below.track or track(self.sections, code, talk_kind),
            level=below.level or (level_of_code(code) if code else None),
            kind=talk_kind,
            speakers=tuple(below.speakers),
            videos=(recording,) if recording else (),
            minutes=below.minutes,
            notes=(Note(document.name, self.line + 1, body),) if body else (),
        )


def kind(sections: tuple[str, ...], title: str, code: str | None) -> str | None:
    if code and code.startswith("KEY"):
        return "keynote"
    stated = next((found for section in sections if (found := kind_of_section(section))), None)
    return stated or kind_in_title(title)


def track(sections: tuple[str, ...], code: str | None, talk_kind: str | None) -> str | None:
    """The author's subject, else what the code's prefix stands for, else the section that names a kind."""
    subject = next((found for section in sections if (found := track_of_section(section))), None)
    if subject:
        return subject
    if talk_kind == "keynote":
        return TRACKS["KEY"]
    if code:
        return track_of_code(code) or code_prefix(code)  # an unknown prefix stands for itself
    return next((section for section in sections if kind_of_section(section)), None)
