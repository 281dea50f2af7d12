"""The file of saved searches, a line each: `"Serverless 2023" = "year:2023 track:serverless"`.

TOML, to be edited by hand too: a line that is added or taken out leaves all others as they stand.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from reinvent_notes.errors import SettingsError
from reinvent_notes.lock import held

_REMEDY = 'write lines such as "Serverless 2023" = "year:2023 track:serverless"'
_HEAD = "# Searches that stand above the years: a name and what is searched for, a line each."


def load(path: Path) -> dict[str, str]:
    """Names and queries in the file's order. SettingsError names the file and the line."""
    return _parsed(path, _read(path))


def line_of(path: Path, name: str) -> int | None:
    """The line on which a search stands, from 1 on."""
    return next((number for number, line in enumerate(_read(path).split("\n"), 1) if _name_on(line) == name), None)


def change(path: Path, name: str, query: str | None) -> None:
    """Keep a search in the place of one of the same name, or at the end; without a query forget it.

    SettingsError where the file cannot be read or written.
    """
    line = None if query is None else f"{_quoted(name)} = {_quoted(query)}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with held(path.with_suffix(".lock")):
            text = _read(path) if path.exists() else f"{_HEAD}\n"
            wanted = {**_parsed(path, text), name: query}  # what cannot be read is for its author to put right
            lines = text.removesuffix("\n").split("\n")
            at = next((at for at, one in enumerate(lines) if _name_on(one) == name), len(lines))
            lines[at : at + 1] = [] if line is None else [line]
            changed = "".join(f"{one}\n" for one in lines)
            if _parsed(path, changed) != {one: found for one, found in wanted.items() if found is not None}:
                raise SettingsError(f"{name!r} stands on several lines", where=path, remedy="change it in the file")
            temporary = path.with_name(path.name + ".new")
            with temporary.open("w", encoding="utf-8") as file:
                file.write(changed)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
    except OSError as error:  # TimeoutError among them
        raise SettingsError(f"cannot be written ({(error.strerror or 'error').lower()})", where=path) from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise SettingsError(f"cannot be read ({error})", where=path, remedy=_REMEDY) from None


def _parsed(path: Path, text: str) -> dict[str, str]:
    import tomllib  # only where there is such a file

    try:
        table = tomllib.loads(text)
    except ValueError as error:
        what, _, place = str(error).partition(" (at ")
        line = re.match(r"line ([0-9]+)", place)
        number = int(line[1]) if line else len(text.rstrip().split("\n"))  # at the end
        raise SettingsError(what[:1].lower() + what[1:], where=path, line=number, remedy=_REMEDY) from None
    for name, query in table.items():
        if not isinstance(query, str) or not query.strip() or not name.strip():
            at = next((number for number, line in enumerate(text.split("\n"), 1) if _name_on(line) == name), None)
            raise SettingsError(f"{name!r} is no search", where=path, line=at, remedy=_REMEDY)
    return table


def _name_on(line: str) -> str | None:
    """The name of the search that a line holds."""
    import tomllib

    try:
        return next(iter(tomllib.loads(line)), None)
    except ValueError:
        return None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
