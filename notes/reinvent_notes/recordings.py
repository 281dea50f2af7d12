"""Which addresses are recordings, and their ids."""

from __future__ import annotations

import re

# how an address begins; searched for from there on, it would be looked for at every letter
_BEGIN = r"(?:(?:https?:)?//)?(?:www\.|m\.|music\.)?"
_YOUTUBE = re.compile(
    r"youtu(?:be(?:-nocookie)?\.com/(?:watch/?\?(?:[^\s#]*?&(?:amp;)?)?v=|live/|embed/|shorts/|v/)|\.be/)"
    r"(?P<id>[A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])"
)
_BEGUN = re.compile(_BEGIN + r"\Z")
_BEGIN_CHARS = 14  # of the longest, https://music.
_ADDRESS = re.compile(_BEGIN + _YOUTUBE.pattern)
# what site generators make a player of: {% youtube ID %}, {{< youtube id="ID" >}}, {% include video.html id="ID" %}
_EMBED = re.compile(
    r"\{[%{]<?\s*(?:include\s+\S*(?:youtube|video)\S*|youtube\S*|video)\s[^%}>]*?(?<![A-Za-z0-9_-])(?P<id>[A-Za-z0-9_-]{11})(?![A-Za-z0-9_.-])[^%}]*?>?[%}]\}",
    re.I,
)
_ID = re.compile(r"[A-Za-z0-9_-]{11}")


def recording_id(text: str) -> str | None:
    """The id of the recording that an address names; None for channels, playlists and anything else."""
    match = _ADDRESS.match(text.strip())
    return match["id"] if match else None


def recordings_in(text: str) -> list[tuple[int, str]]:
    """(offset, id) of every recording named in a text, in order."""
    if "youtu" not in text and "{" not in text:
        return []
    found = [(_begin(text, match.start()), match["id"]) for match in _YOUTUBE.finditer(text)]
    if "{" in text:
        found += [(match.start(), match["id"]) for match in _EMBED.finditer(text) if not _YOUTUBE.search(match.group())]
    return sorted(found)


def _begin(text: str, at: int) -> int:
    """Where the address begins whose name stands here."""
    begun = _BEGUN.search(text, max(0, at - _BEGIN_CHARS), at)
    return begun.start() if begun else at


def is_recording_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def watch_url(recording: str, at_seconds: int = 0) -> str:
    start = f"&t={at_seconds}s" if at_seconds else ""
    return f"https://www.youtube.com/watch?v={recording}{start}"
