"""The last line: what the focused pane can do, as far as there is room, or a sentence on what was just done."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from reinvent_tui.keys import shown_in

_SECONDS = 4.0  # a sentence stays so long


class KeyLine(Widget):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keyline--key"}

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._place = ""
        self._sentence = ""
        self._said = 0

    def show_keys(self, place: str) -> None:
        self._place = place
        self.refresh()

    def say(self, sentence: str) -> None:
        """Show a sentence for a while in place of the keys."""
        self._sentence = sentence
        self._said += 1
        this = self._said
        self.refresh()
        self.set_timer(max(_SECONDS, len(sentence) / 15), lambda: self._unsay(this))

    def _unsay(self, which: int) -> None:
        if which == self._said:
            self._sentence = ""
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        if self._sentence:
            return Strip([Segment(f" {self._sentence}", base)]).adjust_cell_length(width, base)
        key_style = base + self.get_component_rich_style("keyline--key", partial=True)
        segments, used = [Segment(" ", base)], 1
        keys = shown_in(self._place)
        last = next((key for key in keys if key.id == "help"), None)
        kept = f" {last.first_shown} {last.short}" if last else ""
        for key in keys:
            size = cell_len(key.first_shown) + cell_len(key.short) + 3
            if key is last or used + size + len(kept) > width:
                continue
            segments += [Segment(key.first_shown, key_style), Segment(f" {key.short}  ", base)]
            used += size
        if last:
            segments += [Segment(" " * (width - used - len(kept)), base)]
            segments += [Segment(f" {last.first_shown}", key_style), Segment(f" {last.short}", base)]
        return Strip(segments).adjust_cell_length(width, base)
