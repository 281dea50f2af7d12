"""Tables of talks: a row each, the columns known by their headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reinvent_notes.document import Document
from reinvent_notes.evidence import About, words_of_aws
from reinvent_notes.inline import plain
from reinvent_notes.lengths import minutes
from reinvent_notes.people import names as people
from reinvent_notes.recordings import recordings_in
from reinvent_notes.sections import (
    holds_talks,
    is_announcement,
    is_aside,
    is_furniture,
    is_marker,
    is_part_of_the_day,
    kind_in_title,
    kind_of_section,
)
from reinvent_notes.shapes.cards import card
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.grid import TITLES, Table, cells_of, fields_of, tables
from reinvent_notes.shapes.page import Page, link_target
from reinvent_notes.talk import code_prefix, fold, normal_code
from reinvent_notes.title import TitleLine, read_title
from reinvent_notes.tracks import PREFIXES

NAME = "rows of a table"
_CODE, _RECORDING, _LISTED, _PROMISED = 0.85, 0.75, 0.6, 0.55

# A table of talks names them `Session` or `Talk`, or says of titles what only talks have.
_TALKS = frozenset("session talk vortrag seance palestra sessao charla sesion".split())
_OF_TALKS = frozenset(
    "time when start slot room level speaker speakers presenter presenters presented uhrzeit zeit raum sprecher stufe "
    "niveau hora sala nivel palestrante ponente heure salle intervenant".split()
)
_OF_SCHEDULES = _OF_TALKS | frozenset(
    "day date who rating seen watched length duration type track code video tag".split()
)
# a section of these is about something else, whatever its table has in common with one of talks
_OTHER_SECTION = re.compile(
    r"\b(?:blogs?|posts?|articles?|reading|books?|podcasts?|budget|costs?|tasks?|to ?dos?|actions?|links?|launches)\b"
)
_CODES = 3  # so many codes, where the page does not name the event
_OTHER_TABLE = re.compile(
    r"\b(?:credits?|ects|lecturers?|instructors?|semester|exam|grade|qty|quantity|stock|supplier)\b", re.I
)
_ROWS = 2  # a single row makes no list of talks
_WITNESSED_WORDS, _TITLE_WORDS = 2, 4
# what people do between talks, where their table has nothing else that tells it from a talk
_ERRAND = re.compile(
    r"(?:meet|meetings?|1:1|call|travel|arriv|depart|check[ -]?(?:in|out)|free|booth|drive|taxi|uber|walk|pick up|queue"
    r"|sleep|gym|shopping|fly|landing|team|tbd|tba|nothing|none|cancel)",
    re.I,
)
_ELSEWHERE = frozenset("event conference events conferences meetup".split())  # talks given anywhere
_ASIDE_CELL = re.compile(r"\s*(?:\*[^*].*[^*]\*|_[^_].*_|~~.*~~|\([^()]*\))\s*")

_MONEY = re.compile(r"\b(?:amount|price|costs?|eur|usd|betrag|preis|total)\b", re.I)  # codes of a budget


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    document = page.document
    findings: list[Finding] = []
    skipped: list[Skip] = []
    found = [(table, fields_of(page, table)) for table in tables(page)]
    for number, (table, fields) in enumerate(found):
        if fields:
            following = next((other.header for other, card_too in found[number + 1 :] if card_too), len(document.lines))
            about_one = card(page, table, fields, following)
            findings += [about_one] if about_one else []
            continue
        sections = page.sections(table.header)
        costs = not page.about.own and _MONEY.search(document.lines[table.header])
        if costs or "title" not in table.columns or any(is_announcement(section) for section in sections):
            continue
        year = page.year(table.header)
        about = _about_talks(page, table, sections)
        promised = _promises_talks(about, table, sections)
        rows = {line: _row(document, table, line, about, sections, year, promised=promised) for line in table.rows}
        unsure = [line for line, finding in rows.items() if finding and finding.sure == _PROMISED]
        if not table.witnesses and (sum(map(bool, rows.values())) < _ROWS or _is_coded(rows)):
            rows |= dict.fromkeys(unsure)
        findings += [finding for finding in rows.values() if finding]
        skipped += [Skip(line, _why_not(document.lines[line], about)) for line, finding in rows.items() if not finding]
    return findings, skipped


def _about_talks(page: Page, table: Table, sections: tuple[str, ...]) -> About:
    """What the page is about; a table of codes that says of its rows what only talks have makes it the event's."""
    about, place = page.about, table.columns.get("code", table.columns["title"])
    if about.event or about.codes < _CODES or _OTHER_TABLE.search(page.document.lines[table.header]):
        return about
    rows = [cells_of(page.document.lines[line]) for line in table.rows]
    codes = [code for cells in rows if (code := _code_in(cells[place] if place < len(cells) else ""))]
    known = {code for code in codes if code_prefix(code) in PREFIXES}
    recorded = any(recordings_in(cell) for cells in rows for cell in cells)
    of_talks = recorded or table.witnesses or any(map(holds_talks, sections))
    return replace(about, mentions=True) if of_talks and _CODES <= len(known) >= len(rows) / 2 else about


def _code_in(cell: str) -> str | None:
    return read_title(cell).code or normal_code(plain(cell))


def _why_not(row: str, about: About) -> str:
    code = next((code for cell in cells_of(row) if (code := read_title(cell).code)), None)
    if code and not about.is_code(code):
        return f"{code} may be no code of re:Invent: the page does not name the event"
    if recordings_in(row) and not about.event:
        return "it has a recording, but the page does not name the event"
    return "a row without code, recording or linked note"


def _promises_talks(about: About, table: Table, sections: tuple[str, ...]) -> bool:
    """Whether the columns say that the rows are talks: `Time, Session, Who`; `Title, Level`."""
    if not about.recordings_count or not (about.own or about.mentions):
        return False
    if any(is_furniture(name) or is_aside(name) or _OTHER_SECTION.search(fold(name)) for name in sections[:1]):
        return False
    title = table.columns["title"]
    others = {word for place, name in enumerate(table.names) if place != title for word in name.split()}
    if not _ELSEWHERE.isdisjoint(others):
        return False
    name = table.names[title]
    if not _TALKS.isdisjoint(name.split()):
        return not _OF_SCHEDULES.isdisjoint(others)
    return name.endswith(TITLES) and not _OF_TALKS.isdisjoint(others)


def _is_coded(rows: Mapping[int, Finding | None]) -> bool:
    """Where talks have codes and nothing else marks them, a row without one is lunch."""
    return any(finding and finding.title.code for finding in rows.values())


def _row(
    document: Document,
    table: Table,
    line: int,
    about: About,
    sections: tuple[str, ...],
    year: int | None,
    *,
    promised: bool,
) -> Finding | None:
    cells = cells_of(document.lines[line])
    row = {name: cells[place] for name, place in table.columns.items() if place < len(cells)}
    title = read_title(row.get("title", ""))
    stated = _code_in(row.get("code", ""))
    title = title._replace(code=stated) if stated and not title.code else title
    recording = title.recording or next((found for text in cells for _, found in recordings_in(text)), None)
    target = next((found for text in cells if (found := link_target(text))), None)
    sure = _weigh(title, recording, target, about)
    if not sure and promised and not title.code:
        told = any(any(map(str.isalnum, row.get(name, ""))) for name in table.witnesses)
        if (told or not table.witnesses) and _names_talk(row.get("title", ""), title.title, told=told):
            sure = _PROMISED
    if not sure or not title.title or (is_marker(title.title) and not title.code):
        return None
    why = "a recording or a linked note in its row" if sure > _PROMISED else "the columns are those of a list of talks"
    why = "a code in its row" if title.code else why
    return Finding(NAME, sure, title, line, line, line, sections, year, _known(row, recording), target, why)


def _known(row: Mapping[str, str], recording: str | None) -> dict[str, Any]:
    """What the cells say of the talk, by the names of their columns."""
    level = re.search(r"[1-5]00", row.get("level", ""))
    facts: dict[str, Any] = {
        "speakers": tuple(people(plain(row.get("speakers", "")))),
        "videos": (recording,) if recording else (),
        "level": int(level.group()) if level else None,
        "minutes": minutes(row.get("minutes", "")),
        "track": plain(row.get("track", "")),
        "kind": kind_of_section(plain(row.get("kind", ""))),
    }
    return {name: value for name, value in facts.items() if value}


def _weigh(title: TitleLine, recording: str | None, target: str | None, about: About) -> float:
    if title.code:
        return _CODE if about.is_code(title.code) else 0.0
    if title.official:
        return _CODE
    if is_part_of_the_day(title.title):
        return 0.0
    if recording and about.event and not about.launches:
        return _RECORDING
    return _LISTED if about.event and (target or kind_in_title(title.title)) else 0.0


def _names_talk(cell: str, title: str, *, told: bool) -> bool:
    """Whether a cell where a title is expected holds one, and not what else one does on such a day.

    `told`: its row has a level or a speaker.
    """
    words = len(title.split())
    if words < _WITNESSED_WORDS or not (told or words >= _TITLE_WORDS or words_of_aws(title)):
        return False
    if title[0].islower() or ". " in title or _ASIDE_CELL.fullmatch(cell):
        return False
    return not (is_aside(title) or is_marker(title) or _ERRAND.match(title))
