"""A list of recordings: titles and their addresses, and hardly more.

A list may be of one event or of a whole channel. Where nothing on it names the event, a recording is a talk when its
own title does, or has a code.
"""

from __future__ import annotations

import re

from reinvent_notes.catalogs.catalog import Catalog, Read, catalog
from reinvent_notes.catalogs.entry import Entry, entry
from reinvent_notes.catalogs.fields import Fields, texts_of
from reinvent_notes.catalogs.rows import Rows
from reinvent_notes.merged import Trust
from reinvent_notes.recordings import recording_id
from reinvent_notes.years import names_event

_MORE = frozenset(("speakers", "kind", "level"))  # what a catalog says beside
_OTHER_EVENT = re.compile(
    r"\bre:?\s?(?:inforce|mars)\b|\b(?:AWS|Amazon) (?:\w+ )?(?:Summit|Innovate|Activate|Dev Day)\b", re.I
)


def read(rows: Rows, year: int | None) -> Catalog | None:
    recorded = [row.fields for row in rows.rows if row.fields and _is_recording(row.fields)]
    if 2 * len(recorded) <= len(rows.rows) or any(_MORE & fields.keys() for fields in recorded):
        return None
    return catalog("a list of recordings", Trust.RECORDINGS, rows, reader(names_event(rows.event)), year)


def _is_recording(fields: Fields) -> bool:
    addresses = texts_of(fields, "url") + texts_of(fields, "video")
    return "title" in fields and any(recording_id(address) for address in addresses)


def reader(of_event: bool) -> Read:
    """What makes a talk of a recording; `of_event`: the list is the event's own, and titles need not name it."""

    def recording(fields: Fields) -> Entry | str:
        found = entry({name: values for name, values in fields.items() if name != "tags"})
        if isinstance(found, str):
            return found
        title = texts_of(fields, "title")[0]
        if names_event(title):
            return found._replace(sure=True)
        if _OTHER_EVENT.search(title[:1000]):
            return "is of another event"
        if not (of_event or found.talk.code):
            return "names neither the event nor a code"
        return found._replace(sure=True)

    return recording
