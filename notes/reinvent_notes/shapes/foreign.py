"""Headings of other markups (Org, AsciiDoc, MediaWiki, Jira) read as Markdown's: `** DONE Title :tag:`, `== Title ==`.

Only where a document has no heading of Markdown's own, and several of the other kind.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reinvent_notes.document import Document
from reinvent_notes.outline import outline

_SEVERAL = 2
_LEVELS = 6
_LINE_CHARS = 300
_EQUALS = re.compile(r"(?P<marks>={1,6}) (?P<title>[^=\s].*?)(?: =+)?")
_JIRA = re.compile(r"h(?P<marks>[1-6])\. (?P<title>\S.*)")
_ORG = re.compile(
    r"(?P<marks>\*{1,6}) (?:(?:TODO|DONE|NEXT|WAITING|STARTED|HOLD|SOMEDAY|CANCELL?ED) )?(?:\[#[A-Z]\] )?"
    r"(?P<title>[^\s*].*?)(?: :[\w@:]+:)?"
)
_ORG_TITLE = re.compile(r"#\+title: *(?P<title>\S.*)", re.I)


def as_markdown(document: Document) -> Document:
    """The same lines, but for headings; a finding's lines are those of the document as it is."""
    if document.outline.headings:
        return document
    is_org = document.name.endswith(".org") or any(map(_ORG_TITLE.fullmatch, document.lines[:_LEVELS]))
    for heading in (_org_heading,) if is_org else (_equals_heading, _jira_heading):
        lines = tuple(heading(line) if len(line) <= _LINE_CHARS else line for line in document.lines)
        if sum(line is not written for line, written in zip(lines, document.lines, strict=True)) >= _SEVERAL:
            return replace(document, lines=lines, outline=outline(lines))
    return document


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
