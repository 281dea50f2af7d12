"""One talk in one file, described by its front matter: the format of the bundled notes."""

from __future__ import annotations

from dataclasses import replace

from reinvent_notes import front_matter
from reinvent_notes.document import Document
from reinvent_notes.recordings import is_recording_id, recording_id
from reinvent_notes.sections import is_event, kind_of_section
from reinvent_notes.shapes.details import minutes
from reinvent_notes.shapes.entry import Entry
from reinvent_notes.shapes.reading import Reading
from reinvent_notes.talk import KINDS, VERDICTS, fold, normal_code
from reinvent_notes.title import read_title
from reinvent_notes.years import year_of_page

NAME = "house format"
_SIGNS = (
    "code",
    "session",
    "session_id",
    "video",
    "recording",
    "youtube",
    "speakers",
    "speaker",
    "verdict",
    "level",
    "kind",
)


def read(document: Document) -> Reading | None:
    front = document.front
    stated = front_matter.text_of(front, "title")
    signs = [name for name in _SIGNS if name in front]
    if not stated or is_event(stated) or not signs:
        return None
    title = read_title(stated)
    code = normal_code(front_matter.text_of(front, "code", "session", "session_id") or "") or title.code
    entry = Entry(replace(title, code=code), 0, document.start, len(document.lines), year=year_of_page(document))
    talk = entry.talk(document)
    video = front_matter.text_of(front, "video", "recording", "youtube") or ""
    recording = video if is_recording_id(video) else recording_id(video)
    level = front_matter.text_of(front, "level") or ""
    kind = front_matter.text_of(front, "kind", "type") or ""
    verdict = (front_matter.text_of(front, "verdict") or "").lower()
    talk = replace(
        talk,
        track=front_matter.text_of(front, "track") or talk.track,
        level=int(level) if level.isdecimal() and level in ("100", "200", "300", "400", "500") else talk.level,
        kind=kind if kind in KINDS else kind_of_section(kind) or talk.kind,
        speakers=tuple(front_matter.list_of(front, "speakers", "speaker", "presenters")) or talk.speakers,
        videos=(recording,) if recording else talk.videos,
        url=front_matter.text_of(front, "url", "link"),
        minutes=minutes(front_matter.text_of(front, "minutes", "duration", "length") or "") or talk.minutes,
        verdict=verdict if verdict in VERDICTS else None,
        why=front_matter.text_of(front, "why"),
        abstract=front_matter.text_of(front, "abstract", "description", "summary"),
        related=tuple(front_matter.list_of(front, "related")),
        notes=tuple(replace(note, author=front_matter.text_of(front, "author", "by")) for note in talk.notes),
    )
    return Reading(NAME, 1.0, f"front matter gives a title and {', '.join(signs)}", (talk,), _skipped(front))


def _skipped(front: dict[str, front_matter.Value]) -> tuple[tuple[int, str], ...]:
    """Values that were stated and could not be used."""
    found = []
    for key, known in (("kind", KINDS), ("verdict", VERDICTS)):
        value = front_matter.text_of(front, key)
        if value and fold(value) not in known and kind_of_section(value) is None:
            found.append((1, f"unknown {key} {value!r}; known are {', '.join(known)}"))
    return tuple(found)
