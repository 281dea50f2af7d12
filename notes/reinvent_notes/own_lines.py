"""Small files of the user's own with a line for each name, in TOML: `aliases.toml`, `searches.toml`.

A line that is wrong is told, `FILE:LINE: what is wrong; what to do`, and all others hold.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from reinvent_notes.errors import SettingsError
from reinvent_notes.text import clean_line, read_own

_MAY_GO_ON = re.compile("\\[|\"\"\"|'''")
_LONGEST = 20  # lines of one list or text
_MOST_WRONG = 20  # a file with more is another one


class Form(NamedTuple):
    """What may stand behind a name; what else does `wrong` says."""

    fits: Callable[[str, Any], bool]
    wrong: str
    remedy: str


class OwnLines(NamedTuple):
    """What holds, by name in the file's order. `lines`: where each stands, known where the file was read by line."""

    values: Mapping[str, Any] = {}
    lines: Mapping[str, int] = {}
    wrong: tuple[SettingsError, ...] = ()


def load(path: Path | None, form: Form) -> OwnLines:
    """Those of a file, which need not be there."""
    if path is None or not os.path.lexists(path):
        return OwnLines()
    try:
        text = read_own(path)
    except SettingsError as error:
        return OwnLines(wrong=(error,))
    import tomllib  # only where there is such a file

    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError):
        return by_line(text, path, form)
    return OwnLines(values) if all(form.fits(*one) for one in values.items()) else by_line(text, path, form)


def by_line(text: str, path: Path, form: Form) -> OwnLines:
    lines = text.split("\n")
    values: dict[str, Any] = {}
    places: dict[str, int] = {}
    wrong: list[SettingsError] = []
    at = 0
    while at < len(lines):
        table, what, size = _statement(lines, at)
        line, at = at + 1, at + size
        if table and lines[line - 1].lstrip().startswith("["):
            what, at = "is a heading; what stands below it is not read", len(lines)
            table = {}
        for name, value in table.items():
            if name in places:
                what = f"{name!r} stands above already, on line {places[name]}"
                continue
            places[name] = line
            if form.fits(name, value):
                values[name] = value
            else:
                what = f"{name!r} {form.wrong}"
        if what and len(wrong) == _MOST_WRONG:
            what, at = f"is wrong after {_MOST_WRONG} others; what stands below it is not read", len(lines)
        if what:
            wrong.append(SettingsError(clean_line(what), where=path, line=line, remedy=form.remedy))
    return OwnLines(values, places, tuple(wrong))


def _statement(lines: Sequence[str], at: int) -> tuple[dict[str, Any], str, int]:
    """What begins on a line, what is wrong with it, and how many lines it takes."""
    import tomllib

    what = ""
    for size in range(1, 1 + (_LONGEST if _MAY_GO_ON.search(lines[at]) else 1)):
        try:
            return tomllib.loads("\n".join(lines[at : at + size])), "", size
        except RecursionError:
            return {}, "is nested too deeply", 1
        except ValueError as error:
            what = what or str(error).partition(" (at ")[0]
    return {}, what[:1].lower() + what[1:], 1
