"""The reader's app: composition only."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from textual import constants
from textual.app import App, SystemCommand
from textual.command import Provider
from textual.screen import Screen

from reinvent_notes.errors import ReinventError
from reinvent_notes.index import Index
from reinvent_tui.boundary import Unbroken
from reinvent_tui.forgiving import ForgivingLibrary
from reinvent_tui.keys import EVERYWHERE, KEYS
from reinvent_tui.messages import Shown, Told
from reinvent_tui.screens.in_order import KeysInOrder
from reinvent_tui.screens.reader import ReaderScreen
from reinvent_tui.screens.talk import talks_text
from reinvent_tui.themes import THEMES
from reinvent_tui.wording import error_text

if TYPE_CHECKING:
    from textual.driver import Driver

    from reinvent_notes.mark_store import MarkStore
    from reinvent_tui.failures import Failures


class Opening(Protocol):
    """Where the reader gets its library: whoever opens it knows the places, the reader does not."""

    @property
    def why_empty(self) -> str: ...
    @property
    def own_aliases(self) -> Path: ...
    @property
    def failures(self) -> Failures: ...
    def marks(self) -> MarkStore: ...
    def cached_index(self) -> Index | None: ...
    def add_named(self, path: str) -> tuple[str, Path]: ...
    def watch(self, tell: Callable[[dict[str, Any], Index | None], object]) -> Watch: ...


class Watch(Protocol):
    """Whoever looks for changes meanwhile."""

    def send(self, **word: Any) -> None: ...
    def close(self) -> None: ...


def _commands() -> type[Provider]:
    from reinvent_tui.screens.commands import Commands  # not on the way to the first paint

    return Commands


class ReinventApp(Unbroken[int], KeysInOrder[int]):
    """Opens on the index as it was left, then looks for changes in the background."""

    TITLE = "reinvent-tui"
    CSS_PATH = "reinvent_tui.tcss"
    COMMANDS = {_commands}

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self._marks = opening.marks()
        self._watch: Watch | None = None
        self._warned: list[str] = []
        self._added: list[tuple[str, Path]] = []  # what to say of new sources when they have been read
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
        library = ForgivingLibrary(index, self._marks, self._opening.own_aliases)
        return ReaderScreen(library, self._opening.why_empty)

    def on_mount(self) -> None:
        # what was loaded to get here stays; the collector need not look at it again
        gc.freeze()
        gc.enable()
        self.call_after_refresh(self._start_watching)

    def tell_failure(self, error: BaseException) -> None:
        sentence = self._opening.failures.tell(error)
        if sentence:
            self._reader.say(sentence)

    def _start_watching(self) -> None:
        self.is_up = True
        self._watch = self._opening.watch(lambda word, index: self.post_message(Told(word, index)))

    def on_told(self, message: Told) -> None:
        word, index = message.word, message.index
        if not self._screen_stack:
            return  # the last screen is gone, and so is who could be told
        if "progress" in word:
            self._reader.show_progress(*word["progress"])
        elif index is not None:
            self._refreshed(index, word["changes"])
        else:
            self._reader.show_refreshed(changed=False)
            self._reader.say(f"Notes could not be read again ({word['failed']}); what is shown may be old.")

    def on_shown(self, message: Shown) -> None:
        if self._watch:
            self._watch.send(shown=message.documents)

    @property
    def _reader(self) -> ReaderScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, ReaderScreen)
        return screen

    def _refreshed(self, index: Index, changes: dict[str, Any]) -> None:
        screen = self._reader
        screen.library.replace_index(index)
        screen.show_refreshed(changed=any(changes[what] for what in ("added", "changed", "removed", "rebuilt")))
        told = self._read_of_added(index)
        warnings = [warning for warning in changes["warnings"] if warning not in self._warned]
        if warnings:
            more = f" (and {len(warnings) - 1} more: reinvent-tui index)" if len(warnings) > 1 else ""
            told.append(f"{warnings[0]}{more}")
        self._warned = changes["warnings"]
        if told:
            screen.say(". ".join(told))

    def _read_of_added(self, index: Index) -> list[str]:
        """What was found in sources that were added here, as far as the index is made of them by now."""
        if not self._added:
            return []
        from reinvent_notes.index_documents import IndexDocuments  # not on the way to the first paint

        sources = json.loads(index.meta("sources"))
        read = [(said, root) for said, root in self._added if str(root) in sources]
        self._added = [one for one in self._added if one not in read]
        counts = [len(IndexDocuments(index).talks_below(root)) for _, root in read]
        return [
            f"{said}: {talks_text(count) if count else 'no talks were found in it'}"
            for (said, _), count in zip(read, counts, strict=True)
        ]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every key that works everywhere, by what it does, and what has no key."""
        from reinvent_notes.grouping import GROUPINGS  # not on the way to the first paint

        reader = self._reader
        for key in KEYS:
            if key.place == EVERYWHERE and key.id != "palette":

                async def act(action: str = key.action) -> None:
                    await self.run_action(action, reader)

                yield SystemCommand(key.does[:1].upper() + key.does[1:], key.shown, act)
        yield SystemCommand("Add notes", "A folder, notes or a list become part of the library", self._ask_for_notes)
        for by in GROUPINGS:
            name = "Group by year and track" if by == "year" else f"Group by {by}"
            yield SystemCommand(name, "The tree in other branches", partial(reader.group_by, by))
        yield SystemCommand("Theme", "Other colours", self.action_change_theme)

    def _ask_for_notes(self) -> None:
        from reinvent_tui.screens.adding import AddScreen  # not on the way to the first paint

        def answered(path: str | None) -> None:
            if path:
                self.run_worker(lambda: self._add(path), thread=True)

        self.push_screen(AddScreen(), answered)

    def _add(self, path: str) -> None:
        try:
            said, root = self._opening.add_named(path)
        except ReinventError as error:
            self.call_from_thread(self._reader.say, error_text(error))
        else:
            self.call_from_thread(self._is_added, said, root)

    def _is_added(self, said: str, root: Path) -> None:
        self._reader.say(f"{said}; reading it")
        self._added.append((said, root))
        if self._watch:
            self._watch.send(again=True)

    def on_unmount(self) -> None:
        if self._watch:
            self._watch.close()
        self._marks.close()
