"""The last line: what the focused pane can do, as far as there is room, or a sentence on what was just done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from reinvent_notes.text import clean_line
from reinvent_tui.keys import KEYS, Key, shown_in
from reinvent_tui.widgets.looks import Looks

_SECONDS = 2.0  # a sentence stays so long, a long one longer
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

    def unsay(self) -> None:
        """What was said is old: something is asked in this place."""
        if not self._is_held:
            self._unsay(self._said)

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

    def _placed(self, width: int) -> list[tuple[int, Key]]:
        """The keys for which there is room, each with the column where it begins; how to see all of them is last."""
        keys = shown_in(self._place, self._keys)
        last = next((key for key in keys if key.id == "help"), None)
        end = width - (_size(last) + 1 if last else 0)
        placed, at = [], 1
        for key in keys:
            if key is last:
                continue
            if at + _size(key) + 1 > end:
                break  # what matters less does not take its place
            placed.append((at, key))
            at += _size(key) + 2
        return [*placed, (max(at, end + 1), last)] if last else placed

    def _key_strip(self, width: int, base: Style) -> Strip:
        key_style = base + self._looks["key"]
        segments, used = [], 0
        for at, key in self._placed(width):
            segments += [Segment(" " * (at - used), base)]
            segments += [Segment(key.first_shown, key_style), Segment(f" {key.short}", base)]
            used = at + _size(key)
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        """A key that is clicked on is a key that is pressed."""
        if self._sentence:
            self._unsay(self._said)
            return
        for at, key in self._placed(self.size.width):
            if at <= event.x < at + _size(key):
                self.app.simulate_key(key.names[0])


def _size(key: Key) -> int:
    """Cells that a key and its word take."""
    return cell_len(key.first_shown) + 1 + cell_len(key.short)
