"""What authors mean that Markdown does not say: line ends that are to stay, items indented too far, terms."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from reinvent_tui.markdown.parser import FOOTNOTE

_FOOTNOTE = re.compile(rf"(?:^|\n){FOOTNOTE}:[ \t]*")
# Only an image, link, address or `[!NOTE]`; several of them are no sentence
_THING = r"!?\[[^\]\n]*\]\([^)\n]*\)|<?https?://[^\s>]+>?|\[![A-Z]+\]"
_ONLY_THINGS = re.compile(rf"\s*(?:{_THING})(?:\s+(?:{_THING}))*\s*")
_ITEM = re.compile(r"\n([ \t]+)[-*+][ \t]+(?=\S)")
# `Term - text`, of a term without markup and of a few words
_LETTER = r"[^\s\\`*_\[\]<>&~|!?;:,–—]"
_WORD = rf"(?:(?![.-])(?:(?![.-](?!\w)){_LETTER})+)"
_TERM = re.compile(rf"((?=\w){_WORD}(?: {_WORD}){{0,3}}) [-–—] (?:(?<!\d [-–—] )(?=\S)|(?=[^\s\d]))")
_BOLD = re.compile(r"(?<![*\\])\*\*(?=[^\s*])([^*\n]*[^\s*\\])( +)\*\*(?!\*)")
_TERM_CHARS = 80  # with the dash
_SHORT = 60  # cells; nobody's editor breaks lines at fewer, so the author did


class Item(NamedTuple):
    """An item that is indented so far that Markdown takes it for more of the paragraph above it."""

    indent: int
    text: str


def lazy_items(content: str) -> tuple[str, list[Item]]:
    """A paragraph, and the items that its author meant to stand below it."""
    head, *rest = _ITEM.split(content)
    items = [Item(len(indent.expandtabs(4)), text) for indent, text in zip(rest[::2], rest[1::2], strict=True)]
    return head, items


def split_footnotes(content: str) -> tuple[str, list[tuple[str, str]]]:
    """A paragraph, and the footnotes that stand below it, each with its label."""
    text, *rest = _FOOTNOTE.split(content)
    return text, list(zip(rest[::2], rest[1::2], strict=True))


def with_breaks(content: str, *, listed: bool) -> str:
    """A paragraph of several lines, with hard breaks where its author meant one. Short lines are broken by their
    author in items at least."""
    lines = content.split("\n")
    if all(_TERM.match(line.lstrip()[:_TERM_CHARS]) for line in lines):
        return "  \n".join(lines)
    longest = max(map(len, lines))
    kept = [lines[0]]
    for before, line in pairwise(lines):
        is_thing = _ONLY_THINGS.fullmatch(before) or _ONLY_THINGS.fullmatch(line)
        is_short = listed and longest < _SHORT and len(before.rstrip()) + len(line.lstrip().partition(" ")[0]) < longest
        is_definition = line.lstrip().startswith(": ")
        kept.append("  \n" if (is_thing or is_short or is_definition) and not before.endswith("\\") else "\n")
        kept.append(line)
    return "".join(kept)


def with_term(content: str) -> str:
    """An item with the term that it explains in bold."""
    match = _TERM.match(content, 0, _TERM_CHARS)
    return f"**{match[1]}**{content[match.end(1) :]}" if match else content


def with_bold(content: str) -> str:
    """`**Text **` as bold, which it is not where a blank stands before its end."""
    if " **" not in content or "`" in content:
        return content
    return _BOLD.sub(r"**\1**\2", content)
