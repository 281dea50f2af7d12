"""The schedule of 2020, as the platform of the virtual event gave it.

A session stands there once for each broadcast. Its code is in the address of its survey, its type among its tags, and
the services that it is about are among hidden tags.
"""

from __future__ import annotations

import re

from reinvent_notes.catalogs.catalog import Catalog, catalog
from reinvent_notes.catalogs.entry import Entry, entry
from reinvent_notes.catalogs.fields import Fields, texts_of
from reinvent_notes.catalogs.rows import Rows
from reinvent_notes.merged import Trust

_CODE = re.compile(r"[?&]session=([A-Za-z0-9-]{4,30})")
_BROADCAST = re.compile(r"\s*(?:-\s*(?:LIVE|Watch First)|\((?:Rebroadcast|LIVE)\))\s*$", re.I)
_TYPES = {
    "Session": "breakout",
    "Keynote": "keynote",
    "Leadership Session": "leadership session",
    "Lightning Talk": "lightning talk",
    "Dev Chat": "dev chat",
    "Play": "Play",
    "Hands-on Content": "Hands-on Content",
    "Training and Certification": "Training and Certification",
}
_LANGUAGES = frozenset("Chinese French Italian Japanese Korean Portuguese Spanish".split())
_NO_TRACKS = _LANGUAGES | _TYPES.keys() | {"Demo", "Video on Demand", "Executive Summit", "Community"}
_SERVICE = re.compile(r"(?:aws|amazon) ")
_TAGS_CHARS = 5000


def read(rows: Rows, year: int | None) -> Catalog | None:
    marked = sum("survey" in row.fields and "hiddentags" in row.fields for row in rows.rows)
    return catalog("an event's schedule", Trust.OFFICIAL, rows, _session, year) if 2 * marked > len(rows.rows) else None


def _session(fields: Fields) -> Entry | str:
    tags = _tags(fields, "tags")
    survey = _CODE.search(next(iter(texts_of(fields, "survey")), ""))
    said: Fields = {
        **fields,
        "title": [_BROADCAST.sub("", title[:1000]) for title in texts_of(fields, "title")],
        "code": [survey[1]] if survey else [],
        "kind": [_TYPES[tag] for tag in tags if tag in _TYPES],
        "tags": [],
        "track": [tag for tag in tags if tag not in _NO_TRACKS],
        "services": [tag for tag in _tags(fields, "hiddentags") if _SERVICE.match(tag)],
        "minutes": [],  # of the recording, which was still to come
    }
    return entry(said)


def _tags(fields: Fields, name: str) -> list[str]:
    text = next(iter(texts_of(fields, name)), "")
    return [tag.strip() for tag in text[:_TAGS_CHARS].split(",") if tag.strip()]
