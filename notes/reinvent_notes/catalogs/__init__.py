"""Lists of talks as data: recordings, playlists, schedules, catalogs of sessions.

A list is JSON, one JSON object per line, or a table with a header row. It becomes rows (`Rows`), of which each format
in CATALOGS says whether they are its own and which talks they are. All is recognised by content; a list that is none
of talks is nobody's.
"""

from __future__ import annotations

from reinvent_notes.catalogs import recordings, schedule
from reinvent_notes.catalogs.catalog import Catalog, Format, talks_of
from reinvent_notes.catalogs.fields import Rows
from reinvent_notes.catalogs.item import read_item
from reinvent_notes.catalogs.json_rows import read_json
from reinvent_notes.catalogs.table_rows import read_table
from reinvent_notes.merged import Trust

# The first that makes talks of the rows has them.
CATALOGS = (
    Format("an event's schedule", Trust.OFFICIAL, schedule.is_schedule, schedule.read_session),
    Format("a playlist", Trust.RECORDINGS, recordings.is_playlist, recordings.read_entry),
    Format("a list of recordings", Trust.RECORDINGS, recordings.are_recordings, recordings.read_recording),
    # whatever list says more of talks than their recordings
    Format("a catalog of sessions", Trust.OFFICIAL, lambda rows: True, lambda row, of_event: read_item(row.fields)),
)


def read(text: str, name: str, year: int | None) -> Catalog | None:
    """The talks of a list; None when the text is none. `year` is of the talks that do not say theirs."""
    rows = rows_of(text, name)
    return talks_of_rows(rows, year) if rows else None


def rows_of(text: str, name: str) -> Rows | None:
    """What may be a list; None, and at once, when the text is none."""
    return read_json(text, name) or read_table(text, name)


def talks_of_rows(rows: Rows, year: int | None) -> Catalog | None:
    """None when they are no talks."""
    fitting = (format_ for format_ in CATALOGS if format_.fits(rows))
    return next((found for format_ in fitting if (found := talks_of(rows, format_, year))), None)


__all__ = ["CATALOGS", "Catalog", "Rows", "read", "rows_of", "talks_of_rows"]
