"""Which addresses are recordings, and their ids."""

from __future__ import annotations

import re

_YOUTUBE = re.compile(
    r"(?:(?:https?:)?//)?(?:www\.|m\.|music\.)?"
    r"(?:youtube(?:-nocookie)?\.com/(?:watch/?\?(?:[^\s#]*?&(?:amp;)?)?v=|live/|embed/|shorts/|v/)|youtu\.be/)"
    r"(?P<id>[A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])"
)
# what site generators make a player of: {% youtube ID %}, {{< youtube id="ID" >}}, {% include video.html id="ID" %}
_EMBED = re.compile(
    r"\{[%{]<?\s*(?:include\s+\S*(?:youtube|video)\S*|youtube\S*|video)\s[^%}>]*?(?<![A-Za-z0-9_-])(?P<id>[A-Za-z0-9_-]{11})(?![A-Za-z0-9_.-])[^%}]*?>?[%}]\}",
    re.I,
)
_ID = re.compile(r"[A-Za-z0-9_-]{11}")


def recording_id(text: str) -> str | None:
    """The id of the recording that an address names; None for channels, playlists and anything else."""
    match = _YOUTUBE.match(text.strip())
    return match["id"] if match else None


def recordings_in(text: str) -> list[tuple[int, str]]:
    """(offset, id) of every recording named in a text, in order."""
    found = [(match.start(), match["id"]) for match in _YOUTUBE.finditer(text)] if "youtu" in text else []
    if "{" in text:
        found += [(match.start(), match["id"]) for match in _EMBED.finditer(text) if not _YOUTUBE.search(match.group())]
    return sorted(found)


def is_recording_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def watch_url(recording: str, at_seconds: int = 0) -> str:
    start = f"&t={at_seconds}s" if at_seconds else ""
    return f"https://www.youtube.com/watch?v={recording}{start}"
