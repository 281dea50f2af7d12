"""The values between a block and the screen: what stands before a line, and the line."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Span = tuple[int, int, int]  # from, to (in characters), style bits


class Prefix(NamedTuple):
    """Bars, markers and indent before the text of a line. Every character takes one cell."""

    text: str = ""
    spans: tuple[Span, ...] = ()

    def then(self, other: Prefix) -> Prefix:
        at = len(self.text)
        moved = tuple((start + at, end + at, bits) for start, end, bits in other.spans)
        return Prefix(self.text + other.text, self.spans + moved)

    def last(self, room: int) -> Prefix:
        """The part nearest to the text, when there is only so much room."""
        drop = len(self.text) - room
        if drop <= 0:
            return self
        kept = ((max(start - drop, 0), end - drop, bits) for start, end, bits in self.spans if end > drop)
        return Prefix(self.text[drop:], tuple(kept))


class Line(NamedTuple):
    """One line of the screen. Spans are ordered, do not overlap, and leave plain text out."""

    text: str
    spans: tuple[Span, ...] | list[Span] = ()
    fill: int = 0  # cells that the line's background fills at least (code blocks)
    # of code: more spans, from its `row` and the length of the text; worked out only when the line is seen
    late: Callable[[int, int], list[Span]] | None = None
    row: int = 0


class Link:
    """A link within a note. The address is as the note has it: who opens it must check it."""

    __slots__ = ("text", "url")

    def __init__(self, text: str, url: str) -> None:
        self.text = text
        self.url = url


class Place(NamedTuple):
    """Where (a part of) a link stands: line within its block, from and to in cells."""

    link: Link
    line: int
    start: int
    end: int


class Laid(NamedTuple):
    """A block at a width."""

    lines: list[Line]
    places: list[Place] | tuple[()] = ()
    widest: int = 0


class Stand(NamedTuple):
    """What stands around a block: an empty line above it, and before its first line and its other lines."""

    blank: Line
    first: Prefix
    rest: Prefix


class Leaf:
    """A block that holds no other blocks."""

    __slots__ = ("gap", "stand")

    def __init__(self, gap: int, stand: Stand) -> None:
        self.gap = gap  # how many lines like `stand.blank` are above it
        self.stand = stand

    def prefixes(self, width: int) -> tuple[Prefix, Prefix]:
        """What stands before the lines, cut where deep nesting would leave no room for text."""
        _, first, rest = self.stand
        room = width - min(width, 20)
        if len(first.text) <= room:
            return first, rest
        return first.last(room), rest.last(room)

    def lay(self, width: int) -> Laid:
        raise NotImplementedError
