"""The file of saved searches, a line each: `"Serverless 2023" = "year:2023 track:serverless"`.

TOML, to be edited by hand too: a line that is added or taken out leaves all others as they stand.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from reinvent_notes.errors import ReinventError, SettingsError, reason
from reinvent_notes.own_lines import Form, OwnLines, by_line, load
from reinvent_notes.text import read_own, write_own

_FORM = Form(
    lambda name, query: isinstance(query, str) and bool(query.strip() and name.strip()),
    "is no search",
    'write lines such as "Serverless 2023" = "year:2023 track:serverless"',
)
_HEAD = "# Searches that stand above the years: a name and what is searched for, a line each."


class SavedSearches:
    """Those in one file, which need not be there."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def load(self) -> OwnLines:
        """Names and queries in the file's order, and what of it is none."""
        return load(self._path, _FORM)

    def wrong(self, name: str, error: ReinventError) -> SettingsError:
        """What is wrong with the query of a search, and where that stands."""
        line = None
        with suppress(SettingsError):
            line = by_line(read_own(self._path), self._path, _FORM).lines.get(name) if self._path else None
        return SettingsError(error.what, where=self._path, line=line, remedy=error.remedy)

    def change(self, name: str, query: str | None) -> None:
        """Keep a search in the place of one of the same name, or at the end; without a query forget it.

        Other lines stay as they are, wrong ones too. Raises SettingsError where that cannot be.
        """
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
    before = by_line(text, path, _FORM)
    wanted = {**before.values, name: query}
    lines = text.removesuffix("\n").split("\n")
    at = (before.lines.get(name) or len(lines) + 1) - 1
    if at == len(lines) or name in before.values:  # a line that is wrong is for its author to put right
        lines[at : at + 1] = [] if query is None else [f"{_quoted(name)} = {_quoted(query)}"]
    changed = "".join(f"{line}\n" for line in lines)
    after = by_line(changed, path, _FORM)
    if after.values != {one: found for one, found in wanted.items() if found is not None} or (
        len(after.wrong) != len(before.wrong)
    ):
        if before.wrong:
            raise before.wrong[0]
        raise SettingsError(f"{name!r} stands on several lines", where=path, remedy="change it in the file")
    return changed


def _quoted(text: str) -> str:
    import json  # only for what is written

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
