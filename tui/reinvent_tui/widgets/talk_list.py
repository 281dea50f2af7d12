"""The talks of the branch that the tree's cursor is on, with room for titles and facts: the pane of wide screens."""

from __future__ import annotations

from rich.segment import Segment

from reinvent_notes.index import Row
from reinvent_notes.library import Library
from reinvent_notes.marks import Mark
from reinvent_tui.widgets.rows import RowList, fitted
from reinvent_tui.widgets.tree import TalkTree
from reinvent_tui.wording import badges, state_glyph


class TalkList(RowList):
    """Its cursor is the tree's: whoever moves here moves there, and so all keys mean the same talk."""

    row_height = 2

    def __init__(self, library: Library, tree: TalkTree) -> None:
        super().__init__(self._move_tree, id="talks")
        self._library, self._tree = library, tree
        self._numbers: list[int] = []
        self._index = library.index  # that the numbers are of
        self._facts: dict[int, tuple[Row, str]] = {}  # of those that were painted

    @property
    def talk(self) -> int | None:
        return self._numbers[self.cursor] if 0 <= self.cursor < len(self._numbers) else None

    def follow(self) -> None:
        """Show the tree's talks, with the cursor on its talk; on none while it is on a branch."""
        if self._index is not self._library.index:
            self._index, self._facts = self._library.index, {}
        self._numbers = list(self._tree.talks())
        talk = self._tree.talk
        at = self._numbers.index(talk) if talk in self._numbers else -1
        self.set_reactive(RowList.cursor, at)
        self.rows_changed()
        self.show_row(max(0, at))

    def _move_tree(self) -> None:
        if self.talk is not None and self.talk != self._tree.talk:
            self._tree.move_to_talk(self.talk)

    def measure_rows(self) -> None:
        super().measure_rows()
        if self._tree.talk is None:
            self.set_reactive(RowList.cursor, -1)

    def on_focus(self) -> None:
        """Where one is in a pane, one is on a talk."""
        if self.talk is None:
            self.move_to(0)
        super().on_focus()

    def action_close(self) -> None:
        self._tree.focus()

    # painting

    def row_count(self) -> int:
        return len(self._numbers)

    def paint_row(self, row: int, line: int, width: int) -> list[Segment]:
        n = self._numbers[row]
        if n not in self._facts:
            self._facts[n] = self._library.index.row(n), self._facts_of(n)
        found, facts = self._facts[n]
        if line:
            return [Segment("   " + fitted(facts, width - 4), self.looks["dim"])]
        marks = self._library.marks(n)
        before = f" {badges(marks)}{state_glyph(marks)} "
        style = self.looks["dim"] if Mark.WATCHED in marks or Mark.HIDDEN in marks else None
        return [
            Segment(before, self.looks["accent"]),
            Segment(fitted(found.title, width - len(before) - 1), style),
        ]

    def _facts_of(self, n: int) -> str:
        talk = self._library.index.outline(n)
        known = (
            talk.code,
            f"level {talk.level}" if talk.level else None,
            f"{talk.minutes} min" if talk.minutes else None,
            talk.verdict,
            ", ".join(talk.speakers),
        )
        return " · ".join(fact for fact in known if fact)
