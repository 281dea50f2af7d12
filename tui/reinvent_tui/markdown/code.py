"""Code blocks: lines as they are, coloured when they are first seen."""

from __future__ import annotations

import re
from functools import cache
from time import monotonic

from reinvent_notes import limits
from reinvent_tui.markdown.builder import safe
from reinvent_tui.markdown.lines import Laid, Leaf, Line, Prefix, Span, Stand
from reinvent_tui.markdown.styles import (
    CODE_BLOCK,
    CODE_COMMENT,
    CODE_KEYWORD,
    CODE_NAME,
    CODE_NUMBER,
    CODE_STRING,
    DIM,
)
from reinvent_tui.markdown.wrap import cells

_INDENT = "  "
_CHUNK = 200  # lines that one leaf lays out at once
# Names of the languages that are coloured. Others are not, because many a lexer takes seconds for a few
# thousand characters that were made for it; these were tried.
_LANGUAGES = frozenset(
    re.findall(
        r"\S+",
        "bash sh shell zsh console powershell ps1 docker dockerfile make makefile diff "
        "python py python3 javascript js jsx typescript ts tsx json yaml yml toml ini hcl terraform tf "
        "xml html css sql graphql http java kotlin scala groovy go golang rust rs c cpp c++ csharp "
        "swift ruby rb php r dart lua elixir",
    )
)


class Code:
    """The text of one code block."""

    __slots__ = ("_spans", "language", "lines", "width")

    def __init__(self, content: str, info: str) -> None:
        content = "\n".join(line.expandtabs(4) for line in content.split("\n"))
        self.lines = safe(content).removesuffix("\n").split("\n")
        self.language = (safe(info).split() or [""])[0].strip("{}.").lower()[:30]
        self.width = len(_INDENT) + max(map(cells, self.lines))
        self._spans: list[list[Span]] | None = None

    def spans(self, row: int, length: int) -> list[Span]:
        """The whole of a line, coloured, where it ends a line of the screen of so many characters."""
        if self._spans is None:
            self._spans = _highlight(self.lines, self.language)
        first = length - len(self.lines[row])
        at = first - len(_INDENT)
        covered: list[Span] = []
        for start, end, bits in self._spans[row] if self._spans else ():
            if first + start > at:
                covered.append((at, first + start, CODE_BLOCK))
            at = first + end
            covered.append((first + start, at, bits))
        if length > at:
            covered.append((at, length, CODE_BLOCK))
        return covered


class CodeLeaf(Leaf):
    """Some lines of a code block; the first ones stand below the language's name."""

    __slots__ = ("_code", "_start")

    def __init__(self, gap: int, stand: Stand, code: Code, start: int) -> None:
        super().__init__(gap, stand)
        self._code = code
        self._start = start

    def lay(self, width: int) -> Laid:
        code = self._code
        prefix, rest = self.prefixes(width)
        fill = max(width, len(rest.text) + code.width)
        lines = []
        if code.language and not self._start:
            named = f"{_INDENT}{code.language}"[: max(width - len(prefix.text), 0)]
            lines.append(Line(*prefix.then(Prefix(named, ((0, len(named), CODE_BLOCK | DIM),))), fill))
            prefix = rest
        for row in range(self._start, min(self._start + _CHUNK, len(code.lines))):
            lines.append(Line(f"{prefix.text}{_INDENT}{code.lines[row]}", prefix.spans, fill, code.spans, row))
            prefix = rest
        return Laid(lines, widest=len(rest.text) + code.width)


def code_leaves(gap: int, stand: Stand, code: Code) -> list[CodeLeaf]:
    below = Stand(stand.blank, stand.rest, stand.rest)
    later = [CodeLeaf(0, below, code, start) for start in range(_CHUNK, len(code.lines), _CHUNK)]
    return [CodeLeaf(gap, stand, code, 0), *later]


@cache
def _looks() -> dict[object, int]:
    from pygments import token  # type: ignore[import-untyped]

    return {
        token.Comment: CODE_COMMENT,
        token.Keyword: CODE_KEYWORD,
        token.Operator.Word: CODE_KEYWORD,
        token.Name.Builtin: CODE_NAME,
        token.Name.Class: CODE_NAME,
        token.Name.Decorator: CODE_NAME,
        token.Name.Function: CODE_NAME,
        token.Name.Tag: CODE_NAME,
        token.Name.Attribute: CODE_NAME,
        token.Number: CODE_NUMBER,
        token.String: CODE_STRING,
        token.Generic.Inserted: CODE_STRING,
        token.Generic.Deleted: CODE_COMMENT,
        token.Generic.Heading: CODE_KEYWORD,
    }


def _highlight(lines: list[str], language: str) -> list[list[Span]]:
    """The spans of every line; nothing at all when the language is not known or the code is long."""
    if language not in _LANGUAGES or sum(map(len, lines)) > limits.CODE_CHARS:
        return []
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return []
    looks = _looks()
    spans: list[list[Span]] = [[] for _ in range(len(lines) + 1)]
    row = column = 0
    end = monotonic() + limits.CODE_SECONDS
    for kind, value in lexer.get_tokens("\n".join(lines)):
        bits = next((looks[part] for part in reversed(kind.split()) if part in looks), 0)
        for number, text in enumerate(value.split("\n")):
            if number:
                row, column = row + 1, 0
            if text and bits and row < len(lines):
                start = column
                if spans[row] and spans[row][-1][1:] == (start, bits | CODE_BLOCK):
                    start = spans[row].pop()[0]
                spans[row].append((start, column + len(text), bits | CODE_BLOCK))
            column += len(text)
        if monotonic() > end:
            break
    return spans
