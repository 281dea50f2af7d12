"""Earlier searches from which a talk was opened: a plain text, a line each, the newest first."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from reinvent_notes.errors import Refused
from reinvent_notes.text import clean_line, read_bytes, write_own

_MOST = 100  # searches


def load(path: Path) -> list[str]:
    """The newest first; none where the file is missing or cannot be read."""
    try:
        lines = read_bytes(path, "SETTINGS_BYTES").decode("utf-8", "replace").splitlines()
    except Refused:
        return []
    return list(dict.fromkeys(line for line in map(clean_line, lines) if line))[:_MOST]


def remember(path: Path, search: str) -> None:
    """Put a search before all others. Nothing happens where the file cannot be written: a search is no great loss."""
    search = clean_line(search)
    kept = [search, *(line for line in load(path) if line != search)][:_MOST]
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_own(path, "".join(f"{line}\n" for line in kept).encode())
