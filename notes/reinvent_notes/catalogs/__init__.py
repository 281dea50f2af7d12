"""Lists of talks as data: recordings, playlists, schedules, catalogs of sessions.

A list is JSON, one JSON object per line, or a table with a header row. It becomes rows (`rows`), of which each format
in CATALOGS says whether they are its own and which talks they are. All is recognised by content; a list that is none
of talks is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable

from reinvent_notes.catalogs import playlist, recordings, schedule, sessions
from reinvent_notes.catalogs.catalog import Catalog
from reinvent_notes.catalogs.json_rows import looks_like_json, read_json
from reinvent_notes.catalogs.rows import Rows
from reinvent_notes.catalogs.table_rows import looks_like_table, read_table

Format = Callable[[Rows, int | None], Catalog | None]

# The first that takes the rows has them.
CATALOGS: tuple[Format, ...] = (schedule.read, playlist.read, recordings.read, sessions.read)


def looks_like_data(text: str) -> bool:
    """A quick look at how a text begins; `read` says whether it is a list of talks."""
    return looks_like_json(text) or looks_like_table(text)


def read(text: str, name: str, year: int | None) -> Catalog | None:
    """The talks of a list; None when the text is none. `year` is of the talks that do not say theirs."""
    rows = None
    if looks_like_json(text):
        rows = read_json(text, name)
    elif looks_like_table(text):
        rows = read_table(text, name)
    if rows is None:
        return None
    return next((catalog for format_ in CATALOGS if (catalog := format_(rows, year))), None)


__all__ = ["CATALOGS", "Catalog", "looks_like_data", "read"]
