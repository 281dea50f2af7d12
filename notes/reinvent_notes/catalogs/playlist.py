"""A playlist as yt-dlp prints it: one object with its entries (`--flat-playlist -J`), or one per line (`-j`)."""

from __future__ import annotations

from dataclasses import replace

from reinvent_notes.catalogs.catalog import Catalog, Read, catalog
from reinvent_notes.catalogs.entry import Entry
from reinvent_notes.catalogs.fields import Fields, texts_of
from reinvent_notes.catalogs.recordings import reader
from reinvent_notes.catalogs.rows import Rows
from reinvent_notes.catalogs.values import minutes_of_seconds
from reinvent_notes.merged import Trust
from reinvent_notes.recordings import is_recording_id
from reinvent_notes.years import names_event

_MARKS = frozenset("_type ie_key extractor extractor_key webpage_url_basename playlist_id".split())
# What these say of an entry, they do not say of the talk: its type is `url`, its length is in seconds.
_OTHER = frozenset(("kind", "minutes", "speakers", "url", "tags"))


def read(rows: Rows, year: int | None) -> Catalog | None:
    if not _MARKS & rows.around.keys():
        return None
    return catalog("a playlist", Trust.RECORDINGS, rows, _entry_reader(reader(names_event(rows.event))), year)


def _entry_reader(recording: Read) -> Read:
    def entry_of_playlist(fields: Fields) -> Entry | str:
        found = recording({name: values for name, values in fields.items() if name not in _OTHER})
        if isinstance(found, str):
            return found
        ids = [text for text in texts_of(fields, "code") if is_recording_id(text)]
        seconds = (minutes_of_seconds(value) for value in fields.get("minutes", ()))
        return found._replace(
            talk=replace(found.talk, videos=tuple(ids[:1]), minutes=next(filter(None, seconds), None))
        )

    return entry_of_playlist
