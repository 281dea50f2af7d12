"""markdown-it-py, one top-level block at a time, so that a note's head is there before its end is parsed.

It judges everything that it is asked; it is not asked about what would keep the screen waiting, and where
it would drop text without a word (below its deepest nesting) the source is handed on instead.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from reinvent_notes import limits

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

_LIST_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)", re.MULTILINE)
# What may go on over blank lines, and is cheap however long it is.
_LONG = re.compile(r"```|~~~|<(?:script|pre|style|textarea|!|\?)", re.IGNORECASE)
# Where a paragraph, quote or table is over.
_BLOCK_END = re.compile(r"\n {0,3}(?:\n|#{1,6}[ \t]|```|~~~|[-+*][ \t]|1[.)][ \t])")
# What a link's address looks like. `[NEW]: Lambda` is text, and so is the footnote `[^1]: Really`.
_DEFINITION = re.compile(r"\[[^\[\]^][^\[\]]*\]:\s*(?:$|<|[^\s/.#:@]*[/.#:@])")
_DEFINITIONS = re.compile(r"^[ \t>]*(\[[^\[\]\n^][^\[\]\n]*\]:.*)", re.MULTILINE)
# ASCII, because what stands before a line takes a cell for each character.
FOOTNOTE = r"\[\^([A-Za-z0-9_.-]{1,30})\]"
_REFERENCE = re.compile(FOOTNOTE)
_FOOTNOTES = re.compile(rf"^[ \t>]*{FOOTNOTE}:", re.MULTILINE)
_LEVEL = attrgetter("level")


def as_written(limit: str) -> str:
    """What stands above a part that is shown as it was written, because of the limit of this name."""
    return f"({'nested too deeply' if limit == 'NESTING' else 'too long to lay out'}: shown as written; {limit})"


class Part(NamedTuple):
    """One top-level block: its tokens, or the limit for which it is shown as written, then `source`."""

    tokens: list[Token]
    refused: str = ""
    source: str = ""
    line: int = 0
    goes_on: bool = False  # a list that the previous part began


@cache
def _parser() -> MarkdownIt:
    # Here, because importing it takes 30 ms that the first paint does not need.
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import reference, table

    class Parser(MarkdownIt):
        """Addresses stay as they were written."""

        def normalizeLink(self, url: str) -> str:  # noqa: N802
            return url

        def normalizeLinkText(self, link: str) -> str:  # noqa: N802
            return link

    def definition(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        if not _DEFINITION.match(state.src, start, state.eMarks[line]):
            return False
        return reference(state, line, end, silent)

    def moderate_table(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        if not table(state, line, end, True):
            return False
        if silent:
            return True
        columns = state.src.count("|", state.bMarks[line], state.eMarks[line]) + 1
        last = line
        while last < end and not state.isEmpty(last):
            last += 1
        if columns * (last - line) > limits.TABLE_CELLS:
            state.env["too_long"] = last
            return False
        first = len(state.tokens)
        is_table = table(state, line, end, False)
        _keep_every_cell(state, first)
        return is_table

    parser = Parser("commonmark", {"maxNesting": limits.NESTING}).enable(["table", "strikethrough"])
    parser.block.ruler.at("reference", definition)
    parser.block.ruler.at("table", moderate_table, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.before("link", "footnote", _footnote)
    return parser


def _footnote(state: StateInline, silent: bool) -> bool:
    """`[^1]`, where there is such a footnote: else it is text, as in a regular expression."""
    match = _REFERENCE.match(state.src, state.pos)
    if not match or match[1] not in state.env.get("footnotes", ()):
        return False
    if not silent:
        state.push("footnote", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _keep_every_cell(state: StateBlock, first: int) -> None:
    """A row with more cells than the head has, as from `a|b` that is not escaped, keeps them in its last one."""
    from markdown_it.rules_block.table import escapedSplit, getLine

    columns = sum(token.type == "th_open" for token in state.tokens[first:])
    for at, token in enumerate(state.tokens[first:], first):
        if token.type == "tr_open" and token.map and state.tokens[at + 1].type == "td_open":
            row = getLine(state, token.map[0]).strip()
            if row.count("|") - row.startswith("|") - row.endswith("|") >= columns:
                cells = escapedSplit(row)[row.startswith("|") :]
                while cells and not cells[-1].strip():
                    cells.pop()
                if len(cells) > columns:
                    state.tokens[at + 3 * columns - 1].content = "|".join(cells[columns - 1 :]).strip()


def inline_tokens(content: str, env: EnvType) -> list[Token]:
    parser = _parser()
    return parser.inline.parse(content, parser, env, [])


def read_definitions(source: str, env: EnvType) -> None:
    """Learn the addresses of all links of the form [text][label], wherever they are defined."""
    parser = _parser()
    found = (match[1] for match in islice(_DEFINITIONS.finditer(source), limits.DEFINITIONS))
    parser.block.parse("\n\n".join(found), parser, env, [])


def footnotes(source: str) -> frozenset[str]:
    """The labels of the footnotes that a document has."""
    return frozenset(_FOOTNOTES.findall(source)) if "[^" in source else frozenset()


def parts(source: str, env: EnvType) -> Iterator[Part]:
    """The top-level blocks of a document with \\n line ends. This is markdown-it-py's own loop, in steps."""
    from markdown_it.rules_block import StateBlock

    parser = _parser()
    rules = parser.block.ruler.getRules("")
    state = StateBlock(source, parser, env, [])
    reach = _Reach(state)
    line, cut = 0, -1
    while (start := state.skipEmptyLines(line)) < state.lineMax:
        end, refused = reach(start)
        if refused:
            line = end
        else:
            state.line = start
            for rule in rules:
                if rule(state, start, end, False):
                    break
            line = state.line
            if table_end := env.pop("too_long", 0):
                refused = "TABLE_CELLS"
                line = max(line, table_end)
            elif max(map(_LEVEL, state.tokens), default=0) >= limits.NESTING - 1:
                refused = "NESTING"
                line = _next_start(state, start)  # it has skipped everything below
        if refused:
            written = source[state.bMarks[start] : state.eMarks[line - 1]].rstrip()
            yield Part([], refused, written, start)
        elif state.tokens:
            yield Part(state.tokens, line=start, goes_on=start == cut)
        state.tokens = []
        cut = end if end < state.lineMax and line >= end else -1


class _Reach:
    """Up to which line a block may be parsed at once; and the limit for which it is not parsed at all."""

    def __init__(self, state: StateBlock) -> None:
        self._state = state
        self._known = 0  # blocks that begin before this place of the source are short enough

    def __call__(self, line: int) -> tuple[int, str]:
        state = self._state
        start, last = state.bMarks[line], state.lineMax
        if len(state.src) - start <= limits.LIST_CHARS or state.sCount[line] > 3:
            return last, ""
        first = start + state.tShift[line]
        listed = _LIST_ITEM.match(state.src, first)
        if not listed and (start < self._known or _LONG.match(state.src, first)):
            return last, ""
        end = self._list_end(line) if listed else self._block_end(start)
        if end - line > limits.BLOCK_LINES:
            return end, "BLOCK_LINES"
        if state.bMarks[end] - start > limits.BLOCK_CHARS:
            return end, "BLOCK_CHARS"
        return (end if listed else last), ""

    def _list_end(self, line: int) -> int:
        """Where a part of a list ends: what is indented as little as its first item is not within an item."""
        state = self._state
        indent = state.sCount[line]
        end = bisect_left(state.bMarks, state.bMarks[line] + limits.LIST_CHARS, line + 1, state.lineMax)
        while end < state.lineMax and not (
            state.sCount[end] <= indent
            and not state.isEmpty(end)
            and (state.isEmpty(end - 1) or _LIST_ITEM.match(state.src, state.bMarks[end] + state.tShift[end]))
        ):
            end += 1
        return end

    def _block_end(self, start: int) -> int:
        match = _BLOCK_END.search(self._state.src, start)
        self._known = match.start() if match else len(self._state.src)
        return bisect_left(self._state.bMarks, self._known + 1, 0, self._state.lineMax)


def _next_start(state: StateBlock, line: int) -> int:
    """Where after a block that was nested too deeply another one surely begins."""
    line += 1
    while line < state.lineMax and not (
        state.isEmpty(line - 1)
        and not state.isEmpty(line)
        and not state.sCount[line]
        and not _LIST_ITEM.match(state.src, state.bMarks[line])
    ):
        line += 1
    return line
