"""The tree: how one moves through shelves, years, tracks and talks, and opens them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from textual.geometry import Size

from reinvent_notes.library import Library
from reinvent_tui.view import Key
from reinvent_tui.widgets.branches import Branch
from reinvent_tui.widgets.lines import Lines
from reinvent_tui.widgets.rows import RowList
from reinvent_tui.widgets.tree_painting import INDENT, PaintedTree

_USUAL_WIDTH = 34


class TalkTree(PaintedTree):
    """The library by year and track, below what one has begun, queued, liked and searched for. `open` are branches to
    begin with, `at` is the talk (its id) or the branch that the cursor is on then."""

    def __init__(
        self,
        library: Library,
        on_move: Callable[[], None],
        key_of: Mapping[str, str],
        open: Iterable[Key] | None = None,
        at: str | Key | None = None,
    ) -> None:
        super().__init__(library, on_move, key_of)
        self.branches.open |= {*(open or ())}
        self._is_new = open is None  # until its first branch was opened
        self.rebuild()
        if isinstance(at, str):
            self._put_cursor_on(at, ())
        elif at is not None:
            self._put_cursor(self._lines.place_of(at) or 0)

    # what is shown

    def rebuild(self) -> None:
        """Lay the lines out anew, for a library that changed; the cursor stays on its talk or branch."""
        before = self._line()
        known = self._rows.get(before) if isinstance(before, int) else None
        branch = self._lines.branch_at(self.cursor) if before is not None else None
        self._rows = {}
        self.branches.library_changed()
        self._open_first()
        self._lines = self._laid_out()
        if known:
            self._put_cursor_on(known.id, branch.key if branch else ())
        elif isinstance(before, Branch):
            self._put_cursor(self._lines.place_of(before.key) or 0)
        else:
            self._put_cursor_on_first()

    def _open_first(self) -> None:
        groups = self._library.groups()
        if groups and self._is_new:
            self._is_new = False
            self.branches.open |= {(groups[0].year,), (groups[0].year, groups[0].track)}

    def _put_cursor(self, row: int) -> None:
        self.set_reactive(RowList.cursor, row)
        self._know_row()

    def watch_cursor(self, before: int, now: int) -> None:
        self._know_row()
        super().watch_cursor(before, now)

    def _know_row(self) -> None:
        """By its id the talk under the cursor is found again when talks are numbered anew."""
        if self.talk is not None:
            self._row(self.talk)

    def _put_cursor_on_first(self) -> None:
        self._put_cursor(next((i for i, x in enumerate(self._lines) if isinstance(x, int)), 0))

    def regroup(self) -> None:
        """The library is grouped by something else: the branch of the talk under the cursor is open, or the first."""
        self.branches.open = {key for key in self.branches.open if len(key) > 2}
        self._is_new = self.talk is None
        self.rebuild()
        self._painted_anew()

    def go_to(self, talk_id: str) -> None:
        """Put the cursor on a talk that is shown already; its branch is opened."""
        self._put_cursor_on(talk_id, ())
        self._painted_anew()

    def move_to_talk(self, n: int) -> None:
        """Put the cursor on a talk of the branch where it is, which is opened, as a key that goes there does."""
        branch = self._lines.branch_at(self.cursor)
        if branch is None or n not in self.branches.numbers(branch):
            return
        leaf = branch
        if not branch.is_leaf:
            leaf = next(track for track in self.branches.tracks(branch) if n in self.branches.numbers(track))
        self._open(leaf)
        self.move_to((self._lines.place_of(leaf.key) or 0) + 1 + list(self.branches.numbers(leaf)).index(n))

    def _open(self, leaf: Branch) -> None:
        if not (keys := {leaf.key[:1], leaf.key} if leaf.groups else {leaf.key}) <= self.branches.open:
            self.branches.open |= keys
            self._lines = self._laid_out()
            self.rows_changed()

    def sort_by(self, by: str) -> None:
        """Put the talks of each branch in an order of `query.SORTS`, or with "" in the library's own."""
        self.branches.sort_by(by)
        self._lay_out()

    def show_only(self, showing: str) -> None:
        """Show all talks, or the unwatched or the marked alone."""
        self.branches.set_filter(showing)
        self._lay_out()

    def show_saved(self) -> None:
        """Show the searches that were saved."""
        self.branches.saved = self._library.searches.load().values
        self._lay_out()

    def marks_changed(self) -> None:
        self.branches.marks_changed()
        self._lay_out()

    def _lay_out(self) -> None:
        """Lay the lines out anew; the cursor stays on its line, or goes to the next one that is left, and what is on
        the screen stays where it is."""
        before, lines = self.cursor, self._lines
        self._lines = self._laid_out()
        place = self._lines.place_like(lines, before)
        self._put_cursor(place)
        if self.size:  # to scroll what has none yet has everything laid out for it: on_resize does it later
            shift = place - before if self.scroll_offset.y else 0
            self.measure(Size(self.size.width, self.row_count() * self.row_height))
            if shift:
                self.scroll_to(y=self.scroll_offset.y + shift, animate=False, force=True)
            self._painted_anew()

    def _laid_out(self) -> Lines:
        """Every line; a sentence takes as many as it needs."""
        lines = Lines()
        for line in self.branches.lines():
            if isinstance(line, str):
                import textwrap  # not on the way to the first paint

                lines += textwrap.wrap(line, max(10, (self.size.width or _USUAL_WIDTH) - INDENT))
            else:
                lines.append(line)
        return lines

    def on_resize(self) -> None:
        if any(isinstance(line, str) for line in self._lines):
            self._lay_out()
        super().on_resize()

    def _painted_anew(self) -> None:
        self.rows_changed()
        self.show_row(self.cursor)

    def _put_cursor_on(self, talk_id: str, shelf: Key) -> None:
        """On a talk in the shelf where it stood, else in its own branch, which is opened."""
        n = self._library.index.number_of(talk_id)
        start = self._lines.place_of(shelf) if len(shelf) > 2 else None
        if n is not None and start is not None and n in (talks := self._lines.talks_below(start)):
            self._put_cursor(start + 1 + talks.index(n))
            return
        group = self._library.group_of(n) if n is not None else None
        if n is None or group is None:
            self._put_cursor(0)
            return
        keys: set[Key] = {(group.year,), (group.year, group.track)}
        if not keys <= self.branches.open:
            self.branches.open |= keys
            self._lines = self._laid_out()
        start = self._lines.place_of((group.year, group.track))
        talks = self._lines.talks_below(start) if start is not None else []
        self._put_cursor((start or 0) + 1 + talks.index(n) if n in talks else start or 0)

    # getting through

    def go_to_unwatched(self, step: int) -> bool:
        """Move to the next talk to watch, or the one before; whether there is one."""
        branch = self._lines.branch_at(self.cursor)
        if branch is None:
            return False
        start = self._lines.place_of(branch.key) or 0
        at = self.cursor - start - 1
        found = self.branches.next_to_watch(branch, at, step)
        if found is None:
            return False
        leaf, place = found
        self._open(leaf)
        self.move_to((self._lines.place_of(leaf.key) or 0) + 1 + place)
        return True

    # branches

    def clicked(self, *, is_again: bool, is_double: bool) -> None:
        """A branch opens or closes at one click."""
        if isinstance(self._line(), Branch):
            if not is_double:
                self.action_fold()
        else:
            super().clicked(is_again=is_again, is_double=is_double)

    def action_choose(self) -> None:
        line = self._line()
        if isinstance(line, Branch):
            self.action_fold()
        elif isinstance(line, int):
            super().action_choose()

    def action_fold(self) -> None:
        line = self._line()
        if isinstance(line, Branch):
            self._set_open(line, line.key not in self.branches.open)
        elif line is not None:
            self.action_close()

    def action_expand(self) -> None:
        line = self._line()
        if isinstance(line, Branch) and line.key not in self.branches.open:
            self._set_open(line, True)
        else:
            self.action_move(1)

    def action_close(self) -> None:
        line = self._line()
        if isinstance(line, Branch) and line.key in self.branches.open:
            self._set_open(line, False)
            return
        above = [i for i in range(self.cursor) if isinstance(self._lines[i], Branch)]
        if isinstance(line, Branch):
            above = [i for i in above if line.depth > self._lines[i].depth]  # type: ignore[union-attr]
        if above:
            self.move_to(above[-1])

    def _set_open(self, branch: Branch, is_open: bool) -> None:
        (self.branches.open.add if is_open else self.branches.open.discard)(branch.key)
        self.branches.look_again(branch)
        self._lines = self._laid_out()
        self.rows_changed()
