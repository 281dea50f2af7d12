"""The scan behind `outline`: each line once, by what it follows. Why it is so is told there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from reinvent_notes import limits

_BLANK = " \t"  # all that is blank to markdown-it where it looks for blocks; titles lose more than that
_TRIM = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


class Heading(NamedTuple):
    level: int
    title: str  # raw inline Markdown without closing hashes and outer blanks
    line: int  # index of its first line
    body: int  # index of the first line after it


class Outline(NamedTuple):
    headings: tuple[Heading, ...]
    fences: tuple[range, ...]  # with their fence lines
    lists: tuple[range, ...]  # without the blank lines after them


_MARK = r"(?:[-+*]|[0-9]{1,9}[.)])"
_RULE = "|".join(rf"{mark}[ \t]*{mark}[ \t]*{mark}[ \t{mark}]*$" for mark in ("_", r"\*", "-"))
_KIND = re.compile(
    rf"""(?P<blank>[ \t]*$)
    | (?P<indented>[ ]{{0,3}}\t|[ ]{{4}})
    | [ ]{{0,3}}(?:
        (?P<heading>\#{{1,6}}(?![^ \t]))
      | (?P<fence>`{{3,}}(?=[^`]*$)|~{{3,}})
      | (?P<quote>>)
      | (?P<underline>(?:=+|-+)[ \t]*$)
      | (?P<rule>{_RULE})
      | (?P<item>{_MARK}(?![^ \t]))
      | (?P<html><)
      | (?P<bracket>\[)
      | (?P<row>[|:-][-:| \t]*$)
      | (?P<text>)
    )""",
    re.VERBOSE,
)
_BLOCKS = {"heading", "fence", "quote", "rule", "item", "html"}
_FENCE_END = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*$")
_ROW = re.compile(r" {0,3}[-:|][-:| \t]+$")
_ITEM = re.compile(rf" {{0,3}}{_MARK}(?:[ \t]{{1,5}}|$)")
_FIRST_ITEM = re.compile(r" {0,3}(?:[-+*]|0{0,8}1[.)])[ \t]+[^ \t]")  # may interrupt a paragraph
_LINK = r"\[[^\\\[\]]*(?:\\.[^\\\[\]]*)*(?:\[|\](?!:))"  # or other brackets, surely no link definition's
_NO_DEFINITION = re.compile(f" {{0,3}}{_LINK}")
# A line, perhaps of nested items, that is a paragraph's for sure, wherever in a list item it stands.
_PLAIN = re.compile(
    rf"""[ \t]*(?P<mark>{_MARK}(?:[ ]{{1,4}}|\t)(?=[^ \t]))*
    (?:[^\s\#`~>*_=<\[|:0-9+-] | \#+[^\s\#] | `{{1,2}}[^`] | ~{{1,2}}[^~] | [*_]{{1,2}}[^\s*_] | [-+][^\s+|:-]
     | [0-9]+(?:[^0-9.)]|[.)][^ \t]) | {_LINK})""",
    re.VERBOSE,
)
# Most lines are passed in one step, many times faster than one by one: where no paragraph is open, blank lines and
# what is a paragraph (or a table, or link definitions: it holds no underline) up to a blank line,
_PARAGRAPHS = re.compile(r"(?:[ \t]*+\n|(?:[^\s#`~>=+*_<0-9-].*+\n)++(?=[ \t]*+\n))*+")
# and in a list, bullets flush left before one blank that are no rules, with all that is indented below them.
_BULLET = r"(?!(?P=mark)*+[ \t\n]).*+\n"
_BULLETS = re.compile(rf"(?P<mark>[-+*]) {_BULLET}(?:(?P=mark) {_BULLET}|(?:  | ?\t).*+\n|[ \t]*+\n)*+")
_MAX_LISTS = 10  # markdown-it drops the rest of a document in which so many lists are nested,
DEEP = re.compile(r"\n(?:[ \t*+.)0-9-]{12}|(?:[ *+.)0-9-]*\t){3})")  # the last starting 18 columns in
_NESTED = re.compile(f"{_MARK}(?: +|$)")

_BLOCK_TAGS = """address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details
|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr
|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary
|table|tbody|td|tfoot|th|thead|title|tr|track|ul""".replace("\n", "")
_BLANK_LINE = re.compile(r"[ \t]*$")
_HTML = [  # how each kind of raw HTML that may interrupt a paragraph starts, and what its last line is
    (re.compile(" {0,3}" + start), re.compile(end))
    for start, end in (
        (r"<(?ai:script|pre|style|textarea)(?=\s|>|$)", r".*</(?ai:script|pre|style|textarea)>"),
        (r"<!--", r".*-->"),
        (r"<\?", r".*\?>"),
        (r"<![A-Za-z]", r".*>"),
        (r"<!\[CDATA\[", r".*\]\]>"),
        (rf"</?(?ai:{_BLOCK_TAGS})(?=\s|/?>|$)", _BLANK_LINE.pattern),
    )
]
_VALUE = r"""(?:[^"'=<>`\x00-\x20]+|'[^']*'|"[^"]*")"""
_TAG = re.compile(  # alone on its line, any other tag starts raw HTML too, but interrupts no paragraph
    rf" {{0,3}}<(?:[A-Za-z][A-Za-z0-9-]*(?:\s+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:\s*=\s*{_VALUE})?)*\s*/?"
    r"|/[A-Za-z][A-Za-z0-9-]*\s*)>\s*$"
)

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
            kind = _kind(lines[at])
            if "|" in lines[at] and kind in _BLOCKS and _heads_table(*lines[at : at + 2]):
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
        if at and self.lines[at].lstrip(_BLANK)[0] == self.lines[at - 1].lstrip(_BLANK)[:1] == ">":
            self._doubt()  # a quote goes on however far its mark is indented, but does not start so
        return at + 1 if self.after == _NONE else self._text(at)

    def _heading(self, at: int) -> int:
        line = self.lines[at].strip(_BLANK)
        title = line.lstrip("#")
        bare = title.rstrip("#")
        level = len(line) - len(title)
        title = bare if bare[-1:] in _BLANK else title  # hashes close a heading only after a blank
        self.headings.append(Heading(level, title.strip(_TRIM), at, at + 1))
        return self._ended(at + 1)

    def _underline(self, at: int) -> int:
        mark = self.lines[at].strip(_BLANK)
        if self.after == _MAYBE or (self.after == _SURE and _heads_table(*self.lines[at - 1 : at + 1])):
            self._doubt()
        if self.after == _SURE:
            title = "\n".join(self.lines[self.start : at]).strip(_TRIM)
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
            if fence in line and (end := _FENCE_END.match(line)) and end[1].startswith(fence):
                break
        self.fences.append(range(first, at + 1))
        return self._ended(at + 1)

    def _quote(self, at: int) -> int:
        self.after = _QUOTE if self.lines[at].lstrip(" ")[1:].strip(_BLANK) else _NONE
        return at + 1

    def _html(self, at: int) -> int:
        lines = self.lines
        end = next((end for start, end in _HTML if start.match(lines[at])), None)
        if end is None:
            if self.after == _SURE or not _TAG.match(lines[at], 0, limits.LINE_CHARS):
                return self._text(at)
            if self.after != _NONE:
                self._doubt()
            end = _BLANK_LINE
        while at < len(lines) and not end.match(lines[at]):
            at += 1
        return self._ended(min(at + 1, len(lines)))

    def _bracket(self, at: int) -> int:
        if self.after == _NONE and not _NO_DEFINITION.match(self.lines[at], 0, limits.LINE_CHARS):
            self.after = _MAYBE
        return self._text(at)

    def _row(self, at: int) -> int:
        if self.after == _SURE and _heads_table(*self.lines[at - 1 : at + 1]):
            self.after = _MAYBE  # or else a table, which ends where a paragraph does, but takes no underline
        return self._text(at)

    def _item(self, at: int) -> int:
        if self.after in (_SURE, _MAYBE) and not _FIRST_ITEM.match(self.lines[at]):
            if self.after == _SURE:
                return self._text(at)
            self._doubt()
        return self._list(at)

    def _list(self, first: int) -> int:
        at, mark = first, ""
        while at < len(self.lines) and (item := _ITEM.match(self.lines[at])):
            empty = not self.lines[at][item.end() :].strip(_BLANK)
            kind, width = _start(item[0].rstrip(_BLANK) if empty else item[0])
            if mark and (kind != mark or _kind(self.lines[at]) == "rule"):
                break
            mark = kind
            at = self._after_item(at, width, empty)
        end = without_blanks(self.lines, at)
        if self.deep and _depth(self.lines[first:end]) >= _MAX_LISTS:
            self._doubt()
        self.lists.append(range(first, end))
        return self._ended(at)

    def _after_item(self, at: int, width: int, empty: bool) -> int:
        """The first line that is surely not the item's: another item's, or after the list."""
        lines, inside = self.lines, " " * width
        if empty and (at + 1 == len(lines) or not lines[at + 1].strip(_BLANK)):
            return min(at + 2, len(lines))  # such an item takes no content from below
        known, at = self._after_bullets(at)
        while at < len(lines):
            line = lines[at]
            if not line.startswith(inside):
                kind = _kind(line)
                if kind == "blank" or (kind == "indented" and _indent(line) >= width):
                    at += 1
                    continue
                if not lines[at - 1].strip(_BLANK) or _ends_item(kind, line):
                    break
                # The line continues the paragraph above, if there is one at whatever depth.
                odd = "|" in line or kind == "indented"
                if odd or not all(_plain(above, width) for above in lines[known:at]):
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


_HANDLERS: dict[str, Callable[[Scan, int], int]] = {kind: getattr(Scan, f"_{kind}") for kind in _KIND.groupindex}


def _kind(line: str) -> str:
    return _KIND.match(line).lastgroup  # type: ignore[union-attr,return-value]  # the last choice is empty


def _indent(line: str) -> int:
    return len(line[: len(line) - len(line.lstrip(_BLANK))].expandtabs(4))


def without_blanks(lines: Sequence[str], after: int) -> int:
    while not lines[after - 1].strip(_BLANK):
        after -= 1
    return after


def _ends_item(kind: str, line: str) -> bool:
    """Whether a line that is indented less than an item's content ends the paragraph above it too."""
    if kind == "underline":
        return line.strip(_BLANK) == "-" or line.lstrip(" ").startswith("---")
    if kind == "html":
        return any(start.match(line) for start, _ in _HTML)
    return kind in _BLOCKS


def _plain(line: str, width: int) -> bool:
    """Whether a line of an item surely is, or starts, a paragraph, given that the line above does so too."""
    match = _PLAIN.match(line, 0, limits.LINE_CHARS)  # on a longer line it takes gigabytes
    return match is not None and (not match["mark"] or _indent(line) < width + 4)  # or it may be code


def _heads_table(head: str, delimiter: str = "") -> bool:
    """Whether two lines may be the start of a table: the same number of cells, dashes below."""
    if "|" not in head or not _ROW.match(delimiter):
        return False
    cells = head.strip(_TRIM).split("|")
    columns = len(cells) - (cells[0] == "") - (cells[-1] == "")
    return "\\" in head or columns == sum(map(bool, map(str.strip, delimiter.split("|"))))


@lru_cache(maxsize=500)
def _start(item: str) -> tuple[str, int]:
    """Of an item up to its content: the kind of list that it belongs to, and the indent of the content."""
    mark = item.rstrip(_BLANK)
    gap = len(item.expandtabs(4)) - len(mark)
    return mark[-1], len(mark) + (gap if 1 <= gap <= 4 else 1)  # more blanks than that are code


def _depth(lines: Sequence[str]) -> int:
    """How many lists can be nested in these lines at most: a deeper one always starts further right."""
    columns: set[int] = set()
    for line in lines:
        line = line.expandtabs(4)
        at = len(line) - len(line.lstrip(" "))
        while len(columns) < _MAX_LISTS and (mark := _NESTED.match(line, at)):
            columns.add(at)
            at = mark.end()
    return len(columns)
