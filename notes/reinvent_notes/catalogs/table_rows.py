"""A table with a header row, separated by commas, semicolons or tabs, as rows."""

from __future__ import annotations

import csv
import io
import re

from reinvent_notes import limits
from reinvent_notes.catalogs.fields import Row, Rows, field_of, gather
from reinvent_notes.errors import Refused

_SEPARATORS = ",;\t"
_HEAD_CHARS = 2000  # no header row is longer
_COLUMN = re.compile(r"[\w .()/&’'*?#-]{0,60}")
_ABOVE = re.compile(r"\n*(?:\s*sep=.\n)?", re.I)  # what Excel writes above the header row
_COLUMNS = 2  # a header row names so many things of a talk, its title among them


def read_table(text: str, name: str) -> Rows | None:
    """The rows of a table; None when its header row names no talks."""
    above = _ABOVE.match(text)
    start = above.end() if above else 0
    separator = _separator(text[start : start + _HEAD_CHARS])
    if separator is None:
        return None
    line = text.count("\n", 0, start) + 1
    # csv has a limit of its own, for all of the process: a file that could be read has no cell that is too long
    usual = csv.field_size_limit(limits.FILE_BYTES)
    try:
        records = _records(text[start:], separator, name, line, strict=True)
    finally:
        csv.field_size_limit(usual)
    header = records[0][1]
    records = records[1 : limits.TALKS_PER_FILE + 2]  # the first beyond it is told of
    rows = [Row(f"line {line}", {}, gather(zip(header, cells, strict=False))) for line, cells in records]
    return Rows(name, "table", rows, {}, len(text))


def _separator(text: str) -> str | None:
    """What separates the columns of a header row that names the title and more of a talk."""
    best, most = None, _COLUMNS - 1
    first = text.partition("\n")[0]
    for separator in _SEPARATORS:
        if separator not in first and '"' not in first:  # only within quotes a header row has more lines than one
            continue
        names = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        known = {field_of(name) for name in names} - {None}
        if len(known) > most and "title" in known and all(_COLUMN.fullmatch(name.strip()) for name in names):
            best, most = separator, len(known)
    return best


def _records(text: str, separator: str, name: str, first: int, *, strict: bool) -> list[tuple[int, list[str]]]:
    """Each record that is not empty, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    found: list[tuple[int, list[str]]] = []
    line = first
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((line, cells))
            line = first + reader.line_num
    except csv.Error as error:
        if "unexpected end" in str(error):
            what = "ends within quotes that begin in the row here"
            raise Refused(what, where=name, line=line, remedy='close them with "') from None
        # quotes that do not enclose a whole cell; csv reads anything when it is not strict
        return _records(text, separator, name, first, strict=False)
    return found
