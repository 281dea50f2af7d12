"""The reader: search bar, tree or results, note, key line, and how they work together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.containers import Horizontal

from reinvent_notes.text import counted
from reinvent_tui.forgiving import ForgivingLibrary
from reinvent_tui.keys import EVERYWHERE, KEYS, LIST, NOTE, SEARCH, Key, bindings, key_names
from reinvent_tui.messages import Chosen, Left, Pointed, Shown
from reinvent_tui.screens.panes import Panes
from reinvent_tui.screens.search import SearchScreen
from reinvent_tui.view import View
from reinvent_tui.widgets.count import Count
from reinvent_tui.widgets.filter import ALL
from reinvent_tui.widgets.key_line import KeyLine
from reinvent_tui.widgets.tree import TalkTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reinvent_notes.talk import Note, Talk
    from reinvent_tui.widgets.place import Place


class ReaderScreen(SearchScreen):
    BINDINGS = bindings(EVERYWHERE)

    def __init__(
        self,
        library: ForgivingLibrary,
        why_empty: str,
        earlier_searches: Path,
        keys: Sequence[Key] = KEYS,
        player: Sequence[str] = (),
        left: View | None = None,
    ) -> None:
        """`earlier_searches` is their file; `keys` and `player` are the user's; `left`: how the reader was left."""
        self._as_left = left or View()
        self._all_keys, self.key_of = keys, key_names(keys)
        tree = TalkTree(library, self._preview, self.key_of, self._as_left.open, self._as_left.at)
        if self._as_left.sorted_by:
            tree.sort_by(self._as_left.sorted_by)
        super().__init__(library, tree, player, self._as_left.widths, earlier_searches)
        self._count = Count()
        self._keys = KeyLine(keys)
        self._nothing = why_empty
        self._is_reading = True  # until the index has been compared with its sources once

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield self._count
        with Panes(id="panes"):
            yield self._tree
        yield self._keys

    def on_mount(self) -> None:
        self._tree.focus()
        self._show_counts()
        self.show_saved_searches()
        self.call_after_refresh(self._complete)
        self.say_trouble()

    def _complete(self) -> None:
        """What the first screen can do without comes after it, a part at a time so that keys are answered between."""
        self._add_note_pane()
        self._come_back()
        if self._note.talk is None:
            self._load_renderer()
        self._hint_at_own_notes()
        self.call_after_refresh(self._searching_now)

    def _hint_at_own_notes(self) -> None:
        """As long as there are bundled notes alone."""
        from reinvent_notes.sources import BUNDLED  # not on the way to the first paint

        is_bundled = self.library.index.count and self.library.index.meta("sources") == json.dumps([str(BUNDLED)])
        hint = f"“{self.key_of['palette']} add notes” adds notes of yours"
        self._tree.hint = hint if is_bundled else ""
        self._tree.refresh()

    def _load_renderer(self) -> None:
        """Meanwhile: the first index may be there any moment, with a talk to show at once."""
        from threading import Thread

        from reinvent_tui.widgets.talk_view import load_renderer

        Thread(target=load_renderer, daemon=True).start()

    def _add_note_pane(self) -> None:
        if self._note.parent is None:
            self.query_one("#panes").mount(self._note)

    def _come_back(self) -> None:
        """To where one was when the reader was left."""
        from reinvent_tui.widgets.place import Place

        left = self._as_left
        n = self.library.index.number_of(left.talk) if left.talk else None
        if n is None or self._tree.talk not in (n, None):
            self._preview()
            return
        self._show_talk(n, Place(*left.place) if len(left.place) == len(Place._fields) else None)
        if left.is_reading and self._tree.has_focus:
            self._note.focus()

    @property
    def view(self) -> View:
        """Where one is, to come back to."""
        reading = self._note.talk
        return self._as_left._replace(
            grouped_by=self.library.grouped_by,
            sorted_by=self._tree.branches.sorted_by,
            widths=self._widths,
            open=self._tree.open,
            at=self._tree.at if self._list is self._tree or not reading else reading.id,
            talk=reading.id if reading else None,
            place=tuple(self._note.place),
            is_reading=self._note.has_focus,
        )

    def say(self, sentence: str) -> None:
        self._keys.say(sentence)

    # what is shown

    @property
    def talk(self) -> int | None:
        """The talk that keys act on: the one under the list's cursor, or the one being read."""
        on_list = self._list.talk
        if on_list is not None and not self._note.has_focus:
            return on_list
        if not self._note.display or (self._list is self._tree and self._tree.has_focus):
            return None  # on a branch no talk is meant, though the one before is still shown
        return self.talk_read

    @property
    def note_read(self) -> Note | None:
        return self._note.note_read

    def _preview(self) -> None:
        """Show the talk under the cursor. Called by the list within the key's own frame."""
        n = self._list.talk
        if n is not None:
            self._show_talk(n)
        elif self._list is not self._tree:
            self._note.say("")  # the results say why there are none
        elif self._note.talk is None or not self.library.index.count:
            self._note.say(self._why_empty())
        self.set_class(not self.library.index.count, "-empty")
        self.follow_tree()

    def _show_talk(self, n: int, place: Place | None = None) -> None:
        talk = self.library.talk(n)
        self._note.show(talk, self.library.marks(n), self.library.related(talk), self._sources_of(n, talk), place)
        self.post_message(Shown(talk.sources))
        if not self.is_list_shown:
            self._show_counts()  # where one is now

    def jump(self, n: int, place: Place | None = None) -> None:
        from reinvent_tui.widgets.place import Place

        self._show_talk(n, place or Place())
        if self._list is self._tree:
            self._tree.go_to(self.library.index.row(n).id)
            self.follow_tree()

    def _sources_of(self, n: int, talk: Talk) -> list[str]:
        """Where a talk comes from; where that are several documents, also on what they disagree."""
        from reinvent_tui.widgets.names import told_apart  # not on the way to the first paint

        called = told_apart(talk.sources)
        if len(talk.sources) < 2:
            return [f"from {called(name)}" for name in talk.sources]
        from reinvent_tui.explaining import explanation

        return explanation(self.library, n, called)

    def _why_empty(self) -> str:
        if self._is_reading:
            return "Reading notes …"
        if self.library.index.count:
            opens, search, helps = (self.key_of[one] for one in ("list.open", "search", "help"))
            return f"Choose a talk on the left. {opens} opens a branch, {search} searches, {helps} shows every key."
        return self._nothing

    def _show_counts(self) -> None:
        """How many talks are found, or how many there are and how many of them watched; where one is, if only the note
        is to be seen."""
        if not self.is_list_shown and self.is_narrow and self._note.talk:
            self._count.tell(f" ‹ {self._where}")
            return
        found = self._searching.count if self._searching else None
        talks = counted(self.library.index.count)
        if found is None:
            self._count.tell(f"{self.counts_text} ")
        else:
            # as wide for every search: nothing has to be laid out anew
            width, text = len(f"{self.library.index.count:,} of {talks} "), f"{found:,} of {talks} "
            self._count.tell(text.rjust(width))

    @property
    def _where(self) -> str:
        """The branch or the results in which the talk stands that is read: `2025 · Keynotes, 1 of 2`."""
        n = self.talk_read
        name, talks = self._tree.around(n) if self._list is self._tree else ("Found", self._list.talks())
        at = f"{talks.index(n) + 1:,} of {len(talks):,}" if n in talks else ""
        return ", ".join(part for part in (name, at) if part)

    def show_progress(self, done: int, count: int) -> None:
        """Documents are being read in the background."""
        if count:
            self._count.tell(f"reading notes: {done:,} of {count:,} ")

    def show_refreshed(self, *, changed: bool) -> None:
        """The library agrees with its sources now."""
        self._is_reading = False
        if changed:
            self._library_changed()
        else:
            self._show_counts()
            if self._note.talk is None:
                self._preview()
        self.say_trouble()

    def show_marks(self) -> None:
        self._tree.marks_changed()
        self._list.refresh()
        self.follow_tree()
        n = self.talk_read
        if n is not None:
            self._show_talk(n)
        self._show_counts()

    def _library_changed(self) -> None:
        """Show the library anew; everything keeps its place."""
        reading, n = self._note.talk, self.talk_read
        self._hint_at_own_notes()
        self._tree.rebuild()
        self._tree.rows_changed()
        self._tree.show_row(self._tree.cursor)
        if self._searching:
            self._searching.search_again(reading.id if reading else None)
        if n is not None and (self._note.has_focus or self._list.talk in (None, n)):
            self._show_talk(n)
        else:
            self._preview()
        self.follow_tree()
        self._show_counts()

    def group_by(self, by: str) -> None:
        """Show the tree by year and track, or by something else."""
        if by == self.library.grouped_by:
            return  # what is open stays so
        self.library.group_by(by)
        self._tree.regroup()
        self._preview()

    # going in and back

    def on_chosen(self, message: Chosen) -> None:
        self.catch_up()
        if self._searching and self._list.talk is None and not self._searching.is_complete:
            self._searching.is_opening = True  # talks that their notes find may come any moment
        elif self.talk is not None:
            found_by = self._searching if self._list is not self._tree else None
            if found_by and self._note.talk:
                self.read_from(found_by.opened(self._note.talk))
            else:
                self.read()

    def on_pointed(self, message: Pointed) -> None:
        if not self._note.display and self.talk is not None:
            self.read()

    def on_left(self, message: Left) -> None:
        self.action_back()

    def action_back(self) -> None:
        """From the note to its list, from results to the tree."""
        self.show_lists()
        if self._talks and self.focused is self._talks:
            self._tree.focus()
        elif self._searching and self._searching.found and not self._note.has_focus:
            self._back_to_found(self._searching.found)
        elif self._note.has_focus:
            self._list.focus()
            if self._list is not self._tree:
                self._preview()  # another talk may have been gone to from the one that was found
        elif self._list is self._tree and self._tree.branches.filter.showing != ALL:
            self.action_show_only(ALL)
        elif self._searching:
            self._searching.clear()
            before, self._searching.before = self._searching.before, None
            (self._note if before and before.is_reading and self._note.talk else self._tree).focus()

    def action_back_or_quit(self) -> None:
        if self.focused in (self._tree, None) and self._tree.branches.filter.showing == ALL:
            self.app.exit()
        else:
            self.action_back()

    def on_screen_suspend(self) -> None:
        self._keys.unsay()

    def on_descendant_focus(self) -> None:
        reading = self.focused is self._note
        typing = self._searching is not None and self.focused is self._searching.bar
        self._keys.show_keys(NOTE if reading else SEARCH if typing else LIST)
        self.set_class(reading, "-reading")
        if not reading:
            self.remove_class("-full")
        self._show_counts()
        if reading:
            self.reading_begins()
        if not typing:
            self.catch_up()
        if self._searching and not typing and not self._searching.is_on:
            self._searching.before = None  # the bar was left by another way, and no search had begun
        if self._searching and (reading or not (typing or self._searching.is_on)):
            self._searching.found = None

    # other screens

    def action_palette(self) -> None:
        from textual.command import CommandPalette  # not on the way to the first paint

        self.app.push_screen(CommandPalette(placeholder="find a command; enter does it, esc closes"))

    def action_help(self) -> None:
        from reinvent_tui.screens.help import HelpScreen  # not on the way to the first paint

        commands = [(name, told) for name, told, *_ in cast(Any, self.app).commands_by_name()]
        self.app.push_screen(HelpScreen(self._all_keys, commands))
