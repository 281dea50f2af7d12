"""Shelves, years, tracks and talks, or other branches: what is painted of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reinvent_notes.index import Row
from reinvent_notes.library import Library
from reinvent_notes.marks import Mark
from reinvent_tui.view import Key
from reinvent_tui.widgets.branches import Branch, Branches, Line
from reinvent_tui.widgets.lines import Lines
from reinvent_tui.widgets.rows import RowList, fitted
from reinvent_tui.wording import badges, state_glyph

INDENT = 5  # of a talk; the marks beside its state hang into it


class PaintedTree(RowList):
    """The lines of the tree, and what the cursor is on. How one moves through them is in `tree`."""

    def __init__(self, library: Library, on_move: Callable[[], None], key_of: Mapping[str, str]) -> None:
        super().__init__(on_move, id="tree")
        self._library = library
        self.branches = Branches(library, key_of)
        self._lines = Lines()
        self._rows: dict[int, Row] = {}  # those that were painted, or have the cursor
        self.hint = ""  # a sentence below the last line, where there is room

    # what the cursor is on

    @property
    def talk(self) -> int | None:
        """The talk under the cursor."""
        line = self._line()
        return line if isinstance(line, int) else None

    def _line(self) -> Line | None:
        return self._lines[self.cursor] if self.cursor < len(self._lines) else None

    def _row(self, n: int) -> Row:
        if n not in self._rows:
            self._rows[n] = self._library.index.row(n)
        return self._rows[n]

    @property
    def open(self) -> tuple[Key, ...]:
        """The branches that are open, to be remembered; not searches, which would be made anew before all else."""
        return tuple(key for key in self.branches.open if len(key) < 3 or key[1] == "own")

    @property
    def at(self) -> str | Key | None:
        """The talk (its id) or the branch that the cursor is on."""
        line = self._line()
        return self._row(line).id if isinstance(line, int) else line.key if isinstance(line, Branch) else None

    @property
    def scope(self) -> str:
        """What the branch under the cursor is called, or that around the talk there."""
        branch = self._lines.branch_at(self.cursor)
        return branch.name if branch else ""

    def talks(self) -> Sequence[int]:
        """Those that this branch shows."""
        branch = self._lines.branch_at(self.cursor)
        return self.branches.numbers(branch) if branch else ()

    def around(self, n: int | None) -> tuple[str, Sequence[int]]:
        """The branch under the cursor if it shows this talk, else the first that has it: its name and its talks."""
        branch = self._lines.branch_at(self.cursor)
        if n is not None and (branch is None or n not in self.branches.numbers(branch)):
            branch = self.branches.of_talk(n)
        return (branch.name, self.branches.numbers(branch)) if branch else ("", ())

    @property
    def is_on_shelf(self) -> bool:
        branch = self._lines.branch_at(self.cursor)
        return branch is not None and not branch.groups

    # painting

    def row_count(self) -> int:
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        below = y + self.scroll_offset.y - len(self._lines) - 1
        if below < 0 or not self.hint:
            return super().render_line(y)
        import textwrap  # not on the way to the first paint

        width, base = self.size.width, self.rich_style
        lines = textwrap.wrap(self.hint, max(10, width - 4))
        if len(self._lines) + 1 + len(lines) > self.size.height or below >= len(lines):
            return Strip.blank(width, base)
        return Strip([Segment(f"   {lines[below]}", base + self.looks["dim"])]).adjust_cell_length(width, base)

    def paint_row(self, row: int, line: int, width: int) -> list[Segment]:
        content = self._lines[row]
        if isinstance(content, Branch):
            return self._paint_branch(content, width)
        if isinstance(content, str):
            return [Segment("   " + fitted(content, width - 4), self.looks["dim"])]
        marks = self._library.marks(content)
        style = self.looks["dim"] if Mark.WATCHED in marks else None
        if Mark.HIDDEN in marks:
            style = self.looks["dim"] + Style(strike=True)
        before = f"{badges(marks):>{INDENT}}{state_glyph(marks)} "
        return [
            Segment(before, self.looks["accent"]),
            Segment(fitted(self._row(content).title, width - len(before) - 1), style),
        ]

    def _paint_branch(self, branch: Branch, width: int) -> list[Segment]:
        counts = self._count_of_shelf(branch) if not branch.groups else self._progress_of(branch)
        mark = "▾" if branch.key in self.branches.open else "▸"
        label = fitted(f" {'  ' * branch.depth}{mark} {branch.label}", width - len(counts))
        return [Segment(label, Style(bold=branch.depth == 0)), Segment(counts, self.looks["dim"])]

    def _count_of_shelf(self, shelf: Branch) -> str:
        count = self.branches.count(shelf)
        return "" if count is None else f" {count:,} "

    def _progress_of(self, branch: Branch) -> str:
        progress = [self._library.progress(group) for group in branch.groups]
        watched, size = sum(p.watched for p in progress), sum(p.size for p in progress)
        return f" {watched:,}/{size:,} " if watched < size or not size else f" ✓ {size:,} "
