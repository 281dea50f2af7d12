"""What lies over a line that is painted: matches, and the letters of links."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip


def laid_over(strip: Strip, start: int, end: int, style: Style) -> Strip:
    """A strip with a style over some of its characters. By cells it cannot be cut: Textual and Rich count those of
    joined emoji differently."""
    segments, at = [], 0
    for text, own, _ in strip:
        a, b = (max(0, min(place - at, len(text))) for place in (start, end))
        segments += [Segment(text[:a], own), Segment(text[a:b], (own or Style()) + style), Segment(text[b:], own)]
        at += len(text)
    return Strip([segment for segment in segments if segment.text], strip.cell_length)


def replaced(strip: Strip, at: int, letters: str) -> Strip:
    """A strip with letters in the place of as many characters, in the look of the first."""
    segments, place = [], 0
    for text, style, _ in strip:
        first, last = at - place, at + len(letters) - place
        place += len(text)
        put = letters if 0 <= first < len(text) else ""
        segments.append(Segment(text[: max(0, first)] + put + text[max(0, last) :], style))
    return Strip(segments)
