"""The reader's app: composition only."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from textual import constants
from textual.app import SystemCommand
from textual.command import Provider
from textual.screen import Screen

from reinvent_notes.errors import ReinventError
from reinvent_notes.index import Index
from reinvent_notes.text import counted
from reinvent_tui.boundary import Unbroken
from reinvent_tui.forgiving import ForgivingLibrary
from reinvent_tui.keys import KEYS, in_force, key_names, keymap
from reinvent_tui.messages import Edit, Shown, Told
from reinvent_tui.screens.in_order import KeysInOrder
from reinvent_tui.screens.reader import ReaderScreen
from reinvent_tui.themes import start_with
from reinvent_tui.view import View
from reinvent_tui.wording import error_text, wrong_text

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver

    from reinvent_notes.mark_store import MarkStore
    from reinvent_tui.failures import Failures
    from reinvent_tui.settings import Settings


_GARBAGE = 10_000  # objects after which it is looked for: at Python's own 700 that is a tenth of what a key takes


class Opening(Protocol):
    """Where the reader gets its library: whoever opens it knows the places, the reader does not."""

    @property
    def own_aliases(self) -> Path: ...
    @property
    def earlier_searches(self) -> Path: ...
    @property
    def own_searches(self) -> Path: ...
    @property
    def failures(self) -> Failures: ...
    def why_empty(self, palette: str) -> str: ...
    def settings(self) -> Settings | None: ...
    def wrong(self) -> Sequence[ReinventError]: ...
    def view(self) -> View: ...
    def remember(self, view: View) -> None: ...
    def marks(self) -> MarkStore: ...
    def cached_index(self) -> Index | None: ...
    def add_named(self, path: str) -> tuple[str, Path]: ...
    def own_folder(self) -> Path: ...
    def add_own_folder(self, folder: Path) -> bool: ...
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
    ENABLE_COMMAND_PALETTE = False  # by a key that is nobody's to change; ours has one in the table of keys

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self._marks = opening.marks()
        self.settings = opening.settings()  # None where there is no file of them
        self._left = opening.view()
        self._keys = KEYS
        if self.settings and self.settings.keys:
            self._keys = in_force(self.settings.keys)
            self.set_keymap(keymap(self._keys))
        self._watch: Watch | None = None
        self._warned: list[str] = []
        self._added: list[tuple[str, Path]] = []  # what to say of new sources when they have been read
        start_with(self, (self.settings and self.settings.theme) or self._left.theme)
        self._first_theme = self.theme

    def get_driver_class(self) -> type[Driver]:
        if os.name != "posix" or constants.DRIVER:
            return super().get_driver_class()
        from reinvent_tui.terminal import TerminalDriver  # there is no such terminal elsewhere

        return TerminalDriver

    def get_default_screen(self) -> Screen[None]:
        index = self._opening.cached_index() or Index.empty()
        library = ForgivingLibrary(index, self._marks, self._opening.own_aliases, self._opening.own_searches)
        if self._left.grouped_by != library.grouped_by:
            from reinvent_notes.grouping import GROUPINGS  # only where the tree was left in other branches

            if self._left.grouped_by in GROUPINGS:
                library.group_by(self._left.grouped_by)
        player = self.settings.player if self.settings else ()
        earlier = self._opening.earlier_searches
        why_empty = self._opening.why_empty(key_names(self._keys)["palette"])
        return ReaderScreen(library, why_empty, earlier, self._keys, player, self._left)

    def on_mount(self) -> None:
        self.call_after_refresh(self._tell_wrong)
        # what was loaded to get here stays; the collector need not look at it again
        gc.freeze()
        gc.set_threshold(_GARBAGE)
        gc.enable()
        self.call_after_refresh(self._start_watching)

    def _tell_wrong(self) -> None:
        if wrong := self._opening.wrong():
            self._reader.say(wrong_text(wrong))

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
        is_another = index.version != screen.library.index.version  # which another program may have written
        screen.library.replace_index(index)
        changed = is_another or any(changes[what] for what in ("added", "changed", "removed", "rebuilt"))
        screen.show_refreshed(changed=changed)
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
            f"{said}: {counted(count) if count else 'no talks were found in it'}"
            for (said, _), count in zip(read, counts, strict=True)
        ]

    def action_help_quit(self) -> None:
        """What ctrl-c does; Textual would lay a box over the note."""
        self._reader.say("ctrl-q quits")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every key, by what it does, and what has no key."""
        from reinvent_tui.screens.commands import key_commands  # not on the way to the first paint

        yield from key_commands(self, self._keys)
        yield from self.commands_by_name()

    def commands_by_name(self) -> Iterator[SystemCommand]:
        """What has no key."""
        from reinvent_notes.grouping import GROUPINGS  # not on the way to the first paint
        from reinvent_tui.screens.list_commands import list_commands

        reader = self._reader
        yield SystemCommand("Add notes", "A folder, notes or a list join the library", self._ask_for_notes)
        for by in GROUPINGS:
            name = "Group by year and track" if by == "year" else f"Group by {by}"
            yield SystemCommand(name, "The tree in other branches", partial(reader.group_by, by))
        yield from list_commands(reader)
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

    def on_edit(self, message: Edit) -> None:
        from reinvent_tui.screens.editing import edit  # not on the way to the first paint

        try:
            said = edit(self, self._opening, self._reader.library.index, message.talk, message.note)
        except ReinventError as error:
            said = error_text(error)
        self._reader.say(said)
        if self._watch:
            self._watch.send(again=True)

    def exit(self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        if self.is_running and self._screen_stack:
            is_set = (self.settings and self.settings.theme) or self.theme == self._first_theme
            chosen = self._left.theme if is_set else self.theme
            self._opening.remember(self._reader.view._replace(theme=chosen))
        super().exit(result, return_code, message)

    def on_unmount(self) -> None:
        if self._watch:
            self._watch.close()
        self._marks.close()
