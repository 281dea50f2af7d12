"""The reader: search bar, tree or results, note, key line, and how they work together."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from reinvent_notes.errors import MarksError, ReinventError
from reinvent_notes.library import Library
from reinvent_notes.marks import Mark
from reinvent_tui.keys import EVERYWHERE, LIST, NOTE, SEARCH, bindings
from reinvent_tui.messages import Chosen, Left
from reinvent_tui.widgets.key_line import KeyLine
from reinvent_tui.widgets.note import NotePane
from reinvent_tui.widgets.tree import TalkTree

if TYPE_CHECKING:
    from collections.abc import Callable

    from reinvent_tui.marking import History
    from reinvent_tui.screens.searching import Searching
    from reinvent_tui.widgets.results import Results

SEARCH_HINT = "/ searches: talks, codes, speakers, year:2024 is:unwatched …"
_POLL_SECONDS = 1.0  # how soon another reader's marks are seen


class ReaderScreen(Screen[None]):
    BINDINGS = bindings(EVERYWHERE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-normal"), (110, "-wide")]

    def __init__(self, library: Library) -> None:
        # the class that Textual will find at the first resize: a class that changes has every style worked out again
        width = shutil.get_terminal_size().columns
        super().__init__(classes=next(name for least, name in reversed(self.HORIZONTAL_BREAKPOINTS) if width >= least))
        self.library = library
        self._history: History | None = None
        self._marks_version = library.marks_version()
        self._tree = TalkTree(library, self._preview)
        self._note = NotePane()
        self._searching: Searching | None = None
        self._before_search: int | None = None  # how far the note was scrolled
        self._count = Static("", id="count", markup=False)
        self._keys = KeyLine()
        self._is_reading = True  # until the index has been compared with its sources once

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield self._count
        with Horizontal(id="panes"):
            yield self._tree
            yield self._note
        yield self._keys

    def on_mount(self) -> None:
        self._tree.focus()
        self._show_counts()
        self.call_after_refresh(self._complete)
        self.set_interval(_POLL_SECONDS, self._look_at_marks)
        for notice in self.library.notices:
            self.say(notice)

    def _complete(self) -> None:
        """What the first screen can do without comes after it: searching, and the note with its renderer."""
        from reinvent_tui.screens.searching import Searching

        self._searching = Searching(self.library, SEARCH_HINT, self._preview, self._searched)
        self.query_one("#panes").mount(self._searching.results, before=self._note)
        self.query_one("#top").mount(self._searching.bar, before=self._count)
        self._preview()

    def say(self, sentence: str) -> None:
        self._keys.say(sentence)

    # what is shown

    @property
    def _list(self) -> TalkTree | Results:
        """The list on the left: the tree, or what a search found."""
        return self._searching.results if self._searching and self._searching.is_on else self._tree

    @property
    def talk(self) -> int | None:
        """The talk that keys act on: the one under the list's cursor, or the one being read."""
        on_list = self._list.talk
        if on_list is not None and not self._note.has_focus:
            return on_list
        reading = self._note.talk
        return self.library.index.number_of(reading.id) if reading else on_list

    def _preview(self) -> None:
        """Show the talk under the cursor. Called by the list within the key's own frame."""
        n = self._list.talk
        if n is not None:
            self._show_talk(n)
        elif self._note.talk is None:
            self._note.say(self._why_empty())

    def _show_talk(self, n: int) -> None:
        talk = self.library.talk(n)
        self._note.show(talk, self.library.marks(n), self.library.related(talk))

    def _why_empty(self) -> str:
        if self._is_reading:
            return "Reading notes …"
        if self.library.index.count:
            return "Choose a talk on the left. enter opens a branch, / searches, ? shows every key."
        return (
            "No talks yet. Add notes of your own: reinvent-tui add FOLDER, or reinvent-tui FOLDER to look at them once."
        )

    def _show_counts(self) -> None:
        """How many talks are found, or how many there are and how many of them watched."""
        found = self._searching.count if self._searching else None
        if found is not None:
            self._count.update(f"{found:,} of {self.library.index.count:,} talks ")
            return
        watched = sum(self.library.progress(group).watched for group in self.library.groups())
        self._count.update(f"{self.library.index.count:,} talks · {watched:,} watched ")

    def show_progress(self, done: int, count: int) -> None:
        """Documents are being read in the background."""
        if count:
            self._count.update(f"reading notes: {done:,} of {count:,} ")

    def show_refreshed(self, *, changed: bool) -> None:
        """The library agrees with its sources now."""
        self._is_reading = False
        if changed:
            self._library_changed()
        else:
            self._show_counts()

    def _library_changed(self) -> None:
        """Show the library anew; everything keeps its place."""
        reading = self._note.talk
        self._tree.rebuild()
        self._tree.rows_changed()
        if self._searching:
            self._searching.search_again()
        n = self.library.index.number_of(reading.id) if reading else None
        if n is not None:
            self._show_talk(n)
        else:
            self._preview()
        self._show_counts()

    # searching

    def _searched(self) -> None:
        """The results are others. Called within the key's own frame."""
        assert self._searching is not None
        if self._searching.is_on and self._before_search is None:
            self._before_search = self._note.scroll_offset.y
        self._tree.display = not self._searching.is_on
        self._show_counts()
        self._preview()
        if not self._searching.is_on and self._before_search is not None:
            # the tree's cursor did not move, so this is the same note again
            self._note.scroll_to(y=self._before_search, animate=False)
            self._before_search = None

    def action_search(self) -> None:
        self.remove_class("-reading")
        if self._searching:
            self._searching.bar.focus()
            self._searching.bar.action_select_all()

    # going in and back

    def on_chosen(self, message: Chosen) -> None:
        if self.talk is not None:
            self.add_class("-reading")
            self._note.focus()

    def on_left(self, message: Left) -> None:
        self.action_back()

    def action_back(self) -> None:
        """From the note to its list, from results to the tree."""
        self.remove_class("-reading")
        if self._note.has_focus:
            self._list.focus()
        elif self._searching:
            self._searching.clear()
            self._tree.focus()

    def action_back_or_quit(self) -> None:
        if self._note.has_focus or self._list is not self._tree:
            self.action_back()
        else:
            self.app.exit()

    def on_descendant_focus(self) -> None:
        reading = self.focused is self._note
        typing = self._searching is not None and self.focused is self._searching.bar
        self._keys.show_keys(NOTE if reading else SEARCH if typing else LIST)
        self.set_class(reading, "-reading")

    # marks

    def action_toggle_mark(self, name: str) -> None:
        n = self.talk
        if n is not None:
            self._do(lambda history: history.toggle(n, Mark[name]))

    def action_undo(self) -> None:
        self._do(lambda history: history.undo())

    def action_redo(self) -> None:
        self._do(lambda history: history.redo())

    def _do(self, act: Callable[[History], str]) -> None:
        """Change marks, and say what was done or why not."""
        from reinvent_tui.marking import History  # not on the way to the first paint

        self._history = self._history or History(self.library)
        try:
            said = act(self._history)
        except MarksError as error:
            said = str(error)
        self.say(said)
        self._marks_changed()

    def _marks_changed(self) -> None:
        self._marks_version = self.library.marks_version()
        self._list.refresh()
        reading = self._note.talk
        n = self.library.index.number_of(reading.id) if reading else None
        if n is not None:
            self._show_talk(n)
        self._show_counts()

    def _look_at_marks(self) -> None:
        if self.library.marks_version() != self._marks_version:
            self.library.reload_marks()
            self._marks_changed()

    # recordings

    def action_open_recording(self) -> None:
        from reinvent_tui import video

        if self.talk is None:
            return
        talk = self.library.talk(self.talk)
        url = video.recording_url(talk)
        if url is None:
            self.say(f"No recording of this talk is known: {talk.title}")
            return
        self.say(f"Opening {url}")

        def start_browser() -> None:
            try:
                video.open_in_browser(url)
            except ReinventError as error:
                self.app.call_from_thread(self.say, str(error))

        self.run_worker(start_browser, thread=True)

    def action_copy_link(self) -> None:
        from reinvent_tui import video

        if self.talk is None:
            return
        url = video.recording_url(self.library.talk(self.talk))
        if url is None:
            self.say("No recording of this talk is known")
        else:
            self.app.copy_to_clipboard(url)
            self.say(f"Sent to the terminal's clipboard: {url}")

    def action_help(self) -> None:
        from reinvent_tui.screens.help import HelpScreen  # not on the way to the first paint

        self.app.push_screen(HelpScreen())
