"""Where a Markdown document's own headings, fenced code and lists stand; nested ones are not reported.

The scan looks at each line once, in the order of the document, and knows at each what the line follows:
nothing, surely a paragraph, perhaps one, or a quote. Most lines mean the same after all four. Fenced code,
raw HTML and lists are walked to their ends where they start. Where the answer hangs on something that the
scan does not model (a table or a link definition right before an underline, text flush left right after
code in a list item), it is in doubt and asks `judged`, which is markdown-it-py, for the whole document.
So the two agree on every document within JUDGE_LINES and JUDGE_CHARS (of which it takes about a tenth of a second,
and under a second for hostile ones); in a longer one the best guess stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from reinvent_notes import limits
from reinvent_notes.outline_lines import DEEP, without_blanks
from reinvent_notes.outline_scan import Doubt, Heading, Outline, Scan

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def outline(lines: Sequence[str], text: str | None = None) -> Outline:
    """Headings, fences and lists of a document that was split at `\\n`, `\\r\\n` and `\\r` only.

    `text` is that of `text_of`, where it is known.
    """
    text = text_of(lines) if text is None else text
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
        lines = text.split("\n")[1:-1]
    deep = DEEP.search(text) is not None
    try:
        return Scan(lines, text, deep, len(lines) <= limits.JUDGE_LINES and len(text) <= limits.JUDGE_CHARS).run()
    except Doubt:
        with suppress(UnicodeError):  # markdown-it fails on surrogates in the address of a link definition
            return judged(lines)
    return Scan(lines, text, deep, judge=False).run()


def text_of(lines: Sequence[str]) -> str:
    """All lines in one text, each after a line end."""
    return "\n".join(["", *lines, ""])


def judged(lines: Sequence[str]) -> Outline:
    """The same from the tokens of markdown-it-py, many times slower."""
    headings, fences, lists = [], [], []
    tokens = _markdown().parse("".join(line + "\n" for line in lines))
    for place, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        first, after = token.map
        if token.type == "heading_open":
            headings.append(Heading(int(token.tag[1]), tokens[place + 1].content, first, after))
        elif token.type == "fence":
            fences.append(range(first, after))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(range(first, without_blanks(lines, after)))
    return Outline(tuple(headings), tuple(fences), tuple(lists))


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # takes longer than most scans: only when there is a doubt

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])  # what stands inside of a line is not asked for
    return parser


__all__ = ["Heading", "Outline", "judged", "outline", "text_of"]
