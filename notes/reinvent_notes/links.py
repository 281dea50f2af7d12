"""Which talk a link leads to that somebody wrote in a note."""

from __future__ import annotations

import os.path
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from reinvent_notes.index import Index
from reinvent_notes.index_documents import IndexDocuments
from reinvent_notes.recordings import recording_id
from reinvent_notes.talk import fold


def linked_talk(index: Index, url: str, document: str) -> int | None:
    """By its id, its recording, or the document that it stands in, of which `document` has the link."""
    recording = recording_id(url)
    if recording:
        return index.number_of_recording(recording)
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    path = PurePath(unquote(parts.path))
    for name in (path.stem, path.stem.upper()):
        n = index.number_of(name) if name else None
        if n is not None:
            return n
    # taken literally, as no link of the file system's is followed
    to = os.path.normpath(PurePath(document).parent / path) if parts.path else document
    return _talk_in(index, to, unquote(parts.fragment))


def _talk_in(index: Index, document: str, heading: str) -> int | None:
    """The talk of a document that has only this one, or the one whose title stands in a heading."""
    numbers = sorted(IndexDocuments(index).talks_of(document))
    if len(numbers) == 1 and not heading:
        return numbers[0]
    wanted = fold(heading)
    return next((n for n in numbers if wanted and wanted in _headings(index, n)), None)


def _headings(index: Index, n: int) -> set[str]:
    """What the heading of a talk may be: its title, with its code before it or not."""
    talk = index.outline(n)
    return {fold(f"{before} {title}") for title in talk.titles for before in ("", talk.code or "")}
