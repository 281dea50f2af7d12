"""Tables of talks: a row each, the columns known by their headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from reinvent_notes.document import Document
from reinvent_notes.evidence import About
from reinvent_notes.recordings import recordings_in
from reinvent_notes.sections import is_announcement, is_marker, is_part_of_the_day, kind_in_title, kind_of_section
from reinvent_notes.shapes.details import minutes, people
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.page import Page, link_target
from reinvent_notes.talk import fold, normal_code
from reinvent_notes.title import TitleLine, plain, read_title

NAME = "rows of a table"
_CODE, _RECORDING, _LISTED = 0.85, 0.75, 0.6

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


_MONEY = re.compile(r"\b(?:amount|price|costs?|eur|usd|betrag|preis|total)\b", re.I)  # codes of a budget


class Table(NamedTuple):
    """Where a table's rows are, and the number of each column that is understood."""

    header: int
    rows: range
    columns: dict[str, int]


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
        for line in table.rows:
            finding = _row(document, table, line, about, sections, year)
            if finding:
                findings.append(finding)
            else:
                skipped.append(Skip(line, "a row without code, recording or linked note"))
    return findings, skipped


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
            yield Table(index - 1, range(index + 1, end), _columns(header))


def _columns(header: list[str]) -> dict[str, int]:
    """The place of each column by what its name says. Beside a `Title`, a `Session` or `Talk` is the code."""
    names = [fold(plain(name)) for name in header]
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
    document: Document, table: Table, line: int, about: About, sections: tuple[str, ...], year: int | None
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
    why = "a code in its row" if title.code else "a recording or a linked note in its row"
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
