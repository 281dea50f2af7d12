"""One line to name a folder, notes or a list in, that are to become part of the library."""

from __future__ import annotations

import os
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.suggester import Suggester
from textual.widgets import Input

from reinvent_notes.folders import LIST_ENDINGS, NOTE_ENDINGS
from reinvent_notes.text import clean_line
from reinvent_tui.screens.bottom import LineScreen


class AddScreen(LineScreen[str | None]):
    """Ends with the path that was typed, or with None."""

    BINDINGS = [Binding("tab", "complete", "complete", show=False, priority=True)]

    def compose(self) -> ComposeResult:
        hint = "a folder of notes, a note or a list; tab completes, esc leaves it"
        yield from self.line("add", "", hint, suggester=Paths())

    def action_complete(self) -> None:
        self.query_one(Input).action_cursor_right()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)


class Paths(Suggester):
    """Folders, and files that may hold notes or lists, as their names are typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        folder, begun = os.path.split(value)
        try:
            with os.scandir(Path(folder or ".").expanduser()) as listing:
                names = sorted(_shown(entry) for entry in listing if _may_be_added(entry, begun))
        except (OSError, ValueError, RuntimeError):
            return None
        found = next((name for name in names if clean_line(name) == name), None)
        return value.removesuffix(begun) + found if begun and found else None


def _may_be_added(entry: os.DirEntry[str], begun: str) -> bool:
    if not entry.name.startswith(begun) or (entry.name.startswith(".") and not begun):
        return False
    return entry.is_dir() or Path(entry.name).suffix.lower() in NOTE_ENDINGS | LIST_ENDINGS


def _shown(entry: os.DirEntry[str]) -> str:
    return entry.name + os.sep if entry.is_dir() else entry.name
