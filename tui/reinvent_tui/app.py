"""The reader's app: composition only."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from textual import constants
from textual.app import App, SystemCommand
from textual.screen import Screen

from reinvent_notes.errors import ReinventError
from reinvent_notes.index import Index
from reinvent_tui.forgiving import ForgivingLibrary
from reinvent_tui.keys import EVERYWHERE, KEYS
from reinvent_tui.screens.reader import ReaderScreen
from reinvent_tui.themes import THEMES
from reinvent_tui.wording import error_text

if TYPE_CHECKING:
    from textual.driver import Driver

    from reinvent_notes.collection import Progress
    from reinvent_notes.index_build import Changes
    from reinvent_notes.mark_store import MarkStore

_TELL_EVERY = 0.1  # seconds between two words on how far reading is


class Opening(Protocol):
    """Where the reader gets its library: whoever opens it knows the places, the reader does not."""

    @property
    def why_empty(self) -> str: ...
    def marks(self) -> MarkStore: ...
    def cached_index(self) -> Index | None: ...
    def add_named(self, path: str) -> str: ...
    def refreshed_index(self, *, progress: Progress) -> tuple[Index, Changes]: ...


class ReinventApp(App[int]):
    """Opens on the index as it was left, then looks for changes in the background."""

    TITLE = "reinvent-tui"
    CSS_PATH = "reinvent_tui.tcss"

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self._marks = opening.marks()
        for theme in THEMES:
            self.register_theme(theme)
        # set before the style sheet is read: a theme that is set later has all of it read again
        self.set_reactive(App.theme, THEMES[0].name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_driver_class(self) -> type[Driver]:
        if os.name != "posix" or constants.DRIVER:
            return super().get_driver_class()
        from reinvent_tui.terminal import TerminalDriver  # there is no such terminal elsewhere

        return TerminalDriver

    def get_default_screen(self) -> Screen[None]:
        index = self._opening.cached_index() or Index.empty()
        return ReaderScreen(ForgivingLibrary(index, self._marks), self._opening.why_empty)

    def on_mount(self) -> None:
        # what was loaded to get here stays; the collector need not look at it again
        gc.freeze()
        gc.enable()
        self.call_after_refresh(lambda: self.run_worker(self._refresh, thread=True))

    def _refresh(self) -> None:
        """Bring the index up to date; in a thread, so that the reader is usable meanwhile."""
        told = 0.0

        def progress(done: int, count: int) -> None:
            nonlocal told
            if time.monotonic() - told > _TELL_EVERY:
                told = time.monotonic()
                self.call_from_thread(self._reader.show_progress, done, count)

        try:
            index, changes = self._opening.refreshed_index(progress=progress)
        except Exception as error:  # whatever a document does to us, the reader goes on with what it has
            why = f"Notes could not be read again ({type(error).__name__}: {error}); what is shown may be old."
            self.call_from_thread(self._reader.show_refreshed, changed=False)
            self.call_from_thread(self._reader.say, why)
        else:
            self.call_from_thread(self._refreshed, index, changes)

    @property
    def _reader(self) -> ReaderScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, ReaderScreen)
        return screen

    def _refreshed(self, index: Index, changes: Changes) -> None:
        screen = self._reader
        screen.library.replace_index(index)
        screen.show_refreshed(changed=bool(changes))
        for warning in changes.warnings[:1]:
            more = f" (and {len(changes.warnings) - 1} more: reinvent-tui index)" if len(changes.warnings) > 1 else ""
            screen.say(f"{warning}{more}")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every key that works everywhere, by what it does."""
        reader = self._reader
        for key in KEYS:
            if key.place == EVERYWHERE and key.id != "palette":

                async def act(action: str = key.action) -> None:
                    await self.run_action(action, reader)

                yield SystemCommand(key.does[:1].upper() + key.does[1:], key.shown, act)
        yield SystemCommand("Add notes", "A folder, notes or a list become part of the library", self._ask_for_notes)
        yield SystemCommand("Theme", "Other colours", self.action_change_theme)

    def _ask_for_notes(self) -> None:
        from reinvent_tui.screens.adding import AddScreen  # not on the way to the first paint

        def answered(path: str | None) -> None:
            if path:
                self.run_worker(lambda: self._add(path), thread=True)

        self.push_screen(AddScreen(), answered)

    def _add(self, path: str) -> None:
        try:
            said = self._opening.add_named(path)
        except ReinventError as error:
            self.call_from_thread(self._reader.say, error_text(error))
        else:
            self.call_from_thread(self._reader.say, said)
            self._refresh()

    def on_unmount(self) -> None:
        self._marks.close()
