"""What a list holds before anybody has said what its items mean."""

from __future__ import annotations

from typing import Any, NamedTuple

from reinvent_notes.catalogs.fields import Fields

_NAMES = ("playlist_title", "event", "eventName", "conference", "title", "name")


class Row(NamedTuple):
    """One item, and where it stands (`item 31`, `line 12`); for what says nothing: why not."""

    where: str
    fields: Fields
    why: str | None = None


class Rows(NamedTuple):
    """The items of a list, and what stands around them (a playlist's title)."""

    name: str
    written: str  # how the list is written, as the user is told
    rows: list[Row]
    around: dict[str, Any]

    @property
    def event(self) -> str:
        """The names that stand on the list: of the file, and those of the event or playlist within it."""
        inside = (self.around.get(key) for key in _NAMES)
        return "\n".join([*(name for name in inside if isinstance(name, str)), self.name])
