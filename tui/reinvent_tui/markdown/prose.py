"""Leaves of running text and rules."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from reinvent_tui.markdown.builder import Prose, ProseSpan
from reinvent_tui.markdown.inline import prose
from reinvent_tui.markdown.lines import Laid, Leaf, Line, Place, Prefix, Span, Stand
from reinvent_tui.markdown.styles import RULE
from reinvent_tui.markdown.wrap import Range, cells, wrap

if TYPE_CHECKING:
    from markdown_it.utils import EnvType

_end = itemgetter(1)


class TextLeaf(Leaf):
    """A paragraph or heading. Its markup is read when it is first laid out."""

    __slots__ = ("_content", "_env", "_prose", "bits", "level")

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
        self.bits = bits
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
        if self.bits:
            spans = spread(spans, self.bits, len(text))
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
    for start, end in ranges:
        seen = within(spans, start, end)
        places += place_links(seen, text, start, len(lines), len(before))
        lines.append(Line(before + text[start:end], [*marks, *move(seen, len(before) - start)]))
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


def within(spans: Sequence[ProseSpan], start: int, end: int) -> list[ProseSpan]:
    """The (parts of) spans that are in text[start:end]."""
    found = []
    for place in range(bisect_right(spans, start, key=_end), len(spans)):
        begin, stop, bits, link = spans[place]
        if begin >= end:
            break
        found.append((max(begin, start), min(stop, end), bits, link))
    return found


def move(spans: Iterable[ProseSpan], shift: int) -> list[Span]:
    """The spans of a text as spans of a line in which it stands elsewhere."""
    return [(start + shift, end + shift, bits) for start, end, bits, _ in spans]


def place_links(spans: Iterable[ProseSpan], text: str, start: int, line: int, column: int) -> Iterator[Place]:
    """Where the links of text[start:] are when that stands at a column (in cells) of a line."""
    for begin, end, _, link in spans:
        if link is not None:
            left = column + cells(text[start:begin])
            yield Place(link, line, left, left + cells(text[begin:end]))
