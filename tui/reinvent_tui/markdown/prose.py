"""Leaves of running text and rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reinvent_tui.markdown.builder import Prose, ProseSpan
from reinvent_tui.markdown.inline import prose
from reinvent_tui.markdown.lines import Laid, Leaf, Line, Link, Place, Prefix, Stand
from reinvent_tui.markdown.styles import RULE
from reinvent_tui.markdown.wrap import Range, cells, wrap

if TYPE_CHECKING:
    from markdown_it.utils import EnvType


class TextLeaf(Leaf):
    """A paragraph or heading. Its markup is read when it is first laid out."""

    __slots__ = ("_bits", "_content", "_env", "_prose", "level")

    def __init__(
        self,
        gap: int,
        stand: Stand,
        content: str | Prose,
        env: EnvType,
        bits: int = 0,
        level: int = 0,
    ) -> None:
        super().__init__(gap, stand)
        self._content = content if isinstance(content, str) else ""
        self._env = env
        self._prose = None if isinstance(content, str) else content
        self._bits = bits
        self.level = level  # of a heading

    @property
    def prose(self) -> Prose:
        if self._prose is None:
            self._prose = prose(self._content, self._env)
        return self._prose

    def lay(self, width: int) -> Laid:
        text, spans = self._prose or self.prose
        first, rest = self.prefixes(width)
        ranges = wrap(text, width - len(first.text))
        if self._bits:
            spans = spread(spans, self._bits, len(text))
        if spans:
            return _lay_styled(text, spans, ranges, first, rest)
        before, marks = first
        lines = []
        for start, end in ranges:
            lines.append(Line(before + text[start:end], marks))
            before, marks = rest
        return Laid(lines)


def _lay_styled(
    text: str, spans: list[ProseSpan] | tuple[()], ranges: list[Range], first: Prefix, rest: Prefix
) -> Laid:
    lines: list[Line] = []
    places: list[Place] = []
    before, marks = first
    for (start, end), part in zip(ranges, split(spans, ranges), strict=True):
        column = len(before)
        shift = column - start
        lines.append(Line(before + text[start:end], [*marks, *[(a + shift, b + shift, c) for a, b, c, _ in part]]))
        for begin, stop, _, link in part:
            if link is not None:
                places.append(place_link(link, len(lines) - 1, column, text, start, begin, stop))
        before, marks = rest
    return Laid(lines, places)


class RuleLeaf(Leaf):
    """A thematic break."""

    def lay(self, width: int) -> Laid:
        before, _ = self.prefixes(width)
        rule = Prefix("─" * (width - len(before.text)), ((0, width - len(before.text), RULE),))
        return Laid([Line(*before.then(rule))])


def spread(spans: list[ProseSpan] | tuple[()], bits: int, length: int) -> list[ProseSpan]:
    """The spans with some bits added everywhere, also where there was none."""
    everywhere: list[ProseSpan] = []
    at = 0
    for start, end, own, link in spans:
        if start > at:
            everywhere.append((at, start, bits, None))
        everywhere.append((start, end, own | bits, link))
        at = end
    if length > at:
        everywhere.append((at, length, bits, None))
    return everywhere


def split(spans: Sequence[ProseSpan], ranges: Iterable[Range]) -> list[list[ProseSpan]]:
    """The (parts of) spans that are in each of the ranges of a text."""
    parts = []
    place = 0
    for start, end in ranges:
        part: list[ProseSpan] = []
        while place < len(spans) and spans[place][0] < end:
            begin, stop, bits, link = spans[place]
            if stop > start:
                part.append((max(begin, start), min(stop, end), bits, link))
            if stop > end:
                break
            place += 1
        parts.append(part)
    return parts


def place_link(link: Link, line: int, column: int, text: str, start: int, begin: int, end: int) -> Place:
    """Where text[begin:end] is on a line that has text[start:] at a column (in cells)."""
    # Both are measured from the start, because a joiner at a border belongs to what is before it.
    return Place(link, line, column + cells(text[start:begin]), column + cells(text[start:end]))
