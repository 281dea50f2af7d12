"""A line to type in, also where several are pasted."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import Input


class LineInput(Input):
    line_end = " "  # stands for the end of a line that is pasted; Textual's own would take the first line alone

    def _on_paste(self, event: Paste) -> None:
        event.text = event.text.strip("\n").replace("\n", self.line_end)  # which Textual's own goes on with

    def replace(self, text: str, start: int, end: int) -> None:
        """Of what is too long as much as there is room for; Textual's own would take nothing."""
        room = self.max_length - len(self.value) + abs(end - start) if self.max_length else 0
        super().replace(text[:room] if room > 0 else text, start, end)
