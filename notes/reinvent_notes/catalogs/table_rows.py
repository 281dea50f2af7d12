"""A table with a header row, separated by commas, semicolons or tabs, as rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from reinvent_notes.catalogs.fields import field_of, gather
from reinvent_notes.catalogs.rows import Row, Rows
from reinvent_notes.errors import Refused

_SEPARATORS = ",;\t"
_HEAD_CHARS = 2000  # no header row is longer
_COLUMN = re.compile(r"[\w .()/&’'*?#-]{0,60}")
_EXCEL = re.compile(r"\s*sep=(?:.)\r?\n", re.I)  # what Excel writes above the header row
_COLUMNS = 2  # a header row names so many things of a talk, its title among them


def looks_like_table(text: str) -> bool:
    return _separator(_without_mark(text[:_HEAD_CHARS])) is not None


def read_table(text: str, name: str) -> Rows | None:
    """The rows of a table; None when its header row names no talks."""
    body = _without_mark(text)
    separator = _separator(body[:_HEAD_CHARS])
    if separator is None:
        return None
    above = text[: len(text) - len(body)].count("\n")
    try:
        records = list(_records(body, separator, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            line = above + _last_record(body, separator, strict=True)
            what = "ends within quotes that begin in the row here"
            raise Refused(what, where=name, line=line, remedy='close them with "') from None
        records = _lenient(body, separator, name, above)
    header = records[0][1]
    rows = [Row(f"line {above + line}", gather(zip(header, cells, strict=False))) for line, cells in records[1:]]
    return Rows(name, "table", rows, {})


def _without_mark(text: str) -> str:
    text = text.removeprefix("\ufeff").lstrip("\r\n")
    excel = _EXCEL.match(text)
    return text[excel.end() :] if excel else text


def _separator(text: str) -> str | None:
    """What separates the columns of a header row that names the title and more of a talk."""
    best, most = None, _COLUMNS - 1
    for separator in _SEPARATORS:
        names = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        known = {field_of(name) for name in names} - {None}
        if len(known) > most and "title" in known and all(_COLUMN.fullmatch(name.strip()) for name in names):
            best, most = separator, len(known)
    return best


def _records(text: str, separator: str, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not empty, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _lenient(text: str, separator: str, name: str, above: int) -> list[tuple[int, list[str]]]:
    """The records of a table with quotes that do not enclose a whole cell."""
    try:
        return list(_records(text, separator, strict=False))
    except csv.Error as error:
        line = above + _last_record(text, separator, strict=False)
        raise Refused(f"cannot be read as a table ({error})", where=name, line=line, remedy="export it again") from None


def _last_record(text: str, separator: str, *, strict: bool) -> int:
    """The line on which the record begins that cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    line = 1
    try:
        for _ in reader:
            line = reader.line_num + 1
    except csv.Error:
        pass
    return line
