"""One talk in one file, described by its front matter: the format of the bundled notes, and of many others."""

from __future__ import annotations

from typing import Any

from reinvent_notes import front_matter
from reinvent_notes.document import Document
from reinvent_notes.lengths import minutes
from reinvent_notes.recordings import is_recording_id, recording_id
from reinvent_notes.sections import is_event, is_marker, kind_of_section
from reinvent_notes.shapes.finding import Finding, Skip
from reinvent_notes.shapes.named_file import title_from_name
from reinvent_notes.shapes.page import Page
from reinvent_notes.talk import KINDS, VERDICTS, base_code, fold, normal_code
from reinvent_notes.title import TitleLine, code_in_name, read_title

NAME = "front matter"
_CODES = ("code", "session", "session_id", "session-id", "sessionid", "talk")
_VIDEOS = ("video", "recording", "youtube", "stream", "video_url", "videourl", "watch")
_ADDRESSES = ("url", "link")
_SPEAKERS = ("speakers", "speaker", "presenters", "presenter")
_SIGNS = (*_CODES, *_VIDEOS, *_SPEAKERS, "verdict", "level", "kind")


def find(page: Page) -> tuple[list[Finding], list[Skip]]:
    document, about = page.document, page.about
    front = document.front
    named = (about.event or about.mentions) and _recording(page.document) is not None
    if not named and not any(name in front for name in _SIGNS):
        return [], []
    title = read_title(front_matter.text_of(front, "title", "name") or "")
    code = normal_code(front_matter.text_of(front, *_CODES) or "") or title.code
    if not title.title:
        title = _title_in_text(page)
        code = code or title.code
    code = code or _code_in_name(page)
    if not title.title or is_marker(title.title) or is_event(title.title) or _has_other_talks(page, code):
        return [], []
    title = title._replace(code=code)
    facts = _facts(document)
    finding = Finding(
        NAME,
        1.0,
        title,
        0,
        document.start,
        len(document.lines),
        year=about.year,
        facts=facts,
        why="front matter says so",
    )
    return [finding], _unknown(front)


def _title_in_text(page: Page) -> TitleLine:
    first = next(iter(page.titles), None)
    return first if first and first.title and not is_marker(first.title) else title_from_name(page.document.stem)


def _code_in_name(page: Page) -> str | None:
    code = code_in_name(page.document.stem)
    return code if page.about.is_code(code) else None


def _has_other_talks(page: Page, code: str | None) -> bool:
    """A page of many talks may have front matter too."""
    codes = {base_code(title.code) for title in page.titles if title.code}
    return len(codes - {base_code(code or "")}) > (0 if code is None else 1)


def _facts(document: Document) -> dict[str, Any]:
    """The fields of the talk that front matter states, each only where it can be used."""
    front = document.front
    text = front_matter.text_of
    recording = _recording(document)
    url = text(front, *_ADDRESSES)
    level = text(front, "level") or ""
    kind = text(front, "kind", "type") or ""
    verdict = (text(front, "verdict") or "").lower()
    stated = {
        "track": text(front, "track"),
        "level": int(level[:3]) if level[:3] in ("100", "200", "300", "400", "500") else None,
        "kind": kind if kind in KINDS else kind_of_section(kind),
        "speakers": tuple(_unlinked(name) for name in front_matter.list_of(front, *_SPEAKERS)),
        "videos": (recording,) if recording else (),
        "url": None if url and recording_id(url) else url,
        "minutes": minutes(text(front, "minutes", "duration", "length") or ""),
        "verdict": verdict if verdict in VERDICTS else None,
        "why": text(front, "why"),
        "abstract": text(front, "abstract", "description", "summary"),
        "related": tuple(front_matter.list_of(front, "related")),
    }
    return {name: value for name, value in stated.items() if value}


def _recording(document: Document) -> str | None:
    """The recording that front matter names, by id or address, and be it as the page's address."""
    video = front_matter.text_of(document.front, *_VIDEOS) or ""
    stated = video if is_recording_id(video) else recording_id(video)
    return stated or recording_id(front_matter.text_of(document.front, *_ADDRESSES) or "")


def _unlinked(name: str) -> str:
    return name.strip("[]")


def _unknown(front: dict[str, front_matter.Value]) -> list[Skip]:
    """Values that were stated and could not be used."""
    found = []
    for key, known in (("kind", KINDS), ("verdict", VERDICTS)):
        value = front_matter.text_of(front, key)
        if value and fold(value) not in known and kind_of_section(value) is None:
            found.append(Skip(1, f"unknown {key} {value!r}; known are {', '.join(known)}"))
    return found
