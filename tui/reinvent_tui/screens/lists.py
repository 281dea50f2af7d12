"""What keys do to the list of talks: which it shows, where its cursor goes, in which order the queue is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reinvent_notes.marks import Mark
from reinvent_notes.text import counted
from reinvent_tui.screens.talk import TalkScreen
from reinvent_tui.widgets.filter import ALL, MARKED, UNWATCHED

if TYPE_CHECKING:
    from collections.abc import Collection

    from reinvent_tui.widgets.results import Results
    from reinvent_tui.widgets.tree import TalkTree


class ListScreen(TalkScreen):
    """A screen with a tree of talks, in whose place there may be the results of a search."""

    _tree: TalkTree

    @property
    def _list(self) -> TalkTree | Results:
        """The list that is shown: the tree, or what a search found."""
        raise NotImplementedError

    def _preview(self) -> None:
        raise NotImplementedError

    def _show_counts(self) -> None:
        raise NotImplementedError

    def show_saved_searches(self) -> None:
        self._tree.show_saved()

    @property
    def counts_text(self) -> str:
        """How many talks there are and how many of them watched, or what the filter keeps of them."""
        branches, count = self._tree.branches, self.library.index.count
        if branches.filter.showing != ALL:
            return f"{branches.filter.showing}: {branches.filter.count:,} of {counted(count)}"
        watched, hidden = len(self.library.in_sight(Mark.WATCHED)), len(self.library.having(Mark.HIDDEN))
        return f"{counted(count - hidden)} · {watched:,} watched" + (f" · {hidden:,} hidden" if hidden else "")

    @property
    def scope(self) -> str:
        """What is marked all at once is called so: the branch under the cursor, or the results."""
        return self._list.scope

    @property
    def saved_searches(self) -> Collection[str]:
        return self._tree.branches.saved

    # keys

    def action_show_only(self, showing: str) -> None:
        """All talks, or the unwatched or the marked alone."""
        every, unwatched, marked = (self.key_of[f"show.{one}"] for one in (ALL, UNWATCHED, MARKED))
        if self._list is not self._tree:
            self.say(f"In a search, type is:unwatched or is:watched; {every} {unwatched} {marked} are for all talks")
            return
        self._tree.show_only(showing)
        self._preview()
        self._show_counts()
        count, of = self._tree.branches.filter.count, counted(self.library.index.count)
        if showing != ALL:
            self.say(f"Only {showing} talks: {count:,} of {of}. {every} or {self.key_of['list.back']} shows all")
        elif count < self.library.index.count:
            self.say(f"All talks but {self.library.index.count - count:,} hidden; {marked} shows those too")
        else:
            self.say("All talks")

    def action_next_unwatched(self, step: int) -> None:
        if not self._list.go_to_unwatched(step):
            where = "" if self._list is not self._tree else f" in {self._tree.scope}" * self._tree.is_on_shelf
            self.say(f"No unwatched talk {'below' if step > 0 else 'above'}{where}")

    def action_move_in_queue(self, by: int) -> None:
        n = self._chosen()
        if n is not None:
            self._do(lambda history: history.move(n, by))

    # all of it

    def action_toggle_mark(self, name: str) -> None:
        """On a branch all its talks have it afterwards, or where they had it none."""
        mark, shown = Mark[name], self._list.talks() if self.talk is None else ()
        if shown:
            self.mark_all(mark, is_on=not all(mark in self.library.marks(n) for n in shown))
        else:
            super().action_toggle_mark(name)

    def mark_all(self, mark: Mark, *, is_on: bool) -> None:
        """Every talk of the branch under the cursor, or of the results: asked once, and one step of undo."""
        from reinvent_tui.screens.asking import SureScreen  # not on the way to the first paint

        name, shown = self._list.scope, self._list.talks()
        numbers = [n for n in shown if (mark in self.library.marks(n)) != is_on]
        what = f"{'not ' * (not is_on)}{mark.label}"
        if not numbers:
            self.say(f"Nothing to do: every talk of {name} is {what}" if shown else f"No talk in {name or 'the list'}")
            return
        ids = [row.id for row in self.library.index.rows_of(numbers)]

        def answered(is_sure: bool | None) -> None:
            index = self.library.index  # talks may have been numbered anew meanwhile
            now = [n for one in ids if (n := index.number_of(one)) is not None]
            if is_sure:
                undoes = f". {self.key_of['undo']} undoes it"
                self._do(lambda history: history.set_all(now, mark, name, is_on=is_on) + undoes)

        self.app.push_screen(SureScreen(f"Mark {counted(len(numbers))} of {name} {what}?"), answered)

    def sort_by(self, by: str) -> None:
        self._tree.sort_by(by)
        self.say(f"Sorted by {by}" if by else "Sorted as the library is")
