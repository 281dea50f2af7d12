"""What a search found: the title with the words that fit, and below it the facts or the sentence of a note."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from reinvent_notes.library import Library
from reinvent_tui.widgets.rows import RowList, fitted
from reinvent_tui.wording import badges, state_glyph

if TYPE_CHECKING:
    from reinvent_notes.hits import Hit

_WORD = re.compile(r"[\w'’]+")


class Results(RowList):
    """Hits in their order."""

    row_height = 2

    def __init__(self, library: Library, on_move: Callable[[], None]) -> None:
        super().__init__(on_move, id="results")
        self._library = library
        self._hits: Sequence[Hit] = ()
        self._nothing = ""

    @property
    def talk(self) -> int | None:
        return self._hits[self.cursor].n if self.cursor < len(self._hits) else None

    @property
    def scope(self) -> str:
        """What they are called all together, where there are any."""
        return "these results" if self._hits else ""

    def talks(self) -> Sequence[int]:
        from reinvent_notes.hits import Hits  # not on the way to the first paint

        return list(self._hits.numbers()) if isinstance(self._hits, Hits) else ()

    def go_to_unwatched(self, step: int) -> bool:
        """Move to the next talk to watch, or the one before; whether there is one."""
        numbers = self.talks()
        places = range(self.cursor + step, len(numbers) if step > 0 else -1, step)
        found = next((place for place in places if self._library.is_to_watch(numbers[place])), None)
        if found is not None:
            self.move_to(found)
        return found is not None

    def show(self, hits: Sequence[Hit], nothing: str, at: int = 0) -> None:
        """Show other hits, with the cursor on one of them; `nothing` is said where there are none."""
        self._hits, self._nothing = hits, nothing
        self.set_reactive(RowList.cursor, at)
        self.rows_changed()
        self.show_row(at)

    def grow(self, hits: Sequence[Hit], nothing: str) -> None:
        """The same hits and others below them; the cursor and what is on the screen stay."""
        self._hits, self._nothing = hits, nothing
        self.rows_changed()

    def row_count(self) -> int:
        return len(self._hits)

    def render_line(self, y: int) -> Strip:
        if self._hits:
            return super().render_line(y)
        import textwrap  # not on the way to the first paint

        width = self.size.width
        lines = textwrap.wrap(self._nothing, max(1, width - 2))
        return Strip([Segment(f" {lines[y]}" if y < len(lines) else "", self.rich_style)]).adjust_cell_length(
            width, self.rich_style
        )

    def paint_row(self, row: int, line: int, width: int) -> list[Segment]:
        hit = self._hits[row]
        found = self._library.index.row(hit.n)
        if line:
            facts = " · ".join(str(fact) for fact in (found.year, found.code, found.track) if fact)
            below = f"… {hit.snippet}" if hit.snippet else facts
            return [Segment("   " + fitted(below, width - 4), self.looks["dim"])]
        marks = self._library.marks(hit.n)
        before = f" {badges(marks)}{state_glyph(marks)} "
        title = fitted(found.title, width - len(before) - 1)
        return [Segment(before, self.looks["accent"]), *self._lit(title, set(hit.words))]

    def _lit(self, title: str, words: set[str]) -> list[Segment]:
        """The title with the words that fit the query lit."""
        from reinvent_notes.talk import fold  # not on the way to the first paint

        segments, at = [], 0
        match_style = self.looks["match"]
        for match in _WORD.finditer(title):
            folded = fold(match.group())
            if folded in words or (match.end() == len(title.rstrip("… ")) and any(w.startswith(folded) for w in words)):
                segments += [Segment(title[at : match.start()]), Segment(match.group(), match_style)]
                at = match.end()
        return [*segments, Segment(title[at:])]
