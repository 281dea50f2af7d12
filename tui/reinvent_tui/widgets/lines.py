"""The lines of the tree, and where on them things stand."""

from __future__ import annotations

from collections.abc import Iterator

from reinvent_tui.view import Key
from reinvent_tui.widgets.branches import Branch, Line


class Lines(list[Line]):
    def branch_at(self, row: int) -> Branch | None:
        """The branch on a line, or around the talk on it."""
        above = (self[at] for at in range(min(row, len(self) - 1), -1, -1))
        return next((line for line in above if isinstance(line, Branch)), None)

    def place_of(self, branch: Key) -> int | None:
        return next((at for at, line in enumerate(self) if isinstance(line, Branch) and line.key == branch), None)

    def talks_below(self, branch: int) -> list[int]:
        """The talks between a branch, by its place, and the next one."""
        return list(self._talks(branch + 1, 1))

    def place_like(self, before: Lines, at: int) -> int:
        """Where a line of before is now; else the next talk of its branch, or one above it, or the branch."""
        branch = before.branch_at(at)
        start = self.place_of(branch.key) if branch else None
        if start is None:
            return min(at, max(0, len(self) - 1))
        talks = {n: place for place, n in enumerate(self.talks_below(start), start + 1)}
        near = [*before._talks(at, 1), *before._talks(at, -1)]
        return next((talks[n] for n in near if n in talks), start)

    def _talks(self, at: int, step: int) -> Iterator[int]:
        """The talks from a line on, down or up, to the next branch."""
        while 0 <= at < len(self):
            line = self[at]
            if isinstance(line, Branch):
                return
            if isinstance(line, int):
                yield line
            at += step
