"""The last line: what the focused pane can do, as far as there is room, or a sentence on what was just done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from reinvent_notes.text import clean_line
from reinvent_tui.keys import KEYS, Key, shown_in
from reinvent_tui.widgets.looks import Looks

_SECONDS = 4.0  # a sentence stays so long
_MOST_LINES = 4  # of a long sentence


class KeyLine(Widget):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keyline--key"}

    def __init__(self, keys: Sequence[Key] = KEYS) -> None:
        super().__init__(id="keys")
        self._keys = keys
        self._place = ""
        self._sentence = ""
        self._said = 0
        self._is_held = False
        self._looks = Looks(self, "keyline")

    def show_keys(self, place: str) -> None:
        self._place = place
        self.hold("")
        self.refresh()

    def say(self, sentence: str) -> None:
        """Show a sentence for a while in place of the keys, on as many lines as it needs."""
        self._said += 1
        self._is_held = False
        this = self._said
        self._show(clean_line(sentence))  # errors name files and repeat what was typed
        self.set_timer(max(_SECONDS, len(sentence) / 15), lambda: self._unsay(this))

    def hold(self, sentence: str) -> None:
        """Show as much of a sentence as one line holds, until another pane has the focus or none is given."""
        if sentence or self._is_held:
            self._said += 1
            self._is_held = bool(sentence)
            self._show(sentence)

    def _unsay(self, which: int) -> None:
        if which == self._said:
            self._show("")

    def _show(self, sentence: str) -> None:
        self._sentence = sentence
        self.styles.height = max(1, min(_MOST_LINES, len(self._lines(self.size.width))))
        self.refresh()

    def on_resize(self) -> None:
        self._show(self._sentence)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks.forget()

    def _lines(self, width: int) -> list[str]:
        if cell_len(self._sentence) < width or width < 3 or self._is_held:
            return [self._sentence]
        from reinvent_tui.markdown.wrap import wrap  # only for a sentence that is too long

        return [self._sentence[a:b] for a, b in wrap(self._sentence, width - 2)]

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        if self._sentence:
            lines = self._lines(width)
            return Strip([Segment(f" {lines[y]}" if y < len(lines) else "", base)]).adjust_cell_length(width, base)
        return self._key_strip(width, base)

    def _key_strip(self, width: int, base: Style) -> Strip:
        key_style = base + self._looks["key"]
        segments, used = [Segment(" ", base)], 1
        keys = shown_in(self._place, self._keys)
        last = next((key for key in keys if key.id == "help"), None)
        kept = f" {last.first_shown} {last.short}" if last else ""
        for key in keys:
            size = cell_len(key.first_shown) + cell_len(key.short) + 3
            if key is last:
                continue
            if used + size + len(kept) > width:
                break  # what matters less does not take its place
            segments += [Segment(key.first_shown, key_style), Segment(f" {key.short}  ", base)]
            used += size
        if last:
            segments += [Segment(" " * (width - used - len(kept)), base)]
            segments += [Segment(f" {last.first_shown}", key_style), Segment(f" {last.short}", base)]
        return Strip(segments).adjust_cell_length(width, base)
