"""What a search found: the title with the letters that were typed, and below it the facts or the sentence of a note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from reinvent_notes.library import Library
from reinvent_tui.widgets.rows import RowList, fitted
from reinvent_tui.wording import badges, state_glyph

if TYPE_CHECKING:
    from reinvent_notes.hits import Hit


class Results(RowList):
    """Hits in their order."""

    row_height = 2

    def __init__(self, library: Library, on_move: Callable[[], None]) -> None:
        super().__init__(on_move, id="results")
        self.set_reactive(Results.show_vertical_scrollbar, True)  # always: else they are laid out again with it
        self._library = library
        self._hits: Sequence[Hit] = ()
        self._nothing = ""

    @property
    def hits(self) -> Sequence[Hit]:
        return self._hits

    @property
    def hit(self) -> Hit | None:
        return self._hits[self.cursor] if self.cursor < len(self._hits) else None

    @property
    def talk(self) -> int | None:
        return self.hit.n if self.hit else None

    @property
    def scope(self) -> str:
        """What they are called all together, where there are any."""
        return "these results" if self._hits else ""

    def talks(self) -> Sequence[int]:
        from reinvent_notes.hits import Hits  # not on the way to the first paint

        return list(self._hits.numbers())[: self._hits.kept] if isinstance(self._hits, Hits) else ()

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

    def get_ready(self, hits: Sequence[Hit]) -> None:
        """What painting hits needs is loaded; none of these is shown."""
        before, self._hits = self._hits, hits
        for y in range(self.row_height * min(2, len(hits))):
            super().render_line(y)
        self._hits = before

    def grow(self, hits: Sequence[Hit], nothing: str) -> None:
        """The same hits and others below them; the cursor and what is on the screen stay."""
        first = self.scroll_offset.y // self.row_height
        seen = slice(first, first + self.size.height // self.row_height + 1)
        is_seen = not hits or list(hits[seen]) != list(self._hits[seen])
        self._hits, self._nothing = hits, nothing
        self.measure_rows()
        if is_seen:
            self.refresh()

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
        if line and hit.snippet:
            return [Segment("   … "), *self._lit(hit.snippet, hit.lit(hit.snippet), width - 6, "dim")]
        if line:
            facts = " · ".join(str(fact) for fact in (found.year, found.code, found.track) if fact)
            return [Segment("   " + fitted(facts, width - 4), self.looks["dim"])]
        marks = self._library.marks(hit.n)
        before = f" {badges(marks)}{state_glyph(marks)} "
        letters = [] if hit.snippet else hit.lit(found.title)
        return [Segment(before, self.looks["accent"]), *self._lit(found.title, letters, width - len(before) - 1)]

    def _lit(self, text: str, letters: Sequence[tuple[int, int]], width: int, look: str = "") -> list[Segment]:
        """As much of a text as there is room for, with the letters that were typed lit. What is dim begins later where
        the first of them would not be seen."""
        style, cut = self.looks[look] if look else None, 0
        if look and letters and cell_len(text[: letters[0][1]]) > width - 1:
            cut = text.rfind(" ", 0, max(0, letters[0][0] - width // 3)) + 1
        shown = fitted(text[cut:], width)
        end = cut + len(shown.rstrip("… "))
        segments, at = [], cut
        for start, stop in ((start, min(stop, end)) for start, stop in letters if cut <= start < end):
            segments += [Segment(text[at:start], style), Segment(text[start:stop], self.looks["match"])]
            at = stop
        return [*segments, Segment(shown[at - cut :], style)]
