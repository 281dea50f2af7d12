"""Tables of talks: a row each, the columns known by their headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from reinvent_notes.document import Document
from reinvent_notes.evidence import About, words_of_aws
from reinvent_notes.lengths import minutes
from reinvent_notes.people import names as people
from reinvent_notes.recordings import recordings_in
from reinvent_notes.sections import (
    is_announcement,
    is_aside,
    is_furniture,
    is_marker,
    is_part_of_the_day,
    kind_in_title,
    kind_of_section,
)
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.page import Page, link_target
from reinvent_notes.talk import fold, normal_code
from reinvent_notes.title import TitleLine, plain, read_title

NAME = "rows of a table"
_CODE, _RECORDING, _LISTED, _PROMISED = 0.85, 0.75, 0.6, 0.55

_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_RULE = re.compile(r"\n[ \t]*+[|:-][-:| \t]*(?=\n)")
_CELL = re.compile(r"(?<!\\)\|")
_COLUMNS = {
    "title": (
        "title,session,talk,name,topic,session title,talk title,session name,subject,what,titel,vortrag,thema,titre,"
        "seance,conference,titulo,palestra,sessao,charla,sesion"
    ),
    "code": "code,id,session id,session code,talk id,nr,number,no,codigo,session number,kurzel",
    "level": "level,lvl,stufe,niveau,nivel",
    "speakers": "speaker,speakers,presenter,presenters,sprecher,by,referent,palestrante,ponente,intervenant,orador",
    "video": "video,link,recording,youtube,url,watch,videos,recordings,links,stream,aufzeichnung,lien,enlace,gravacao",
    "minutes": "length,duration,minutes,min,dauer,duree,duracion,duracao",
    "track": "track,topic track,category,area",
    "kind": "type,kind,format,session type,art,tipo",
}
_TITLES = ("title", "titel", "titre", "titulo")
_NAMES = {name: column for column, names in _COLUMNS.items() for name in names.split(",")}
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
_ROWS = 2  # a single row makes no list of talks
_WITNESSED_WORDS, _TITLE_WORDS = 2, 4
# what people do between talks, where their table has nothing else that tells it from a talk
_ERRAND = re.compile(
    r"(?:meet|meetings?|1:1|call|travel|arriv|depart|check[ -]?(?:in|out)|free|booth|drive|taxi|uber|walk|pick up|queue"
    r"|sleep|gym|shopping|fly|landing|team|tbd|tba|nothing|none|cancel)",
    re.I,
)
_WITNESSES = frozenset(("level", "speakers"))
_ELSEWHERE = frozenset("event conference events conferences meetup".split())  # talks given anywhere
_ASIDE_CELL = re.compile(r"\s*(?:\*[^*].*[^*]\*|_[^_].*_|~~.*~~|\([^()]*\))\s*")

_MONEY = re.compile(r"\b(?:amount|price|costs?|eur|usd|betrag|preis|total)\b", re.I)  # codes of a budget


class Table(NamedTuple):
    """Where a table's rows are, its columns' names, and the number of each column that is understood."""

    header: int
    rows: range
    names: list[str]
    columns: dict[str, int]

    @property
    def has_witness(self) -> bool:
        """Whether a row can say of itself that it is a talk."""
        return not _WITNESSES.isdisjoint(self.columns)


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    document, about = page.document, page.about
    findings: list[Finding] = []
    skipped: list[Skip] = []
    for table in _tables(page):
        sections = page.sections(table.header)
        costs = not page.about.own and _MONEY.search(document.lines[table.header])
        if costs or "title" not in table.columns or any(is_announcement(section) for section in sections):
            continue
        year = page.year(table.header)
        promised = _promises_talks(about, table, sections)
        rows = {line: _row(document, table, line, about, sections, year, promised=promised) for line in table.rows}
        unsure = [line for line, finding in rows.items() if finding and finding.sure == _PROMISED]
        if not table.has_witness and (sum(map(bool, rows.values())) < _ROWS or _is_coded(rows)):
            rows |= dict.fromkeys(unsure)
        findings += [finding for finding in rows.values() if finding]
        skipped += [
            Skip(line, "a row without code, recording or linked note") for line, finding in rows.items() if not finding
        ]
    return findings, skipped


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
    return name.endswith(_TITLES) and not _OF_TALKS.isdisjoint(others)


def _is_coded(rows: Mapping[int, Finding | None]) -> bool:
    """Where talks have codes and nothing else marks them, a row without one is lunch."""
    return any(finding and finding.title.code for finding in rows.values())


def _tables(page: Page) -> Iterator[Table]:
    lines = page.document.lines
    end = 0
    for index in page.lines_with(_RULE):
        if index <= end or "|" not in lines[index - 1] or index in page.fenced:
            continue
        header = _cells(lines[index - 1])
        if _DELIMITER.fullmatch(lines[index]) and len(_cells(lines[index])) == len(header):
            end = index + 1
            while end < len(lines) and "|" in lines[end]:
                end += 1
            names = [fold(plain(name)) for name in header]
            yield Table(index - 1, range(index + 1, end), names, _columns(names))


def _columns(names: list[str]) -> dict[str, int]:
    """The place of each column by what its name says. Beside a `Title`, a `Session` or `Talk` is the code."""
    titled = next((place for place, name in enumerate(names) if name.endswith(_TITLES)), None)
    columns: dict[str, int] = {}
    for place, name in enumerate(names):
        column = _NAMES.get(name) or _NAMES.get(name.partition(" ")[0])
        if column:
            columns.setdefault(column, place)
    if titled is not None and columns.get("title", titled) != titled:
        columns.setdefault("code", columns["title"])
        columns["title"] = titled
    return columns


def _cells(line: str) -> list[str]:
    cells = [cell.replace("\\|", "|").strip() for cell in _CELL.split(line.strip())]
    if cells and not cells[0] and line.lstrip().startswith("|"):
        cells = cells[1:]
    if cells and not cells[-1] and line.rstrip().endswith("|"):
        cells = cells[:-1]
    return cells


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
    cells = _cells(document.lines[line])

    def cell(name: str) -> str:
        place = table.columns.get(name, len(cells))
        return cells[place] if place < len(cells) else ""

    title = read_title(cell("title"))
    stated = read_title(cell("code")).code or normal_code(plain(cell("code")))
    title = replace(title, code=stated) if stated and not title.code else title
    recording = title.recording or next((found for text in cells for _, found in recordings_in(text)), None)
    target = next((found for text in cells if (found := link_target(text))), None)
    sure = _weigh(title, recording, target, about)
    if not sure and promised and not title.code:
        told = any(any(map(str.isalnum, cell(name))) for name in _WITNESSES)
        if (told or not table.has_witness) and _names_talk(cell("title"), title.title, told=told):
            sure = _PROMISED
    if not sure or not title.title or (is_marker(title.title) and not title.code):
        return None
    kind = kind_of_section(plain(cell("kind")))
    level = re.search(r"[1-5]00", cell("level"))
    facts: dict[str, Any] = {
        "speakers": tuple(people(plain(cell("speakers")))),
        "videos": (recording,) if recording else (),
        "level": int(level.group()) if level else None,
        "minutes": minutes(cell("minutes")) if cell("minutes") else None,
        "track": plain(cell("track")) or None,
        "kind": kind,
    }
    known = {name: value for name, value in facts.items() if value}
    why = "a recording or a linked note in its row" if sure > _PROMISED else "the columns are those of a list of talks"
    why = "a code in its row" if title.code else why
    return Finding(NAME, sure, title, line, line, line, sections, year, known, target, why)


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
