"""What the blocks of a note are, in order, and how much space stands between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reinvent_notes import limits
from reinvent_tui.markdown.builder import Prose
from reinvent_tui.markdown.code import Code, code_leaves
from reinvent_tui.markdown.frames import Frames
from reinvent_tui.markdown.inline import without_templates
from reinvent_tui.markdown.lines import Leaf, Line, Prefix, Stand
from reinvent_tui.markdown.meant import Item, lazy_items, split_footnotes, with_breaks, with_term
from reinvent_tui.markdown.parser import Part, as_written, footnotes, parts, read_definitions
from reinvent_tui.markdown.prose import RuleLeaf, TextLeaf
from reinvent_tui.markdown.styles import DIM, HEADINGS
from reinvent_tui.markdown.table import TableLeaf
from reinvent_tui.markdown.tags import prose_of_html
from reinvent_tui.markdown.written import pieces

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

_BOXES = {"[ ] ": "☐", "[x] ": "☑", "[X] ": "☑"}
_NEWLINE = re.compile(r"\r\n?")


class Blocks:
    """A note's blocks, found as they are asked for. Keep it as long as the note may be shown again."""

    def __init__(self, source: str) -> None:
        self.leaves: list[Leaf] = []
        self._env: EnvType = {}
        self._frames = Frames()
        self._end = 0  # the source line after the previous leaf
        self._level = 0  # of the previous leaf, when that was a heading
        self._goes_on = False  # whether the next list is the rest of the previous one
        self._more = self._find(source)

    def more(self) -> bool:
        """Find at least one more leaf; False when there is none."""
        before = len(self.leaves)
        while len(self.leaves) == before:
            if not next(self._more, False):
                return False
        return True

    def _find(self, source: str) -> Iterator[bool]:
        if "\r" in source:
            source = _NEWLINE.sub("\n", source)
        for limit, size in (("PAGE_CHARS", len(source)), ("PAGE_LINES", source.count("\n"))):
            if size > getattr(limits, limit):
                yield from self._written(source, limit, 0)
                return
        found = parts(source, self._env)
        if "]:" in source:
            self._env["footnotes"] = footnotes(source)
            # The address of a link may be defined anywhere below it.
            if len(source) <= limits.EAGER_CHARS:
                found = iter(list(found))
            else:
                read_definitions(source, self._env)
        for part in found:
            if part.refused:
                yield from self._written(part.source, part.refused, part.line)
            else:
                self._take(part)
                yield True

    def _written(self, source: str, limit: str, line: int) -> Iterator[bool]:
        """Source as it is, line by line, below a line that says why."""
        why = as_written(limit)
        self._text(Prose(why, [(0, len(why), DIM, None)]), line, line)
        for size, words in pieces(source):
            indent = Prefix(" " * size)
            self.leaves.append(TextLeaf(0, Stand(Line(""), indent, indent), Prose(words), self._env))
            yield True

    def _take(self, part: Part) -> None:
        self._goes_on = part.goes_on
        tokens = part.tokens
        place = 0
        while place < len(tokens):
            taker = _TAKERS.get(tokens[place].type)
            place = 1 + (taker(self, tokens, place) if taker else place)

    # One for each kind of block: it takes some tokens, and says which was the last

    def _open_quote(self, tokens: list[Token], place: int) -> int:
        is_number = False  # `- > 100 instances` is an item that says how many there are
        if self._frames.unmarked and self._frames.listed and tokens[place + 2].type == "inline":
            is_number = tokens[place + 2].content[:1].isdigit()
        if is_number:
            tokens[place + 2].content = f"> {tokens[place + 2].content}"
        self._frames.open_quote(has_bar=not is_number)
        return place

    def _open_bullets(self, tokens: list[Token], place: int) -> int:
        self._frames.open_bullets(tokens[place].markup)
        return place

    def _open_numbers(self, tokens: list[Token], place: int) -> int:
        self._frames.open_numbers(tokens, place, self._goes_on and not place)
        return place

    def _close_list(self, tokens: list[Token], place: int) -> int:
        self._frames.close_list()
        return place

    def _open_item(self, tokens: list[Token], place: int) -> int:
        self._frames.open_item()
        return place

    def _close(self, tokens: list[Token], place: int) -> int:
        if self._frames.unmarked and self._frames.listed:
            self._text(Prose(""), self._end, self._end)  # an item without text still shows its marker
        self._frames.close()
        return place

    def _paragraph(self, tokens: list[Token], place: int) -> int:
        content = tokens[place + 1].content
        if "{" in content:
            content = without_templates(content).strip()
        start, end = tokens[place].map or (0, 0)
        notes: list[tuple[str, str]] = []
        if "[^" in content:
            content, notes = split_footnotes(content)
        if content:
            self._running_text(content, start, end)
            start = end
        for label, text in notes:
            self._frames.open_footnote(label)
            self._text(with_breaks(text, listed=True), start, end)
            self._frames.close()
            start = end
        return place + 2

    def _running_text(self, content: str, start: int, end: int) -> None:
        items: list[Item] = []
        if "\n" in content:
            content, items = lazy_items(content)
            content = with_breaks(content, listed=self._frames.listed)
        box = ""
        if content[0] == "[" and self._frames.unmarked and (box := _BOXES.get(content[:4], "")):
            content = content[4:].lstrip()
            if not self._frames.bulleted:
                content, box = f"{box} {content}", ""
        if self._frames.unmarked and self._frames.listed:
            content = with_term(content)
        self._text(content, start, end, box)
        self._lazy_items(items, end)

    def _lazy_items(self, items: list[Item], end: int) -> None:
        indents: list[int] = []
        for item in items:
            while indents and item.indent <= indents[-1]:
                self._frames.close()
                if item.indent == indents[-1]:
                    break
                self._frames.close_list()
                indents.pop()
            if not indents or item.indent > indents[-1]:
                self._frames.open_bullets("-")
                indents.append(item.indent)
            self._frames.open_item()
            self._text(with_term(with_breaks(item.text, listed=True)), end, end)
        for _ in indents:
            self._frames.close()
            self._frames.close_list()

    def _heading(self, tokens: list[Token], place: int) -> int:
        content = without_templates(tokens[place + 1].content).strip()
        if content:
            level = int(tokens[place].tag[1])
            start, end = tokens[place].map or (0, 0)
            gap = self._gap(start, False, level)
            bits = self._frames.bits | HEADINGS[level - 1]
            self._add(TextLeaf(gap, self._frames.stand(), content, self._env, bits, level), end, level)
        return place + 2

    def _rule(self, tokens: list[Token], place: int) -> int:
        start, end = tokens[place].map or (0, 0)
        self._add(RuleLeaf(self._gap(start, True), self._frames.stand()), end)
        return place

    def _html(self, tokens: list[Token], place: int) -> int:
        prose = prose_of_html(without_templates(tokens[place].content))
        if prose.text:
            start, end = tokens[place].map or (0, 0)
            self._text(prose, start, end)
        return place

    def _code(self, tokens: list[Token], place: int) -> int:
        start, end = tokens[place].map or (0, 0)
        code = Code(tokens[place].content, tokens[place].info)
        for leaf in code_leaves(self._gap(start), self._frames.stand(), code):
            self._add(leaf, end)
        return place

    def _table(self, tokens: list[Token], place: int) -> int:
        start, end = tokens[place].map or (0, 0)
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
        bits = self._frames.bits
        gap = self._gap(start, True)
        self._add(TableLeaf(gap, self._frames.stand(), rows, aligns, self._env, bits), end)
        return place

    # Leaves

    def _text(self, text: str | Prose, start: int, end: int, box: str = "") -> None:
        gap = self._gap(start)
        self._add(TextLeaf(gap, self._frames.stand(box), text, self._env, self._frames.bits), end)

    def _add(self, leaf: Leaf, end: int, heading: int = 0) -> None:
        self.leaves.append(leaf)
        self._end = end
        self._level = heading

    def _gap(self, start: int, forced: bool = False, heading: int = 0) -> int:
        """How many empty lines stand above the next leaf, which begins at a line of the source.

        A heading stands apart from what is above it and close to what it heads. Within lists there is space
        where the author left some: one stray blank line must not pull a long list apart.
        """
        if not self.leaves:
            return 0
        apart = start > self._end
        if heading and not self._level:
            return 2 if heading == 1 else 1
        if self._level == 1:
            return 1
        if self._level:
            return int(apart and heading > 0)
        return int(apart or forced or not self._frames.listed)


_TAKERS: dict[str, Callable[[Blocks, list[Token], int], int]] = {
    "paragraph_open": Blocks._paragraph,
    "list_item_open": Blocks._open_item,
    "list_item_close": Blocks._close,
    "bullet_list_open": Blocks._open_bullets,
    "bullet_list_close": Blocks._close_list,
    "ordered_list_open": Blocks._open_numbers,
    "ordered_list_close": Blocks._close_list,
    "blockquote_open": Blocks._open_quote,
    "blockquote_close": Blocks._close,
    "heading_open": Blocks._heading,
    "fence": Blocks._code,
    "code_block": Blocks._code,
    "table_open": Blocks._table,
    "html_block": Blocks._html,
    "hr": Blocks._rule,
}


def convert(markdown: str) -> Blocks:
    """The blocks of a note. Hardly anything is done before they are laid out."""
    return Blocks(markdown)
