"""What the blocks of a note are, in order, and where each stands: in which quotes and lists, after how much space."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from reinvent_tui.markdown import limits
from reinvent_tui.markdown.code import Code, code_leaves
from reinvent_tui.markdown.inline import Prose, safe, without_templates
from reinvent_tui.markdown.lines import Leaf, Line, Prefix
from reinvent_tui.markdown.parser import Part, parts, read_definitions
from reinvent_tui.markdown.prose import RuleLeaf, TextLeaf
from reinvent_tui.markdown.styles import DIM, HEADINGS, MARKER, QUOTE, QUOTE_BAR
from reinvent_tui.markdown.table import TableLeaf
from reinvent_tui.markdown.tags import prose_of_html

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

_BULLETS = "•◦▪‣"
_BOXES = {"[ ] ": "☐", "[x] ": "☑", "[X] ": "☑"}
_RAW_CHARS = 4_000  # a longer line of text shown as written makes several leaves
_RAW_INDENT = 20  # how much of such a line's indent is kept
_NEWLINE = re.compile(r"\r\n?")
_FOOTNOTE = re.compile(r"\n(?=\[\^[^\]\n]+\]:)")


class Frame(NamedTuple):
    """A quote or list item that is open."""

    marker: Prefix  # a bar, or a bullet or number
    first: Prefix  # before the line that has the marker
    rest: Prefix  # before every other line
    blank: Line  # an empty line within it
    bits: int = 0
    listed: bool = False


class OpenList:
    """A list that is open, and the number that its next item gets."""

    __slots__ = ("bullet", "digits", "mark", "number")

    def __init__(self, mark: str, number: int = 0, digits: int = 0, bullet: Frame | None = None) -> None:
        self.mark = mark
        self.number = number
        self.digits = digits
        self.bullet = bullet  # shared by all items


class Blocks:
    """A note's blocks, found as they are asked for. Keep it as long as the note may be shown again."""

    def __init__(self, source: str) -> None:
        self.leaves: list[Leaf] = []
        self._env: EnvType = {}
        self._frames: list[Frame] = []
        self._lists: list[OpenList] = []
        self._marked = 0  # how many open frames have shown their marker
        self._common = 0  # how many open frames the previous leaf stood in too
        self._end = 0  # the source line after the previous leaf
        self._level = 0  # of the previous leaf, when that was a heading
        self._last_list: OpenList | None = None
        self._more = self._parse(source)

    def more(self) -> bool:
        """Find at least one more leaf; False when there is none."""
        before = len(self.leaves)
        while len(self.leaves) == before:
            if next(self._more, None) is None:
                return False
        return True

    def _parse(self, source: str) -> Iterator[bool]:
        if "\r" in source:
            source = _NEWLINE.sub("\n", source)
        if len(source) > limits.NOTE_CHARS or source.count("\n") > limits.NOTE_LINES:
            yield from self._written(source, limits.TOO_LONG, 0)
            return
        found = parts(source, self._env)
        if "]:" in source:
            if len(source) <= limits.EAGER_CHARS:
                found = iter(list(found))
            else:
                read_definitions(source, self._env)
        for part in found:
            if part.refused:
                yield from self._written(part.source, part.refused, part.line)
            else:
                self._walk(part)
                yield True

    def _written(self, source: str, why: str, line: int) -> Iterator[bool]:
        """Source as it is, line by line, below a line that says why."""
        self._text(Prose(why, [(0, len(why), DIM, None)]), line)
        for text in source.split("\n"):
            text = safe(text.expandtabs(4))
            words = text.lstrip(" ")
            indent = Prefix(" " * min(len(text) - len(words), _RAW_INDENT))
            start = 0
            while start < len(words) or not start:
                end = start + _RAW_CHARS
                if end < len(words):
                    end = words.rfind(" ", start, end) + 1 or end
                self.leaves.append(TextLeaf(0, Line(""), indent, indent, Prose(words[start:end]), self._env))
                yield True
                start = end

    def _walk(self, part: Part) -> None:
        tokens = part.tokens
        count = len(tokens)
        place = 0
        opener = tokens[0]
        while place < count:
            token = tokens[place]
            kind = token.type
            if kind == "inline":
                self._inline(opener, token.content)
                place += 1  # the end of the paragraph or heading
            elif kind in ("paragraph_open", "heading_open"):
                opener = token
            elif kind == "list_item_open":
                self._open_item()
            elif kind in ("list_item_close", "blockquote_close"):
                self._close_frame()
            elif kind == "bullet_list_open":
                self._lists.append(self._bullet_list(token))
            elif kind == "ordered_list_open":
                self._lists.append(self._ordered_list(tokens, place, part.goes_on))
            elif kind in ("bullet_list_close", "ordered_list_close"):
                self._last_list = self._lists.pop()
            elif kind == "blockquote_open":
                bar = Prefix("│ ", ((0, 1, QUOTE_BAR),))
                self._frames.append(self._frame(bar, bar, QUOTE))
            elif kind in ("fence", "code_block"):
                self._code(token)
            elif kind == "hr":
                self._add(RuleLeaf(*self._stand(token, forced=True)), token)
            elif kind == "html_block":
                self._html(token)
            elif kind == "table_open":
                place = self._table(tokens, place)
            place += 1

    # What holds other blocks

    def _frame(self, marker: Prefix, after: Prefix, bits: int, listed: bool = False) -> Frame:
        outer = self._frames[-1] if self._frames else None
        base = outer.rest if outer else Prefix()
        rest = base.then(after)
        blank = Line(rest.text.rstrip(), tuple(span for span in rest.spans if span[2] == QUOTE_BAR))
        if outer:
            bits |= outer.bits
            listed |= outer.listed
        return Frame(marker, base.then(marker), rest, blank, bits, listed)

    def _bullet_list(self, token: Token) -> OpenList:
        glyph = _BULLETS[len(self._lists) % len(_BULLETS)]
        marker = Prefix(f" {glyph} ", ((1, 2, MARKER),))
        return OpenList(token.markup, bullet=self._frame(marker, Prefix("   "), 0, listed=True))

    def _ordered_list(self, tokens: list[Token], place: int, goes_on: bool) -> OpenList:
        token = tokens[place]
        number = int(token.attrs.get("start", 1))
        before = self._last_list
        if goes_on and not place and before and before.digits and before.mark == token.markup:
            number = before.number
        items = 0
        for inner in tokens[place + 1 :]:
            if inner.level <= token.level:
                break
            items += inner.type == "list_item_open" and inner.level == token.level + 1
        return OpenList(token.markup, number, len(str(number + items - 1)))

    def _open_item(self) -> None:
        owner = self._lists[-1]
        if owner.bullet:
            self._frames.append(owner.bullet)
            return
        marker = f" {owner.number:>{owner.digits}}{owner.mark} "
        owner.number += 1
        numbered = Prefix(marker, ((1, len(marker) - 1, MARKER),))
        self._frames.append(self._frame(numbered, Prefix(" " * len(marker)), 0, listed=True))

    def _close_frame(self) -> None:
        if self._marked < len(self._frames) and self._frames[-1].listed:
            self._text(Prose(""), self._end)  # an empty item
        self._frames.pop()
        self._marked = min(self._marked, len(self._frames))
        self._common = min(self._common, len(self._frames))

    # What stands in them

    def _stand(
        self, token: Token | int, forced: bool = False, heading: int = 0, box: str = ""
    ) -> tuple[int, Line, Prefix, Prefix]:
        """Space and prefixes of the next leaf, which begins with a token (or at a source line)."""
        start = token if isinstance(token, int) else (token.map or [0])[0]
        gap = self._gap(start, forced, heading)
        blank = self._frames[self._common - 1].blank if self._common else Line("")
        if not self._frames:
            return gap, blank, Prefix(), Prefix()
        top = self._frames[-1]
        unmarked = len(self._frames) - self._marked
        if not unmarked:
            return gap, blank, top.rest, top.rest
        first = top.first
        if unmarked > 1:
            first = self._frames[self._marked - 1].rest if self._marked else Prefix()
            for frame in self._frames[self._marked :]:
                first = first.then(frame.marker)
        if box:
            first = Prefix(f"{first.text[:-2]}{box} ", first.spans)
        return gap, blank, first, top.rest

    def _gap(self, start: int, forced: bool, heading: int) -> int:
        """How many empty lines stand above the next leaf; within lists, as many as its author left, or one."""
        if not self.leaves:
            return 0
        apart = start > self._end
        if heading and not self._level:
            return 2 if heading == 1 else 1
        if self._level == 1:
            return 1
        if self._level:
            return int(apart and heading > 0)
        return int(apart or forced or not (self._frames and self._frames[-1].listed))

    def _add(self, leaf: Leaf, token: Token | int, heading: int = 0) -> None:
        self.leaves.append(leaf)
        self._end = token if isinstance(token, int) else (token.map or [0, 0])[1]
        self._level = heading
        self._marked = self._common = len(self._frames)

    def _text(self, text: str | Prose, where: Token | int, *, loose: bool = False, heading: int = 0, box: str = "") -> None:
        bits = self._frames[-1].bits if self._frames else 0
        if heading:
            bits |= HEADINGS[heading - 1]
        stand = self._stand(where, loose, heading, box)
        self._add(TextLeaf(*stand, text, self._env, bits, heading), where, heading)

    def _inline(self, opener: Token, content: str) -> None:
        if "{" in content:
            content = without_templates(content).strip()
        if not content:
            return
        if opener.type == "heading_open":
            self._text(content, opener, heading=int(opener.tag[1]))
            return
        if "\n[^" in content:
            content = _FOOTNOTE.sub("  \n", content)  # each footnote on a line of its own
        begins_item = self._marked < len(self._frames)
        box = ""
        if begins_item and content[0] == "[" and self._lists:
            box = _BOXES.get(content[:4], "")
            content = content[4:].lstrip() if box else content
            if box and not self._lists[-1].bullet:
                content, box = f"{box} {content}", ""
        self._text(content, opener, loose=begins_item and not opener.hidden, box=box)

    def _html(self, token: Token) -> None:
        prose = prose_of_html(token.content)
        if prose.text:
            self._text(prose, token)

    def _code(self, token: Token) -> None:
        leaves = code_leaves(*self._stand(token), Code(token.content, token.info))
        self.leaves += leaves[:-1]
        self._add(leaves[-1], token)

    def _table(self, tokens: list[Token], place: int) -> int:
        """Take a table's tokens; the place of the last one."""
        opener = tokens[place]
        rows: list[list[str]] = []
        aligns: list[str] = []
        while (token := tokens[place]).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(without_templates(token.content))
            elif token.type == "th_open":
                aligns.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
            place += 1
        bits = self._frames[-1].bits if self._frames else 0
        stand = self._stand(opener, forced=True)
        self._add(TableLeaf(*stand, rows, aligns, self._env, bits), opener)
        return place


def convert(markdown: str) -> Blocks:
    """The blocks of a note. Hardly anything is done before they are laid out."""
    return Blocks(markdown)
