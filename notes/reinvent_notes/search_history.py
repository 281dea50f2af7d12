"""Earlier searches from which a talk was opened: a plain text, a line each, the newest first."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from reinvent_notes.text import clean_line

_MOST = 100  # searches
_MOST_BYTES = 1 << 20  # a larger file is none of ours


def load(path: Path) -> list[str]:
    """The newest first; none where the file is missing or cannot be read."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return []
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return list(dict.fromkeys(line for line in map(clean_line, lines) if line))[:_MOST]


def remember(path: Path, search: str) -> None:
    """Put a search before all others. Nothing happens where the file cannot be written: a search is no great loss."""
    search = clean_line(search)
    kept = [search, *(line for line in load(path) if line != search)][:_MOST]
    temporary = path.with_name(f"{path.name}.new")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
        temporary.replace(path)
