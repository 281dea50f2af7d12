"""Headings of other markups (Org, AsciiDoc, MediaWiki, Jira) read as Markdown's: `** DONE Title :tag:`, `== Title ==`.

Only where a document has no heading of Markdown's own, and several of the other kind. Where it has none of either,
headings in list items (`- ## Title`) are its headings: outliners write every block as an item.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reinvent_notes.document import Document, depth_of
from reinvent_notes.outline import Heading, outline, text_of

_SEVERAL = 2
_LEVELS = 6
_NESTED = 10  # headings below each other; each is read to its end
_LINE_CHARS = 300
_EQUALS = re.compile(r"(?P<marks>={1,6}) (?P<title>[^=\s].*?)(?: =+)?")
_JIRA = re.compile(r"h(?P<marks>[1-6])\. (?P<title>\S.*)")
_ORG = re.compile(
    r"(?P<marks>\*{1,6}) (?:(?:TODO|DONE|NEXT|WAITING|STARTED|HOLD|SOMEDAY|CANCELL?ED) )?(?:\[#[A-Z]\] )?"
    r"(?P<title>[^\s*].*?)(?: :[\w@:]+:)?"
)
_STATE = r"(?:TODO|DONE|NOW|LATER|DOING|WAITING|CANCELL?ED)"
_IN_ITEM = re.compile(rf"[ \t]*(?:[-*+]|\d{{1,4}}[.)])[ \t]+(?P<marks>#{{1,6}})[ \t]+(?:{_STATE} )?(?P<title>[^\s#].*)")
_FENCE = ("```", "~~~", "- ```", "- ~~~")
_ORG_TITLE = re.compile(r"#\+title: *(?P<title>\S.*)", re.I)


def as_markdown(document: Document) -> Document:
    """The same lines, but for headings; a finding's lines are those of the document as it is."""
    if document.outline.headings:
        return document
    is_org = document.name.endswith(".org") or any(map(_ORG_TITLE.fullmatch, document.lines[:_LEVELS]))
    for heading, marks in ((_org_heading, "*#"),) if is_org else ((_equals_heading, "="), (_jira_heading, "h")):
        if sum(document.text.count("\n" + mark) for mark in marks) < _SEVERAL:
            continue
        lines = tuple(heading(line) if len(line) <= _LINE_CHARS else line for line in document.lines)
        if sum(line is not written for line, written in zip(lines, document.lines, strict=True)) >= _SEVERAL:
            text = text_of(lines)
            return replace(document, lines=lines, text=text, outline=outline(lines, text))
    headings = _headings_in_items(document.lines) if "#" in document.text else ()
    if not headings:
        return document
    return replace(document, outline=document.outline._replace(headings=headings), nested=True)


def _headings_in_items(lines: tuple[str, ...]) -> tuple[Heading, ...]:
    """The headings of an outline, in which every block is a list item: each is below the block that it is nested in."""
    marked = {number: match for number, line in enumerate(lines) if "#" in line and (match := _heading_in_item(line))}
    found: list[Heading] = []
    open_ones: list[tuple[int, int]] = []  # the depth and level of each heading that a line is nested below
    fenced = False
    for number in range(min(marked, default=len(lines)), len(lines)):
        text = lines[number].lstrip()
        depth = depth_of(lines[number])
        while text and open_ones and open_ones[-1][0] >= depth:
            open_ones.pop()
        fenced ^= text.startswith(_FENCE)
        match = marked.get(number)
        if match and not fenced and len(open_ones) < _NESTED:
            level = max(len(match["marks"]), open_ones[-1][1] + 1 if open_ones else 0)
            open_ones.append((depth, level))
            found.append(Heading(level, match["title"], number, number + 1))
    return tuple(found)


def _heading_in_item(line: str) -> re.Match[str] | None:
    bare = line.rstrip("#")
    line = bare if bare[-1:].isspace() else line  # hashes close a heading only after a blank
    return _IN_ITEM.fullmatch(line.rstrip()) if len(line) <= _LINE_CHARS else None


def _equals_heading(line: str) -> str:
    match = _EQUALS.fullmatch(line.rstrip()) if line[:1] == "=" else None
    return f"{'#' * len(match['marks'])} {match['title']}" if match else line


def _jira_heading(line: str) -> str:
    match = _JIRA.fullmatch(line.rstrip()) if line[:1] == "h" else None
    return f"{'#' * int(match['marks'])} {match['title']}" if match else line


def _org_heading(line: str) -> str:
    """Org's title stands above its first level."""
    match = _ORG.fullmatch(line.rstrip()) if line[:1] == "*" else None
    if match:
        return f"{'#' * min(len(match['marks']) + 1, _LEVELS)} {match['title']}"
    titled = _ORG_TITLE.fullmatch(line) if line[:2] == "#+" else None
    return f"# {titled['title']}" if titled else line
