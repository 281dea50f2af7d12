"""A table about one talk, a field in each row: `| Session | Title |`, `| Speaker | Ann Bee |`."""

from __future__ import annotations

from typing import Any

from reinvent_notes.inline import plain
from reinvent_notes.lengths import minutes
from reinvent_notes.people import names as people
from reinvent_notes.recordings import recordings_in
from reinvent_notes.sections import is_announcement, is_marker, kind_of_section
from reinvent_notes.shapes.finding import Finding
from reinvent_notes.shapes.grid import Table
from reinvent_notes.shapes.page import Page
from reinvent_notes.talk import normal_code
from reinvent_notes.title import read_title

NAME = "a table about one talk"
_CODE, _RECORDING, _SPEAKERS = 0.86, 0.76, 0.61
_WHY = {
    _CODE: "a code in the table about it",
    _RECORDING: "a recording in the table about it",
    _SPEAKERS: "the table says who speaks",
}


def card(page: Page, table: Table, fields: dict[str, str], following: int) -> Finding | None:
    """The talk that a table of such fields is about, if it is one; `following`: where the next such table begins."""
    sections = page.sections(table.header)
    title = read_title(fields["title"])
    code = title.code or normal_code(plain(fields.get("code", "")))
    code = code if page.about.is_code(code) else None
    recording = next((found for text in fields.values() for _, found in recordings_in(text)), None)
    speakers = tuple(people(plain(fields.get("speakers", ""))))
    sure = _CODE if code else 0.0
    if not sure and page.about.recordings_count:
        sure = _RECORDING if recording else _SPEAKERS if speakers else 0.0
    if not sure or not title.title or is_marker(title.title) or any(map(is_announcement, sections)):
        return None
    facts: dict[str, Any] = {
        "speakers": speakers,
        "videos": (recording,) if recording else (),
        "minutes": minutes(fields.get("minutes", "")),
        "track": plain(fields.get("track", "")) or None,
        "kind": kind_of_section(plain(fields.get("kind", ""))),
    }
    facts = {name: value for name, value in facts.items() if value}
    start, end = table.rows.stop, min(following, page.next_heading(table.header))
    title, year = title._replace(code=code), page.year(table.header)
    return Finding(NAME, sure, title, table.header, start, end, sections, year, facts, why=_WHY[sure])
