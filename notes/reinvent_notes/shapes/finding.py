"""A talk as a shape found it: its title line and the lines that belong to it. Every talk is made here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reinvent_notes import front_matter
from reinvent_notes.document import Document
from reinvent_notes.sections import kind_in_title, kind_of_section, section_of_kind, track_of_section
from reinvent_notes.shapes.details import Details, details
from reinvent_notes.shapes.own_recording import own_recording
from reinvent_notes.talk import UNKNOWN, Note, code_prefix, level_of_code
from reinvent_notes.title import TitleLine
from reinvent_notes.tracks import TRACKS, track_of_code


class Skip(NamedTuple):
    """Something that looked like a talk and is none: its line (from 0) and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`sure` is 0 to 1. Lines are counted from 0; [start, end) is the note, empty for a talk that is only listed.

    `sections` are the headings above, nearest first; `year` is what the page around says; `facts` are fields of the
    talk that the shape itself read (a table's columns, front matter); `target` is the file that it links to; `why` says
    what made it a talk.
    """

    shape: str
    sure: float
    title: TitleLine
    line: int
    start: int
    end: int
    sections: tuple[str, ...] = ()
    year: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    target: str | None = None
    why: str = ""

    def said(self, document: Document) -> dict[str, Any]:
        """The talk as `Talk.as_dict` has it. What the shape itself read goes before what the lines below say."""
        title, facts = self.title, self.facts
        year = title.year or self.year
        below = details(document, self.start, self.end, title.code, known=facts) if self.end else Details()
        code = title.code or below.code
        name = title.title or code or ""
        kind = below.kind or title.kind or _kind(self.sections, name, code)
        track = facts.get("track") or below.track or _track(self.sections, code, kind)
        recording = title.recording
        if not recording and self.end and "videos" not in facts:
            recording = own_recording(document, self.start, self.end, title.title, code, year)
        body = document.body(self.start, self.end)
        author = front_matter.text_of(document.front, "author", "by")
        found: dict[str, Any] = {
            **UNKNOWN,
            "title": name,
            "titles": (name,),
            "year": year,
            "code": code,
            "level": below.level or (level_of_code(code) if code else None),
            "kind": kind,
            "speakers": tuple(below.speakers) or title.speakers,
            "videos": (recording,) if recording else (),
            "minutes": below.minutes,
            "notes": (Note(document.name, self.line + 1, body, author).as_dict(),) if body else (),
            **facts,
        }
        found["track"] = track or _track(self.sections, code, found["kind"])
        found["video"] = next(iter(found["videos"]), None)
        return found


def _kind(sections: tuple[str, ...], title: str, code: str | None) -> str | None:
    if code and code.startswith("KEY"):
        return "keynote"
    stated = next((found for section in sections if (found := kind_of_section(section))), None)
    return stated or kind_in_title(title)


def _track(sections: tuple[str, ...], code: str | None, talk_kind: str | None) -> str | None:
    """The author's subject, else what the code's prefix stands for, else the section that names a kind."""
    subject = next((found for section in sections if (found := track_of_section(section))), None)
    if subject:
        return subject
    if talk_kind == "keynote":
        return TRACKS["KEY"]
    if code:
        return track_of_code(code) or code_prefix(code)  # an unknown prefix stands for itself
    stated = next((section for section in sections if kind_of_section(section)), None)
    return stated or (section_of_kind(talk_kind) if talk_kind else None)
