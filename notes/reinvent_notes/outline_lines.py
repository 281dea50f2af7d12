"""What a line of a document is by itself, whatever it follows, as markdown-it sees it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reinvent_notes import limits

BLANK = " \t"  # all that is blank to markdown-it where it looks for blocks; titles lose more than that
TRIM = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))

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
KINDS = tuple(_KIND.groupindex)
BLOCKS = {"heading", "fence", "quote", "rule", "item", "html"}
FENCE_END = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*$")
_ROW = re.compile(r" {0,3}[-:|][-:| \t]+$")
ITEM = re.compile(rf" {{0,3}}{_MARK}(?:[ \t]{{1,5}}|$)")
FIRST_ITEM = re.compile(r" {0,3}(?:[-+*]|0{0,8}1[.)])[ \t]+[^ \t]")  # may interrupt a paragraph
_LINK = r"\[[^\\\[\]]*(?:\\.[^\\\[\]]*)*(?:\[|\](?!:))"  # or other brackets, surely no link definition's
_NO_DEFINITION = re.compile(f" {{0,3}}{_LINK}")
# A line, perhaps of nested items, that is a paragraph's for sure, wherever in a list item it stands.
_PLAIN = re.compile(
    rf"""[ \t]*(?P<mark>{_MARK}(?:[ ]{{1,4}}|\t)(?=[^ \t]))*
    (?:[^\s\#`~>*_=<\[|:0-9+-] | \#+[^\s\#] | `{{1,2}}[^`] | ~{{1,2}}[^~] | [*_]{{1,2}}[^\s*_] | [-+][^\s+|:-]
     | [0-9]+(?:[^0-9.)]|[.)][^ \t]) | {_LINK})""",
    re.VERBOSE,
)
MAX_LISTS = 10  # markdown-it drops the rest of a document in which so many lists are nested,
DEEP = re.compile(r"\n(?:[ \t*+.)0-9-]{12}|(?:[ *+.)0-9-]*\t){3})")  # the last starting 18 columns in
_NESTED = re.compile(f"{_MARK}(?: +|$)")

_BLOCK_TAGS = """address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details
|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr
|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary
|table|tbody|td|tfoot|th|thead|title|tr|track|ul""".replace("\n", "")
BLANK_LINE = re.compile(r"[ \t]*$")
_HTML = [  # how each kind of raw HTML that may interrupt a paragraph starts, and what its last line is
    (re.compile(" {0,3}" + start), re.compile(end))
    for start, end in (
        (r"<(?ai:script|pre|style|textarea)(?=\s|>|$)", r".*</(?ai:script|pre|style|textarea)>"),
        (r"<!--", r".*-->"),
        (r"<\?", r".*\?>"),
        (r"<![A-Za-z]", r".*>"),
        (r"<!\[CDATA\[", r".*\]\]>"),
        (rf"</?(?ai:{_BLOCK_TAGS})(?=\s|/?>|$)", BLANK_LINE.pattern),
    )
]
_VALUE = r"""(?:[^"'=<>`\x00-\x20]+|'[^']*'|"[^"]*")"""
_TAG = re.compile(  # alone on its line, any other tag starts raw HTML too, but interrupts no paragraph
    rf" {{0,3}}<(?:[A-Za-z][A-Za-z0-9-]*(?:\s+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:\s*=\s*{_VALUE})?)*\s*/?"
    r"|/[A-Za-z][A-Za-z0-9-]*\s*)>\s*$"
)


def kind_of(line: str) -> str:
    return _KIND.match(line).lastgroup  # type: ignore[union-attr,return-value]  # the last choice is empty


def html_end(line: str) -> re.Pattern[str] | None:
    """What the last line matches of raw HTML that starts here, if it is such as may interrupt a paragraph."""
    return next((end for start, end in _HTML if start.match(line)), None)


def is_lone_tag(line: str) -> bool:
    return _TAG.match(line, 0, limits.LINE_CHARS) is not None


def may_define(line: str) -> bool:
    """Whether a line that starts with a bracket may be a link definition."""
    return not _NO_DEFINITION.match(line, 0, limits.LINE_CHARS)


def indent_of(line: str) -> int:
    return len(line[: len(line) - len(line.lstrip(BLANK))].expandtabs(4))


def without_blanks(lines: Sequence[str], after: int) -> int:
    while not lines[after - 1].strip(BLANK):
        after -= 1
    return after


def ends_item(kind: str, line: str) -> bool:
    """Whether a line that is indented less than an item's content ends the paragraph above it too."""
    if kind == "underline":
        return line.strip(BLANK) == "-" or line.lstrip(" ").startswith("---")
    if kind == "html":
        return html_end(line) is not None
    return kind in BLOCKS


def is_plain(line: str, width: int) -> bool:
    """Whether a line of an item surely is, or starts, a paragraph, given that the line above does so too."""
    match = _PLAIN.match(line, 0, limits.LINE_CHARS)  # on a longer line it takes gigabytes
    return match is not None and (not match["mark"] or indent_of(line) < width + 4)  # or it may be code


def heads_table(head: str, delimiter: str = "") -> bool:
    """Whether two lines may be the start of a table: the same number of cells, dashes below."""
    if "|" not in head or not _ROW.match(delimiter):
        return False
    cells = head.strip(TRIM).split("|")
    columns = len(cells) - (cells[0] == "") - (cells[-1] == "")
    return "\\" in head or columns == sum(map(bool, map(str.strip, delimiter.split("|"))))


@lru_cache(maxsize=500)
def start_of(item: str) -> tuple[str, int]:
    """Of an item up to its content: the kind of list that it belongs to, and the indent of the content."""
    mark = item.rstrip(BLANK)
    gap = len(item.expandtabs(4)) - len(mark)
    return mark[-1], len(mark) + (gap if 1 <= gap <= 4 else 1)  # more blanks than that are code


def depth_of(lines: Sequence[str]) -> int:
    """How many lists can be nested in these lines at most: a deeper one always starts further right."""
    columns: set[int] = set()
    for line in lines:
        line = line.expandtabs(4)
        at = len(line) - len(line.lstrip(" "))
        while len(columns) < MAX_LISTS and (mark := _NESTED.match(line, at)):
            columns.add(at)
            at = mark.end()
    return len(columns)
