"""Years, tracks and talks, or other branches. Talks are fetched when their branch is opened: any number is free."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from reinvent_notes.index import Group, Row
from reinvent_notes.library import Library
from reinvent_notes.marks import Mark
from reinvent_tui.widgets.rows import RowList, fitted
from reinvent_tui.wording import badges, state_glyph

Key = tuple[int | str | None] | tuple[int | str | None, str | None]


class Branch(NamedTuple):
    """A year, or a track of one."""

    key: Key
    groups: tuple[Group, ...]

    @property
    def label(self) -> str:
        if len(self.key) == 1:
            return str(self.key[0] or "Year unknown")
        return self.key[1] or "No track"


class TalkTree(RowList):
    """The library by year and track. `open` are branches to begin with, `at` is the talk (its id) or the branch that
    the cursor is on then."""

    def __init__(
        self, library: Library, on_move: Callable[[], None], open: Iterable[object] | None = None, at: object = None
    ) -> None:
        super().__init__(on_move, id="tree")
        self._library = library
        self._opens_first = open is None  # a branch, when there is one
        self._open: set[object] = {*(open or ())}
        self._lines: list[Branch | Row] = []
        self.rebuild()
        if isinstance(at, str):
            self._put_cursor_on(at)
        elif at is not None:
            self._put_cursor_on_branch(at)

    @property
    def open(self) -> tuple[Key, ...]:
        """The branches that are open."""
        return tuple(line.key for line in self._lines if isinstance(line, Branch) and line.key in self._open)

    @property
    def at(self) -> str | Key | None:
        """The talk (its id) or the branch that the cursor is on."""
        line = self._line()
        return line.id if isinstance(line, Row) else line.key if line else None

    @property
    def talk(self) -> int | None:
        """The talk under the cursor."""
        line = self._line()
        return line.n if isinstance(line, Row) else None

    def _line(self) -> Branch | Row | None:
        return self._lines[self.cursor] if self.cursor < len(self._lines) else None

    def rebuild(self) -> None:
        """Lay the lines out anew, for a library that changed; the cursor stays on its talk or branch."""
        before = self._line()
        if self._opens_first and self._library.groups():
            first = self._library.groups()[0]
            self._open, self._opens_first = {(first.year,), (first.year, first.track)}, False
        self._lay_out()
        if isinstance(before, Row):
            self._put_cursor_on(before.id)
        elif isinstance(before, Branch):
            self._put_cursor_on_branch(before.key)
        else:
            self.set_reactive(RowList.cursor, next((i for i, x in enumerate(self._lines) if isinstance(x, Row)), 0))

    def regroup(self) -> None:
        """The library is grouped by something else: the branch of the talk under the cursor is open, or the first."""
        self._open, self._opens_first = set(), True
        self.rebuild()
        self.rows_changed()
        self.show_row(self.cursor)

    def _lay_out(self) -> None:
        lines: list[Branch | Row] = []
        groups = self._library.groups()
        for year in dict.fromkeys(group.year for group in groups):
            of_year = tuple(group for group in groups if group.year == year)
            lines.append(Branch((year,), of_year))
            if (year,) not in self._open:
                continue
            for group in of_year:
                key = (year, group.track)
                lines.append(Branch(key, (group,)))
                if key in self._open:
                    lines += self._library.rows(group)
        self._lines = lines

    def _put_cursor_on(self, talk_id: str) -> None:
        n = self._library.index.number_of(talk_id)
        if n is None:
            return
        group = self._library.group_of(n)
        if group and not {(group.year,), (group.year, group.track)} <= self._open:
            self._open |= {(group.year,), (group.year, group.track)}
            self._lay_out()
        place = next((i for i, line in enumerate(self._lines) if isinstance(line, Row) and line.n == n), 0)
        self.set_reactive(RowList.cursor, place)

    def _put_cursor_on_branch(self, key: object) -> None:
        places = (i for i, line in enumerate(self._lines) if isinstance(line, Branch) and line.key == key)
        self.set_reactive(RowList.cursor, next(places, 0))

    # branches

    def action_choose(self) -> None:
        if isinstance(self._line(), Branch):
            self.action_fold()
        else:
            super().action_choose()

    def action_fold(self) -> None:
        line = self._line()
        if isinstance(line, Branch):
            self._set_open(line, line.key not in self._open)
        elif line:
            self.action_close()

    def action_expand(self) -> None:
        line = self._line()
        if isinstance(line, Branch) and line.key not in self._open:
            self._set_open(line, True)
        else:
            self.action_move(1)

    def action_close(self) -> None:
        line = self._line()
        if isinstance(line, Branch) and line.key in self._open:
            self._set_open(line, False)
        else:
            above = [i for i in range(self.cursor) if isinstance(self._lines[i], Branch)]
            if isinstance(line, Branch):
                above = [i for i in above if len(self._lines[i].key) < len(line.key)]  # type: ignore[union-attr]
            if above:
                self.move_to(above[-1])

    def _set_open(self, branch: Branch, is_open: bool) -> None:
        (self._open.add if is_open else self._open.discard)(branch.key)
        self._lay_out()
        self.rows_changed()

    # painting

    def row_count(self) -> int:
        return len(self._lines)

    def paint_row(self, row: int, line: int, width: int) -> list[Segment]:
        content = self._lines[row]
        if isinstance(content, Branch):
            return self._paint_branch(content, width)
        marks = self._library.marks(content.n)
        style = self.looks["dim"] if Mark.WATCHED in marks else None
        if Mark.HIDDEN in marks:
            style = self.looks["dim"] + Style(strike=True)
        text = f"{badges(marks)}{state_glyph(marks)} "
        return [
            Segment("     " + text, self.looks["accent"]),
            Segment(fitted(content.title, width - 5 - len(text) - 1), style),
        ]

    def _paint_branch(self, branch: Branch, width: int) -> list[Segment]:
        progress = [self._library.progress(group) for group in branch.groups]
        watched, count = sum(p.watched for p in progress), sum(p.size for p in progress)
        counts = f" {watched:,}/{count:,} " if watched < count else f" ✓ {count:,} "
        depth = len(branch.key) - 1
        mark = "▾" if branch.key in self._open else "▸"
        label = fitted(f" {'  ' * depth}{mark} {branch.label}", width - len(counts))
        return [Segment(label, Style(bold=depth == 0)), Segment(counts, self.looks["dim"])]
