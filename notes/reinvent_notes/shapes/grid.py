"""The tables of a page, and what their columns hold of talks by what their headers say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from reinvent_notes import limits
from reinvent_notes.inline import plain
from reinvent_notes.shapes.finding import Skip
from reinvent_notes.shapes.page import Page
from reinvent_notes.talk import fold

_DELIMITER = re.compile(r"[ \t]*+(?:\|[ \t]*+)?:?-+:?[ \t]*+(?:\|[ \t]*+:?-+:?[ \t]*+)*(?:\|[ \t]*+)?")
_BAR = re.compile(r"\|")
_CELL = re.compile(r"(?<!\\)\|")
_COLUMNS = {
    "title": (
        "title,session,talk,name,topic,session title,talk title,session name,subject,what,titel,vortrag,thema,titre,"
        "seance,conference,titulo,palestra,sessao,charla,sesion"
    ),
    "code": "code,id,session id,session code,talk id,nr,number,no,codigo,session number,kurzel",
    "level": "level,lvl,stufe,niveau,nivel",
    "speakers": "speaker,speakers,presenter,presenters,sprecher,by,who,referent,palestrante,ponente,intervenant,orador",
    "video": "video,link,recording,youtube,url,watch,videos,recordings,links,stream,aufzeichnung,lien,enlace,gravacao",
    "minutes": "length,duration,minutes,min,dauer,duree,duracion,duracao",
    "track": "track,topic track,category,area",
    "kind": "type,kind,format,session type,art,tipo",
}
_NAMES = {name: column for column, names in _COLUMNS.items() for name in names.split(",")}
TITLES = ("title", "titel", "titre", "titulo")
_WITNESSES = ("level", "speakers")


class Table(NamedTuple):
    """Where a table's rows are, its columns' names, and the number of each column that is understood."""

    header: int
    rows: range
    names: tuple[str, ...]
    columns: Mapping[str, int]

    @property
    def witnesses(self) -> list[str]:
        """The columns in which a row says of itself that it is a talk; `Who` may be who of us goes there."""
        return [name for name in _WITNESSES if name in self.columns and self.names[self.columns[name]] != "who"]


def tables(page: Page) -> Iterator[Table]:
    lines = page.document.lines
    end, rows, most = 0, 0, limits.most(limits.TABLE_ROWS, len(page.document.text))
    for index in (above + 1 for above in page.document.lines_with(_BAR)):
        if index <= end or index == len(lines) or not _DELIMITER.fullmatch(lines[index]) or index in page.fenced:
            continue
        names, columns = _header(lines[index - 1])
        if len(cells_of(lines[index])) == len(names):
            end = index + 1
            while end < len(lines) and "|" in lines[end]:
                end += 1
            rows += end - index - 1
            if rows > most:
                end -= rows - most
                page.beyond.append(Skip(end, f"more than {most:,} rows of tables (TABLE_ROWS)"))
            yield Table(index - 1, range(index + 1, end), names, columns)
            if rows > most:
                return


@lru_cache(maxsize=256)  # many tables have the same
def _header(line: str) -> tuple[tuple[str, ...], Mapping[str, int]]:
    names = tuple(fold(plain(name)) for name in cells_of(line))
    return names, _columns(names)


def _columns(names: Sequence[str]) -> dict[str, int]:
    """The place of each column by what its name says. Beside a `Title`, a `Session` or `Talk` is the code."""
    titled = next((place for place, name in enumerate(names) if name.endswith(TITLES)), None)
    columns: dict[str, int] = {}
    for place, name in enumerate(names):
        column = column_of(name)
        if column:
            columns.setdefault(column, place)
    if titled is not None and columns.get("title", titled) != titled:
        columns.setdefault("code", columns["title"])
        columns["title"] = titled
    return columns


def column_of(name: str) -> str | None:
    """What a column of this name, folded, holds of a talk."""
    return _NAMES.get(name) or _NAMES.get(name.partition(" ")[0])


def cells_of(line: str) -> list[str]:
    cells = [cell.replace("\\|", "|").strip() for cell in _CELL.split(line.strip())]
    if cells and not cells[0] and line.lstrip().startswith("|"):
        cells = cells[1:]
    if cells and not cells[-1] and line.rstrip().endswith("|"):
        cells = cells[:-1]
    return cells


def fields_of(page: Page, table: Table) -> dict[str, str]:
    """What each row says, by what its first cell is understood as: empty for a table of something else."""
    if len(table.names) != 2:
        return {}
    rows = [cells for line in (table.header, *table.rows) if len(cells := cells_of(page.document.lines[line])) == 2]
    fields: dict[str, str] = {}
    for name, value in rows:
        column = column_of(fold(plain(name)))
        if column:
            fields.setdefault(column, value)
    return fields if "title" in fields and len(fields) * 2 >= len(rows) and len(fields) >= 2 else {}
