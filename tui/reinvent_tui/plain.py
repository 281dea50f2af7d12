"""For terminals that know ASCII alone: every sign on the screen in ASCII, as wide as it was."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from reinvent_tui.wording import ascii_signs


class Plain(LineFilter):
    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(plain(text), style, control) for text, style, control in segments]


@lru_cache(4096)
def plain(text: str) -> str:
    """Its sign, the letter without its accent, or a question mark for each cell."""
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char.isascii():
        return char
    width = cell_len(char)
    base = normalize("NFKD", char)[:width]
    return ascii_signs().get(char) or (base if base.isascii() and len(base) == width else "?" * width)
