"""Lists of recordings: titles and their addresses, and hardly more; a playlist is one in the keys of yt-dlp.

A list may be of one event or of a whole channel. Where nothing on it names the event, a recording is a talk when its
own title does, or has a code.
"""

from __future__ import annotations

import re

from reinvent_notes.catalogs.fields import Fields, Row, Rows, gather, texts_of
from reinvent_notes.catalogs.item import Item, read_item
from reinvent_notes.recordings import recording_id
from reinvent_notes.years import names_event

_PLAYLIST = frozenset("_type ie_key extractor extractor_key webpage_url_basename playlist_id".split())
_MORE = frozenset(("speakers", "kind", "level"))  # what a catalog says beside
_OTHER_EVENT = re.compile(
    r"\bre:?\s?(?:inforce|mars)\b|\b(?:AWS|Amazon) (?:\w+ )?(?:Summit|Innovate|Activate|Dev Day)\b", re.I
)


def is_playlist(rows: Rows) -> bool:
    """Whether yt-dlp printed it: as one object with its entries (`--flat-playlist -J`), or one per line (`-j`)."""
    return bool(_PLAYLIST & rows.around.keys())


def read_entry(row: Row, of_event: bool) -> Item | str:
    """An entry of a playlist, of which what else it says is about the video as a file."""
    item = row.item
    seconds = item.get("duration")
    said = {
        "title": item.get("title"),
        "video": item.get("id"),
        "abstract": item.get("description"),
        "date": item.get("upload_date"),
        "length": f"{int(seconds) // 60} min" if isinstance(seconds, int | float) and 0 < seconds < 1e6 else None,
    }
    return _recording(gather(said.items()), of_event)


def are_recordings(rows: Rows) -> bool:
    recorded = [row.fields for row in rows.rows if row.fields and _is_recording(row.fields)]
    return 2 * len(recorded) > len(rows.rows) and not any(_MORE & fields.keys() for fields in recorded)


def _is_recording(fields: Fields) -> bool:
    addresses = texts_of(fields, "url") + texts_of(fields, "video")
    return "title" in fields and any(recording_id(address) for address in addresses)


def read_recording(row: Row, of_event: bool) -> Item | str:
    return _recording(row.fields, of_event)


def _recording(fields: Fields, of_event: bool) -> Item | str:
    """The talk that was recorded; `of_event`: the list is the event's own, and titles need not name it."""
    found = read_item(fields)
    if isinstance(found, str):
        return found
    title = texts_of(fields, "title")[0]
    if names_event(title):
        return found._replace(sure=True)
    if _OTHER_EVENT.search(title):
        return "is of another event"
    if not (of_event or found.talk.code):
        return "names neither the event nor a code"
    return found._replace(sure=True)
