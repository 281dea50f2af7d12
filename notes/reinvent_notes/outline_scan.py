"""The scan behind `outline`: each line once, by what it follows. Why it is so is told there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from reinvent_notes.outline_lines import (
    BLANK,
    BLANK_LINE,
    BLOCKS,
    FENCE_END,
    FIRST_ITEM,
    ITEM,
    KINDS,
    MAX_LISTS,
    TRIM,
    depth_of,
    ends_item,
    heads_table,
    html_end,
    indent_of,
    is_lone_tag,
    is_plain,
    kind_of,
    may_define,
    start_of,
    without_blanks,
)


class Heading(NamedTuple):
    level: int
    title: str  # raw inline Markdown without closing hashes and outer blanks
    line: int  # index of its first line
    body: int  # index of the first line after it


class Outline(NamedTuple):
    headings: tuple[Heading, ...]
    fences: tuple[range, ...]  # with their fence lines
    lists: tuple[range, ...]  # without the blank lines after them


# Most lines are passed in one step, many times faster than one by one: where no paragraph is open, blank lines and
# what is a paragraph (or a table, or link definitions: it holds no underline) up to a blank line,
_PARAGRAPHS = re.compile(r"(?:[ \t]*+\n|(?:[^\s#`~>=+*_<0-9-].*+\n)++(?=[ \t]*+\n))*+")
# and in a list, bullets flush left before one blank that are no rules, with all that is indented below them.
_BULLET = r"(?!(?P=mark)*+[ \t\n]).*+\n"
_BULLETS = re.compile(rf"(?P<mark>[-+*]) {_BULLET}(?:(?P=mark) {_BULLET}|(?:  | ?\t).*+\n|[ \t]*+\n)*+")

# What a line follows: no paragraph, surely one, perhaps one, or a line of a quote (which text may continue).
_NONE, _SURE, _MAYBE, _QUOTE = range(4)


class Doubt(Exception):
    """Not an error: the judge is to be asked."""


class Scan:
    """One pass over one document. Every handler takes a line's index and returns that of the next to see."""

    def __init__(self, lines: Sequence[str], text: str, deep: bool, judge: bool) -> None:
        self.lines, self.deep, self.judge = lines, deep, judge
        self.text = text  # the lines, each after a line end
        self.sizes = list(accumulate(map(len, lines), initial=0))  # of all lines above each, without their ends
        self.headings: list[Heading] = []
        self.fences: list[range] = []
        self.lists: list[range] = []
        self.after = _NONE
        self.start = 0  # of the paragraph that is surely one

    def run(self) -> Outline:
        lines, at = self.lines, 0
        while at < len(lines):
            kind = kind_of(lines[at])
            if "|" in lines[at] and kind in BLOCKS and heads_table(*lines[at : at + 2]):
                self._doubt()  # the head of a table may look like anything
            at = _HANDLERS[kind](self, at)
        return Outline(tuple(self.headings), tuple(self.fences), tuple(self.lists))

    def _doubt(self) -> None:
        if self.judge:
            raise Doubt

    def _begin(self, at: int) -> int:
        """Where a line begins in the text."""
        return self.sizes[at] + at + 1

    def _blank(self, at: int) -> int:
        return self._ended(at + 1)

    _rule = _blank

    def _ended(self, at: int) -> int:
        """From where no paragraph is open, past all that are closed."""
        self.after = _NONE
        run = _PARAGRAPHS.match(self.text, self._begin(at))
        return at + self.text.count("\n", *run.span())  # type: ignore[union-attr]  # it may be empty

    def _text(self, at: int) -> int:
        if self.after == _NONE:
            self.after, self.start = _SURE, at
        elif self.after == _QUOTE:
            self.after = _MAYBE
        return at + 1

    def _indented(self, at: int) -> int:
        if at and self.lines[at].lstrip(BLANK)[0] == self.lines[at - 1].lstrip(BLANK)[:1] == ">":
            self._doubt()  # a quote goes on however far its mark is indented, but does not start so
        return at + 1 if self.after == _NONE else self._text(at)

    def _heading(self, at: int) -> int:
        line = self.lines[at].strip(BLANK)
        title = line.lstrip("#")
        bare = title.rstrip("#")
        level = len(line) - len(title)
        title = bare if bare[-1:] in BLANK else title  # hashes close a heading only after a blank
        self.headings.append(Heading(level, title.strip(TRIM), at, at + 1))
        return self._ended(at + 1)

    def _underline(self, at: int) -> int:
        mark = self.lines[at].strip(BLANK)
        if self.after == _MAYBE or (self.after == _SURE and heads_table(*self.lines[at - 1 : at + 1])):
            self._doubt()
        if self.after == _SURE:
            title = "\n".join(self.lines[self.start : at]).strip(TRIM)
            self.headings.append(Heading(1 if mark[0] == "=" else 2, title, self.start, at + 1))
            return self._ended(at + 1)
        if mark == "-":
            return self._list(at)
        return self._ended(at + 1) if mark.startswith("---") else self._text(at)

    def _fence(self, at: int) -> int:
        lines, first = self.lines, at
        fence = lines[at].lstrip(" ")
        fence = fence[: len(fence) - len(fence.lstrip(fence[0]))]
        for at in range(first + 1, len(lines)):
            line = lines[at]
            if fence in line and (end := FENCE_END.match(line)) and end[1].startswith(fence):
                break
        self.fences.append(range(first, at + 1))
        return self._ended(at + 1)

    def _quote(self, at: int) -> int:
        self.after = _QUOTE if self.lines[at].lstrip(" ")[1:].strip(BLANK) else _NONE
        return at + 1

    def _html(self, at: int) -> int:
        lines = self.lines
        end = html_end(lines[at])
        if end is None:
            if self.after == _SURE or not is_lone_tag(lines[at]):
                return self._text(at)
            if self.after != _NONE:
                self._doubt()
            end = BLANK_LINE
        while at < len(lines) and not end.match(lines[at]):
            at += 1
        return self._ended(min(at + 1, len(lines)))

    def _bracket(self, at: int) -> int:
        if self.after == _NONE and may_define(self.lines[at]):
            self.after = _MAYBE
        return self._text(at)

    def _row(self, at: int) -> int:
        if self.after == _SURE and heads_table(*self.lines[at - 1 : at + 1]):
            self.after = _MAYBE  # or else a table, which ends where a paragraph does, but takes no underline
        return self._text(at)

    def _item(self, at: int) -> int:
        if self.after in (_SURE, _MAYBE) and not FIRST_ITEM.match(self.lines[at]):
            if self.after == _SURE:
                return self._text(at)
            self._doubt()
        return self._list(at)

    def _list(self, first: int) -> int:
        at, mark = first, ""
        while at < len(self.lines) and (item := ITEM.match(self.lines[at])):
            empty = not self.lines[at][item.end() :].strip(BLANK)
            kind, width = start_of(item[0].rstrip(BLANK) if empty else item[0])
            if mark and (kind != mark or kind_of(self.lines[at]) == "rule"):
                break
            mark = kind
            at = self._after_item(at, width, empty)
        end = without_blanks(self.lines, at)
        if self.deep and depth_of(self.lines[first:end]) >= MAX_LISTS:
            self._doubt()
        self.lists.append(range(first, end))
        return self._ended(at)

    def _after_item(self, at: int, width: int, empty: bool) -> int:
        """The first line that is surely not the item's: another item's, or after the list."""
        lines, inside = self.lines, " " * width
        if empty and (at + 1 == len(lines) or not lines[at + 1].strip(BLANK)):
            return min(at + 2, len(lines))  # such an item takes no content from below
        known, at = self._after_bullets(at)
        while at < len(lines):
            line = lines[at]
            if not line.startswith(inside):
                kind = kind_of(line)
                if kind == "blank" or (kind == "indented" and indent_of(line) >= width):
                    at += 1
                    continue
                if not lines[at - 1].strip(BLANK) or ends_item(kind, line):
                    break
                # The line continues the paragraph above, if there is one at whatever depth.
                odd = "|" in line or kind == "indented"
                if odd or not all(is_plain(above, width) for above in lines[known:at]):
                    self._doubt()
                known = at
            at += 1
        return at

    def _after_bullets(self, at: int) -> tuple[int, int]:
        """Past a bullet and simple ones below it: the line of the last one, and the first line after it."""
        run = _BULLETS.match(self.text, self._begin(at))
        if run is None:
            return at, at + 1
        last = self.text.rfind("\n" + self.lines[at][:2], run.start() - 1, run.end())
        after = at + self.text.count("\n", *run.span())
        return after - self.text.count("\n", last + 1, run.end()), after


_HANDLERS: dict[str, Callable[[Scan, int], int]] = {kind: getattr(Scan, f"_{kind}") for kind in KINDS}
