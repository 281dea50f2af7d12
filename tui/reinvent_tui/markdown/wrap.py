"""Text on lines of so many cells, and how many cells a text takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, get_character_cell_size

Range = tuple[int, int]

# Anything but characters known to take one cell each. Not complete: it only decides who takes the slow way.
_ODD = re.compile(
    "[^\x20-\x7e\xa0-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u2070-\u20cf\u2100-\u2319\u2500-\u25fc]"
)


def one_cell_each(text: str) -> bool:
    """Whether every character of a clean text without newlines surely takes one cell."""
    return text.isascii() or _ODD.search(text) is None


def cells(text: str) -> int:
    return len(text) if one_cell_each(text) else cell_len(text)


def wrap(text: str, width: int) -> list[Range]:
    """Where each line of the text begins and ends: at newlines, at spaces, inside words that are too long."""
    if "\n" not in text and len(text) <= width and text.isascii():
        return [(0, len(text))]
    lines: list[Range] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        if one_cell_each(text[start:end]):
            _wrap_plain(text, start, end, width, lines)
        else:
            _wrap_odd(text, start, end, width, lines)
        start = end + 1
    return lines


def _wrap_plain(text: str, start: int, end: int, width: int, lines: list[Range]) -> None:
    while end - start > width:
        cut = text.rfind(" ", start + 1, start + width + 1)
        if cut < 0:
            lines.append((start, start + width))
            start += width
        else:
            stop = cut
            while stop > start and text[stop - 1] == " ":
                stop -= 1
            lines.append((start, stop))
            start = cut + 1
        while start < end and text[start] == " ":
            start += 1
    lines.append((start, end))


def _wrap_odd(text: str, start: int, end: int, width: int, lines: list[Range]) -> None:
    """The same where characters take none, one or two cells; between wide characters a line may end."""
    first, last, used = start, start, 0  # the line: text[first:last] takes `used` cells
    word = start
    while word < end:
        stop = text.find(" ", word, end)
        if stop < 0:
            stop = end
        size = cell_len(text[word:stop])
        gap = word - last
        if used + gap + size <= width:
            used += gap + size
            last = stop
        else:
            wide = size > stop - word
            if last > first and not (wide and used + gap + 2 <= width):
                lines.append((first, last))
                first, last, used, gap = word, word, 0, 0
            if size <= width and first == word:
                used, last = size, stop
            else:
                for begin, after, size in _clusters(text, word, stop):
                    if used + gap + size > width and last > first:
                        lines.append((first, last))
                        first, used, gap = begin, 0, 0
                    used += gap + size
                    last, gap = after, 0
        word = stop + 1
    lines.append((first, last))


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Pieces (begin, end, cells) that belong together: a character and what joins or modifies it."""
    begin = start
    for place in range(start + 1, end):
        if text[place - 1] != "\u200d" and get_character_cell_size(text[place]):
            yield begin, place, cell_len(text[begin:place])
            begin = place
    if begin < end:
        yield begin, end, cell_len(text[begin:end])
