"""The file of saved searches, a line each: `"Serverless 2023" = "year:2023 track:serverless"`.

TOML, to be edited by hand too: a line that is added or taken out leaves all others as they stand.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from reinvent_notes.errors import ReinventError, SettingsError, reason
from reinvent_notes.text import read_own, write_own

_REMEDY = 'write lines such as "Serverless 2023" = "year:2023 track:serverless"'
_HEAD = "# Searches that stand above the years: a name and what is searched for, a line each."


class SavedSearches:
    """Those in one file, which need not be there. What reads or writes it raises SettingsError, with file and line."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def load(self) -> dict[str, str]:
        """Names and queries in the file's order."""
        return _parsed(self._path, read_own(self._path)) if self._path and os.path.lexists(self._path) else {}

    def wrong(self, name: str, error: ReinventError) -> SettingsError:
        """What is wrong with the query of a search, and where that stands."""
        lines = read_own(self._path).split("\n") if self._path else []
        return SettingsError(error.what, where=self._path, line=_line_of(name, lines), remedy=error.remedy)

    def change(self, name: str, query: str | None) -> None:
        """Keep a search in the place of one of the same name, or at the end; without a query forget it."""
        from reinvent_notes.lock import held  # reading needs none

        path = self._path
        if path is None:
            raise SettingsError("there is no file for searches")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with held(path.with_suffix(".lock")):
                text = read_own(path) if os.path.lexists(path) else f"{_HEAD}\n"
                write_own(path, _changed(path, text, name, query).encode())
        except OSError as error:  # TimeoutError among them
            raise SettingsError(f"cannot be written ({reason(error)})", where=path) from None


def _changed(path: Path, text: str, name: str, query: str | None) -> str:
    """The file's text with one line in the place of a search's own, or at the end."""
    wanted = {**_parsed(path, text), name: query}  # what cannot be read is for its author to put right
    lines = text.removesuffix("\n").split("\n")
    at = (_line_of(name, lines) or len(lines) + 1) - 1
    lines[at : at + 1] = [] if query is None else [f"{_quoted(name)} = {_quoted(query)}"]
    changed = "".join(f"{line}\n" for line in lines)
    if _parsed(path, changed) != {one: found for one, found in wanted.items() if found is not None}:
        raise SettingsError(f"{name!r} stands on several lines", where=path, remedy="change it in the file")
    return changed


def _parsed(path: Path, text: str) -> dict[str, str]:
    import tomllib  # only where there is such a file

    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise SettingsError("is nested too deeply", where=path, remedy=_REMEDY) from None
    except ValueError as error:
        what, _, place = str(error).partition(" (at ")
        line = re.match(r"line ([0-9]+)", place)
        number = int(line[1]) if line else len(text.rstrip().split("\n"))  # at the end
        raise SettingsError(what[:1].lower() + what[1:], where=path, line=number, remedy=_REMEDY) from None
    for name, query in table.items():
        if not isinstance(query, str) or not query.strip() or not name.strip():
            at = _line_of(name, text.split("\n"))
            raise SettingsError(f"{name!r} is no search", where=path, line=at, remedy=_REMEDY)
    return table


def _line_of(name: str, lines: Sequence[str]) -> int | None:
    """The line, from 1 on, that a search stands on."""
    return next((number for number, line in enumerate(lines, 1) if _name_on(line) == name), None)


def _name_on(line: str) -> str | None:
    """The name of the search that a line holds."""
    import tomllib

    try:
        return next(iter(tomllib.loads(line)), None)
    except (ValueError, RecursionError):
        return None


def _quoted(text: str) -> str:
    import json  # only for what is written

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
