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
from reinvent_tui.widgets.results import Results
from reinvent_tui.widgets.rows import RowList
from reinvent_tui.widgets.tree import TalkTree

if TYPE_CHECKING:
    from collections.abc import Callable

    from reinvent_notes.query import Query
    from reinvent_tui.marking import History
    from reinvent_tui.widgets.search_bar import SearchBar

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
        self._results = Results(library, self._preview)
        self._note = NotePane()
        self._search: SearchBar | None = None
        self._count = Static("", id="count", markup=False)
        self._keys = KeyLine()
        self._query: Query | None = None
        self._is_reading = True  # until the index has been compared with its sources once

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(f" {SEARCH_HINT}", id="search-place", markup=False)
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
        """What the first screen can do without comes after it: results, search bar, and the note with its renderer."""
        from reinvent_tui.widgets.search_bar import SearchBar

        self._results.display = False
        self.query_one("#panes").mount(self._results, before=self._note)
        self._search = SearchBar(self._results, self._searched, SEARCH_HINT)
        self.query_one("#top").mount(self._search, before=self._count)
        self.query_one("#search-place").remove()
        self._preview()

    def say(self, sentence: str) -> None:
        self._keys.say(sentence)

    # what is shown

    @property
    def _list(self) -> RowList:
        return self._results if self._results.display else self._tree

    @property
    def talk(self) -> int | None:
        """The talk that keys act on: the one under the list's cursor, or the one being read."""
        on_list = self._results.talk if self._results.display else self._tree.talk
        if on_list is not None and not self._note.has_focus:
            return on_list
        reading = self._note.talk
        return self.library.index.number_of(reading.id) if reading else on_list

    def _preview(self) -> None:
        """Show the talk under the cursor. Called by the list within the key's own frame."""
        n = self._results.talk if self._results.display else self._tree.talk
        if n is not None:
            self._note.show(self.library.talk(n), self.library.marks(n))
        elif self._note.talk is None:
            self._note.say(self._why_empty())

    def _why_empty(self) -> str:
        if self._is_reading:
            return "Reading notes …"
        if self.library.index.count:
            return "Choose a talk on the left. enter opens a branch, / searches, ? shows every key."
        return (
            "No talks yet. Add notes of your own: reinvent-tui add FOLDER, or reinvent-tui FOLDER to look at them once."
        )

    def _show_counts(self) -> None:
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
        if self._query:
            self._show_results(keep=True)
        n = self.library.index.number_of(reading.id) if reading else None
        if n is not None:
            self._note.show(self.library.talk(n), self.library.marks(n))
        else:
            self._preview()
        self._show_counts()

    # searching

    def _searched(self, text: str) -> None:
        """The search bar's text changed. Called within the key's own frame."""
        try:
            self._query = self.library.parse_query(text)
        except ReinventError as error:
            self._results.show([], str(error))
            self._set_searching(True)
            return
        self._set_searching(bool(text.strip()))
        if self._query:
            self._show_results()
        elif not text.strip():
            self._show_counts()
        self._preview()

    def _show_results(self, *, keep: bool = False) -> None:
        place = self._results.cursor if keep else 0
        if not self._query:
            return
        try:
            hits = self.library.find(self._query)
        except ReinventError as error:
            self._results.show([], str(error))
            return
        self._results.show(hits, f"No talk matches {self._typed.strip()}. Esc clears the search.")
        self._results.move_to(place)
        self._count.update(f"{len(hits):,} of {self.library.index.count:,} talks ")

    def _set_searching(self, searching: bool) -> None:
        if self._results.display != searching:
            self._results.display = searching
            self._tree.display = not searching

    def action_search(self) -> None:
        self.remove_class("-reading")
        if self._search:
            self._search.focus()
            self._search.action_select_all()

    @property
    def _typed(self) -> str:
        return self._search.value if self._search else ""

    def action_leave_search(self) -> None:
        if self._search:
            self._search.value = ""
        self._tree.focus()

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
        elif self._typed or self.focused is self._search:
            self.action_leave_search()

    def action_back_or_quit(self) -> None:
        if self._note.has_focus or self._typed:
            self.action_back()
        else:
            self.app.exit()

    def on_descendant_focus(self) -> None:
        reading, typing = self.focused is self._note, self.focused is self._search
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
        self._tree.refresh()
        self._results.refresh()
        reading = self._note.talk
        n = self.library.index.number_of(reading.id) if reading else None
        if reading and n is not None:
            self._note.show(reading, self.library.marks(n))
        if not self._query:
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
