"""How the panes share the screen: one at a time where it is narrow, as wide as one wants them, or the note alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from textual import events
from textual.containers import Horizontal

from reinvent_tui.screens.lists import ListScreen
from reinvent_tui.screens.reading import NO_NOTE, ReadingScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reinvent_tui.forgiving import ForgivingLibrary
    from reinvent_tui.screens.searching import Searching
    from reinvent_tui.widgets.rows import RowList
    from reinvent_tui.widgets.talk_list import TalkList
    from reinvent_tui.widgets.tree import TalkTree

_LEAST, _LEAST_NOTE = 16, 30  # columns of a list, and of the note beside it
_SIZES = ((0, "-narrow"), (70, "-normal"), (110, "-wide"), (160, "-widest"))
_ONE_PANE = "There is one pane on the screen, and it has all of it"


class Panes(Horizontal):
    BLANK = True  # what is behind others: Textual keeps each line of it, and the parts that they cut it into


class PanesScreen(ListScreen, ReadingScreen):
    """A screen with lists on the left and a note on the right; a subclass makes them, and tells them from each other.

    `_talks`, a list of the talks around the tree's cursor, is made where there is room for it.
    """

    HORIZONTAL_BREAKPOINTS = list(_SIZES)
    BLANK = True

    def __init__(
        self, library: ForgivingLibrary, tree: TalkTree, player: Sequence[str], widths: Mapping[str, int]
    ) -> None:
        # the class that Textual will find at the first resize: a class that changes has every style worked out again
        columns = shutil.get_terminal_size().columns
        super().__init__(library, next(name for least, name in reversed(_SIZES) if columns >= least), player)
        self._tree = tree
        self._talks: TalkList | None = None
        self._searching: Searching | None = None
        self._widths = dict(widths)  # of panes by name, where they are not the usual ones
        self._dragged: RowList | None = None
        self._give_widths(columns)

    @property
    def is_narrow(self) -> bool:
        """Whether there is room for one pane only."""
        return self.has_class("-narrow")

    @property
    def is_list_shown(self) -> bool:
        return not (self.has_class("-full") or (self.is_narrow and self.has_class("-reading")))

    def show_lists(self) -> None:
        """Beside the note, or in its place."""
        self.remove_class("-reading", "-full")

    # widths

    def on_resize(self, event: events.Resize) -> None:
        self._give_widths(event.size.width)
        if self.has_class("-reading"):
            self.call_after_refresh(self._show_counts)  # where one is, if there is only the note now
        if event.size.width >= _SIZES[-1][0]:
            self.call_after_refresh(self._add_talks)
        elif self._talks and self.focused is self._talks:
            self._tree.focus()

    def _lists(self) -> list[RowList]:
        """From left to right, those that are not shown too."""
        results = self._searching.results if self._searching else None
        return [pane for pane in (self._tree, self._talks, results) if pane]

    def _give_widths(self, columns: int) -> None:
        most = (columns - _LEAST_NOTE) // (2 if columns >= _SIZES[-1][0] else 1)  # beside another list
        for pane in self._lists():
            width = self._widths.get(pane.id or "")
            is_usual = width is None or columns < _SIZES[1][0]
            pane.styles.width = None if is_usual else max(_LEAST, min(width or 0, most))

    def action_widen(self, by: int) -> None:
        """The list that has the focus, or the one beside the note."""
        shown = [pane for pane in self._lists() if pane.region.width]
        if self.is_narrow or not shown:
            self.say(_ONE_PANE)
            return
        pane = self.focused if self.focused in shown else shown[-1]
        self._set_width(next(one for one in shown if one is pane), pane.region.width + by)

    def _set_width(self, pane: RowList, width: int) -> None:
        self._widths[pane.id or ""] = max(_LEAST, min(width, self.size.width - _LEAST_NOTE))
        self._give_widths(self.size.width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The line at the right of a list can be dragged."""
        at = event.screen_offset
        for pane in self._lists():
            if pane.region.width and pane.region.right == at.x and pane.region.y <= at.y < pane.region.bottom:
                self._dragged = pane
                pane.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragged:
            self._set_width(self._dragged, event.screen_x - self._dragged.region.x)

    def on_mouse_up(self) -> None:
        if self._dragged:
            self._dragged.release_mouse()
            self._dragged = None

    # the talks of a branch

    def _add_talks(self) -> None:
        """The list between tree and note, the first time that there is room for it."""
        if self._talks is None:
            from reinvent_tui.widgets.talk_list import TalkList  # only on wide screens

            self._talks = TalkList(self.library, self._tree)
            self._give_widths(self.size.width)
            self.query_one("#panes").mount(self._talks, after=self._tree)
            self.follow_tree()

    def follow_tree(self) -> None:
        """The list of a branch's talks shows what the tree's cursor is on."""
        if self._talks:
            self._talks.put_away(self._tree.is_away)
            if not self._tree.is_away:
                self._talks.follow()

    # the note alone, and from pane to pane

    def action_full_width(self) -> None:
        if self.has_class("-full"):
            self.remove_class("-full")
        elif self._note.talk is None:
            self.say(NO_NOTE)
        elif self.is_narrow and self._note.has_focus:
            self.say(_ONE_PANE)
        else:
            self.set_class(not self.is_narrow, "-full")
            self.read()

    def action_next_pane(self, step: int) -> None:
        """The panes in a ring: search bar, lists, note; on a narrow screen too."""
        bar = self._searching.bar if self._searching else None
        talks = self._talks if self._talks and self._talks.region.width else None
        note = self._note if self._note.talk else None
        ring = [pane for pane in (bar, self._list, talks, note) if pane]
        at = ring.index(self.focused) if self.focused in ring else 0
        pane = ring[(at + step) % len(ring)]
        if pane is self._note:
            self.read()
        else:
            self.show_lists()
            pane.focus()
