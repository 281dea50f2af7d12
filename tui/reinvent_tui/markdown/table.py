"""Tables: columns fitted to the width, cells wrapped; wider than the pane when there is no other way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reinvent_tui.markdown.builder import Prose, ProseSpan
from reinvent_tui.markdown.inline import prose
from reinvent_tui.markdown.lines import Laid, Leaf, Line, Place, Prefix, Span, Stand
from reinvent_tui.markdown.prose import place_link, split, spread
from reinvent_tui.markdown.styles import TABLE_HEAD, TABLE_RULE
from reinvent_tui.markdown.wrap import Range, cells, wrap

if TYPE_CHECKING:
    from markdown_it.utils import EnvType

_BETWEEN = " │ "
_CROSSING = "─┼─"
_BREAKABLE = 16  # a word that is longer may be broken to make a table fit
_ROOMY = 32  # how wide a column is at most in a table that does not fit anyway


class Cell(NamedTuple):
    text: str
    ranges: list[Range]  # its lines
    spans: list[list[ProseSpan]]  # of each of them


class TableLeaf(Leaf):
    """A whole table; the first row is its head."""

    __slots__ = ("_aligns", "_bits", "_contents", "_env", "_rows")

    def __init__(
        self,
        gap: int,
        stand: Stand,
        rows: list[list[str]],
        aligns: list[str],
        env: EnvType,
        bits: int,
    ) -> None:
        super().__init__(gap, stand)
        self._contents = rows
        self._aligns = aligns
        self._env = env
        self._bits = bits
        self._rows: list[list[Prose]] = []

    def lay(self, width: int) -> Laid:
        if not self._rows:
            self._rows = [[prose(content, self._env) for content in row] for row in self._contents]
        prefix, rest = self.prefixes(width)
        widths = _fit(self._rows, width - len(rest.text))
        rule = _rule(rest, widths)
        rows = [self._cells(number, widths) for number in range(len(self._rows))]
        ruled = any(len(cell.ranges) > 1 for row in rows for cell in row)
        lines: list[Line] = []
        places: list[Place] = []
        for number, row in enumerate(rows):
            if number == 1 or (number and ruled):
                lines.append(rule)
            for height in range(max(len(cell.ranges) for cell in row)):
                lines.append(self._line(prefix, row, height, widths, len(lines), places))
                prefix = rest
        if len(rows) == 1:
            lines.append(rule)
        return Laid(lines, places, len(rule.text))

    def _cells(self, number: int, widths: list[int]) -> list[Cell]:
        bits = self._bits | (0 if number else TABLE_HEAD)
        row = []
        for (text, spans), size in zip(self._rows[number], widths, strict=True):
            ranges = wrap(text, size)
            row.append(Cell(text, ranges, split(spread(spans, bits, len(text)) if bits else spans, ranges)))
        return row

    def _line(
        self,
        prefix: Prefix,
        row: list[Cell],
        height: int,
        widths: list[int],
        line: int,
        places: list[Place],
    ) -> Line:
        """One line of a row: the same height of each of its cells."""
        text = prefix.text
        spans: list[Span] = list(prefix.spans)
        column = len(text)  # in cells, which is not len(text) once there are wide characters
        for place, (content, ranges, styled) in enumerate(row):
            if place:
                spans.append((len(text), len(text) + len(_BETWEEN), TABLE_RULE))
                text += _BETWEEN
                column += len(_BETWEEN)
            left, room = 0, widths[place]
            if height < len(ranges):
                start, end = ranges[height]
                room -= cells(content[start:end])
                left = {"right": room, "center": room // 2}.get(self._aligns[place], 0)
                text += " " * left
                shift = len(text) - start
                for begin, stop, bits, link in styled[height]:
                    spans.append((begin + shift, stop + shift, bits))
                    if link is not None:
                        places.append(place_link(link, line, column + left, content, start, begin, stop))
                text += content[start:end]
            if place < len(row) - 1:
                text += " " * (room - left)
            column += widths[place]
        return Line(text, spans)


def _fit(rows: list[list[Prose]], room: int) -> list[int]:
    """How wide each column is."""
    columns = list(zip(*rows, strict=True))
    room -= len(_BETWEEN) * (len(columns) - 1)
    wanted = [_longest(column, "\n") for column in columns]
    if sum(wanted) <= room:
        return wanted
    needed = [min(_longest(column, None), _BREAKABLE) for column in columns]
    spare = room - sum(needed)
    if spare < 0:
        return [min(size, _ROOMY) for size in wanted]
    # What is left is shared out, the columns that lack least being served first.
    widths = list(needed)
    lacking = [most - least for most, least in zip(wanted, needed, strict=True)]
    for served, place in enumerate(sorted(range(len(columns)), key=lacking.__getitem__)):
        share = min(spare // (len(columns) - served), lacking[place])
        widths[place] += share
        spare -= share
    return widths


def _longest(column: tuple[Prose, ...], separator: str | None) -> int:
    """The cells of the longest line or (with None) word of a column."""
    return max((cells(piece) for cell in column for piece in cell.text.split(separator)), default=0) or 1


def _rule(prefix: Prefix, widths: list[int]) -> Line:
    rule = _CROSSING.join("─" * size for size in widths)
    return Line(*prefix.then(Prefix(rule, ((0, len(rule), TABLE_RULE),))))
